"""What simulated shoppers say, in their languages."""

import random
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path
from typing import Any

import yaml

from retrieval.errors import EvaluationError
from retrieval.lexicon import Lexicon

_KINDS = (
    "vague", "gift", "search", "with_color", "with_price", "color", "price", "correct", "more", "cheaper", "picks",
    "door", "cart", "view", "astray",
)  # fmt: skip

_NO_SPACES = frozenset({"zh-Hans", "zh-Hant", "ja", "th"})
"""Languages in which a slip of the finger is another word rather than a misspelt one, and is not simulated."""

_LEAST_LETTERS = 5
"""Letters of a word from which on two of them may be swapped by mistake."""


@dataclass(frozen=True, slots=True)
class Phrases:
    """Ways of saying things in one language, with places for {what}, {color} and {price}.

    `places` are the countries (ISO 3166-1) and currencies (ISO 4217) of its shoppers, `money` how amounts are said by
    currency, `step` what budgets are rounded up to. Words come from the shop's lexicon.
    """

    language: str
    places: tuple[tuple[str, str], ...]
    money: Mapping[str, str]
    step: Decimal
    ways: Mapping[str, tuple[str, ...]]
    lexicon: Lexicon

    def say(self, kind: str, rng: random.Random, what: str = "", color: str = "", price: str = "") -> str:
        """Return one of the ways to say something of a kind."""
        filled = rng.choice(self.ways[kind]).replace("{what}", what)
        return filled.replace("{color}", color).replace("{price}", price)

    def pick(self, place: int) -> str:
        """Return how the product at a place of a list is pointed at, counted from 0."""
        return self.ways["picks"][place]

    def amount(self, amount: Decimal, currency: str) -> str:
        """Return an amount of money as it is said."""
        return self.money[currency].replace("{n}", str(amount))

    def word(self, kind: str, value: str) -> str:
        """Return the word for an English category or colour."""
        return self.lexicon.display(kind, value, self.language)

    def misspelt(self, word: str, rng: random.Random) -> str:
        """Return a word with two neighbouring letters swapped, neither the first nor the last; a short one as it is."""
        if self.language in _NO_SPACES or len(word) < _LEAST_LETTERS or not word.isalpha():
            return word
        at = rng.randrange(1, len(word) - 2)
        return word[:at] + word[at + 1] + word[at] + word[at + 2 :]


def load_phrases(data: Path) -> dict[str, Phrases]:
    """Read the phrases by language from the project's `data` folder; raises EvaluationError where one is missing."""
    path, lexicon = data / "dialogues" / "shoppers.yml", Lexicon.load(data)
    try:
        content = yaml.safe_load(path.read_text(encoding="utf-8"))
        return {language: _phrases(language, given, lexicon) for language, given in content.items()}
    except (OSError, yaml.YAMLError, KeyError, TypeError) as error:
        raise EvaluationError(f"{path} cannot be used ({error!r}): restore it from the project.") from error


def _phrases(language: str, given: Mapping[str, Any], lexicon: Lexicon) -> Phrases:
    places = tuple((str(country), str(currency)) for country, currency in given["at"])
    ways: dict[str, tuple[str, ...]] = {kind: _ways(given[kind]) for kind in _KINDS}
    return Phrases(language, places, given["money"], Decimal(given["step"]), ways, lexicon)


def _ways(given: Sequence[Any]) -> tuple[str, ...]:
    return tuple(str(way) for way in given)
