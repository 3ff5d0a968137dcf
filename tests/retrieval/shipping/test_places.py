from pathlib import Path

import pytest
import yaml

from retrieval.errors import PricingError
from retrieval.pricing.territories import country_codes
from retrieval.shipping import Place, Places, known_places
from retrieval.shipping.places import DATA_FILE

RECORD = yaml.safe_load(DATA_FILE.read_text(encoding="utf-8"))


@pytest.mark.parametrize(
    ("text", "country", "postcode"),
    [
        ("what is shipping to 35001 Las Palmas", "ES", "35001"),
        ("do you deliver to IV51 9XB?", "GB", "IV519XB"),
        ("ec1a 1bb please", "GB", "EC1A1BB"),
        ("to 99501-1234", "US", "995011234"),
        ("K1A 0B1", "CA", "K1A0B1"),
        ("寄到518000深圳要多久", "CN", "518000"),
        ("〒100-0001まで送料は?", "JP", "1000001"),
        ("서울 04524까지", "KR", "04524"),
        ("الشحن إلى ٩٩٥٠١", "US", "99501"),
        ("ส่งไป10200เท่าไร", "TH", "10200"),
        ("34394 İstanbul'a kargo", "TR", "34394"),
        ("bis zum 24.12.2026 nach 10115", "DE", "10115"),
        ("for 12345 people", "AE", ""),
        ("to Central, Hong Kong 123456", "HK", ""),
        ("by 2026-12-24", "AT", ""),
        ("number 2 please", "DE", ""),
        ("at 12345,50", "DE", ""),
    ],
)
def test_postcode_is_found_in_a_sentence(text: str, country: str, postcode: str) -> None:
    assert known_places().postcode_in(text, country) == postcode


@pytest.mark.parametrize(
    ("country", "postcode", "area"),
    [
        ("GB", "PH201AA", "gb-scottish-highlands-islands"),
        ("GB", "PH28AA", None),  # Perth: the district is PH2, not PH20
        ("GB", "PA20", "gb-scottish-highlands-islands"),
        ("GB", "TR210AA", "gb-isles-of-scilly"),
        ("ES", "28001", None),
        ("US", "96813", "us-hawaii"),
        ("FR", "20000", None),  # not recorded
        ("DE", "", None),
    ],
)
def test_area_is_that_of_the_prefix_or_the_whole_district(country: str, postcode: str, area: str | None) -> None:
    found = known_places().place(country, postcode).area
    assert (found.area_id if found else None) == area


def test_territory_inside_a_country_goes_by_its_own_code() -> None:
    place = known_places().place("ES", "38001")
    assert (place.country, place.said, place.is_remote) == ("IC", "ES", True)
    assert known_places().place("ES", "28001") == Place("ES", "28001")


@pytest.mark.parametrize(
    ("postcode", "territory"),
    [
        ("97110", "GP"),
        ("97200", "MQ"),
        ("97300", "GF"),
        ("97400", "RE"),
        ("97600", "YT"),
        ("97150", "MF"),
        ("75001", "FR"),
    ],
)
def test_french_territory_overseas_is_told_by_its_postcode(postcode: str, territory: str) -> None:
    """Guadeloupe was answered with the tax of mainland France."""
    assert known_places().place("FR", postcode).country == territory


def test_longer_prefix_counts(tmp_path: Path) -> None:
    path = tmp_path / "places.yml"
    path.write_text(
        "postcodes: {US: '\\d{5}'}\nareas:\n  US:\n    - {id: wide, prefixes: ['9'], remote: false}\n"
        "    - {id: near, prefixes: ['99'], remote: true}\n"
    )
    places = Places.load(path)
    assert [places.place("US", code).is_remote for code in ("99501", "90001", "10001")] == [True, False, False]


@pytest.mark.parametrize("text", ["", "postcodes: {}", "postcodes: {US: '('}\nareas: {}", "postcodes: []\nareas: {}"])
def test_file_that_is_not_usable_is_named(tmp_path: Path, text: str) -> None:
    path = tmp_path / "places.yml"
    path.write_text(text)
    with pytest.raises(PricingError, match=r"places\.yml is not usable"):
        Places.load(path)


def test_country_without_postcodes_is_told_from_one_that_is_not_recorded() -> None:
    assert [known_places().has_postcodes(country) for country in ("HK", "DE", "BS")] == [False, True, None]


def test_every_area_has_a_source_a_day_and_a_known_territory() -> None:
    for country, areas in RECORD["areas"].items():
        assert country in country_codes()
        for area in areas:
            assert area["source"]["title"]
            assert area["checked_on"]
            assert area["confidence"] in {"official", "secondary", "unconfirmed"}
            assert area.get("territory", country) in country_codes()
