"""The words that the shop uses, by language, as spelling is corrected to them and by them."""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field

import regex

from retrieval.lexical.analysis import primary_language
from retrieval.lexical.fields import TITLE_WEIGHT
from retrieval.lexical.folding import fold, plain_text
from retrieval.lexical.segmenting import is_unspaced
from retrieval.lexicon import Lexicon
from retrieval.product import Product

WORD = regex.compile(r"[\p{L}\p{M}]+")
"""A run of letters with their marks."""
_LEXICON_FREQUENCY = 5
_ARABIC = "ar"
_ARTICLE = "ال"
_ARABIC_PREFIXES = "وفبلك"
_FOR_THE = "لل"
_SHORTEST_AFTER_ARTICLE = 3


@dataclass(slots=True)
class SpellingWords:
    """`frequencies`: language → plain word → how often the shop uses it, title words as often as they weigh.

    `names` are folded words of brands, which are right in every language.
    """

    frequencies: dict[str, Counter[str]] = field(default_factory=dict)
    names: set[str] = field(default_factory=set)

    @classmethod
    def of(cls, products: Iterable[Product], lexicon: Lexicon) -> "SpellingWords":
        """Count the words of titles and descriptions, and those of the lexicon in all its languages."""
        counted = cls()
        for product in products:
            counted.names.update(fold(word) for word in plain_words(product.brand, product.language))
            for texts, weight in ((product.titles, TITLE_WEIGHT), (product.descriptions, 1)):
                for language, text in texts.items():
                    counted._count(text, language, weight)
        for language, name in _lexicon_names(lexicon):
            counted._count(name, language, _LEXICON_FREQUENCY)
        return counted

    def _count(self, text: str, language: str, weight: int) -> None:
        counts = self.frequencies.setdefault(primary_language(language), Counter())
        for word in plain_words(text, language):
            counts[word] += weight


def plain_words(text: str, language: str) -> list[str]:
    """Return the words of a text that can be misspelt: those written with spaces between, without digits."""
    return [word for word in WORD.findall(plain_text(text, language)) if not is_unspaced(word)]


def without_article(word: str, language: str) -> str:
    """Return an Arabic word without the article, which is written as one with it; any other word as it is."""
    is_bare = primary_language(language) != _ARABIC or len(word) < len(_ARTICLE) + _SHORTEST_AFTER_ARTICLE
    return word if is_bare else word.removeprefix(_ARTICLE)


def bare_forms(folded: str, language: str) -> tuple[str, ...]:
    """Return the forms under which a folded word may be in a list of words: in Arabic without what is written onto it.

    >>> bare_forms("والشاي", "ar")
    ('والشاي', 'الشاي', 'شاي')
    """
    if primary_language(language) != _ARABIC:
        return (folded,)
    is_prefixed = len(folded) > _SHORTEST_AFTER_ARTICLE and folded[0] in _ARABIC_PREFIXES
    forms = (folded, folded[1:] if is_prefixed else folded, folded.removeprefix(_FOR_THE))
    return tuple(dict.fromkeys((*forms, *(without_article(form, language) for form in forms))))


def _lexicon_names(lexicon: Lexicon) -> Iterator[tuple[str, str]]:
    kinds: Iterable[Mapping[str, Mapping[str, tuple[str, ...]]]] = lexicon.words.values()
    for values in kinds:
        for by_language in values.values():
            for language, names in by_language.items():
                yield from ((language, name) for name in names)
