from pathlib import Path

import pytest

from retrieval.errors import CatalogError
from retrieval.mains import Supplies
from retrieval.mains.supply import LETTERS
from retrieval.pricing.territories import EU_MEMBERS, country_codes

DATA = Path(__file__).resolve().parents[3] / "data"
ASKED_FOR = (
    "GB US CA MX BR JP CN KR TW HK SG TH VN ID IN AU NZ AE SA EG TR ZA CH NO IS LI AR CL CO PE PH MY MO IL QA KW UA RS"
)
COUNTRY = (
    "{market: AT, plugs: [F], voltages: [230], frequencies: [50], source: {title: a list},"
    " checked_on: 2026-11-26, confidence: secondary}"
)
PLUG = "{type: F, standard: CEE 7/4, fits: [F], amperes: 16, is_earthed: true}"


@pytest.fixture(scope="module")
def supplies() -> Supplies:
    return Supplies.load(DATA)


def test_every_member_of_the_eu_and_every_large_market_is_recorded_with_a_source(supplies: Supplies) -> None:
    assert len(supplies.countries) >= 60
    for country in (*EU_MEMBERS, *ASKED_FOR.split()):
        supply = supplies.of(country)
        assert supply is not None, country
        assert supply.source.title
    assert set(supplies.countries) | set(supplies.parts) <= country_codes()


def test_every_plug_type_from_a_to_o_is_recorded(supplies: Supplies) -> None:
    assert set(supplies.plug_types) == LETTERS


@pytest.mark.parametrize(
    ("country", "plugs", "voltages", "hertz"),
    [
        ("JP", "AB", (100,), (50, 60)),
        ("BR", "CN", (127, 220), (60,)),
        ("KR", "CF", (220,), (60,)),
        ("TH", "ABCO", (220,), (50,)),
        ("GB", "G", (230,), (50,)),
        ("XI", "G", (230,), (50,)),
        ("IC", "CF", (230,), (50,)),
        ("US", "AB", (120,), (60,)),
    ],
)
def test_country_has_its_sockets_voltage_and_frequency(
    supplies: Supplies, country: str, plugs: str, voltages: tuple[int, ...], hertz: tuple[int, ...]
) -> None:
    supply = supplies.of(country)
    assert supply is not None
    assert (supply.plugs, supply.voltages, supply.hertz) == (tuple(plugs), voltages, hertz)


def test_country_without_a_record_is_unknown(supplies: Supplies) -> None:
    assert supplies.of("AQ") is None
    assert supplies.of("") is None


def written(folder: Path, countries: str, plugs: str = PLUG) -> Path:
    (folder / "mains").mkdir()
    (folder / "mains" / "countries.yml").write_text(f"countries:\n  - {countries}\n", encoding="utf-8")
    (folder / "mains" / "plugs.yml").write_text(f"plugs:\n  - {plugs}\n", encoding="utf-8")
    return folder


def test_unconfirmed_record_counts_as_unknown(tmp_path: Path) -> None:
    assert Supplies.load(written(tmp_path, COUNTRY.replace("secondary", "unconfirmed"))).of("AT") is None


@pytest.mark.parametrize(
    ("good", "bad"),
    [
        ("plugs: [F]", "plugs: [Z]"),
        ("plugs: [F]", "plugs: []"),
        ("[230]", "[23]"),
        ("[230]", "['230']"),
        ("[50]", "[400]"),
        ("market: AT", "market: NO"),
        ("secondary", "sure"),
        ("market: AT", "market: AT, amperes: 100"),
        ("source: {title: a list}", "source: a list"),
        (", checked_on: 2026-11-26", ""),
    ],
)
def test_bad_record_is_named(tmp_path: Path, good: str, bad: str) -> None:
    """Without quotes, YAML reads NO as false."""
    with pytest.raises(CatalogError, match=r"countries\.yml"):
        Supplies.load(written(tmp_path, COUNTRY.replace(good, bad)))


@pytest.mark.parametrize(
    ("good", "bad"), [("type: F", "type: Z"), ("amperes: 16", "amperes: 0"), ("fits: [F]", "fit: F")]
)
def test_bad_plug_is_named(tmp_path: Path, good: str, bad: str) -> None:
    with pytest.raises(CatalogError, match=r"plugs\.yml"):
        Supplies.load(written(tmp_path, COUNTRY, PLUG.replace(good, bad)))


def test_two_records_of_a_country_are_refused(tmp_path: Path) -> None:
    with pytest.raises(CatalogError, match="two records for 'AT'"):
        Supplies.load(written(tmp_path, f"{COUNTRY}\n  - {COUNTRY}"))
