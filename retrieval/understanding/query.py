"""Read a query: conditions, exclusions, wishes, and what is left to search for by meaning."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from retrieval.filters import Filters
from retrieval.understanding.conditions import blanked, find_prices, find_shoe_size, find_sizes
from retrieval.understanding.negation import NAMED, RuledOut, ruled_out
from retrieval.understanding.phrases import Match
from retrieval.understanding.taxonomy_names import taxonomy_names
from retrieval.understanding.tokens import Token, normalised, plain
from retrieval.understanding.vocabulary import Book, Vocabulary

AUDIENCE_OF_RECIPIENT = {
    **dict.fromkeys(("mother", "wife", "girlfriend", "grandmother", "sister"), "women"),
    **dict.fromkeys(("father", "husband", "boyfriend", "grandfather", "brother"), "men"),
    **dict.fromkeys(("daughter", "son", "baby", "child"), "kids"),
}
"""For whom a product is made, by for whom it is looked for; products made for nobody in particular suit all."""

READ_CHARACTERS = 1_000
"""How much of a query is read for conditions and wishes; what is longer is searched for as it stands."""

_EXCLUDED = {
    "category": "excluded_categories",
    "brand": "excluded_brands",
    "color": "excluded_colors",
    "material": "excluded_materials",
    "substance": "excluded_words",
    "word": "excluded_words",
}
_POSITIVE = {"category": "categories", "brand": "brands", "color": "colors", "material": "materials"}
_SAYS_NOTHING = frozenset({"filler", "never", "through", "joiner", "beside_cue", "only"})
"""Kinds of phrases within which a feature may still be named."""

_EDGES = " ,.;:!?¿¡-–—、。，！？；：،؟。…()（）\"'"

_STRAY = re.compile(r"(?:(?<=\s)|^)[的の](?=\S)")
"""A particle whose word is gone."""


@dataclass(frozen=True, slots=True)
class Wishes:
    """What a query names without demanding it, to rank by.

    English values of the lexicon, and brands as the catalogue spells them. `features` are English words for what the
    product can do, is like or is for: nothing is filtered by them, but they are searched for in English texts.
    """

    categories: tuple[str, ...] = ()
    departments: tuple[str, ...] = ()
    brands: tuple[str, ...] = ()
    colors: tuple[str, ...] = ()
    materials: tuple[str, ...] = ()
    audience: str = ""
    features: tuple[str, ...] = ()

    def in_english(self) -> str:
        """Return the English words for all that is named, "" for nothing."""
        named = (self.colors, self.materials, self.features, self.categories, self.departments, self.brands)
        return " ".join(dict.fromkeys(word.lower() for words in named for word in words))

    def also(self, other: "Wishes") -> "Wishes":
        """Return these wishes and those of `other`; for whom it is, these say where both do."""
        categories = (*self.categories, *other.categories)
        return Wishes(
            categories=_distinct(categories),
            departments=() if categories else _distinct((*self.departments, *other.departments)),
            brands=_distinct((*self.brands, *other.brands)),
            colors=_distinct((*self.colors, *other.colors)),
            materials=_distinct((*self.materials, *other.materials)),
            audience=self.audience or other.audience,
            features=_distinct((*self.features, *other.features)),
        )


@dataclass(frozen=True, slots=True)
class Understood:
    """What a query says.

    `text` is what is left to search for by meaning, "" where conditions are all it says; `filters` are hard conditions,
    `wishes` soft ones. `contradicted` are (kind, value) pairs both asked for and ruled out: what was said last counts.
    """

    text: str
    language: str
    filters: Filters
    wishes: Wishes = field(default_factory=Wishes)
    contradicted: tuple[tuple[str, str], ...] = ()


def understand(text: str, language: str, vocabulary: Vocabulary, base: Filters) -> Understood:
    """Read `text` in `language` (BCP 47); what it asks for replaces the like in `base`, whose currency it assumes.

    Price, size and what is ruled out become filters; categories, colours, materials, brands and for whom it is become
    wishes. Text that says nothing of a product ("I am looking for") is left out of what is searched for, unless there
    is nothing else.
    """
    whole = normalised(text)
    read, rest = _cut(whole)
    book = vocabulary.book(language)
    folded = plain(read)
    sizes, size_spans = find_sizes(read, folded, book.amounts)
    price = find_prices(blanked(folded, size_spans), book.amounts, base)
    spans = (*size_spans, *(price.spans if price else ()))
    left = blanked(read, spans)
    tokens = book.tokens(left)
    matches = book.matches(left, tokens)
    shoe = None if sizes else _shoe_size(left, matches, book, vocabulary)
    if shoe is not None:
        sizes, left = (shoe[0],), blanked(left, [shoe[1]])
    excluded, contradicted = _settled(matches, ruled_out(tokens, matches, book.language, book.material_in))
    taken = {place for match in matches if not match.means(_SAYS_NOTHING) for place in range(match.first, match.last)}
    narrowed = _narrowed(tokens, [match for match in matches if match.first not in excluded.gone], book)
    features = (*book.features_of(tokens, taken | set(excluded.gone)), *narrowed.features)
    named = taxonomy_names(left, tokens, matches, language, vocabulary)
    wishes = replace(
        _wishes(matches, excluded), features=tuple(dict.fromkeys((*features, *(names[0] for _, names in named))))
    )
    if not wishes.categories:
        wishes = replace(wishes, categories=_sold(named, vocabulary))
    wishes = replace(wishes, audience=wishes.audience or narrowed.audience)
    filters = _filters(base, excluded, vocabulary)
    if sizes:
        filters = replace(filters, sizes=sizes)
    if price:
        filters = replace(filters, min_price=price.low, max_price=price.high, currency=price.currency)
    searched = _searched(left, tokens, matches, excluded)
    is_talk = not searched and not rest and filters == base and wishes == Wishes()
    text = " ".join((whole if is_talk else searched + rest).split())
    return Understood(text, language, filters, wishes, contradicted)


def _distinct(values: Sequence[str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(values))


def _cut(text: str) -> tuple[str, str]:
    """Return what is read of a text and the rest, parted between words where there are spaces."""
    if len(text) <= READ_CHARACTERS:
        return text, ""
    end = text.rfind(" ", 0, READ_CHARACTERS)
    return (text[:end], text[end:]) if end > 0 else (text[:READ_CHARACTERS], text[READ_CHARACTERS:])


def _shoe_size(
    text: str, matches: Sequence[Match], book: Book, vocabulary: Vocabulary
) -> tuple[str, tuple[int, int]] | None:
    """Return the size that a bare number is in a text about shoes, and its slice."""
    kinds = {
        vocabulary.lexicon.departments.get(match.value("category"), match.value("department")) for match in matches
    }
    return find_shoe_size(plain(text), book.amounts) if "shoes" in kinds else None


def _settled(matches: Sequence[Match], excluded: RuledOut) -> tuple[RuledOut, tuple[tuple[str, str], ...]]:
    """Return what is ruled out without what is asked for after that, and the values that are both."""
    negated: dict[tuple[str, str], int] = {}
    asked: dict[tuple[str, str], int] = {}
    for match in matches:
        for meaning in match.meanings:
            if (meaning.kind, meaning.value) in excluded.values and meaning.kind in _POSITIVE:
                is_negated = match.first in excluded.gone or match.first in excluded.spent
                (negated if is_negated else asked)[meaning.kind, meaning.value] = match.first
    both = negated.keys() & asked.keys()
    kept = tuple(one for one in excluded.values if one not in both or asked[one] < negated[one])
    return replace(excluded, values=kept), tuple(one for one in excluded.values if one in both)


def _wishes(matches: Sequence[Match], excluded: RuledOut) -> Wishes:
    found: dict[str, dict[str, None]] = {}
    for match in matches:
        if match.first in excluded.spent or match.first in excluded.gone:
            continue
        for meaning in match.meanings:
            if (meaning.kind, meaning.value) not in excluded.values:
                found.setdefault(meaning.kind, {})[meaning.value] = None
            if meaning.kind not in {"color", "material"}:
                break
    named = {kind: tuple(values) for kind, values in found.items()}
    recipients = [AUDIENCE_OF_RECIPIENT[one] for one in named.get("recipient", ()) if one in AUDIENCE_OF_RECIPIENT]
    return Wishes(
        categories=named.get("category", ()),
        departments=() if "category" in named else named.get("department", ()),
        brands=named.get("brand", ()),
        colors=named.get("color", ()),
        materials=named.get("material", ()),
        audience=next(iter((*named.get("audience", ()), *recipients)), ""),
    )


def _narrowed(tokens: Sequence[Token], matches: Sequence[Match], book: Book) -> Wishes:
    """Return what names of categories say beyond a shorter name of the same category: the dark in dark chocolate."""
    features: list[str] = []
    audience = ""
    for match in matches:
        category, words = match.value("category"), tokens[match.first : match.last]
        inner = [one for one in book.phrases.find_all(words) if category and one.last - one.first < len(words)]
        names = [one for one in inner if one.value("category") == category]
        if names:
            name = max(names, key=lambda one: one.last - one.first)
            features += book.features_of(words, range(name.first, name.last))
            audience = audience or next((one.value("audience") for one in inner if one.value("audience")), "")
    return Wishes(features=tuple(features), audience=audience)


def _sold(named: Sequence[tuple[int, tuple[str, ...]]], vocabulary: Vocabulary) -> tuple[str, ...]:
    """Return the categories that the taxonomy's names mean, of those that there are."""
    meant = (vocabulary.lexicon.category_named(english) for _, names in named for english in names)
    return tuple(dict.fromkeys(category for category in meant if category in vocabulary.categories))


