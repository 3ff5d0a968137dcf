"""Find the entities of a message: the rules of all finders, in the order of their precedence."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace

from bot.entities.counts import count_hints, find_counts
from bot.entities.currencies import SIGNS, resolve_currency
from bot.entities.entity import Context, Entity
from bot.entities.indifference import find_indifference
from bot.entities.lexicon import Lexicon
from bot.entities.names import CURRENCIES, country_names, currency_names, language_names
from bot.entities.numbers import find_numbers
from bot.entities.orders import find_order_ids
from bot.entities.phrases import Match, Meaning, Phrasebook
from bot.entities.positions import find_positions, find_quantities
from bot.entities.prices import find_prices
from bot.entities.reading import Reading
from bot.entities.sizes import find_sizes
from bot.entities.spoken_numbers import NO_WORDS
from bot.entities.totals import find_total
from bot.language import SERVED, matching

RANKS = (
    "brand", "category", "color", "recipient", "occasion", "audience", "material", "country", "language", "currency",
    "ordinal", "refinement", "reference", "department", "ignore",
    "make",
)  # fmt: skip
"""Which meaning of a phrase counts: the earlier one."""

_PLAIN = ("color", "material", "recipient", "occasion", "audience", "refinement", "reference")
_ENGLISH = ("category", "color", "material")
_HINTS = (
    "order", "size", "number", "pieces", "unit", "language", "origin", "indifferent", "any", "another", "color_word",
    "brand_word", "material_word", "price_word",
)  # fmt: skip
_SHORTEST_ENGLISH = 5
"""Letters from which an English word counts in another language in Latin script: "hat" and "man" are German too."""

_LONGEST_LIST = 20
_HIGHEST_NAMED = 99
"""Positions that are understood behind a word such as "number", so that an answer can say how long the list is."""

_SHORTEST_NAME = 3
_HAN_DIGITS = {digit: value for value, digit in enumerate("一二三四五六七八九十", start=1)}
_NEEDS_NUMBER = frozenset({"dong", "won", "real", "bảng", "bang", "đồng", "pila", "conto", "buck"})
"""Names of money that are other words too."""

_SPACED = frozenset({"latin", "cyrillic"})
_SURE_LANGUAGE_NAMES = frozenset({"zh-Hans", "zh-Hant", "ja", "ko"})
"""In these, a language's name is no adjective."""

_LATIN = frozenset({"en", "de", "fr", "es", "it", "pt", "nl", "pl", "tr", "vi", "id", "sv"})


