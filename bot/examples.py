"""What the understanding learns from: the examples as written, spelt carelessly, and bare words of the catalogue."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import yaml

from bot.entities.lexicon import demo_categories
from bot.language import LATIN, SERVED
from bot.settings import Settings
from bot.spelling import careless

FROM_CATALOGUE = "catalogue"
"""The `source` in the metadata of examples that are words of the catalogue."""

_SEARCH = "search_product"
_LOADER = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
_BULLET = "- "


@dataclass(frozen=True, slots=True)
class Example:
    """What a shopper may say in `language` (BCP 47), and what it means; `source` is written, careless or catalogue."""

    text: str
    intent: str
    language: str
    source: str


def read_examples(settings: Settings) -> list[Example]:
    """Return all examples, those written first; none twice for one language."""
    written = [example for path in sorted((settings.bot / "data" / "nlu").glob("*.yml")) for example in _written(path)]
    seen = {_key(example) for example in written}
    further = []
    for example in (*_spelt_carelessly(written), *_named(settings)):
        if _key(example) not in seen:
            seen.add(_key(example))
            further.append(example)
    return [*written, *further]


def _key(example: Example) -> tuple[str, str]:
    return example.text.casefold(), example.language


def _written(path: Path) -> Iterator[Example]:
    for block in yaml.load(path.read_text(encoding="utf-8"), Loader=_LOADER)["nlu"]:  # noqa: S506 (a safe loader)
        for line in block["examples"].splitlines():
            if line.startswith(_BULLET):
                yield Example(line[len(_BULLET) :].strip(), block["intent"], block["metadata"]["language"], "written")


def _spelt_carelessly(written: Sequence[Example]) -> Iterator[Example]:
    """Yield what loses its marks, with them lost: in Vietnamese and Turkish every second shopper types so."""
    for example in written:
        plain = careless(example.text)
        if plain:
            yield Example(plain, example.intent, example.language, "careless")


def _named(settings: Settings) -> Iterator[Example]:
    """Yield the first name of each category: one bare word is the most frequent search of all."""
    for words in demo_categories(settings).values():
        for language in SERVED:
            for word in words.get(language, ())[:1]:
                if not (word.isascii() and language not in LATIN):
                    yield Example(word, _SEARCH, language, FROM_CATALOGUE)
