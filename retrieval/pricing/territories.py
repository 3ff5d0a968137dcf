"""Which customs and tax territory a country code stands for.

A code that is not a full member of a territory stands for itself, so a rule of France is never used for Guadeloupe:
where nothing is recorded for it, everything is unknown. The codes are those of ISO 3166-1 as CLDR lists them, and:

- `XI` Northern Ireland: goods follow EU customs law and UK VAT (Windsor Framework); nothing is recorded, so unknown.
- `IC` Canary Islands, `EA` Ceuta and Melilla, `AX` Åland, `GP GF MQ RE YT` departments: outside the EU's VAT area.
- `MC` Monaco is taxed as France and `IM` the Isle of Man as the United Kingdom, for customs and for VAT.
- `HK`, `MO` and `TW` are customs territories of their own.

Membership is that of 2021-01-01 onward. Source: Council Directive 2006/112/EC, Articles 5 to 7; Regulation (EU) No
952/2013, Article 4.
"""

from functools import cache

from babel.core import Locale

from retrieval.errors import PricingError

EU = "EU"
ANYWHERE = "*"

_MEMBERS = "AT BE BG CY CZ DE DK EE ES FI FR GR HR HU IE IT LT LU LV MT NL PL PT RO SE SI SK"
EU_MEMBERS = frozenset(_MEMBERS.split())
_TAXED_AS = {"MC": "FR", "IM": "GB"}
_NOT_COUNTRIES = frozenset({"EU", "EZ", "UN", "QO", "XA", "XB", "ZZ"})


@cache
def country_codes() -> frozenset[str]:
    """Return every code that may be a country of dispatch or a destination."""
    codes = {str(code) for code in Locale("en").territories if len(str(code)) == 2}
    return frozenset(codes - _NOT_COUNTRIES | {"XI"})


def check_country(code: str, what: str = "country") -> str:
    """Return `code` if it names a country or territory, in capitals; raise PricingError otherwise.

    >>> check_country("AT", "destination")
    'AT'
    >>> check_country("Austria", "destination")
    Traceback (most recent call last):
    retrieval.errors.PricingError: the destination 'Austria' is not known; give an ISO 3166-1 code such as AT
    """
    if code not in country_codes():
        raise PricingError(f"the {what} {code!r} is not known; give an ISO 3166-1 code such as AT")
    return code


def tax_country(code: str) -> str:
    """Return the country whose VAT and fees apply at `code`: itself, or France for Monaco."""
    return _TAXED_AS.get(code, code)


def customs_area(code: str) -> str:
    """Return the customs union `code` belongs to, `EU` for its members, or the code itself.

    >>> customs_area("DE"), customs_area("MC"), customs_area("GP"), customs_area("HK")
    ('EU', 'EU', 'GP', 'HK')
    """
    country = tax_country(code)
    return EU if country in EU_MEMBERS else country


def markets(code: str) -> tuple[str, ...]:
    """Return the markets whose rules apply at `code`, the most particular first.

    >>> markets("AT"), markets("JP")
    (('AT', 'EU', '*'), ('JP', '*'))
    """
    country, area = tax_country(code), customs_area(code)
    return (country, ANYWHERE) if country == area else (country, area, ANYWHERE)
