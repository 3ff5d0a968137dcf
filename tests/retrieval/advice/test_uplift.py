from math import exp

import pytest

from retrieval.advice.uplift import SENSITIVITY, uplift_of


def test_uplift_worked_by_hand() -> None:
    # even odds, times e^(5 · 0.2) = e with a fifth off: e / (1 + e) buy, at 20 less margin
    found = uplift_of(0.5, 100, 40, 20)
    assert found.with_coupon == pytest.approx(exp(SENSITIVITY * 0.2) / (1 + exp(SENSITIVITY * 0.2)))
    assert found.gain == pytest.approx(found.with_coupon * 20 - 0.5 * 40)


@pytest.mark.parametrize("probability", [0.8, 0.95, 0.999, 1.0])
def test_who_buys_anyway_is_worth_no_coupon(probability: float) -> None:
    assert uplift_of(probability, 100, 40, 10).gain < 0


@pytest.mark.parametrize("probability", [0.05, 0.1, 0.2])
def test_who_may_be_won_over_is(probability: float) -> None:
    assert uplift_of(probability, 100, 40, 10).gain > 0


def test_coupon_larger_than_the_margin_never_pays() -> None:
    assert all(uplift_of(p / 100, 100, 10, 12).gain < 0 for p in range(1, 100))


@pytest.mark.parametrize("probability", [0.0, 1.0, -3.0, 7.0])
def test_probabilities_at_the_ends_are_no_failure(probability: float) -> None:
    found = uplift_of(probability, 0, 0, 0)
    assert 0 < found.without < 1
    assert found.gain == pytest.approx(0)
