"""What invented shoppers ask for: popular things more often, and companions from the sets of categories."""

from collections import Counter
from decimal import Decimal

import numpy as np
import pytest

from retrieval.advice.complements import UsedTogether
from retrieval.demo_demand import Demand
from retrieval.product import Product

TEA = UsedTogether({"tea time": ("tea", "mug", "kettle"), "cup": ("tea", "mug")})


def product(product_id: str, category: str, merchant: str = "shop", audience: str = "", n_ratings: int = 0) -> Product:
    return Product(
        product_id,
        merchant,
        "en",
        {"en": "thing"},
        Decimal(1),
        "EUR",
        category=category,
        audience=audience,
        n_ratings=n_ratings,
    )


def companions(demand: Demand, one: Product, n: int = 400) -> list[list[str]]:
    random = np.random.default_rng(0)
    return [demand.companions_of(one, random) for _ in range(n)]


def test_products_are_drawn_by_the_place_of_their_ratings() -> None:
    """Three products: of the places 0, 1 and 2 the weights are 1/5, 1/6 and 1/7, together 107/210."""
    demand = Demand(
        [product("c", "x", n_ratings=1), product("a", "x", n_ratings=90), product("b", "x", n_ratings=7)], TEA, 0
    )
    random = np.random.default_rng(0)
    drawn = Counter(demand.some_of(["a", "b", "c"], 1, random)[0] for _ in range(20_000))
    for product_id, weight in (("a", 1 / 5), ("b", 1 / 6), ("c", 1 / 7)):
        assert drawn[product_id] / 20_000 == pytest.approx(weight / (107 / 210), abs=0.015)


def test_different_products_are_drawn_and_no_more_than_there_are() -> None:
    demand = Demand([product(str(number), "x") for number in range(5)], TEA, 0)
    random = np.random.default_rng(0)
    assert sorted(demand.some_of(["1", "2", "3"], 9, random)) == ["1", "2", "3"]
    assert demand.some_of([], 3, random) == []
    assert demand.some_of(["1", "2"], 0, random) == []


def test_companions_are_of_categories_used_with_the_product_one_of_each() -> None:
    """The mug is in both sets and bound most: it comes first twice as often as the kettle."""
    tea = product("tea", "tea")
    demand = Demand(
        [tea, product("m1", "mug"), product("m2", "mug"), product("k", "kettle"), product("s", "socks")], TEA, 0
    )
    found = companions(demand, tea)
    assert {product_id for own in found for product_id in own} == {"m1", "m2", "k"}
    assert not any({"m1", "m2"} <= set(own) for own in found)
    assert {len(own) for own in found} == {1, 2}
    first = Counter(own[0] == "k" for own in found)
    assert 0.27 < first[True] / len(found) < 0.4


def test_companions_come_mostly_from_the_same_merchant() -> None:
    tea = product("tea", "tea", "ann")
    demand = Demand([tea, product("near", "mug", "ann"), product("far", "mug", "bob")], TEA, 0)
    drawn = Counter(one for own in companions(demand, tea) for one in own)
    assert 0.9 < drawn["near"] / drawn.total() < 0.99


def test_companions_are_not_for_somebody_else() -> None:
    tea = product("tea", "tea", "ann", "women")
    mugs = [product("his", "mug", "ann", "men"), product("hers", "mug", "bob", "women"), product("any", "mug", "bob")]
    assert {one for own in companions(Demand([tea, *mugs], TEA, 0), tea) for one in own} == {"hers", "any"}
    assert companions(Demand([tea, mugs[0]], TEA, 0), tea, 5) == [[]] * 5


def test_what_no_set_holds_is_bought_alone() -> None:
    socks = product("socks", "socks")
    demand = Demand([socks, product("tea", "tea")], TEA, 0)
    assert companions(demand, socks, 5) == [[]] * 5
