"""What a shopper's client says of them: only what has the right form counts."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from babel import Locale, UnknownLocaleError
from babel.core import get_global

from retrieval.errors import PricingError
from retrieval.pricing.territories import read_country

_LONGEST = 4_096
"""Characters from which a value of the metadata is passed over."""


_STATE_OF = {"XI": "GB"}
"""The state of a territory whose code CLDR lacks."""


@dataclass(frozen=True, slots=True)
class Client:
    """What the client says: BCP 47, ISO 3166-1 alpha-2, ISO 4217, and a token as it came; "" for nothing."""

    locale: str = ""
    country: str = ""
    currency: str = ""
    identity_token: str = ""

    @classmethod
    def from_metadata(cls, value: Any) -> "Client":
        """Read a message's metadata."""
        said = _metadata(value)
        locale = said.get("locale", "")
        return cls(
            locale=locale,
            country=_territory(said.get("country", "")) or _region(locale),
            currency=_currency(said.get("currency", "")),
            identity_token=said.get("identity_token", ""),
        )


def _metadata(value: Any) -> dict[str, str]:
    pairs = value.items() if isinstance(value, Mapping) else ()
    return {key: part for key, part in pairs if isinstance(part, str) and len(part) < _LONGEST}


def _territory(code: str) -> str:
    try:
        return read_country(code)
    except PricingError:
        return ""


def _region(locale: str) -> str:
    try:
        return Locale.parse(locale, sep="-").territory or "" if locale else ""
    except (ValueError, UnknownLocaleError):
        return ""


def _currency(code: str) -> str:
    folded = code.strip().upper()
    return folded if folded in get_global("all_currencies") else ""


def currency_of(country: str) -> str:
    """Return the ISO 4217 code of the money that people pay with in a country today, "" where that is not known."""
    state = _STATE_OF.get(country, country)
    for code, _start, end, is_tender in get_global("territory_currencies").get(state, ()):
        if is_tender and end is None:
            return str(code)
    return ""
