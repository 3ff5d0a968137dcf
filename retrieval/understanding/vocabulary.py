"""All words that are known in queries, by language."""

from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

from retrieval.lexicon import Lexicon
from retrieval.understanding.amounts import AmountPatterns
from retrieval.understanding.cues import Cues
from retrieval.understanding.inflection import CASES
from retrieval.understanding.phrases import Match, Meaning, Phrases, chosen
from retrieval.understanding.tokens import Token, plain, tokenize

if TYPE_CHECKING:
    from retrieval.taxonomy import Taxonomy

RANKS = (
    "brand", "category", "color", "material", "substance", "without_material", "without_substance", "audience",
    "recipient", "department", "never", "without", "not", "missing", "unlike", "beside_cue", "only", "joiner",
    "through", "filler",
)  # fmt: skip
"""Which meaning of a phrase comes first."""

_LEXICON_KINDS = ("category", "department", "color", "material", "substance", "audience", "recipient")
_ENGLISH_KINDS = ("category", "color", "material")
_CUES = {
    "without": "without", "not": "not", "unlike": "unlike", "missing": "missing", "never": "never", "only": "only",
    "through": "through", "joiners": "joiner",
}  # fmt: skip
_PRIVATIVE = {"material": "without_material", "substance": "without_substance"}
_SHORTEST_ENGLISH = 5
"""Letters from which an English word counts in another language in Latin script: "hat" and "man" are German too."""

_SHORTEST_BRAND = 3
_ANY_NOUN = "things"
"""Something to bring into the singular, as the rules of English take a second to load."""

_LATIN = frozenset({"en", "de", "fr", "es", "it", "pt", "nl", "pl", "tr", "vi", "id", "sv"})
_SIBLINGS = {"zh-Hans": "zh-Hant", "zh-Hant": "zh-Hans"}
_FALLBACK = "en"
_NOUNS_IN_CAPITALS = frozenset({"de"})


@dataclass(frozen=True, slots=True)
class Book:
    """What is known in one language."""

    language: str
    phrases: Phrases
    features: Phrases
    brands: Phrases
    amounts: AmountPatterns
    ambiguous_brands: frozenset[str]

    def tokens(self, text: str) -> tuple[Token, ...]:
        """Return the tokens of normalised `text`."""
        return self.phrases.tokens(text)

    def matches(self, text: str, tokens: Sequence[Token]) -> list[Match]:
        """Return the phrases of `text` that do not overlap, left to right."""
        brands = (
            match for match in self.brands.find_all(tokens) if match.is_exact and self._is_brand(text, tokens, match)
        )
        return chosen(tokens, (*self.phrases.find_all(tokens), *brands), self.language, _PRIVATIVE.values())

    def material_in(self, tokens: Sequence[Token], match: Match) -> str:
        """Return the material that is part of the name that `match` is, as in leather belt; "" for none."""
        inner = self.phrases.find_all(tokens[match.first : match.last])
        length = match.last - match.first
        return next(
            (one.value("material") for one in inner if one.last - one.first < length and one.value("material")), ""
        )

    def features_of(self, tokens: Sequence[Token], taken: Collection[int]) -> tuple[str, ...]:
        """Return the English words for what something can do, is like or is for, where no token is `taken` yet."""
        free = [
            match
            for match in self.features.find_all(tokens)
            if not any(place in taken for place in range(match.first, match.last))
        ]
        found = chosen(tokens, free, self.language, ())
        return tuple(dict.fromkeys(match.meanings[0].value for match in found))

    def _is_brand(self, text: str, tokens: Sequence[Token], match: Match) -> bool:
        """Whether a brand is meant: one that is an ordinary word too counts only as it is spelled, amid a sentence."""
        name = match.meanings[0].value
        if name not in self.ambiguous_brands:
            return True
        typed = text[tokens[match.first].start : tokens[match.last - 1].end]
        return typed == name and match.first > 0 and self.language not in _NOUNS_IN_CAPITALS


