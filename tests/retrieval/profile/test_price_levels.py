"""How dear a product is among its kind."""

from decimal import Decimal

import numpy as np
import pytest

from retrieval.catalogue import Catalogue
from retrieval.lists.columns import ListColumns
from retrieval.product import Product
from retrieval.profile import PriceLevels
from tests.fakes import HERE, product


def levels_of(products: list[Product]) -> PriceLevels:
    catalogue = Catalogue.from_products(products, [HERE], "test")
    prices = np.array([float(one.price) for one in products])
    return PriceLevels.of(ListColumns.of(catalogue, prices), catalogue.rows)


def of_kind(category: str, department: str, *prices: int) -> list[Product]:
    return [
        product(f"{category}{number}", category=category, department=department, price=Decimal(price))
        for number, price in enumerate(prices)
    ]


def test_level_is_the_place_among_the_prices_of_the_category() -> None:
    levels = levels_of([*of_kind("mug", "kitchen", 1, 2, 3, 4, 5, 6), *of_kind("sofa", "home", *range(100, 700, 100))])
    expected = [(2 * place + 1) / 12 for place in range(6)]
    assert [levels.level(f"mug{number}") for number in range(6)] == pytest.approx(expected)
    assert levels.level("sofa5") == pytest.approx(levels.level("mug5"))


def test_equal_prices_share_one_level() -> None:
    levels = levels_of(of_kind("mug", "kitchen", 1, 2, 2, 2, 3, 4, 5, 6))
    assert levels.level("mug1") == levels.level("mug3") == pytest.approx((1 + 4) / 2 / 8)


def test_small_category_is_placed_in_its_department_and_a_small_department_among_all() -> None:
    products = [
        *of_kind("mug", "kitchen", 10, 20),
        *of_kind("bowl", "kitchen", 1, 2, 3, 4),
        *of_kind("tea", "food", 5),
        *of_kind("sofa", "home", *range(100, 700, 100)),
    ]
    levels = levels_of(products)
    assert levels.level("mug1") == pytest.approx(5.5 / 6)
    assert levels.level("tea0") == pytest.approx(4.5 / 13)


def test_product_without_a_price_or_in_a_catalogue_of_few_prices_has_no_level() -> None:
    assert levels_of([*of_kind("mug", "kitchen", 0, 1, 2, 3, 4, 5, 6)]).level("mug0") is None
    assert levels_of(of_kind("mug", "kitchen", 1, 2)).level("mug0") is None
    assert levels_of([]).level("gone") is None
