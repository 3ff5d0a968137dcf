"""Train the assistant's model, unless an equal one is there: `python -m bot.train`."""

import argparse
import contextlib
import hashlib
import json
import logging
import shutil
import sys
import tempfile
from pathlib import Path

from bot.encoders import MessageEncoder, encoder_versions, key_of
from bot.examples import read_examples
from bot.settings import Settings, quiet_rasa

ECHO_ACTION = "action_echo"
"""The one action of the `--echo` model."""

_VECTORS = "example-vectors.npz"
_LEARNING = (
    "encoders", "examples", "importer", "intents", "language", "meaning",
    "scaling", "scripts", "spelling", "vocabulary", "wording",
)  # fmt: skip
_COMPONENTS = ("encoder_featurizer", "entity_extractor", "intent_classifier", "language_detector")


def model_path(settings: Settings, is_echo: bool = False) -> Path:
    """Return the model's file for the inputs as they are now; it need not exist."""
    digest = hashlib.sha256(encoder_versions().encode())
    for path in _inputs(settings):
        digest.update(path.relative_to(settings.bot.parent).as_posix().encode() + b"\0" + path.read_bytes() + b"\0")
    kind = "echo" if is_echo else "shop"
    return settings.cache / "bot-model" / f"{kind}-{digest.hexdigest()[:16]}.tar.gz"


def train(settings: Settings, is_echo: bool = False) -> Path:
    """Return the path of a model trained on the inputs as they are now.

    Making one takes some minutes, and a quarter of an hour where what is `wanted` was not encoded before.
    With `is_echo` every intent leads to `action_echo`: the same understanding with next to nothing behind it, for
    comparisons of time. Older models of the same kind are removed.
    """
    target = model_path(settings, is_echo)
    if not target.exists():
        target.parent.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryDirectory(dir=target.parent) as folder:
            made = _run_rasa(settings, Path(folder), is_echo)
            for old in target.parent.glob(f"{target.name.split('-')[0]}-*.tar.gz"):
                old.unlink()
            shutil.move(made, target)
    return target


def wanted(settings: Settings, is_echo: bool = False) -> dict[str, object]:
    """Return what training waits for: the examples whose vectors are not there, none where an equal model is.

    `{"versions", "file", "keys": [[text, whether USE knows its language]]}`; `file` is where the vectors belong, as
    `MessageEncoder.recall` says.
    """
    file = _vectors(settings)
    keys = []
    if not model_path(settings, is_echo).exists():
        encoder = MessageEncoder.load()
        encoder.recall(file)
        keys = encoder.missing(key_of(example.text, example.language) for example in read_examples(settings))
    return {"versions": encoder_versions(), "file": str(file), "keys": keys}


def main(arguments: list[str] | None = None) -> int:
    """Run the command line; print the model's path, or what is wanted first."""
    parser = argparse.ArgumentParser(prog="python -m bot.train", description=__doc__)
    parser.add_argument("--echo", action="store_true", help="train the model whose one action only echoes")
    parser.add_argument("--wanted", action="store_true", help="print what the shop should encode first, as JSON")
    options = parser.parse_args(arguments)
    if options.wanted:
        sys.stdout.write(json.dumps(wanted(Settings.from_environment(), options.echo), ensure_ascii=False))
        return 0
    sys.stdout.write(f"{train(Settings.from_environment(), options.echo)}\n")
    return 0


def _inputs(settings: Settings) -> list[Path]:
    """Return the files that the model depends on: data, words, domain, pipeline and the code that learns."""
    bot, data = settings.bot, settings.data
    files = [bot / "config.yml", bot / "domain.yml", data / "demo" / "categories.yml"]
    files += [bot / f"{name}.py" for name in _LEARNING]
    files += [bot / "components" / f"{name}.py" for name in _COMPONENTS]
    for folder, pattern in ((bot / "entities", "*.py"), (bot / "lexicon", "*.yml"), (data / "lexicon", "*.yml")):
        files += folder.glob(pattern)
    files += (bot / "data").rglob("*.yml")
    return sorted(path for path in files if path.exists())


def _run_rasa(settings: Settings, folder: Path, is_echo: bool) -> str:
    quiet_rasa(folder)
    import rasa
    from rasa.utils.log_utils import configure_structlog

    configure_structlog(logging.WARNING)
    MessageEncoder.load().recall(_vectors(settings))
    domain, rules = settings.bot / "domain.yml", settings.bot / "data" / "rules.yml"
    if is_echo:
        domain, rules = _write_echo(domain, folder)
    with contextlib.redirect_stdout(sys.stderr):  # the caller's output is the path alone
        result = rasa.train(
            domain=str(domain),
            config=str(settings.bot / "config.yml"),
            training_files=str(rules),
            output=str(folder),
            fixed_model_name="model",
            force_training=True,
        )
    if not result.model:
        raise SystemExit(f"Rasa trained no model (code {result.code}); its messages above say why.")
    return result.model


def _vectors(settings: Settings) -> Path:
    return settings.cache / "bot-model" / _VECTORS


def _write_echo(domain: Path, folder: Path) -> tuple[Path, Path]:
    """Write domain and rules of the echo model into `folder`."""
    import yaml

    content = yaml.safe_load(domain.read_text(encoding="utf-8"))
    names = [next(iter(intent)) for intent in content["intents"]]
    content["actions"] = [ECHO_ACTION]
    rules = [{"rule": name, "steps": [{"intent": name}, {"action": ECHO_ACTION}]} for name in names]
    for name, value in (("domain.yml", content), ("rules.yml", {"version": "3.1", "rules": rules})):
        (folder / name).write_text(yaml.safe_dump(value, allow_unicode=True), encoding="utf-8")
    return folder / "domain.yml", folder / "rules.yml"


if __name__ == "__main__":
    raise SystemExit(main())
