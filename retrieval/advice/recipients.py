"""For whom gifts are: whom they must be made for, of what age, and what is left out."""

import re
import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from retrieval.advice.data_files import read_mapping
from retrieval.errors import CatalogError
from retrieval.lexical.folding import fold, plain_text

CHILD_UNTIL = 15
"""Years below which somebody is given what is made for children."""

OLDEST = 120
_GROWN_UP_AGE = 30
_CHILDREN = frozenset({"kids", "girls", "boys"})
_YOUNG = {"women": "girls", "men": "boys"}
_GROWN_UP = {"girls": "women", "boys": "men"}


@dataclass(frozen=True, slots=True)
class Recipient:
    """Somebody to give to.

    `audience` is whom products must be made for besides those for nobody in particular, "unisex" where that is not
    known. `age` is in years, the one told or else the one taken for granted. To a child, only what `suits` is given.
    """

    name: str
    audience: str
    age: int
    is_child: bool
    suits: tuple[str, ...] = ()
    avoid: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Taboo:
    """What is not given in some countries, for one occasion or, "", any: categories, and words of a product's texts."""

    countries: frozenset[str]
    occasion: str
    categories: tuple[str, ...]
    words: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Recipients:
    """Everybody who can be named, how ages are told, and how one says that something is for oneself."""

    known: Mapping[str, Recipient]
    taboos: tuple[Taboo, ...]
    _age: re.Pattern[str]
    _oneself: frozenset[str]

    @classmethod
    def load(cls, data: Path) -> "Recipients":
        """Read the project's `data` folder; raises CatalogError for a file that cannot be used."""
        path = data / "advice" / "recipients.yml"
        found = read_mapping(path)
        try:
            taboos, ages, oneself = found.pop("taboos"), found.pop("ages"), found.pop("oneself")
            known = {
                name: Recipient(
                    name,
                    str(entry.get("audience", "unisex")),
                    int(entry["age"]),
                    bool(entry.get("is_child", False)),
                    tuple(entry["suits"]),
                    tuple(entry.get("avoid", ())),
                )
                for name, entry in found.items()
            }
            phrases = frozenset(_letters(phrase) for own in oneself.values() for phrase in own)
            return cls(known, tuple(_taboo(entry) for entry in taboos), _ages(ages["before"], ages["after"]), phrases)
        except (KeyError, TypeError, ValueError, AttributeError) as error:
            raise CatalogError(
                f"{path} has an entry that cannot be read ({error!r}): see the notes on its top."
            ) from error

    def of(self, name: str = "", audience: str = "", age: int | None = None) -> Recipient:
        """Return who is meant by a recipient of the lexicon, an audience of the catalogue and an age, each if told.

        Under fifteen everybody is a child, whatever they are called; who is not named is a grown-up of whom nothing is
        known.
        """
        found = self.known.get(name)
        named = audience or (found.audience if found else "")
        was_child = named in _CHILDREN or (found is not None and found.is_child)
        is_child = was_child if age is None else age < CHILD_UNTIL
        fits = found if found is not None and found.is_child == is_child else None
        if is_child:
            like = fits or self.known["child"]
            made_for = _YOUNG.get(named, named if named in _CHILDREN else "kids")
        else:
            like = fits or Recipient(name, "unisex", _GROWN_UP_AGE, is_child=False)
            made_for = _GROWN_UP.get(named, named if named in _YOUNG else "unisex")
        return Recipient(name, made_for, like.age if age is None else age, is_child, like.suits, like.avoid)

    def left_out(self, country: str, occasion: str) -> tuple[tuple[str, ...], tuple[str, ...]]:
        """Return the categories that are not given in a country for an occasion, and the words of what is not."""
        held = [taboo for taboo in self.taboos if country in taboo.countries and taboo.occasion in ("", occasion)]
        categories = dict.fromkeys(category for taboo in held for category in taboo.categories)
        return tuple(categories), tuple(dict.fromkeys(word for taboo in held for word in taboo.words))

    def age_in(self, text: str) -> int | None:
        """Return the age in years that a text tells in digits of any script, in any of the languages; None for none.

        An age beyond 120 is none.
        """
        found = self._age.search(text.casefold())
        years = int(found["first"] or found["second"]) if found else OLDEST + 1
        return years if years <= OLDEST else None

    def is_oneself(self, text: str) -> bool:
        """Whether a whole text says that something is for who says it, in any of the languages."""
        return _letters(text) in self._oneself


def _letters(text: str) -> str:
    """Return a text without signs, spaces, case and accents."""
    folded = fold(plain_text(text, ""))
    return "".join(letter for letter in folded if unicodedata.category(letter)[0] not in "PSZC")


def _taboo(entry: Mapping[str, Sequence[str]]) -> Taboo:
    return Taboo(
        frozenset(entry["in"]),
        str(entry.get("occasion", "")),
        tuple(entry.get("categories", ())),
        tuple(entry.get("words", ())),
    )


def _ages(before: Sequence[str], after: Sequence[str]) -> re.Pattern[str]:
    """Return the pattern of an age: one to three digits that one of these words stands before or after."""

    def any_of(words: Sequence[str]) -> str:
        return "|".join(re.escape(word.casefold()) for word in sorted(words, key=len, reverse=True))

    number = r"(?<!\d)(?<![.,])(?P<{}>\d{{1,3}})(?![.,]?\d)"
    bounded = rf"(?:(?:{any_of(after)})(?![a-z\u00c0-\u024f\u0400-\u04ff]))"
    return re.compile(
        rf"{number.format('first')}[\s-]*{bounded}|(?<!\w)(?:{any_of(before)})\s*{number.format('second')}"
    )
