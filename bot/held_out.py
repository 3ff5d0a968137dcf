"""Utterances that no training saw, the search words beside them, and conversations made of them."""

import random
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml

from bot.settings import PROJECT

HELD_OUT = PROJECT / "tests" / "bot" / "utterances"
SPLITS = ("dev", "test")
"""What may be looked at while the model is improved, and what only ever judges it; each a folder of `HELD_OUT`."""

_PHRASES = ("words", "pairs")
_LOADER = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
_TURNS = 3
"""Utterances of a conversation."""

_SEED = 5


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
                found.append(Utterance(text, language, intent, comparable_entities(entities.items())))
    return found


def read_phrases(folder: Path) -> list[Phrase]:
    """Return the phrases of `<language>.yml` in `folder`, which stand under `words` and `pairs`, if anywhere."""
    return [
        Phrase(text, language, kind)
        for language, content in _files(folder)
        for kind in _PHRASES
        for text in content.get(kind, ())
    ]


def conversations(utterances: Sequence[Utterance]) -> list[tuple[Utterance, ...]]:
    """Return conversations of three utterances of one language, drawn without putting back, the same at each run.

    What is left over of a language, one utterance or two, is in none.
    """
    drawn = []
    for language in sorted({utterance.language for utterance in utterances}):
        said = [utterance for utterance in utterances if utterance.language == language]
        random.Random(f"{_SEED} {language}").shuffle(said)  # noqa: S311 (no secret hangs on it)
        starts = range(0, len(said) - _TURNS + 1, _TURNS)
        drawn += [tuple(said[start : start + _TURNS]) for start in starts]
    return drawn


def comparable_entities(entities: Iterable[tuple[str, Any]]) -> frozenset[tuple[str, Any]]:
    """Return (name, value) pairs that compare: lists as tuples, brands in small letters."""
    return frozenset((name, _comparable(name, value)) for name, value in entities)


def _files(folder: Path) -> Iterator[tuple[str, dict[str, list[Any]]]]:
    for path in sorted(folder.glob("*.yml")):
        yield path.stem, yaml.load(path.read_text(encoding="utf-8"), Loader=_LOADER)  # noqa: S506 (a safe loader)


def _comparable(name: str, value: Any) -> Any:
    if isinstance(value, list):
        return tuple(value)
    return value.casefold() if name == "brand" else value
