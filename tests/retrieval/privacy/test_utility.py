from itertools import combinations
from math import inf, isnan

import numpy as np
import pytest

from retrieval.errors import EvaluationError
from retrieval.privacy.contributions import Bought, Bounds
from retrieval.privacy.release import ReleaseTerms
from retrieval.privacy.shoppers import repeated
from retrieval.privacy.utility import Exact, utilities


def shop(n: int = 300) -> list[Bought]:
    """Baskets of four of thirty products; the first are bought more often."""
    random = np.random.default_rng(3)
    weights = 1 / np.arange(1, 31)
    return [
        Bought.of(
            f"u{user}",
            [frozenset(f"p{one:02}" for one in random.choice(30, 4, False, weights / weights.sum()))],
            Bounds(),
        )
        for user in range(n)
    ]


PRODUCTS = tuple(f"p{number:02}" for number in range(30))


def test_exact_counts_worked_by_hand() -> None:
    held = [Bought.of(f"u{user}", [frozenset({"a", "b"})], Bounds()) for user in range(4)]
    held += [Bought.of(f"v{user}", [frozenset({"b", "c"})], Bounds()) for user in range(3)]
    exact = Exact.of(held, ["a", "b", "c"])
    assert exact.pairs == {("a", "b"): 4, ("b", "c"): 3}
    assert exact.lifts == {("a", "b"): 4 * 7 / (4 * 7), ("b", "c"): 3 * 7 / (7 * 3)}


def test_looking_at_few_products_first_finds_the_pairs_that_all_would(monkeypatch: pytest.MonkeyPatch) -> None:
    held = shop()
    monkeypatch.setattr("retrieval.privacy.utility._FIRST_PRODUCTS", 2)
    few = Exact.of(held, PRODUCTS, 10)
    counts = {
        pair: sum(pair[0] in one.drawn and pair[1] in one.drawn for one in held) for pair in combinations(PRODUCTS, 2)
    }
    assert sorted(few.pairs.values(), reverse=True) == sorted(counts.values(), reverse=True)[:10]


def test_without_noise_all_is_kept_and_with_little_epsilon_nothing() -> None:
    """With 300 shoppers noise of ε = 0.1 hides everything; of the bounds alone nothing is lost in baskets of four."""
    small, none = utilities(shop(), PRODUCTS, [0.1], 3, ReleaseTerms(), 0, lambda _: None)
    assert (small.epsilon, none.epsilon) == (0.1, inf)
    assert small.recall.high < 0.1
    assert none.recall.mean == 1.0
    assert none.lift_correlation.mean == pytest.approx(1.0)
    assert none.lift_error.mean == pytest.approx(0.0, abs=1e-12)


def test_what_is_kept_grows_with_epsilon_and_with_shoppers() -> None:
    held = list(repeated(shop(), 10, Bounds()))
    assert len(held) == 3000
    small, large, _ = utilities(held, PRODUCTS, [0.3, 10.0], 3, ReleaseTerms(), 0, lambda _: None)
    assert small.recall.mean < 0.7 < large.recall.mean
    assert isnan(small.lift_error.mean) or small.lift_error.mean > large.lift_error.mean


def test_shop_without_a_pair_is_said() -> None:
    with pytest.raises(EvaluationError, match="nothing to release yet"):
        Exact.of([Bought.of("ann", [frozenset({"a", "b"})], Bounds())], ["a", "b"])
