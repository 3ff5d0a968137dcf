import pytest

from retrieval.errors import PricingError
from retrieval.pricing.territories import EU_MEMBERS, check_country, country_codes, customs_area, markets, tax_country


def test_union_has_27_members() -> None:
    assert len(EU_MEMBERS) == 27
    assert country_codes() >= EU_MEMBERS
    assert "GB" not in EU_MEMBERS


@pytest.mark.parametrize(
    "code", ["GP", "MQ", "GF", "RE", "YT", "AX", "IC", "EA", "GG", "JE", "GI", "FO", "GL", "XI", "HK", "MO"]
)
def test_territory_with_law_of_its_own_stands_for_itself(code: str) -> None:
    assert check_country(code) == code
    assert customs_area(code) == code
    assert markets(code) == (code, "*")


def test_monaco_is_france_and_man_is_the_united_kingdom() -> None:
    assert (customs_area("MC"), tax_country("MC"), markets("MC")) == ("EU", "FR", ("FR", "EU", "*"))
    assert (customs_area("IM"), tax_country("IM"), markets("IM")) == ("GB", "GB", ("GB", "*"))


@pytest.mark.parametrize("code", ["", "de", "DEU", "EU", "UK", "ZZ", "EL", "Austria"])
def test_code_that_is_no_country_is_refused(code: str) -> None:
    with pytest.raises(PricingError, match=f"the destination {code!r} is not known; give an ISO 3166-1 code"):
        check_country(code, "destination")
