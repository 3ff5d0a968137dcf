import json
from dataclasses import replace

import numpy as np
import pytest

from retrieval.errors import EvaluationError
from retrieval.quality.gate import FEWEST_UNITS, Judgement, Measured, better, compare, not_worse

N = 200
UNITS = tuple(f"user {number}" for number in range(N))


def judgement(**values: np.ndarray) -> Judgement:
    measured = tuple(
        Measured(name, one, is_higher_better=name != "rmse", is_rooted=name == "rmse") for name, one in values.items()
    )
    return Judgement("frozen", UNITS, measured)


def hard_and_easy(seed: int = 0) -> np.ndarray:
    """Units that differ much more among themselves than models do."""
    return np.random.default_rng(seed).uniform(0, 1, N)


def test_model_beside_itself_passes_with_a_gain_of_nothing():
    values = hard_and_easy()
    verdict = not_worse(judgement(ndcg=values), judgement(ndcg=values), seed=0)
    assert verdict.is_passed
    gain = verdict.comparisons[0].gain
    assert (gain.mean, gain.low, gain.high) == (0, 0, 0)


def test_small_loss_on_every_unit_is_seen_however_much_units_differ():
    """The same difference is lost in the intervals of the two means, which overlap."""
    values = hard_and_easy()
    noise = np.random.default_rng(1).normal(0, 0.005, N)
    verdict = not_worse(judgement(ndcg=values - 0.01 + noise), judgement(ndcg=values), seed=0)
    one = verdict.comparisons[0]
    assert not verdict.is_passed
    assert one.candidate.high > one.serving.low
    assert one.gain.mean == pytest.approx(-0.01, abs=0.001)
    assert one.gain.low < -0.01 < one.gain.high < 0


def test_metric_that_fails_is_named_with_its_loss():
    values = hard_and_easy()
    candidate = judgement(recall=values + 0.1, ndcg=values - 0.25)
    verdict = not_worse(candidate, judgement(recall=values, ndcg=values), seed=0)
    assert not verdict.is_passed
    assert "ndcg is worse" in verdict.reason
    assert "-0.2500" in verdict.reason
    assert "recall" not in verdict.reason


def test_loss_within_the_interval_passes():
    values = hard_and_easy()
    noise = np.random.default_rng(1).normal(0, 0.5, N)
    candidate = values + noise - noise.mean() - 0.01
    verdict = not_worse(judgement(ndcg=candidate), judgement(ndcg=values), seed=0)
    assert verdict.is_passed
    assert verdict.comparisons[0].gain.mean == pytest.approx(-0.01)


@pytest.mark.parametrize(("shift", "is_passed"), [(0.2, False), (-0.2, True)])
def test_of_errors_less_is_better(shift, is_passed):
    errors = hard_and_easy() + 1
    verdict = not_worse(judgement(rmse=errors + shift), judgement(rmse=errors), seed=0)
    assert verdict.is_passed is is_passed
    gain = verdict.comparisons[0].gain.mean
    assert gain == pytest.approx(np.sqrt(errors.mean()) - np.sqrt((errors + shift).mean()))
    assert (gain > 0) is is_passed


def test_units_count_by_their_weights():
    """Of a user with ratings 1 and one with 3, squared errors of 4 and 0 on average: the RMSE is the root of 4 / 4."""
    weights = np.tile([1.0, 3.0], N // 2)
    errors = Measured("rmse", np.tile([4.0, 0.0], N // 2), is_higher_better=False, weights=weights, is_rooted=True)
    worse = replace(errors, values=np.tile([4.0, 4.0], N // 2))
    one = compare(Judgement("f", UNITS, (worse,)), Judgement("f", UNITS, (errors,)), seed=0)[0]
    assert one.serving.mean == 1
    assert one.candidate.mean == 2
    assert one.gain.mean == -1
    assert one.is_worse


def test_same_seed_gives_the_same_interval():
    ours, theirs = judgement(ndcg=hard_and_easy(1)), judgement(ndcg=hard_and_easy(2))
    assert compare(ours, theirs, seed=5) == compare(ours, theirs, seed=5)
    assert compare(ours, theirs, seed=5) != compare(ours, theirs, seed=6)


def test_interval_holds_the_true_difference_about_nineteen_times_of_twenty():
    held = 0
    for seed in range(100):
        random = np.random.default_rng(seed)
        theirs = random.uniform(0, 1, N)
        ours = theirs + random.normal(0.03, 0.2, N)
        gain = compare(judgement(ndcg=ours), judgement(ndcg=theirs), seed)[0].gain
        held += gain.low <= 0.03 <= gain.high
    assert 0.90 <= held / 100 <= 0.99


def test_first_model_must_be_better_than_the_baseline():
    values = hard_and_easy()
    baseline = judgement(ndcg=values, recall=values)
    same = better(judgement(ndcg=values, recall=values + 0.1), baseline, "ndcg", seed=0)
    assert not same.is_passed
    assert "ndcg is not surely better" in same.reason
    assert better(judgement(ndcg=values + 0.1, recall=values), baseline, "ndcg", seed=0).is_passed
    mixed = better(judgement(ndcg=values + 0.1, recall=values - 0.1), baseline, "ndcg", seed=0)
    assert not mixed.is_passed
    assert "recall is worse" in mixed.reason
    with pytest.raises(EvaluationError, match="'map' was not measured"):
        better(baseline, baseline, "map", seed=0)


def test_units_of_which_a_metric_says_nothing_are_left_out():
    values = hard_and_easy()
    values[::2] = np.nan
    one = compare(judgement(ndcg=values + 0.1), judgement(ndcg=values), seed=0)[0]
    assert one.n_units == N // 2
    assert one.gain.mean == pytest.approx(0.1)


@pytest.mark.parametrize(
    ("changed", "complaint"),
    [
        ({"judged_on": "other"}, "different data"),
        ({"unit_ids": UNITS[::-1]}, "different units"),
        ({"measured": (Measured("map", np.zeros(N)),)}, "different metrics"),
        ({"measured": (Measured("ndcg", np.zeros(N), is_higher_better=False),)}, "different metrics"),
        ({"measured": (Measured("ndcg", np.zeros(N - 1)),)}, "199 values for 200 units"),
        ({"measured": (Measured("ndcg", np.where(np.arange(N) < 3, np.nan, 0.0)),)}, "3 units for one model alone"),
    ],
)
def test_judgements_that_are_not_alike_are_refused(changed, complaint):
    serving = judgement(ndcg=hard_and_easy())
    with pytest.raises(EvaluationError, match=complaint):
        compare(replace(serving, **changed), serving, seed=0)


@pytest.mark.parametrize("n_known", [0, 1, FEWEST_UNITS - 1])
def test_too_few_units_are_refused(n_known):
    values = np.where(np.arange(N) < n_known, 0.5, np.nan)
    with pytest.raises(EvaluationError, match=f"known of {n_known} units"):
        compare(judgement(ndcg=values), judgement(ndcg=values), seed=0)


def test_figures_are_strict_json():
    values = hard_and_easy()
    verdict = not_worse(judgement(ndcg=values - 1), judgement(ndcg=values), seed=0)
    figures = json.loads(json.dumps(verdict.as_json(), allow_nan=False))
    assert figures["passed"] is False
    assert figures["metrics"]["ndcg"]["worse"] is True
