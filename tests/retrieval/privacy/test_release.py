from collections.abc import Sequence
from math import inf

import pytest

from retrieval.advice.co_occurrence import Pair
from retrieval.errors import StoreError
from retrieval.privacy.contributions import Bought, Bounds
from retrieval.privacy.release import ReleaseTerms, release

CATALOGUE = tuple(f"p{number}" for number in range(12))


def shoppers(n: int, *products: str, first: int = 0) -> list[Bought]:
    return [Bought.of(f"u{user}", [frozenset(products)], Bounds()) for user in range(first, first + n)]


def test_without_noise_counts_are_those_of_shoppers() -> None:
    made = release([*shoppers(5, "p1", "p2"), *shoppers(4, "p2", "p3", first=5)], CATALOGUE, inf, ReleaseTerms())
    assert (made.counts.n_baskets, made.counts.n_with("p2")) == (9, 9)
    assert made.counts.pairs_with("p2") == [Pair("p1", 5, 5), Pair("p3", 4, 4)]


def test_pairs_of_fewer_than_three_shoppers_are_hidden_also_without_noise() -> None:
    made = release([*shoppers(5, "p1", "p2"), *shoppers(2, "p4", "p5", first=5)], CATALOGUE, inf, ReleaseTerms())
    assert made.counts.pairs_with("p4") == []
    assert made.n_hidden == 12 * 11 // 2 - 1


def test_only_products_of_the_catalogue_count() -> None:
    made = release(shoppers(9, "p1", "secret"), CATALOGUE, inf, ReleaseTerms())
    assert made.counts.n_with("secret") == 0
    assert list(made.counts.pairs()) == []


def test_of_many_products_the_most_bought_are_counted() -> None:
    held = [*shoppers(9, "p3", "p7"), *shoppers(1, "p1", "p2", first=9)]
    made = release(held, CATALOGUE, inf, ReleaseTerms(n_products=2))
    assert made.product_ids == ("p3", "p7")


@pytest.mark.parametrize("n_products", [4, 50])
def test_a_release_costs_no_more_than_it_may(n_products: int) -> None:
    made = release(shoppers(30, "p1", "p2"), CATALOGUE, 0.02, ReleaseTerms(n_products=n_products))
    assert 0.019 < made.rho <= 0.02 * (1 + 1e-9)


def test_noise_hardly_ever_shows_a_pair_that_nobody_bought() -> None:
    """One false pair is expected of each release of 1,225; ten or more in 10 releases of 66 would be a wonder."""
    false = [len(list(release(shoppers(500), CATALOGUE, 0.05, ReleaseTerms()).counts.pairs())) for _ in range(10)]
    assert sum(false) < 25


def test_many_shoppers_are_seen_through_the_noise() -> None:
    made = release(shoppers(4000, "p1", "p2"), CATALOGUE, 0.05, ReleaseTerms())
    (pair,) = [pair for pair in made.counts.pairs_with("p1") if pair.product_id == "p2"]
    assert pair.n_baskets == pytest.approx(4000, abs=6 * made.scale)
    assert made.counts.n_baskets >= made.counts.n_with("p1") >= pair.n_baskets


def test_no_count_is_impossible_under_much_noise() -> None:
    for _ in range(5):
        counts = release(shoppers(10, "p1", "p2", "p3"), CATALOGUE, 1e-3, ReleaseTerms()).counts
        for first, pair in counts.pairs():
            assert 0 < pair.n_baskets <= min(counts.n_with(first), counts.n_with(pair.product_id)) <= counts.n_baskets


@pytest.mark.parametrize("catalogue", [(), ("p1",)])
def test_a_catalogue_without_a_pair_is_refused(catalogue: Sequence[str]) -> None:
    with pytest.raises(StoreError, match="no pair"):
        release([], catalogue, 1.0, ReleaseTerms())


def test_shop_without_shoppers_releases_noise_and_nothing_else() -> None:
    assert release([], CATALOGUE, inf, ReleaseTerms()).counts.n_baskets == 0
