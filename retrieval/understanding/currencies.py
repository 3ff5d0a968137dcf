"""Which currency a sign or word means, of several that share it."""

from retrieval.filters import Filters

SIGNS = {
    "€": "EUR", "$": "USD", "us$": "USD", "£": "GBP", "¥": "JPY", "₩": "KRW", "₹": "INR", "₽": "RUB", "₺": "TRY",
    "฿": "THB", "₫": "VND", "₪": "ILS", "₴": "UAH", "₱": "PHP", "r$": "BRL", "c$": "CAD", "ca$": "CAD", "a$": "AUD",
    "au$": "AUD", "hk$": "HKD", "nt$": "TWD", "s$": "SGD", "nz$": "NZD", "mx$": "MXN", "kr": "SEK", "zł": "PLN",
    "rs": "INR", "rs.": "INR", "rp": "IDR", "rp.": "IDR", "sfr": "CHF", "tl": "TRY", "kč": "CZK", "元": "CNY",
    "円": "JPY", "块": "CNY", "塊": "TWD", "원": "KRW", "บาท": "THB", "руб": "RUB", "руб.": "RUB", "р.": "RUB",
    "dh": "AED", "dhs": "AED", "đ": "VND", "vnđ": "VND", "peso": "MXN", "pesos": "MXN",
}  # fmt: skip
"""Signs and abbreviations with their most frequent meaning."""

CODES = (
    "EUR", "USD", "GBP", "JPY", "CNY", "KRW", "INR", "TRY", "AED", "SAR", "EGP", "RUB", "PLN", "SEK", "NOK", "DKK",
    "BRL", "IDR", "THB", "VND", "CHF", "TWD", "HKD", "SGD", "CAD", "AUD", "NZD", "MXN", "ILS", "UAH", "KZT", "CZK",
    "HUF", "RON", "MYR", "PHP", "NGN", "ZAR", "ARS", "CLP", "COP", "QAR", "KWD", "BHD", "OMR", "JOD", "MAD", "PKR",
)  # fmt: skip

_FAMILIES = (
    {"US": "USD", "CA": "CAD", "AU": "AUD", "NZ": "NZD", "SG": "SGD", "HK": "HKD", "TW": "TWD"},
    {"SE": "SEK", "NO": "NOK", "DK": "DKK", "IS": "ISK", "CZ": "CZK"},
    {"MX": "MXN", "AR": "ARS", "CL": "CLP", "CO": "COP", "PH": "PHP"},
    {"IN": "INR", "PK": "PKR", "ID": "IDR"},
    {"SA": "SAR", "QA": "QAR", "OM": "OMR", "BR": "BRL"},
    {"AE": "AED", "MA": "MAD"},
    {"GB": "GBP", "EG": "EGP"},
    {"JP": "JPY", "CN": "CNY"},
    {"TW": "TWD", "CN": "CNY", "HK": "HKD"},
)
"""Currencies that go by one word, by the country whose shoppers mean them: dollars, crowns, pesos, rupees, …"""

_SHARED = {
    "$", "dollar", "dollars", "dolar", "dolares", "dollari", "dollaro", "kr", "krona", "kronor", "krone", "kroner",
    "peso", "pesos", "rupee", "rupees", "rs", "rs.", "riyal", "riyals", "dirham", "dirhams", "dh", "dhs", "pound",
    "pounds", "libras", "¥", "元", "块", "塊", "块钱", "塊錢", "圆", "圓", "ريال", "درهم", "جنيه", "ドル", "달러",
    "долларов", "доллар", "дол", "रुपये", "रुपए", "crowns", "kronen", "couronnes", "coronas",
}  # fmt: skip
"""Words that do not say the country; the others mean what they say."""


def resolved(word: str, default: str, language: str, base: Filters) -> str:
    """Return the ISO 4217 code that `word`, in small letters, means to the shopper.

    The shopper's own currency decides if it goes by that word, then the destination, then the language: `¥` is yuan to
    Chinese speakers and yen to all others, `元` Taiwanese dollars in traditional characters. `default` is the most
    frequent meaning.

    >>> resolved("kr", "SEK", "sv", Filters(currency="NOK")), resolved("¥", "JPY", "zh-Hans", Filters())
    ('NOK', 'CNY')
    """
    if word not in _SHARED:
        return default
    by_language = _by_language(word, default, language)
    for family in _FAMILIES:
        if by_language in family.values():
            if base.currency in family.values():
                return base.currency
            if base.destination in family:
                return family[base.destination]
    return by_language


def _by_language(word: str, default: str, language: str) -> str:
    if word == "¥":
        return "CNY" if language.startswith("zh") else "JPY"
    if word in {"元", "块", "塊", "块钱", "塊錢", "圆", "圓"} and language.startswith("zh"):
        return "TWD" if language == "zh-Hant" else "CNY"
    return default
