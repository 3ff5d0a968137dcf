"""Names of countries, currencies and languages from CLDR, by Babel."""

from collections.abc import Iterator
from functools import lru_cache

from babel import Locale

CURRENCIES = (
    "EUR", "USD", "GBP", "JPY", "CNY", "KRW", "INR", "TRY", "AED", "SAR", "EGP", "RUB", "PLN", "SEK", "NOK", "DKK",
    "ISK", "BRL", "IDR", "THB", "VND", "CHF", "TWD", "HKD", "CAD", "AUD", "NZD", "SGD", "MXN", "ILS", "UAH", "KZT",
    "CZK", "HUF", "RON", "BGN", "MYR", "PHP", "NGN", "ZAR", "ARS", "CLP", "COP", "PEN", "MAD", "QAR", "KWD", "BHD",
    "OMR", "JOD", "PKR",
)  # fmt: skip
"""Currencies whose names and codes are understood."""

_LANGUAGES = (
    "en", "zh", "ja", "ko", "de", "fr", "es", "it", "pt", "nl", "pl", "ru", "tr", "ar", "hi", "th", "vi", "id", "sv",
    "da", "no", "fi", "cs", "sk", "hu", "ro", "bg", "el", "uk", "he", "fa", "ur", "bn", "ta", "te", "ms", "ca", "hr",
    "sr", "sl",
)  # fmt: skip

_NO_COUNTRIES = frozenset({"EU", "EZ", "UN", "QO", "XA", "XB", "XK", "ZZ", "AC", "CP", "CQ", "DG", "TA"})

_OWN_NAMES = {
    "zh": ("中文", "汉语", "漢語", "普通话", "國語", "国语", "华语", "中国話", "mandarin"),
    "zh-Hant": ("繁體中文", "繁体中文", "繁體", "traditional chinese", "台灣中文"),
    "zh-Hans": ("简体中文", "簡體中文", "简体", "simplified chinese"),
    "en": (
        "英文",
        "英語",
        "英语",
        "inglese",
        "انجليزي",
        "الانجليزي",
        "للانجليزي",
        "إنجليزي",
        "بالإنجليزي",
        "بالانجليزي",
    ),
    "ja": ("日文", "日语", "日語"),
    "fr": ("法文", "法语", "法語", "français"),
    "de": ("德文", "德语", "德語", "deutsche", "deutsch"),
    "ru": ("俄文", "по-русски", "русски"),
    "ko": ("韩文", "韓文", "한국말"),
    "es": ("西文", "castellano"),
    "pl": ("po polsku", "polsku"),
    "ar": ("عربي", "بالعربي", "العربي", "للعربي"),
    "hi": ("हिंदी", "हिन्दी", "hindi"),
    "id": ("bahasa indonesia",),
    "sv": ("svenska",),
    "th": ("ไทย",),
}
"""Names that CLDR lacks, in all languages at once: they are told apart by their letters."""

_CHINESE_SPEECH = {"zh-Hans": "语文", "zh-Hant": "語文", "ja": "語文"}

_SLAVIC_ADVERBS = {
    "pl": {"en": "angielsku", "de": "niemiecku", "fr": "francusku", "es": "hiszpańsku", "it": "włosku", "ru":
    "rosyjsku",
           "ja": "japońsku", "zh": "chińsku", "ar": "arabsku", "pt": "portugalsku", "tr": "turecku", "sv": "szwedzku"},
    "ru": {"en": "английски", "de": "немецки", "fr": "французски", "es": "испански", "it": "итальянски",
           "ja": "японски", "zh": "китайски", "ar": "арабски", "pt": "португальски", "tr": "турецки", "pl": "польски"},
}  # fmt: skip
"""How Polish and Russian say "in English": the adverb after `po` or `по-`."""


def babel_locale(language: str) -> Locale:
    """Return the CLDR locale of one of the served languages."""
    return Locale.parse(language.replace("-", "_"))


@lru_cache(maxsize=64)
def country_names(language: str) -> tuple[tuple[str, str], ...]:
    """Return (name, ISO 3166-1 alpha-2) of all countries in `language`."""
    territories = babel_locale(language).territories
    codes = (code for code in territories if len(code) == 2 and code.isalpha() and code not in _NO_COUNTRIES)
    return tuple((territories[code], code) for code in codes)


@lru_cache(maxsize=64)
def currency_names(language: str) -> tuple[tuple[str, str], ...]:
    """Return (name, ISO 4217) of `CURRENCIES` in `language`: name, plural forms and the code itself."""
    names: list[tuple[str, str]] = []
    locale = babel_locale(language)
    for code in CURRENCIES:
        plurals = getattr(locale, "_data")["currency_names_plural"].get(code, {})  # noqa: B009 (Babel has no public way)
        names += [(name, code) for name in (locale.currencies.get(code), *plurals.values()) if name]
    return tuple(dict.fromkeys(names))


@lru_cache(maxsize=64)
def language_names(language: str) -> tuple[tuple[str, str], ...]:
    """Return (name, BCP 47) of the languages in `language`, in themselves and colloquially."""
    names = list(_names_in(language))
    for code in _LANGUAGES:
        own = babel_locale(code).languages.get(code)
        names += [(own, _served(code))] if own else []
    names += [(name, _served(code)) for code, own_names in _OWN_NAMES.items() for name in own_names]
    names += [(word, _served(code)) for code, word in _SLAVIC_ADVERBS.get(language, {}).items()]
    return tuple(dict.fromkeys(names))


def _names_in(language: str) -> Iterator[tuple[str, str]]:
    known = babel_locale(language).languages
    for code in _LANGUAGES:
        name = known.get(code)
        if name:
            yield name, _served(code)
            if language == "vi":
                yield name.removeprefix("Tiếng "), _served(code)
            elif language in _CHINESE_SPEECH and name[-1] in "语語文":
                yield from ((name[:-1] + ending, _served(code)) for ending in _CHINESE_SPEECH[language])


def _served(code: str) -> str:
    return "zh-Hans" if code == "zh" else code
