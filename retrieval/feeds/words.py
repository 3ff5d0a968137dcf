"""The words of feeds in this project's words: colours, materials, audiences, categories, availability."""

import re
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from retrieval.lexicon import Lexicon

_SEPARATOR = re.compile(r"\s*(?:[/,;|+&、，،・]|\s(?:[-–]|and|und|et|ve|och|en|dan|và)\s)\s*", re.IGNORECASE)
_SHARE = re.compile(r"\d+(?:[.,]\d+)?\s*%")
_NO_SPACES = ("zh", "ja", "th")
_CHILDREN = frozenset({"newborn", "infant", "toddler", "kids", "kid", "children", "child"})
_GENDERS = {"female": "women", "woman": "women", "male": "men", "man": "men", "f": "women", "m": "men"}
_YOUNG = {"women": "girls", "men": "boys", "unisex": "kids", "": "kids"}
_COLOR_PREFIXES = {"th": "สี", "vi": "màu "}
"""What languages put before a colour, and cells of colours leave out."""
_MAX_CELL = 500
"""Letters of a cell of colours or materials that are looked at."""
_MAX_KEPT = 20_000
"""Different cells whose meaning is kept in memory."""

_AVAILABLE = {
    "in stock": None,
    "instock": None,
    "available": None,
    "limited availability": None,
    "limitedavailability": None,
    "onlineonly": None,
    "madetoorder": None,
    "made to order": None,
    "available for order": None,
    "preorder": None,
    "pre order": None,
    "presale": None,
    "backorder": None,
    "back order": None,
    "out of stock": 0,
    "outofstock": 0,
    "soldout": 0,
    "sold out": 0,
    "discontinued": 0,
    "instoreonly": 0,
    "reserved": 0,
    "unavailable": 0,
    "true": None,
    "false": 0,
    # As merchants write it elsewhere.
    **dict.fromkeys(("auf lager", "verfügbar", "lieferbar", "vorbestellbar", "en stock", "disponible")),
    **dict.fromkeys(("disponibile", "em estoque", "em stock", "disponível", "op voorraad", "dostępny", "w magazynie")),
    **dict.fromkeys(("в наличии", "stokta", "stokta var", "mevcut", "متوفر", "متوفر في المخزون", "स्टॉक में")),
    **dict.fromkeys(("มีสินค้า", "มีสินค้าในสต็อก", "còn hàng", "tersedia", "i lager", "有货", "有現貨", "現貨", "现货")),
    **dict.fromkeys(("在庫あり", "재고 있음")),
    **dict.fromkeys(("nicht auf lager", "ausverkauft", "nicht verfügbar", "en rupture de stock", "épuisé"), 0),
    **dict.fromkeys(("rupture de stock", "agotado", "sin existencias", "esaurito", "non disponibile", "esgotado"), 0),
    **dict.fromkeys(("fora de estoque", "niet op voorraad", "uitverkocht", "niedostępny", "wyprzedany"), 0),
    **dict.fromkeys(("нет в наличии", "stokta yok", "tükendi", "غير متوفر", "نفدت الكمية", "स्टॉक में नहीं"), 0),
    **dict.fromkeys(("สินค้าหมด", "หมด", "hết hàng", "habis", "stok habis", "slut i lager", "缺货", "无货", "售罄"), 0),
    **dict.fromkeys(("缺貨", "售完", "在庫なし", "売り切れ", "품절", "재고 없음"), 0),
}  # fmt: skip
"""What a feed calls it → the stock it means: None unknown but on sale, 0 not on sale."""


Languages = tuple[str, ...]
"""Where to look words up: codes of BCP 47, in this order."""


def stock_meant(word: str) -> int | None:
    """Return the stock that a word for availability means, None where there is some; raises ValueError.

    >>> stock_meant("in_stock"), stock_meant("https://schema.org/OutOfStock"), stock_meant("售罄")
    (None, 0, 0)
    """
    folded = _folded(word.rsplit("/", 1)[-1].replace("_", " "))
    if folded not in _AVAILABLE:
        raise ValueError(f"the availability {word!r} is not known; write in_stock, out_of_stock, preorder or backorder")
    return _AVAILABLE[folded]


