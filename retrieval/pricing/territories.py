"""Which customs and tax territory a country code stands for.

A code that is not a full member of a territory stands for itself, so a rule of France is never used for Guadeloupe:
where nothing is recorded for it, everything is unknown. The codes are those of ISO 3166-1 as CLDR lists them, and:

- `XI` Northern Ireland: goods follow EU customs law and UK VAT (Windsor Framework); nothing is recorded, so unknown.
- `AX` Åland, `IC` Canary Islands, `GF GP MF MQ RE YT` French regions overseas: inside the EU's customs territory, so no
  duty is due between them and a member, and outside its VAT area, so their own tax is due at the border.
- `EA` Ceuta and Melilla, `FO` `GL` `GI` `BL`: outside both.
- `PR` Puerto Rico: inside the customs territory of the United States, with a sales tax of its own.
- `MC` Monaco is taxed as France, `IM` the Isle of Man as the United Kingdom, and `LI` Liechtenstein as Switzerland, for
  customs and for VAT.
- `GG` Guernsey and `JE` Jersey, `HK`, `MO` and `TW` are customs territories of their own.

Membership is that of 2021-01-01 onward. Source: Council Directive 2006/112/EC, Articles 5 to 7; Regulation (EU) No
952/2013, Article 4; Harmonized Tariff Schedule of the United States, General Note 2; Customs Union Treaty between
Switzerland and Liechtenstein of 1923-03-29.
"""

from functools import cache

from babel.core import Locale

from retrieval.errors import PricingError

EU = "EU"
ANYWHERE = "*"

_MEMBERS = "AT BE BG CY CZ DE DK EE ES FI FR GR HR HU IE IT LT LU LV MT NL PL PT RO SE SI SK"
EU_MEMBERS = frozenset(_MEMBERS.split())
_TAXED_AS = {"MC": "FR", "IM": "GB", "LI": "CH"}
_CUSTOMS_ONLY = {**dict.fromkeys(("AX", "GF", "GP", "IC", "MF", "MQ", "RE", "YT"), EU), "PR": "US"}
_NOT_COUNTRIES = frozenset({"EU", "EZ", "UN", "QO", "XA", "XB", "ZZ"})
_ALSO_CALLED = {
    "UK": "GB",
    "EL": "GR",
    "ES-CN": "IC",
    "ES-CE": "EA",
    "ES-ML": "EA",
    "FI-01": "AX",
    "GB-NIR": "XI",
    "FR-971": "GP",
    "FR-972": "MQ",
    "FR-973": "GF",
    "FR-974": "RE",
    "FR-976": "YT",
    "US-PR": "PR",
    "CN-HK": "HK",
    "CN-MO": "MO",
    "CN-TW": "TW",
}
"""The EU's own codes for two countries, and what ISO 3166-2 calls territories that are taxed on their own."""


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


def read_country(text: str, what: str = "country") -> str:
    """Return the code of a country or territory as people write it: in small letters, or as a part of a country.

    Raise PricingError where it is none.

    >>> read_country("es-cn"), read_country("UK"), read_country(" at ")
    ('IC', 'GB', 'AT')
    """
    folded = text.strip().upper()
    code = _ALSO_CALLED.get(folded, folded)
    return code if code in country_codes() else check_country(text, what)


@cache
def tax_country(code: str) -> str:
    """Return the country whose VAT and fees apply at `code`: itself, or France for Monaco."""
    return _TAXED_AS.get(code, code)


@cache
def customs_area(code: str) -> str:
    """Return the customs union `code` belongs to, `EU` for its members, or the code itself.

    >>> customs_area("DE"), customs_area("MC"), customs_area("GP"), customs_area("HK")
    ('EU', 'EU', 'GP', 'HK')
    """
    country = tax_country(code)
    return EU if country in EU_MEMBERS else country


@cache
def duty_area(code: str) -> str:
    """Return the territory inside which goods sent to `code` bear no duty; it may be wider than that of one tax.

    >>> duty_area("DE"), duty_area("IC"), duty_area("PR"), duty_area("JE")
    ('EU', 'EU', 'US', 'JE')
    """
    return _CUSTOMS_ONLY.get(code, customs_area(code))


def is_tax_border(origin: str, destination: str) -> bool:
    """Tell whether goods sent without duty still pass a border at which tax is collected.

    >>> is_tax_border("DE", "AT"), is_tax_border("FI", "AX"), is_tax_border("AX", "AX")
    (False, True, False)
    """
    return origin != destination and (origin in _CUSTOMS_ONLY or destination in _CUSTOMS_ONLY)


def is_taxed_with(market: str, destination: str) -> bool:
    """Tell whether a scheme of `market` for taxing sales reaches a destination among whose markets it is.

    Inside a customs union and outside its VAT area it does not: the import scheme (IOSS) is for the EU's VAT alone.

    >>> is_taxed_with("EU", "FI"), is_taxed_with("EU", "AX"), is_taxed_with("AX", "AX")
    (True, False, True)
    """
    return market == destination or destination not in _CUSTOMS_ONLY


@cache
def markets(code: str) -> tuple[str, ...]:
    """Return the markets whose rules apply at `code`, the most particular first.

    >>> markets("AT"), markets("JP"), markets("AX")
    (('AT', 'EU', '*'), ('JP', '*'), ('AX', 'EU', '*'))
    """
    country, area = tax_country(code), duty_area(code)
    return (country, ANYWHERE) if country == area else (country, area, ANYWHERE)
