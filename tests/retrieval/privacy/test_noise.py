from math import inf, sqrt

import numpy as np
import pytest

from retrieval.errors import StoreError
from retrieval.privacy.noise import epsilon_of, noisy_counts, noisy_top, rho_of

DELTA = 1e-6


def test_known_cost_means_the_known_epsilon() -> None:
    """The value that the library's own tests give for ρ = 1/32 at δ = 0.001."""
    assert epsilon_of(1 / 32, 1e-3) == pytest.approx(0.6880024554878, rel=1e-9)


def test_nothing_costs_nothing_and_everything_everything() -> None:
    assert (epsilon_of(0.0, DELTA), epsilon_of(inf, DELTA)) == (0.0, inf)


def test_cost_of_an_epsilon_means_no_more_than_it_and_hardly_less() -> None:
    rho = rho_of(1.0, DELTA)
    assert 0.999 < epsilon_of(rho, DELTA) <= 1.0
    assert epsilon_of(rho * 1.001, DELTA) > 1.0


def test_two_releases_cost_less_than_the_sum_of_their_epsilons() -> None:
    rho = rho_of(1.0, DELTA)
    assert 1.3 < epsilon_of(2 * rho, DELTA) < 1.6


@pytest.mark.parametrize(("epsilon", "delta"), [(0.0, DELTA), (-1.0, DELTA), (inf, DELTA), (1.0, 0.0), (1.0, 1.0)])
def test_what_is_no_promise_is_refused(epsilon: float, delta: float) -> None:
    with pytest.raises(StoreError, match="give a finite ε over 0"):
        rho_of(epsilon, delta)


def test_noise_has_the_spread_that_the_cost_asks_for() -> None:
    """4,000 draws: their standard deviation is within 5 % but for one run in many thousands."""
    found, scale, cost = noisy_counts([7] * 4000, sqrt(2), 0.01)
    assert scale == pytest.approx(10.0)
    assert cost <= 0.01 * (1 + 1e-12)
    assert np.std(found) == pytest.approx(10.0, rel=0.05)
    assert np.mean(found) == pytest.approx(7.0, abs=1.0)
    assert all(isinstance(count, int) for count in found)


def test_highest_are_found_where_they_stand_out() -> None:
    found, cost = noisy_top([0, 1000, 0, 2000, 0], 2, 1.0)
    assert sorted(found) == [1, 3]
    assert cost == pytest.approx(1.0)


def test_without_end_of_cost_there_is_no_noise() -> None:
    assert noisy_counts([3, 0], 1.0, inf)[0] == [3, 0]
    assert noisy_top([1, 5, 3], 2, inf)[0] == [1, 2]
