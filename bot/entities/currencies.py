"""Which currency a sign or word means that several currencies share."""

from bot.entities.entity import Context

_FAMILIES = (
    {"US": "USD", "CA": "CAD", "AU": "AUD", "NZ": "NZD", "SG": "SGD", "HK": "HKD", "TW": "TWD"},
    {"SE": "SEK", "NO": "NOK", "DK": "DKK", "IS": "ISK", "CZ": "CZK"},
    {"MX": "MXN", "AR": "ARS", "CL": "CLP", "CO": "COP", "PH": "PHP"},
    {"IN": "INR", "PK": "PKR", "ID": "IDR"},
    {"SA": "SAR", "QA": "QAR", "OM": "OMR", "BR": "BRL"},
    {"AE": "AED", "MA": "MAD"},
    {"GB": "GBP", "EG": "EGP"},
    {"JO": "JOD", "KW": "KWD", "BH": "BHD"},
    {"TR": "TRY"},
)
"""Currencies that go by one word, by the country whose shoppers mean them: dollars, crowns, pesos, rupees, …"""

SIGNS = {
    "€": "EUR", "$": "USD", "us$": "USD", "£": "GBP", "¥": "JPY", "￥": "JPY", "₩": "KRW", "₹": "INR", "₽": "RUB",
    "₺": "TRY", "฿": "THB", "₫": "VND", "₪": "ILS", "₴": "UAH", "₱": "PHP", "r$": "BRL", "c$": "CAD", "ca$": "CAD",
    "a$": "AUD", "au$": "AUD", "hk$": "HKD", "nt$": "TWD", "s$": "SGD", "nz$": "NZD", "mx$": "MXN", "kr": "SEK", "zł":
    "PLN", "rs": "INR", "rp": "IDR", "fr": "CHF", "sfr": "CHF", "tl": "TRY", "kč": "CZK", "ft": "HUF", "元": "CNY",
    "円": "JPY", "圓": "JPY", "块": "CNY", "塊": "TWD", "원": "KRW",
    "บาท": "THB", "руб": "RUB", "р": "RUB", "peso": "MXN",
    "pesos": "MXN",
}  # fmt: skip
"""Signs and abbreviations; those that several currencies share have their most frequent meaning."""

_YUAN_WORDS = frozenset({"元", "块", "塊", "块钱", "塊錢", "圆", "圓"})
_YUAN_BY_COUNTRY = {"TW": "TWD", "HK": "HKD", "CN": "CNY", "MO": "MOP"}
_GENERIC_SCRIPTS = ("美", "米", "us", "미", "港", "台", "加", "澳", "新")


def resolve_currency(word: str, default: str, context: Context) -> str:
    """Return the ISO 4217 code that `word`, folded, means to the shopper; `default` is its most frequent meaning.

    The shopper's own currency decides if it goes by that word, then the destination, then the language: `¥` is yuan to
    Chinese speakers and yen to all others, `元` Taiwanese dollars in traditional characters. Names that say the
    country, and ISO codes, mean what they say.
    """
    if word == "¥":
        return _resolve_yen_sign(context)
    if word in _YUAN_WORDS and default in {"CNY", "TWD", "JPY"}:
        if context.language == "ja":
            return default if default != "TWD" else "CNY"
        fallback = "TWD" if context.language == "zh-Hant" else "CNY"
        return _YUAN_BY_COUNTRY.get(context.country, fallback)
    if word == default.lower() or " " in word or word.startswith(_GENERIC_SCRIPTS):
        return default
    for family in _FAMILIES:
        if default in family.values():
            if context.currency in family.values():
                return context.currency
            return family.get(context.country, default)
    return default


def _resolve_yen_sign(context: Context) -> str:
    if context.currency in {"CNY", "JPY"}:
        return context.currency
    if context.country in {"CN", "JP"} and not context.language.startswith("zh") and context.language != "ja":
        return {"CN": "CNY", "JP": "JPY"}[context.country]
    return "CNY" if context.language.startswith("zh") else "JPY"
