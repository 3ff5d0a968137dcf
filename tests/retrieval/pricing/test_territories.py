import pytest

from retrieval.errors import PricingError
from retrieval.pricing.territories import (
    EU_MEMBERS,
    check_country,
    country_codes,
    customs_area,
    duty_area,
    is_tax_border,
    is_taxed_with,
    markets,
    read_country,
    tax_country,
)


def test_union_has_27_members() -> None:
    assert len(EU_MEMBERS) == 27
    assert country_codes() >= EU_MEMBERS
    assert "GB" not in EU_MEMBERS


@pytest.mark.parametrize("code", ["EA", "GG", "JE", "GI", "FO", "GL", "XI", "HK", "MO", "TW", "BL"])
def test_territory_with_law_of_its_own_stands_for_itself(code: str) -> None:
    assert check_country(code) == code
    assert customs_area(code) == duty_area(code) == code
    assert markets(code) == (code, "*")


@pytest.mark.parametrize("code", ["AX", "GF", "GP", "IC", "MF", "MQ", "RE", "YT"])
def test_territory_outside_the_vat_area_alone_shares_the_unions_duty(code: str) -> None:
    assert (customs_area(code), duty_area(code), tax_country(code)) == (code, "EU", code)
    assert markets(code) == (code, "EU", "*")
    assert is_tax_border("FR", code)
    assert is_tax_border(code, "FR")


def test_puerto_rico_lies_in_the_customs_territory_of_the_united_states() -> None:
    assert (duty_area("PR"), markets("PR"), is_tax_border("US", "PR")) == ("US", ("PR", "US", "*"), True)


def test_country_may_be_taxed_as_its_neighbour() -> None:
    assert (customs_area("MC"), tax_country("MC"), markets("MC")) == ("EU", "FR", ("FR", "EU", "*"))
    assert (customs_area("IM"), tax_country("IM"), markets("IM")) == ("GB", "GB", ("GB", "*"))
    assert (customs_area("LI"), tax_country("LI"), markets("LI")) == ("CH", "CH", ("CH", "*"))


@pytest.mark.parametrize("code", ["", "de", "DEU", "EU", "UK", "ZZ", "EL", "Austria"])
def test_code_that_is_no_country_is_refused(code: str) -> None:
    with pytest.raises(PricingError, match=f"the destination {code!r} is not known; give an ISO 3166-1 code"):
        check_country(code, "destination")


@pytest.mark.parametrize(
    ("written", "code"),
    [("de", "DE"), (" Xi ", "XI"), ("uk", "GB"), ("EL", "GR"), ("ES-CN", "IC"), ("gb-nir", "XI"), ("US-PR", "PR")],
)
def test_country_is_read_as_people_write_its_code(written: str, code: str) -> None:
    assert read_country(written) == code


def test_part_of_a_country_without_a_tax_of_its_own_here_is_refused() -> None:
    """Madeira lies in Portugal and has a lower rate that is not recorded: PT would be wrong for it."""
    with pytest.raises(PricingError, match="'PT-30' is not known"):
        read_country("PT-30")


def test_import_scheme_does_not_reach_territories_outside_the_vat_area() -> None:
    assert [code for code in ("FI", "AX", "IC", "GP", "MC") if is_taxed_with("EU", code)] == ["FI", "MC"]