def _is_filler(match: Match) -> bool:
    return match.meanings[0].kind == "filler"


def _filters(base: Filters, excluded: RuledOut, vocabulary: Vocabulary) -> Filters:
    """Return `base` with what is ruled out: added to its exclusions and taken out of what it asks for."""
    values: list[tuple[str, str]] = []
    for kind, value in excluded.values:
        if kind == "department":
            departments = vocabulary.lexicon.departments
            values += [("category", category) for category, own in departments.items() if own == value]
        else:
            values.append((kind, value))
    changes: dict[str, Any] = {}
    for kind, value in values:
        name = _EXCLUDED[kind]
        changes[name] = tuple(dict.fromkeys((*changes.get(name, getattr(base, name)), value)))
        if kind in _POSITIVE:
            wanted = changes.get(_POSITIVE[kind], getattr(base, _POSITIVE[kind]))
            changes[_POSITIVE[kind]] = tuple(one for one in wanted if one.casefold() != value.casefold())
    return replace(base, **changes)


def _searched(text: str, tokens: Sequence[Token], matches: Sequence[Match], excluded: RuledOut) -> str:
    """Return `text` without what is ruled out and without filler."""
    dropped = set(excluded.gone)
    for match in matches:
        if match.means({"filler"}) and not match.means(NAMED) and match.first not in excluded.spent:
            dropped.update(range(match.first, match.last))
    spans = [(tokens[place].start, tokens[place].end) for place in sorted(dropped)]
    return " ".join(_STRAY.sub("", blanked(text, spans)).split()).strip(_EDGES)
