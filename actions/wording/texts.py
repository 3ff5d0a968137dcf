"""Texts in the shopper's language: locale files, the fallback chain, plurals, and values put into words."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import yaml
from babel import Locale
from babel.dates import format_date, format_interval
from babel.numbers import format_currency, format_decimal, format_percent
from babel.units import format_unit

from actions.settings import SettingsError
from actions.wording.joining import joined
from actions.wording.names import readable
from actions.wording.values import Value
from retrieval.lexicon import Lexicon

LANGUAGES = (
    *("en", "zh-Hans", "zh-Hant", "ja", "ko", "de", "fr", "es", "it", "pt"),
    *("nl", "pl", "ru", "tr", "ar", "hi", "th", "vi", "id", "sv"),
)
"""The languages that the assistant is to serve, as BCP 47 codes."""

FALLBACK = "en"
RIGHT_TO_LEFT = frozenset({"ar"})
_NOUNS = frozenset({"category", "department", "material"})
_SAID_COUNTRIES = {("US", "hi"): "अमेरिका", ("US", "pl"): "USA", ("US", "ru"): "США", ("US", "tr"): "ABD"}
"""What countries are called in talk where CLDR's name, the only one in Babel, is formal and too long for a button."""
_ARABIC = re.compile("[\u0600-\u06ff]")
_ISOLATES = str.maketrans("", "", "\u2068\u2069")
"""Takes out what sets values apart from right-to-left text: to be shown, not to be sent to the bot."""
_SPACE_BEFORE_KANA = re.compile(r"(?<=[0-9])\s")
"""CLDR's Japanese durations have a space after the figure, `6 か月`, that sentences do not."""
_LAST_PERIOD = re.compile("[.]([\u200e\u200f]*)$")
"""The period of an abbreviation such as `г.` or `ر.س.`, which at the end of a sentence is that of the sentence too."""
_PLACEHOLDER = re.compile(r"\{(\w+)\}")

Entry = str | Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Line:
    """One whole sentence to say: a key of the locale files and the values for its placeholders.

    Where the text has plural forms, `n` among the values chooses.
    """

    key: str
    values: Mapping[str, Value]

    def as_wire(self) -> dict[str, Any]:
        """Return the line as JSON for /nlg."""
        return {"key": self.key, "values": dict(self.values)}


class Texts:
    """All locale files. Made by `load`; reading from it never fails for want of a translation."""

    def __init__(self, entries: Mapping[str, Mapping[str, Entry]], lexicon: Lexicon) -> None:
        self._entries = entries
        self._lexicon = lexicon
        self._locales = {language: Locale.parse(language, sep="-") for language in LANGUAGES}

    @classmethod
    def load(cls, folder: Path, lexicon: Lexicon) -> "Texts":
        """Read every `<language>.yml` of a folder; raises SettingsError naming a file that cannot be used."""
        entries: dict[str, Mapping[str, Entry]] = {}
        for path in sorted(folder.glob("*.yml")):
            if path.stem not in LANGUAGES:
                raise SettingsError(f"{path} is for {path.stem!r}; languages are {', '.join(LANGUAGES)}.")
            try:
                entries[path.stem] = yaml.safe_load(path.read_text(encoding="utf-8"))
            except (OSError, yaml.YAMLError) as error:
                raise SettingsError(f"The locale file {path} cannot be read: {error}") from error
        if FALLBACK not in entries:
            raise SettingsError(f"{folder} lacks {FALLBACK}.yml, on which every other language falls back.")
        return cls(entries, lexicon)

    @property
    def languages(self) -> list[str]:
        """The languages that have a locale file, in the order of LANGUAGES."""
        return [language for language in LANGUAGES if language in self._entries]

    def keys(self, language: str) -> set[str]:
        """Return the keys of one locale file."""
        return set(self._entries[language])

    def entry(self, language: str, key: str) -> Entry:
        """Return what the locale file of exactly this language holds; raises KeyError."""
        return self._entries[language][key]

    def speaks(self, language: str) -> bool:
        """Return whether there are texts in `language` (or, for `pt-BR`, in `pt`)."""
        return self.spoken(language) != FALLBACK or language.split("-")[0] == FALLBACK

    def spoken(self, language: str) -> str:
        """Return the language in which a shopper who writes in `language` is answered."""
        return next(code for code in _chain(language) if code in self._entries)

    def say(self, language: str, line: Line) -> str:
        """Return a line in words, from exact code, language without region or English; KeyError for no such key."""
        for code in _chain(language):
            entry = self._entries.get(code, {}).get(line.key)
            if entry is not None:
                return self._filled(code, entry, line.values)
        raise KeyError(line.key)

    def say_all(self, language: str, lines: Sequence[Line]) -> str:
        """Return several lines, each on its own line."""
        return "\n".join(self.say(language, line) for line in lines)

    def button(self, language: str, key: str, values: Mapping[str, Value] | None = None) -> dict[str, str]:
        """Return a quick reply: `title` to show and `payload`, the words that pressing it sends."""
        for code in _chain(language):
            entry = self._entries.get(code, {}).get(key)
            if isinstance(entry, Mapping):
                filled = {part: self._with_values(code, entry[part], values or {}) for part in ("title", "say")}
                return {"title": filled["title"], "payload": filled["say"].translate(_ISOLATES)}
        raise KeyError(key)

    def word(self, language: str, value: Value) -> str:
        """Return a single value in words of `language`."""
        return self._worded(self.spoken(language), value)

    def has_word(self, language: str, kind: str, value: str) -> bool:
        """Return whether the lexicon has a word of `language` for a value of this kind."""
        return bool(self._lexicon.word(kind, value, language))

    def _noun(self, language: str, kind: str, value: str) -> str:
        """Return a word of the lexicon as it stands inside a sentence: German writes nouns with a capital."""
        shown = self._lexicon.display(kind, value, language)
        if language == "de" and kind in _NOUNS:
            return "-".join(_capitalised(part, language) for part in shown.split("-"))
        return shown

    def _filled(self, language: str, entry: Entry, values: Mapping[str, Value]) -> str:
        if isinstance(entry, Mapping):
            count = values["n"]["value"]
            form = self._locales[language].plural_form(count)
            entry = entry.get(form, entry["other"])
        return self._with_values(language, entry, values)

    def _with_values(self, language: str, text: str, values: Mapping[str, Value]) -> str:
        """Fill `text`; a word of the lexicon that opens it gets a capital, names stay as they are."""

        def worded(found: re.Match[str]) -> str:
            value = values[found[1]]
            words = self._worded(language, value)
            if found.start() == 0 and value["type"] in {"word", "list"}:
                words = _capitalised(words, language)
            if text[found.end() :].startswith("."):
                words = _LAST_PERIOD.sub(r"\1", words)
            return f"\u2068{words}\u2069" if language in RIGHT_TO_LEFT else words

        return _PLACEHOLDER.sub(worded, text)

    def _worded(self, language: str, value: Value) -> str:
        locale = self._locales[language]
        match value["type"]:
            case "money" | "span" | "unit" | "dates" as kind:
                return _FIGURES[kind](value, locale)
            case "number":
                return format_decimal(value["value"], locale=locale)
            case "percent":
                return format_percent(Decimal(value["rate"]), locale=locale, decimal_quantization=False)
            case "date":
                return format_date(date.fromisoformat(value["value"]), format="long", locale=locale)
            case "country" | "currency" | "language":
                return _name(locale, value["type"], value["code"])
            case "word":
                return self._noun(language, value["kind"], value["value"])
            case "phrase":
                return self.say(language, Line(value["key"], {}))
            case "list":
                parts = [self._worded(language, part) for part in value["values"]]
                return joined(parts, locale, is_apart=value.get("joined") == "apart")
            case "name":
                return readable(value["value"], value["latin"], language)
            case _:
                return str(value["value"])


