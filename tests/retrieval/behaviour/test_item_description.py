import numpy as np
import pytest

from retrieval.behaviour.item_description import Description, item_facts, price_bands


def test_no_items_have_no_bands():
    assert price_bands([], []).shape == (0,)


def test_bands_are_thirds_of_the_category():
    prices = [1.0, 2.0, 3.0, 4.0, 5.0, 6.0, 100.0, 200.0, 300.0, 400.0, 500.0, 600.0]
    assert price_bands(["mug"] * 6 + ["sofa"] * 6, prices).tolist() == [0, 0, 1, 1, 2, 2] * 2


def test_category_of_few_prices_is_divided_by_all_prices():
    prices = [1.0, 2.0, 3.0, 4.0, 5.0, 6.0, 6.0]
    assert price_bands(["mug"] * 6 + ["cup"], prices).tolist() == [0, 0, 1, 1, 2, 2, 2]


def test_equal_prices_are_in_the_middle_band():
    assert price_bands(["mug"] * 4, [5.0] * 4).tolist() == [1] * 4


@pytest.mark.parametrize("price", [None, 0.0, -3.0, float("nan"), float("inf")])
def test_price_that_is_none_has_no_band(price):
    assert price_bands(["mug", "mug"], [price, 5.0]).tolist() == [-1, 1]


def test_item_without_description_is_unknown():
    found = item_facts(("cup", "jug"), {"cup": Description("茶碗", "mug", "Kim", "blue", 3.0), "ghost": Description()})
    assert found.texts == ("茶碗", "")
    assert (found.brands, found.styles, found.price_bands.tolist()) == (("Kim", ""), ("blue", ""), [1, -1])
    assert found.vectors.shape == (2, 0)
    assert found.vectors.dtype == np.float32
