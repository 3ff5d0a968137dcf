"""The mix of kinds in a list follows the mix that is wanted."""

import itertools

import numpy as np
import pytest

from retrieval.lists.calibration import SMOOTHING, calibrated, mix_of, wanted_mix


def divergence(wanted: np.ndarray, kinds: np.ndarray) -> float:
    """Kullback-Leibler divergence of the wanted mix from the list's, as Steck defines it."""
    q = np.bincount(kinds, minlength=wanted.size) / kinds.size
    mixed = (1 - SMOOTHING) * q + SMOOTHING * wanted
    return float(sum(p * np.log(p / m) for p, m in zip(wanted, mixed, strict=True) if p > 0))


def objective(scores: np.ndarray, kinds: np.ndarray, wanted: np.ndarray, calibration: float) -> float:
    return (1 - calibration) * float(scores.sum()) - calibration * divergence(wanted, kinds)


def candidates(seed: int, n: int = 60, n_kinds: int = 4) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    rng = np.random.default_rng(seed)
    wanted = rng.dirichlet(np.ones(n_kinds))
    return -np.sort(-rng.random(n)), rng.integers(0, n_kinds, n), wanted


def test_seven_to_three_is_shown_seven_to_three() -> None:
    """Steck's own example: 70 romances and 30 action films were watched, and nothing but romances was recommended."""
    scores = np.concatenate([np.full(100, 0.9), np.full(100, 0.8)])
    kinds = np.repeat([0, 1], 100)
    shown = calibrated(scores, kinds, np.array([0.7, 0.3]), 0.9, 10)
    assert np.bincount(kinds[shown]).tolist() == [7, 3]
    assert calibrated(scores, kinds, np.array([0.7, 0.3]), 0.0, 10).tolist() == list(range(10))


def test_each_step_takes_the_best_by_the_plain_formula() -> None:
    for seed in range(20):
        scores, kinds, wanted = candidates(seed)
        shown = calibrated(scores, kinds, wanted, 0.5, 12).tolist()
        taken: list[int] = []
        for chosen in shown:
            left = [one for one in range(scores.size) if one not in taken]
            gains = {one: objective(scores[[*taken, one]], kinds[[*taken, one]], wanted, 0.5) for one in left}
            assert gains[chosen] == pytest.approx(max(gains.values()))
            taken.append(chosen)


def test_choice_is_near_the_best_of_all_choices() -> None:
    for seed in range(10):
        scores, kinds, wanted = candidates(seed, n=10, n_kinds=3)
        shown = calibrated(scores, kinds, wanted, 0.5, 4)
        best = max(
            objective(scores[list(chosen)], kinds[list(chosen)], wanted, 0.5)
            for chosen in itertools.combinations(range(10), 4)
        )
        assert objective(scores[shown], kinds[shown], wanted, 0.5) >= best - 0.15


def test_more_calibration_brings_the_mix_nearer() -> None:
    apart = []
    for calibration in (0.0, 0.3, 0.6, 0.99):
        found = [candidates(seed, n=200) for seed in range(20)]
        apart.append(
            np.mean([divergence(wanted, kinds[calibrated(scores, kinds, wanted, calibration, 20)])
                     for scores, kinds, wanted in found])
        )  # fmt: skip
    assert apart == sorted(apart, reverse=True)
    assert apart[-1] < 0.02 < 0.1 < apart[0]


def test_every_candidate_is_shown_once_also_where_a_kind_runs_out() -> None:
    scores, kinds, wanted = candidates(3, n=30)
    assert sorted(calibrated(scores, kinds, wanted, 0.5, 99).tolist()) == list(range(30))
    assert calibrated(np.empty(0), np.empty(0, dtype=np.int64), wanted, 0.5, 5).size == 0


def test_shorter_list_is_the_beginning_of_the_longer_one() -> None:
    scores, kinds, wanted = candidates(7)
    longer = calibrated(scores, kinds, wanted, 0.5, 30)
    assert calibrated(scores, kinds, wanted, 0.5, 10).tolist() == longer[:10].tolist()


def test_little_known_taste_leaves_much_of_the_usual_mix() -> None:
    usual = mix_of(np.array([0, 1, 2, 3]), 4)
    liked = np.array([5.0, 0, 0, 0])
    assert wanted_mix(liked, 1, usual).tolist() == pytest.approx([0.25 + 0.75 * 0.25, *[0.75 * 0.25] * 3])
    assert wanted_mix(liked, 97, usual)[0] == pytest.approx(0.97 + 0.03 * 0.25)
    assert wanted_mix(np.zeros(4), 9, usual) is usual
    assert mix_of(np.array([], dtype=np.int64), 3).tolist() == [0, 0, 0]
