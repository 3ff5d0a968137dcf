"""Measure the understanding on utterances that no training saw: `python -m bot.evaluate --json`."""

import argparse
import asyncio
import json
import logging
import sys
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml

from bot.measures import Score, f1, mean_of, out_of_scope, worst_of
from bot.settings import PROJECT, Settings, quiet_rasa
from bot.train import train

HELD_OUT = PROJECT / "tests" / "bot" / "utterances"
SPLITS = ("dev", "test")
"""What may be looked at while the model is improved, and what only ever judges it; each a folder of `HELD_OUT`."""

_PHRASES = ("words", "pairs")
_LOADER = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


@dataclass(frozen=True, slots=True)
class Utterance:
    """What a shopper says in `language`, and what it means: intent, and entities as (name, value)."""

    text: str
    language: str
    intent: str
    entities: frozenset[tuple[str, Any]]


@dataclass(frozen=True, slots=True)
class Phrase:
    """A product word or two in `language`, as typed into a search box; `kind` is words or pairs."""

    text: str
    language: str
    kind: str


def read_held_out(folder: Path) -> list[Utterance]:
    """Return the utterances of `<language>.yml` in `folder`: intent ▸ texts, or texts with their entities."""
    found = []
    for language, content in _files(folder):
        for intent, entries in content.items():
            for entry in entries if intent not in _PHRASES else ():
                text, entities = (entry, {}) if isinstance(entry, str) else (entry["text"], entry["entities"])
                found.append(Utterance(text, language, intent, _pairs(entities.items())))
    return found


def read_phrases(folder: Path) -> list[Phrase]:
    """Return the phrases of `<language>.yml` in `folder`, which stand under `words` and `pairs`, if anywhere."""
    return [
        Phrase(text, language, kind)
        for language, content in _files(folder)
        for kind in _PHRASES
        for text in content.get(kind, ())
    ]


def evaluate(
    utterances: Sequence[Utterance],
    parses: Sequence[Mapping[str, Any]],
    phrases: Sequence[Phrase] = (),
    phrase_parses: Sequence[Mapping[str, Any]] = (),
) -> dict[str, Any]:
    """Return the figures of `crossaisle evaluate nlu`; `parses` are Rasa's results, one for each utterance or phrase.

    An utterance is as it would be at the start of a conversation. `nlu_fallback` counts as out_of_scope. An entity is
    right with name and value; F1 is over all entities of a language. A brand counts in capitals and small letters.
    """
    languages = {}
    for language in sorted({utterance.language for utterance in utterances}):
        pairs = [(u, p) for u, p in zip(utterances, parses) if u.language == language]  # noqa: B905
        languages[language] = Score(
            n=len(pairs),
            intent_accuracy=_share(_intent(p) == u.intent for u, p in pairs),
            entity_f1=f1([(u.entities, _found(p)) for u, p in pairs]),
            language_accuracy=_share(p["language"]["code"] == u.language for u, p in pairs),
            word_accuracy=_accuracy_on("words", language, phrases, phrase_parses),
            pair_accuracy=_accuracy_on("pairs", language, phrases, phrase_parses),
        )
    wanted = [u.intent for u in utterances]
    return {
        "languages": {language: score.rounded() for language, score in languages.items()},
        "mean": mean_of(languages.values()),
        "worst": worst_of(languages.values()),
        "out_of_scope": out_of_scope(wanted, [_intent(parse) for parse in parses]),
    }


def parse_all(model: Path, texts: Iterable[str]) -> list[dict[str, Any]]:
    """Return Rasa's parse of each text, by the model in the file `model`."""
    quiet_rasa(model.parent)
    from rasa.core.agent import Agent
    from rasa.utils.log_utils import configure_structlog

    configure_structlog(logging.ERROR)

    async def run() -> list[dict[str, Any]]:
        agent = Agent.load(str(model))
        return [await agent.parse_message(text) for text in texts]

    return asyncio.run(run())


