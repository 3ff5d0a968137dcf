"""Which products of a catalogue are kept from a destination."""

from datetime import date
from decimal import Decimal

import pytest

from retrieval.catalogue import Catalogue
from retrieval.product import Merchant, Product
from retrieval.restrictions import Restrictions, Screen

TODAY = date(2026, 11, 26)
CHINA = Merchant("tian", "天天小铺", "CN", "zh-Hans", "CNY")
INDIA = Merchant("desi", "Desi", "IN", "hi", "INR")


def product(product_id: str, category: str, hs_code: str, merchant: Merchant = CHINA) -> Product:
    return Product(
        product_id, merchant.merchant_id, merchant.language, {merchant.language: "x"}, Decimal(10), merchant.currency,
        category=category, hs_code=hs_code,
    )  # fmt: skip


PRODUCTS = (
    product("mug", "mug", "6912.00"),
    product("drone", "drone", "8806.22"),
    product("toy", "drone", "9503.00"),
    product("own", "drone", "8806.21", INDIA),
    product("phone", "smartphone", "8517.13"),
    product("honey", "honey", "0409.00"),
)


@pytest.fixture(scope="module")
def restrictions() -> Restrictions:
    return Restrictions.load()


def screen(restrictions: Restrictions, today: date = TODAY) -> Screen:
    return Screen(restrictions, Catalogue.from_products(PRODUCTS, (CHINA, INDIA), "test"), lambda: today)


@pytest.mark.parametrize(
    ("destination", "barred"),
    [("IN", ["drone"]), ("EG", ["drone", "toy", "own"]), ("TR", ["phone"]), ("DE", []), ("", []), ("??", [])],
)
def test_what_is_forbidden_is_barred_by_destination_and_origin(
    restrictions: Restrictions, destination: str, barred: list[str]
) -> None:
    made = screen(restrictions)
    assert [PRODUCTS[row].product_id for row in made.rows(destination)] == barred
    assert [one.product_id for one in PRODUCTS if made.bars(one, destination)] == barred


def test_bars_agree_with_the_findings_of_every_product(restrictions: Restrictions) -> None:
    made = screen(restrictions)
    for destination in ("IN", "EG", "MA", "TR", "CN", "AU", "JP", "SG", "US", "DE", "BR"):
        for one in PRODUCTS:
            forbidding = [found for found in made.findings(one, destination) if found.restriction.forbids]
            assert made.bars(one, destination) == bool(forbidding), (one.product_id, destination)


def test_a_ban_begins_on_its_day(restrictions: Restrictions) -> None:
    assert not screen(restrictions, date(2022, 2, 8)).rows("IN").size
    assert screen(restrictions, date(2022, 2, 9)).rows("IN").size == 1


def test_a_category_is_barred_as_a_whole_only_where_nothing_of_it_is_left(restrictions: Restrictions) -> None:
    made = screen(restrictions)
    assert made.bars_all_of("drone", "EG")
    assert not made.bars_all_of("drone", "IN")
    assert not made.bars_all_of("mug", "EG")
    assert not made.bars_all_of("unicorn", "EG")


def test_remarks_leave_out_what_is_unconfirmed_or_for_those_who_ask(restrictions: Restrictions) -> None:
    made = screen(restrictions)
    honey = PRODUCTS[-1]
    assert [one.restriction.restriction_id for one in made.remarks(honey, "DE")] == ["eu-honey"]
    assert made.remarks(honey, "") == ()
    assert made.remarks(PRODUCTS[0], "DE") == ()
