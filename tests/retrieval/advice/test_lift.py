import pytest

from retrieval.advice.lift import Lift, lift_of, share_interval
from retrieval.errors import EvaluationError


@pytest.mark.parametrize(
    ("n_hits", "n_trials", "interval"),
    [
        # z = 2: (p + 2/n ± 2·sqrt(p(1-p)/n + 1/n²)) / (1 + 4/n), by hand
        (0, 4, (0.0, 0.5)),  # (0 + .5 ± .5) / 2
        (4, 4, (0.5, 1.0)),
        (2, 4, (0.5 - 8**-0.5, 0.5 + 8**-0.5)),  # (.5 + .5 ± 2·sqrt(.0625 + .0625)) / 2
        (0.25, 0.25, (1 / 17, 1.0)),  # n / (n + z²) at its lower end where all hit
        (0, 0, (0.0, 1.0)),
    ],
)
def test_interval_of_a_share_worked_by_hand(n_hits: float, n_trials: float, interval: tuple[float, float]) -> None:
    assert share_interval(n_hits, n_trials, z=2.0) == pytest.approx(interval)


@pytest.mark.parametrize(("n_hits", "n_trials"), [(5, 4), (-1, 4), (float("nan"), 4), (0, -1)])
def test_shares_that_cannot_be_are_refused(n_hits: float, n_trials: float) -> None:
    with pytest.raises(EvaluationError, match="cannot be"):
        share_interval(n_hits, n_trials)


def test_lift_worked_by_hand() -> None:
    # 4 of 4 baskets with the first hold the second, which 4 of 8 baskets hold: lift 2; its bound: .5 over the upper end
    # of 4 in 8, (.5 + .25 + 2·sqrt(.03125 + .015625)) / 1.5
    highest = (0.75 + 2 * 0.046875**0.5) / 1.5
    assert lift_of(4, 4, 4, 8, z=2.0) == Lift(2.0, pytest.approx(0.5 / highest))


def test_lift_of_what_never_was_in_a_basket_is_nothing() -> None:
    assert lift_of(0, 0, 5, 9) == lift_of(0, 5, 0, 9) == Lift(0.0, 0.0)


def test_same_lift_is_surer_the_more_baskets_bear_it_out() -> None:
    bounds = [lift_of(2 * n, 4 * n, 4 * n, 40 * n).at_least for n in (1, 3, 10, 100)]
    assert bounds == sorted(bounds)
    assert bounds[0] < bounds[-1] < lift_of(2, 4, 4, 40).counted
