import pytest

from retrieval.errors import PricingError
from retrieval.pricing.goods import ALL_GOODS, Goods, hs_digits

FOOD = Goods(hs=("09", "1806"), categories=frozenset({"tea", "chocolate"}))
DOLLS = Goods(hs=("950300",), categories=frozenset({"doll"}), only_categories=frozenset({"doll"}))
NO_LEATHER = Goods(except_hs=("4202",), except_categories=frozenset({"handbag"}))


@pytest.mark.parametrize(
    ("goods", "hs", "category", "is_covered"),
    [
        (ALL_GOODS, "", "", True),
        (FOOD, "090210", "", True),
        (FOOD, "180631", "", True),
        (FOOD, "180500", "chocolate", False),  # the code decides, not the category
        (FOOD, "610910", "", False),
        (FOOD, "18", "", None),  # chapter 18 holds 1806 and other headings
        (FOOD, "", "tea", True),
        (FOOD, "", "t-shirt", False),
        (FOOD, "", "", None),
        (DOLLS, "950300", "doll", True),
        (DOLLS, "950300", "puzzle", False),  # of the same code, but no doll
        (DOLLS, "950300", "", None),
        (DOLLS, "610910", "", False),
        (DOLLS, "", "doll", True),
        (DOLLS, "", "", None),
        (NO_LEATHER, "420221", "", False),
        (NO_LEATHER, "610910", "", True),
        (NO_LEATHER, "42", "", None),
        (NO_LEATHER, "", "handbag", False),
        (NO_LEATHER, "", "t-shirt", True),
        (NO_LEATHER, "", "", None),
        (Goods(hs=("95",)), "", "doll", None),
    ],
)
def test_set_of_goods(goods: Goods, hs: str, category: str, is_covered: bool | None) -> None:
    assert goods.covers(hs, category, "") is is_covered


def test_audience_narrows_and_unknown_audience_is_adult() -> None:
    children = Goods(hs=("61",), audiences=frozenset({"girls", "boys"}))
    assert children.covers("610910", "", "girls") is True
    assert children.covers("610910", "", "women") is False
    assert children.covers("610910", "", "") is False


@pytest.mark.parametrize("code", ["", "6", "61.0.9x", "T-shirt", "61091000999", "６１０９"])
def test_code_that_is_none_is_refused(code: str) -> None:
    with pytest.raises(PricingError, match="no Harmonized System code"):
        hs_digits(code)


def test_prefix_longer_than_the_system_is_refused() -> None:
    with pytest.raises(PricingError, match="longer than 6 digits"):
        Goods(hs=("61091000",))