class FeedWords:
    """Finds the lexicon's English values behind the words of a feed; made once for a feed, as cells repeat."""

    def __init__(self, lexicon: Lexicon) -> None:
        self._lexicon = lexicon
        self._named: dict[tuple[str, str], dict[str, str]] = {}
        self._patterns: dict[str, re.Pattern[str] | None] = {}
        self._kept: dict[tuple[str, str, str], Any] = {}

    def colors(self, cells: Iterable[str], languages: Languages) -> tuple[tuple[str, ...], tuple[str, ...]]:
        """Return the English colours that cells such as `Schwarz/Blau` name, and the words that are not known."""
        known: dict[str, None] = {}
        unknown: dict[str, None] = {}
        for word in _parts(cells):
            found = self._meant(word, languages)
            known.update(dict.fromkeys(found))
            if not found:
                unknown[word] = None
        return tuple(known), tuple(unknown)

    def materials(self, cells: Iterable[str], languages: Languages) -> tuple[tuple[str, ...], tuple[str, ...]]:
        """Return materials as English nouns, and the words that are not known.

        What is English already stays as it is: the lexicon's nouns are broader, and nylon is no polyester.
        """
        known: dict[str, None] = {}
        unknown: dict[str, None] = {}
        for word in _parts(cells):
            if _folded(word) in self._words("material", "en"):
                known[word] = None
            elif found := self.value("material", word, languages):
                known[found] = None
            elif languages[0] == "en":
                known[word] = None
            else:
                unknown[word] = None
        return tuple(known), tuple(unknown)

    def _meant(self, word: str, languages: Languages) -> tuple[str, ...]:
        prefix = _COLOR_PREFIXES.get(languages[0], "")
        if value := self.value("color", word, languages) or (prefix and self.value("color", prefix + word, languages)):
            return (value,)
        return next((found for language in languages if (found := self.colors_in(word, language))), ())

    def value(self, kind: str, word: str, languages: Languages) -> str:
        """Return the English value of one word, looked for in `languages`, then elsewhere; "" for none.

        Where English comes first, a word in Latin letters is not taken for one of yet another language.
        """
        is_english = languages[0] == "en" and word.isascii()
        for code in languages if is_english else (*languages, ""):
            if found := self._words(kind, code).get(_folded(word, code)):
                return found
        return ""

    def colors_in(self, title: str, language: str) -> tuple[str, ...]:
        """Return the colours that a title names, in the lexicon's order."""
        if language not in self._patterns:
            self._patterns[language] = _pattern(self._words("color", language), language)
        pattern = self._patterns[language]
        if pattern is None:
            return ()
        words = self._words("color", language)
        found = {words[match[0]] for match in pattern.finditer(_folded(title, language))}
        return tuple(value for value in self._lexicon.words.get("color", {}) if value in found)

    def audience(self, gender: str, age_group: str, languages: Languages) -> str:
        """Return for whom a product is: women, men, girls, boys, kids, unisex or "" where the feed does not say."""
        found = _GENDERS.get(_folded(gender)) or self.value("audience", gender, languages)
        is_young = _folded(age_group) in _CHILDREN or (
            bool(age_group) and self.value("audience", age_group, languages) == "kids"
        )
        return _YOUNG.get(found, found) if is_young else found

    def category(self, names: Iterable[str], noun: str, languages: Languages) -> str:
        """Return the first of `names` that the category tree knows in any language, else `noun` as a singular one."""
        names = tuple(names)
        key = ("\x1f".join(names), noun, languages[0])
        if key not in self._kept:
            if len(self._kept) >= _MAX_KEPT:
                self._kept.clear()
            self._kept[key] = self._category(names, noun, languages)
        return str(self._kept[key])

    def _category(self, names: tuple[str, ...], noun: str, languages: Languages) -> str:
        for name in names:
            singular = self._lexicon.category_named(name)
            if found := self.value("category", name, languages) or self.value("category", singular, ("en",)):
                return found
        return self._lexicon.category_named(noun) if noun else ""

    def _words(self, kind: str, language: str) -> Mapping[str, str]:
        """Return word → English value in a language; for "" those of all languages that mean one value only."""
        if (kind, language) not in self._named:
            self._named[kind, language] = self._gathered(kind, language)
        return self._named[kind, language]

    def _gathered(self, kind: str, language: str) -> dict[str, str]:
        found: dict[str, set[str]] = {}
        for value, names in self._lexicon.words.get(kind, {}).items():
            words = [word for code in names for word in names[code]] if not language else names.get(language, ())
            for word in (*words, *((value,) if language in ("", "en") else ())):
                found.setdefault(_folded(word, language), set()).add(value)
        return {word: min(values) for word, values in found.items() if language or len(values) == 1}


def _folded(word: str, language: str = "") -> str:
    """Return a word in small letters with single blanks; Turkish has an i with and one without a dot.

    >>> _folded("KIRMIZI", "tr"), _folded("Tükendİ"), _folded("PINK")
    ('kırmızı', 'tükendi', 'pink')
    """
    dotted = word.replace("İ", "i")
    return " ".join((dotted.replace("I", "ı") if language == "tr" else dotted).casefold().split())


def _parts(cells: Iterable[str]) -> Iterator[str]:
    """Give the words of cells that may name several, with their shares, as in `80% Wolle, 20% Seide`."""
    for cell in cells:
        yield from filter(None, _SEPARATOR.split(_SHARE.sub("", cell[:_MAX_CELL]).strip()))


def _pattern(words: Mapping[str, str], language: str) -> re.Pattern[str] | None:
    is_spaced = not language.startswith(_NO_SPACES)
    # Without spaces a single letter is too often part of another word.
    usable = sorted((word for word in words if is_spaced or len(word) > 1), key=len, reverse=True)
    if not usable:
        return None
    either = "|".join(re.escape(word) for word in usable)
    return re.compile(rf"(?<!\w)(?:{either})(?!\w)" if is_spaced else either)
