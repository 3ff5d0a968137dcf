"""What the nearest raters think, against a loop that takes them one by one."""

import numpy as np
import pytest

from retrieval.nearest_raters import opinion_of_nearest
from retrieval.rating_rows import OwnRatings, RatingRows


def rows(ratings: list[dict[str, float]], columns: dict[str, int]) -> list[OwnRatings]:
    return [OwnRatings.of(own, columns) for own in ratings]


def one_by_one(ratings: list[dict[str, float]], weights: list[float], product: str, k: int) -> tuple[float, int, int]:
    """Return shift, number of neighbours and of those who like the product, the plain way."""
    raters = [number for number, own in enumerate(ratings) if product in own and weights[number] > 0]
    near = sorted(raters, key=lambda number: -weights[number])[:k]
    total = sum(weights[number] for number in near)
    deviations = [ratings[number][product] - sum(ratings[number].values()) / len(ratings[number]) for number in near]
    shift = sum(weights[number] * one for number, one in zip(near, deviations, strict=True)) / total if near else 0.0
    return shift, len(near), sum(ratings[number][product] >= 4 for number in near)


@pytest.mark.parametrize("k", [1, 3, 40])
@pytest.mark.parametrize("n_first", [0, 9, 20])
def test_opinion_is_that_of_a_loop(k: int, n_first: int) -> None:
    """Weights are few, so that many are equal; shoppers lie in two parts, of which either may be empty."""
    random = np.random.default_rng(k)
    products = [f"p{number}" for number in range(15)]
    ratings = [
        {"p0": 3.0} | {one: float(random.integers(1, 6)) for one in products if random.random() < 0.4}
        for _ in range(20)
    ]
    weights = [float(random.integers(0, 4)) / 4 for _ in ratings]
    columns: dict[str, int] = {}
    given = rows(ratings, columns)
    parts = [RatingRows.of(part, len(columns), 4.0) for part in (given[:n_first], given[n_first:])]
    weighted = [(parts[0], np.array(weights[:n_first])), (parts[1], np.array(weights[n_first:]))]
    found = opinion_of_nearest(weighted, len(columns), k)
    for product, column in columns.items():
        shift, n_neighbours, n_liking = one_by_one(ratings, weights, product, k)
        assert found.shifts[column] == pytest.approx(shift)
        assert (found.n_neighbours[column], found.n_liking[column]) == (n_neighbours, n_liking)


def test_some_products_have_what_they_have_among_all() -> None:
    columns: dict[str, int] = {}
    every = RatingRows.of(rows([{"a": 1.0, "b": 5.0}, {"b": 4.0}, {"c": 2.0, "a": 5.0}], columns), 3, 4.0)
    some = every.of_products(np.array([columns["c"], -1, columns["a"], 99]))
    assert some.values.toarray().tolist() == [[0, 0, 2], [0, 0, 0], [1, 0, 5], [0, 0, 0]]
    assert some.deviations.toarray().tolist() == [[0, 0, -1.5], [0, 0, 0], [-2, 0, 1.5], [0, 0, 0]]
    assert some.is_liked.toarray().tolist() == [[0, 0, 0], [0, 0, 0], [0, 0, 1], [0, 0, 0]]
    assert every.n_ratings_of(np.array([-1, columns["b"], 99, columns["c"]])) == 3


def test_nothing_rated_gives_no_opinion() -> None:
    nobody = RatingRows.of([], 0, 4.0)
    found = opinion_of_nearest([(nobody, np.zeros(0))], 2, 40)
    assert found.n_neighbours.tolist() == found.n_liking.tolist() == [0, 0]
    assert found.of(np.array([1, -1, 7])).shifts.tolist() == [0, 0, 0]
    assert nobody.likeness_to(OwnRatings.of({"cup": 5.0}, {}), 1).shape == (0,)
