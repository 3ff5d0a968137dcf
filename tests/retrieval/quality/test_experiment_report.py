import json
from dataclasses import replace

import numpy as np
import pytest

from retrieval.quality.experiment_outcomes import Outcomes
from retrieval.quality.experiment_report import ExperimentReport, State, experiment_report
from retrieval.quality.experiments import Experiment, Variant

ONE = Experiment(
    "one", "recommendations", True, (0.0, 1.0), (Variant("control", 0.5), Variant("learned", 0.5)), "click",
    {"purchase": 0.03}, 7, 0.05, 4000, {"click": 0.2, "purchase": 0.1}, "1", None, None,
)  # fmt: skip


def made(n: int, seed: int = 0, clicks=(0.2, 0.2), purchases=(0.1, 0.1), shares=(0.5, 0.5)) -> Outcomes:
    random = np.random.default_rng(seed)
    variants = random.choice(len(shares), n, p=shares)
    metrics = {
        name: (random.random(n) < np.array(rates)[variants]).astype(np.float64)
        for name, rates in (("click", clicks), ("purchase", purchases))
    }
    return Outcomes(variants, metrics, np.bincount(variants, minlength=len(shares)).astype(np.int64), {})


def state(found: ExperimentReport) -> State:
    return found.compared[0].state


def test_better_variant_is_found_and_its_guard_rail_cleared():
    found = experiment_report(ONE, made(8000, clicks=(0.2, 0.27)))
    assert state(found) is State.BETTER
    assert found.compared[0].differences["click"].low > 0
    assert found.compared[0].guards[0].is_cleared
    assert not found.compared[0].guards[0].is_harmed


def test_worse_variant_is_found():
    assert state(experiment_report(ONE, made(8000, clicks=(0.27, 0.2)))) is State.WORSE


def test_more_clicks_at_the_price_of_purchases_are_harmful():
    found = experiment_report(ONE, made(8000, clicks=(0.2, 0.3), purchases=(0.15, 0.08)))
    assert state(found) is State.HARMFUL
    assert found.compared[0].guards[0].is_harmed


def test_without_a_difference_it_stays_undecided():
    states = [state(experiment_report(ONE, made(2000, seed))) for seed in range(40)]
    assert states.count(State.UNDECIDED) >= 38


def test_few_shoppers_leave_the_guard_rail_open():
    guard = experiment_report(ONE, made(100)).compared[0].guards[0]
    assert (guard.is_harmed, guard.is_cleared) == (False, False)


def test_broken_division_is_told_whatever_the_clicks_say():
    found = experiment_report(ONE, made(8000, clicks=(0.2, 0.3), shares=(0.6, 0.4)))
    assert found.is_broken
    assert state(found) is State.BROKEN


def test_each_of_several_variants_is_beside_the_first_with_its_part_of_alpha():
    three = replace(ONE, variants=(Variant("a", 0.5), Variant("b", 0.25), Variant("c", 0.25)))
    outcomes = made(9000, clicks=(0.2, 0.2, 0.32), purchases=(0.1, 0.1, 0.1), shares=(0.5, 0.25, 0.25))
    found = experiment_report(three, outcomes)
    assert [(one.variant, one.state) for one in found.compared] == [("b", State.UNDECIDED), ("c", State.BETTER)]
    alone = experiment_report(replace(three, alpha=0.025), outcomes)
    assert found.compared[1].differences["click"].high < alone.compared[1].differences["click"].high


@pytest.mark.parametrize("n", [0, 1])
def test_experiment_that_has_just_begun_is_undecided_and_strict_json(n):
    found = experiment_report(ONE, made(n))
    assert state(found) is State.UNDECIDED
    figures = json.loads(json.dumps(found.as_json(), allow_nan=False))
    assert figures["variants"]["learned"]["metrics"]["click"]["n"] == n
    assert figures["sample_ratio_mismatch"]["broken"] is False