@dataclass(frozen=True, slots=True)
class Vocabulary:
    """The words of a lexicon, a catalogue's brands and categories, and the cues; books are made when first needed.

    Safe to use from several threads: a book made twice is the same book.
    """

    lexicon: Lexicon
    brands: tuple[str, ...]
    categories: frozenset[str]
    cues: Cues
    taxonomy: "Taxonomy | None" = None
    _books: dict[str, Book] = field(default_factory=dict)
    _brand_phrases: dict[str, Phrases] = field(default_factory=dict)

    @classmethod
    def load(
        cls,
        data: Path,
        lexicon: Lexicon,
        brands: Iterable[str] = (),
        categories: Iterable[str] = (),
        taxonomy: "Taxonomy | None" = None,
    ) -> "Vocabulary":
        """Put the words of a shop together with the cues in the project's `data` folder.

        `categories` are those of the catalogue: of a `taxonomy`'s names, those become wishes that the shop has. Raises
        CatalogError where a file cannot be read.
        """
        known = frozenset((*categories, *lexicon.words.get("category", {})))
        return cls(lexicon, tuple(brand for brand in brands if brand.strip()), known, Cues.load(data), taxonomy)

    def book(self, language: str) -> Book:
        """Return the book of a language (BCP 47): that of its primary language, else the English one."""
        code = self.book_language(language)
        if code not in self._books:
            self._books[code] = self._made(code)
        return self._books[code]

    def book_language(self, language: str) -> str:
        """Return the language whose words are used for another: its own, its primary one's or English."""
        if language in self.cues.negation:
            return language
        primary = language.split("-")[0]
        known = {"zh": "zh-Hans"}.get(primary, primary)
        return known if known in self.cues.negation else _FALLBACK

    def warm(self) -> None:
        """Make the books of all languages now, so that none of them delays its first query."""
        for language in self.cues.negation:
            self.book(language)
        self.lexicon.category_named(_ANY_NOUN)

    def spellings(self, kind: str, value: str) -> tuple[tuple[str, str], ...]:
        """Return (language, word) for all words of a value of the lexicon, the value itself as an English word."""
        known = self.lexicon.words.get(kind, {}).get(value, {})
        found = [(language, word) for language, words in known.items() for word in words]
        return tuple(dict.fromkeys((*found, ("en", value))))

    def _made(self, language: str) -> Book:
        phrases = Phrases(language)
        for phrase, kind, value in self._phrases(language):
            phrases.add(str(phrase), Meaning(kind, value, RANKS.index(kind)))
        return Book(
            language=language,
            phrases=phrases,
            features=self._featured(language),
            brands=self._branded(),
            amounts=AmountPatterns.of(language, self.cues.amounts, self.cues.comparators, self.cues.currencies),
            ambiguous_brands=frozenset(self._ambiguous(language)),
        )

    def _phrases(self, language: str) -> Iterator[tuple[str, str, str]]:
        """Yield (phrase, kind, value)."""
        for code in dict.fromkeys((language, _SIBLINGS.get(language, language))):
            for kind in _LEXICON_KINDS:
                yield from ((word, kind, value) for word, value in self._words(kind, code))
            yield from self._cues(code)
        unworded = self.categories - self.lexicon.words.get("category", {}).keys()
        yield from ((category, "category", category) for category in sorted(unworded))
        if language != _FALLBACK:
            for kind in _ENGLISH_KINDS:
                for word, value in self._words(kind, _FALLBACK):
                    if language not in _LATIN or len(word) >= _SHORTEST_ENGLISH:
                        yield word, kind, value

    def _words(self, kind: str, language: str) -> Iterator[tuple[str, str]]:
        for value, by_language in self.lexicon.words.get(kind, {}).items():
            for word in by_language.get(language, ()):
                yield word, value

    def _cues(self, language: str) -> Iterator[tuple[str, str, str]]:
        negation = self.cues.negation.get(language, {})
        for role, kind in _CUES.items():
            yield from ((phrase, kind, "") for phrase in negation.get(role, ()))
        yield from ((phrase, "filler", "") for phrase in self.cues.fillers.get(language, ()))
        for value, words in negation.get("free_words", {}).items():
            yield from ((word, "without_substance", value) for word in words)
        for value, words in negation.get("beside_cue", {}).items():
            yield from ((word, "beside_cue", value) for word in words)
        joints = ("",) if language in CASES else ("", " ")
        for kind, privative in _PRIVATIVE.items():
            for word, value in self._words(kind, language):
                for suffix in negation.get("suffixes", ()):
                    yield from ((f"{word}{joint}{suffix}", privative, value) for joint in joints)
                for prefix in negation.get("prefixes", ()):
                    yield from ((f"{prefix}{joint}{word}", privative, value) for joint in joints)

    def _featured(self, language: str) -> Phrases:
        phrases = Phrases(language)
        for code in dict.fromkeys((language, _FALLBACK)):
            for word, value in (*self._words("feature", code), *self._words("occasion", code)):
                if code == language or language not in _LATIN or len(word) >= _SHORTEST_ENGLISH:
                    phrases.add(word, Meaning("feature", value, len(RANKS)))
        return phrases

    def _branded(self) -> Phrases:
        """Return the brands' phrases, which all languages share."""
        if "" not in self._brand_phrases:
            phrases = Phrases("")
            for brand in self.brands:
                for spelling in dict.fromkeys((brand, brand.replace("&", " "), brand.replace("&", " and "))):
                    phrases.add(spelling, Meaning("brand", brand, RANKS.index("brand")))
            self._brand_phrases[""] = phrases
        return self._brand_phrases[""]

    def _ambiguous(self, language: str) -> Iterator[str]:
        """Yield the brands that are ordinary words of the language or of English, or too short to be sure of."""
        ordinary = {
            plain(word)
            for code in dict.fromkeys((language, _FALLBACK))
            for word, _, _ in (*self._phrases_of_lexicon(code), *self._cues(code))
        }
        for brand in self.brands:
            tokens = tokenize(brand)
            is_short = len(tokens) == 1 and tokens[0].script == "latin" and len(brand) < _SHORTEST_BRAND
            if is_short or plain(brand) in ordinary:
                yield brand

    def _phrases_of_lexicon(self, language: str) -> Iterator[tuple[str, str, str]]:
        for kind in _LEXICON_KINDS:
            yield from ((word, kind, value) for word, value in self._words(kind, language))
