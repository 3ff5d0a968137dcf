from itertools import combinations

import pytest

from retrieval.advice.baskets import MOST_PRODUCTS, Basket
from retrieval.errors import StoreError
from retrieval.privacy.contributions import Bought, Bounds


def test_a_pair_counts_once_however_often_it_was_bought() -> None:
    bought = Bought.of("ann", [frozenset({"tea", "mug"}), frozenset({"mug", "tea", "jam"})], Bounds())
    products, pairs = bought.counted(frozenset({"tea", "mug", "jam"}), Bounds())
    assert products == ["jam", "mug", "tea"]
    assert pairs == [("jam", "mug"), ("jam", "tea"), ("mug", "tea")]


def test_products_of_different_baskets_are_no_pair() -> None:
    bought = Bought.of("ann", [frozenset({"tea"}), frozenset({"mug"})], Bounds())
    assert bought.counted(frozenset({"tea", "mug"}), Bounds()) == (["mug", "tea"], [])


@pytest.mark.parametrize("most", [2, 5, 9])
def test_no_shopper_adds_more_than_the_bounds(most: int) -> None:
    bounds = Bounds(most_products=most)
    everything = [f"品{number}" for number in range(40)]
    bought = Bought.of("ขวัญ", [frozenset(everything)], bounds)
    products, pairs = bought.counted(frozenset(everything), bounds)
    assert (len(products), len(pairs)) == (most, bounds.most_pairs)
    assert set(pairs) == set(combinations(products, 2))
    assert 1 + len(products) + len(pairs) <= bounds.l2**2


def test_drawing_depends_on_shopper_and_seed_alone_and_is_fair() -> None:
    products = frozenset(f"p{number}" for number in range(20))
    one = Bought.of("ann", [products], Bounds()).counted(products, Bounds())
    assert one == Bought.of("ann", [products], Bounds()).counted(products, Bounds())
    assert one != Bought.of("ann", [products], Bounds(seed=1)).counted(products, Bounds(seed=1))
    drawn = [Bought.of(f"u{user}", [products], Bounds(5)).counted(products, Bounds(5))[0] for user in range(2000)]
    shares = [sum(product in own for own in drawn) / 2000 for product in sorted(products)]
    assert min(shares) > 0.25 - 0.05
    assert max(shares) < 0.25 + 0.05


def test_carts_and_baskets_of_resellers_do_not_count() -> None:
    large = Basket(frozenset(f"p{number}" for number in range(MOST_PRODUCTS + 1)))
    found = Bought.of_baskets(
        "ann", [large, Basket(frozenset({"tea"}), frozenset({"mug"})), Basket(frozenset())], Bounds()
    )
    assert found.baskets == (frozenset({"tea"}),)


def test_one_product_makes_no_pair() -> None:
    with pytest.raises(StoreError, match="give 2 or more"):
        Bounds(most_products=1)