@dataclass(frozen=True, slots=True)
class Extractor:
    """Finds entities with the words of a lexicon; the tries of a language are built when it is first needed."""

    lexicon: Lexicon
    _books: dict[str, tuple[Phrasebook, Phrasebook]] = field(default_factory=dict)

    def extract(self, text: str, context: Context) -> list[Entity]:
        """Return the entities of `text`, left to right, none overlapping another. Empty text has none."""
        reading = self.read(text, context)
        indifference = find_indifference(reading)
        idle = _slices(indifference)
        named = [entity for entity in _named(reading) if reading.is_free(entity.start, entity.end, idle)]
        blocked = [(e.start, e.end) for e in named if e.name not in {"currency", "ordinal"}]
        orders = find_order_ids(reading, [*blocked, *reading.spans(reading.matched("ordinal"))])
        taken = blocked + _slices(orders)
        sizes = find_sizes(reading, taken + reading.spans(reading.matched("ordinal")))
        taken += _slices(sizes)
        placed = taken + reading.spans(reading.matched("ordinal"))
        quantities = find_counts(reading, placed) or find_quantities(reading, placed)
        taken += _slices(quantities)
        prices = find_prices(reading, taken + reading.spans(reading.matched("ordinal")))
        prices += find_total(reading, taken, prices)
        positions = find_positions(reading, taken + _slices(prices) + idle)
        entities = [e for e in named if e.name != "ordinal"] + orders + sizes + quantities + prices + indifference
        return sorted(_tidy(entities, positions), key=lambda entity: (entity.start, entity.name))

    def warm(self) -> None:
        """Build the tries of all served languages now: 2 s, where each would take its first message a tenth of one."""
        for language in SERVED:
            self._book(language)

    def read(self, text: str, context: Context) -> Reading:
        """Return `text` in parts."""
        language = matching(context.language, SERVED) or "en"
        book, hints = self._book(language)
        tokens = book.tokens(text)
        numbers = tuple(find_numbers(text, tokens, language, self.lexicon.numbers.get(language, NO_WORDS)))
        typed = [(n.start, n.end) for n in numbers if not n.is_word]

        in_numbers = [i for i, token in enumerate(tokens) if any(a <= token.start < b for a, b in typed)]

        def cuts_a_number(match: Match) -> bool:
            start, end = tokens[match.first].start, tokens[match.last - 1].end
            return any(a < end and start < b and not (start <= a and b <= end) for a, b in typed)

        return Reading(
            text=text,
            context=context,
            tokens=tokens,
            numbers=numbers,
            matches=tuple(book.find(tokens, cuts_a_number, language == "vi" and not text.isascii(), in_numbers)),
            hints=tuple(hints.find_all(tokens)),
        )

    def _book(self, language: str) -> tuple[Phrasebook, Phrasebook]:
        if language not in self._books:
            phrases, hints = self._phrases(language), self._hints(language)
            self._books[language] = (Phrasebook.of(language, phrases), Phrasebook.of(language, hints))
        return self._books[language]

    def _phrases(self, language: str) -> Iterator[tuple[str, Meaning]]:
        for spelling, brand in self.lexicon.brand_names():
            yield spelling, _meaning("brand", brand)
        for make in self.lexicon.makes.get("capitalised", ()):
            yield make, _meaning("make", make)
        siblings = {"zh-Hans": ("zh-Hans", "zh-Hant"), "zh-Hant": ("zh-Hant", "zh-Hans")}.get(language, (language,))
        for sibling in siblings:
            for entity in ("category", "department", *_PLAIN, "ordinal"):
                for word, value in self.lexicon.of(entity, sibling):
                    yield word, _meaning(entity, value)
            yield from self._names(sibling)
        if language != "en":
            yield from self._english(language)
        yield from self._numbered(language)
        for phrase in self.lexicon.markers.get("ignore", {}).get(language, ()):
            yield phrase, _meaning("ignore", "")

    def _english(self, language: str) -> Iterator[tuple[str, Meaning]]:
        """Yield the English words that count in another language too."""
        for entity in _ENGLISH:
            for word, value in self.lexicon.of(entity, "en"):
                if language not in _LATIN or len(word) >= _SHORTEST_ENGLISH:
                    yield word, _meaning(entity, value)
        yield from self._names("en")

    def _names(self, language: str) -> Iterator[tuple[str, Meaning]]:
        for name, code in (*country_names(language), *self.lexicon.of("country", language)):
            yield name, _meaning("country", code)
        for name, code in language_names(language):
            yield name, _meaning("language", code)
        for name, code in (*self.lexicon.of("currency", language), *currency_names(language), *SIGNS.items()):
            yield name, _meaning("currency", code)
        for code in CURRENCIES:
            yield code, _meaning("currency", code)

    def _numbered(self, language: str) -> Iterator[tuple[str, Meaning]]:
        """Yield the numbered phrases of the lexicon, such as "number 7" or "7番目", up to the longest list shown."""
        patterns = {word for word, value in self.lexicon.of("ordinal", language) if value == "7" and "7" in word}
        patterns.update(self.lexicon.markers.get("seventh", {}).get(language, ()))
        spoken = self.lexicon.numbers.get(language, NO_WORDS).written or _HAN_DIGITS
        for word in sorted(patterns):
            is_named = len(word.replace("7", "").strip()) >= _SHORTEST_NAME
            for position in range(1, (_HIGHEST_NAMED if is_named else _LONGEST_LIST) + 1):
                yield word.replace("7", str(position)), _meaning("ordinal", str(position))
            if " 7" in word or language in {"th", "zh-Hans", "zh-Hant"}:
                for name, value in spoken.items():
                    if value <= _LONGEST_LIST:
                        yield word.replace("7", str(name)), _meaning("ordinal", str(value))

    def _hints(self, language: str) -> Iterator[tuple[str, Meaning]]:
        for comparator, by_language in self.lexicon.comparators.items():
            for place, words in by_language.get(language, {}).items():
                for word in words:
                    yield str(word), Meaning(f"{comparator}.{place}", "", 0)
        for marker in _HINTS:
            for other in dict.fromkeys((language, "en")) if marker == "unit" else (language,):
                for word in self.lexicon.markers.get(marker, {}).get(other, ()):
                    yield str(word), Meaning(marker, "", 0)
        for kind, by_language in self.lexicon.totals.items():
            for word in by_language.get(language, ()):
                yield word, Meaning(f"total.{kind}", "", 0)
        first = self.lexicon.markers.get("first_n", {}).get(language, {})
        yield from ((word, Meaning(f"first_n.{place}", "", 0)) for place, words in first.items() for word in words)
        yield from count_hints(self.lexicon.markers.get("count", {}).get(language, {}))