def _money(value: Value, locale: Locale) -> str:
    shown = str(format_currency(Decimal(value["amount"]), value["currency"], locale=locale))
    # CLDR's Arabic pattern forces right-to-left even on «110.09 US$», which then reads «$US 110.09»
    return shown if _ARABIC.search(shown) else shown.replace("\u200f", "")


def _span(value: Value, locale: Locale) -> str:
    low, high = (format_decimal(value[end], locale=locale) for end in ("low", "high"))
    return low if low == high else f"{low}–{high}"


def _unit(value: Value, locale: Locale) -> str:
    amount, unit = Decimal(value["amount"]), value["unit"]
    if not unit.startswith("duration"):
        return format_unit(amount, unit, length="short", locale=locale)
    written = format_unit(amount, unit, length="long", locale=locale)
    if unit in written:  # Babel knows many languages' short form alone
        written = format_unit(amount, unit, length="short", locale=locale)
    return _SPACE_BEFORE_KANA.sub("", written) if locale.language == "ja" else written


_DATES, _DATES_OF_TWO_YEARS = "MMMEd", "yMMMEd"
"""CLDR's skeletons of a range of days, with their weekdays: `Tue, Dec 8 – Fri, Dec 11`."""


def _dates(value: Value, locale: Locale) -> str:
    first, last = (date.fromisoformat(value[end]) for end in ("first", "last"))
    skeleton = _DATES if first.year == last.year else _DATES_OF_TWO_YEARS
    return str(format_interval(first, last, skeleton, locale=locale))


_FIGURES = {"money": _money, "span": _span, "unit": _unit, "dates": _dates}
"""What puts figures into words that take more than one call."""


def _capitalised(words: str, language: str) -> str:
    """Return words that begin with a capital letter; Turkish keeps the dot of its i.

    >>> _capitalised("iç giyim", "tr"), _capitalised("iPad", "de")
    ('İç giyim', 'IPad')
    """
    first = "İ" if language == "tr" and words.startswith("i") else words[:1].upper()
    return first + words[1:]


def _name(locale: Locale, kind: str, code: str) -> str:
    """Return what a country, currency or language is called; a code without a name stands for itself."""
    said = _SAID_COUNTRIES.get((code, locale.language)) if kind == "country" else None
    names = {"country": locale.territories, "currency": locale.currencies, "language": locale.languages}[kind]
    return said or str(names.get(code.replace("-", "_")) or names.get(code.split("-")[0]) or code)


def _chain(language: str) -> tuple[str, ...]:
    """Return the codes to try in order, English last.

    >>> _chain("pt-BR"), _chain("zh"), _chain("zh-TW"), _chain("el")
    (('pt-BR', 'pt', 'en'), ('zh-Hans', 'en'), ('zh-Hant', 'en'), ('el', 'en'))
    """
    if language.startswith("zh"):
        traditional = any(part in language for part in ("Hant", "TW", "HK", "MO"))
        return ("zh-Hant" if traditional else "zh-Hans", FALLBACK)
    base = language.split("-")[0]
    return tuple(dict.fromkeys((language, base, FALLBACK)))