def main(arguments: list[str] | None = None) -> int:
    """Run the command line: print the figures as JSON or as a table, and with `--errors` what went wrong."""
    parser = argparse.ArgumentParser(prog="python -m bot.evaluate", description=__doc__)
    parser.add_argument("--json", action="store_true", help="print JSON instead of a table")
    parser.add_argument("--errors", action="store_true", help="print each utterance whose intent was taken for another")
    parser.add_argument("--split", choices=SPLITS, default="test", help="which utterances (default: %(default)s)")
    options = parser.parse_args(arguments)
    utterances, phrases = read_held_out(HELD_OUT / options.split), read_phrases(HELD_OUT / options.split)
    found = parse_all(train(Settings.from_environment()), [judged.text for judged in (*utterances, *phrases)])
    parses = found[: len(utterances)]
    figures = evaluate(utterances, parses, phrases, found[len(utterances) :])
    sys.stdout.write(
        json.dumps(figures, indent=None if options.json else 1) + "\n" if options.json else _table(figures)
    )
    if options.errors:
        for utterance, parse in zip(utterances, parses):  # noqa: B905
            if _intent(parse) != utterance.intent:
                sys.stdout.write(f"{utterance.language}\t{utterance.intent}\t{_intent(parse)}\t{utterance.text}\n")
    return 0


def _intent(parse: Mapping[str, Any]) -> str:
    name = parse["intent"]["name"]
    return "out_of_scope" if name in {None, "nlu_fallback"} else str(name)


def _found(parse: Mapping[str, Any]) -> frozenset[tuple[str, Any]]:
    return _pairs((entity["entity"], entity["value"]) for entity in parse["entities"])


def _files(folder: Path) -> Iterator[tuple[str, dict[str, list[Any]]]]:
    for path in sorted(folder.glob("*.yml")):
        yield path.stem, yaml.load(path.read_text(encoding="utf-8"), Loader=_LOADER)  # noqa: S506 (a safe loader)


def _accuracy_on(
    kind: str, language: str, phrases: Sequence[Phrase], parses: Sequence[Mapping[str, Any]]
) -> float | None:
    """Return the share of phrases whose language is found, None where there are none."""
    asked = [(q, p) for q, p in zip(phrases, parses) if (q.kind, q.language) == (kind, language)]  # noqa: B905
    return _share(p["language"]["code"] == q.language for q, p in asked) if asked else None


def _pairs(entities: Iterable[tuple[str, Any]]) -> frozenset[tuple[str, Any]]:
    return frozenset((name, _comparable(name, value)) for name, value in entities)


def _comparable(name: str, value: Any) -> Any:
    if isinstance(value, list):
        return tuple(value)
    return value.casefold() if name == "brand" else value


def _share(hits: Iterable[bool]) -> float:
    counted = list(hits)
    return sum(counted) / len(counted) if counted else float("nan")


def _table(figures: Mapping[str, Any]) -> str:
    rows = [*figures["languages"].items(), ("mean", figures["mean"]), ("worst", figures["worst"])]
    lines = [f"{'language':10}{'n':>6}{'intent':>9}{'entity F1':>11}{'language':>10}{'on words':>10}{'on pairs':>10}"]
    for name, row in rows:
        n = row.get("n", "")
        lines.append(
            f"{name:10}{n:>6}{row['intent_accuracy']:>9.3f}{row['entity_f1']:>11.3f}{row['language_accuracy']:>10.3f}"
            + "".join(
                f"{'-' if row[k] is None else format(row[k], '.3f'):>10}" for k in ("word_accuracy", "pair_accuracy")
            )
        )
    scope = figures["out_of_scope"]
    lines.append(f"out of scope: recall {scope['recall']:.3f}, false alarms {scope['false_alarms']:.3f}")
    return "\n".join(lines) + "\n"


if __name__ == "__main__":
    raise SystemExit(main())