def _named(reading: Reading) -> Iterator[Entity]:
    """Yield the entities that the lexicon names, except those that its words only seem to be."""
    has_category = bool(reading.matched("category"))
    for match in reading.matches:
        meaning = _chosen(reading, match)
        start, end = reading.span(match)
        if meaning.name == "currency":
            word = reading.text[start:end].casefold()
            if _is_currency(reading, match, word):
                yield Entity("currency", resolve_currency(word, meaning.value, reading.context), start, end)
        elif meaning.name == "language":
            if _is_language(reading, match):
                yield Entity("language", meaning.value, start, end)
        elif meaning.name == "country":
            if _is_country(reading, match):
                is_origin = has_category and bool(
                    reading.hint_before("origin", match.first) or reading.hint_after("origin", match.last)
                )
                yield Entity("country", meaning.value, start, end, "origin" if is_origin else "")
        elif meaning.name != "ignore":
            yield Entity(meaning.name, meaning.value, start, end)


def _chosen(reading: Reading, match: Match) -> Meaning:
    """Return the meaning that fits: a language where speech is meant, a recipient where no product is named."""
    by_name = {meaning.name: meaning for meaning in reversed(match.meanings)}
    if "language" in by_name and len(by_name) > 1 and reading.has_hint("language"):
        return by_name["language"]
    start, end = reading.span(match)
    if "country" in by_name and len(by_name) > 1 and start and reading.text[start].isupper() and start != end:
        return by_name["country"]
    if {"recipient", "audience"} <= by_name.keys() and reading.matched("category"):
        return by_name["audience"]
    best = match.meanings[0]
    if best.name == "make":
        return _meaning("brand" if start and reading.text[start].isupper() else "ignore", best.value)
    return best


def _is_currency(reading: Reading, match: Match, word: str) -> bool:
    """Whether a word for money is meant as such: short words only beside a number, codes in capitals anywhere."""
    is_beside = any(
        reading.last_token(n.end) == match.first or reading.first_token(n.start) == match.last for n in reading.numbers
    )
    if is_beside or not word[0].isalpha() or word in _NEEDS_NUMBER:
        return is_beside or not word[0].isalpha()
    start, end = reading.span(match)
    if word.upper() in CURRENCIES and word.isascii() and len(word) == 3:
        return reading.text[start:end].isupper() or word in {"usd", "eur", "gbp", "jpy", "chf", "cny", "sek", "yen"}
    script = reading.tokens[match.first].script
    return (
        script in {"arabic", "devanagari"}
        or word in {"yen", "jen", "円"}
        or len(word) >= (4 if script in _SPACED else 2)
    )


def _is_language(reading: Reading, match: Match) -> bool:
    """Whether a language's name means speech: "German" alone or near a word for it, but not "German shoes"."""
    beside = {match.first - 1, match.last}
    for other in reading.matches:
        is_product = other.meanings[0].name in {"category", "color", "material", "brand", "department"}
        if is_product and (other.last - 1 in beside or other.first in beside):
            return False
    is_all = len(reading.tokens) <= 3 or match.last - match.first == len(reading.tokens)
    return is_all or reading.context.language in _SURE_LANGUAGE_NAMES or reading.has_hint("language")


def _is_country(reading: Reading, match: Match) -> bool:
    """Whether a country's name is one: not US in "US 9", nor Britain in "British pounds", nor `usa` in Spanish."""
    start, end = reading.span(match)
    name = reading.text[start:end]
    beside = {match.first, match.last}
    if any(other.first in beside or other.last in beside for other in reading.matched("currency")):
        return False
    if reading.hint_before("size", match.first) or reading.hint_after("size", match.last):
        return False
    if len(name) <= 3 and name.isascii() and match.last - match.first == 1:
        is_size = any(reading.first_token(n.start) == match.last for n in reading.numbers) or reading.has_hint("size")
        is_verb = name.lower() == "us" or (name.lower() == "usa" and reading.context.language in {"es", "it", "pt"})
        return not is_size and (name.isupper() or not is_verb)
    if reading.context.language == "vi" and match.last - match.first == 1:
        return name[0].isupper() and (start > 0 or len(reading.tokens) == 1)
    return True


def _tidy(entities: Sequence[Entity], positions: Sequence[Entity]) -> Iterator[Entity]:
    """Yield the entities without repetitions and without departments beside categories, the positions in one list.

    Positions with another entity between them stay apart, so that no entity's slice holds another's.
    """
    has_category = any(entity.name == "category" for entity in entities)
    seen: set[tuple[str, object]] = set()
    for entity in sorted(entities, key=lambda e: e.start):
        if (entity.name != "department" or not has_category) and (entity.name, entity.value) not in seen:
            seen.add((entity.name, entity.value))
            yield entity
    groups: list[Entity] = []
    for position in positions:
        if groups and not any(groups[-1].end <= entity.start < position.start for entity in entities):
            values = dict.fromkeys((*groups[-1].value, *position.value))
            groups[-1] = replace(groups[-1], value=tuple(values), end=position.end)
        else:
            groups.append(position)
    yield from groups


def _slices(entities: Iterable[Entity]) -> list[tuple[int, int]]:
    return [(entity.start, entity.end) for entity in entities]


def _meaning(name: str, value: str) -> Meaning:
    return Meaning(name, value, RANKS.index(name))
