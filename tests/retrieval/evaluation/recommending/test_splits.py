import numpy as np
import pytest

from retrieval.errors import EvaluationError
from retrieval.evaluation.recommending.splits import by_time, k_folds, leave_last_out, stratified
from retrieval.recommenders.interactions import Interactions


def some(n_users=30, n_items=50, seed=1):
    random = np.random.default_rng(seed)
    records = []
    for user in range(n_users):
        items = random.permutation(n_items)[: random.integers(1, 20)]
        records += [(f"u{user}", f"i{item}", float(random.integers(1, 6)), float(random.random())) for item in items]
    return Interactions.from_records(records)


def pairs(interactions):
    return set(zip(interactions.users.tolist(), interactions.items.tolist(), strict=True))


SPLITS = {
    "folds": lambda given, seed: next(iter(k_folds(given, 5, seed))),
    "stratified": lambda given, seed: stratified(given, seed),
    "last": lambda given, _: leave_last_out(given),
    "time": lambda given, _: by_time(given),
}


@pytest.mark.parametrize("name", SPLITS)
def test_no_test_interaction_leaks_into_training_and_none_is_lost(name):
    given = some()
    split = SPLITS[name](given, 3)
    assert pairs(split.test)
    assert not pairs(split.train) & pairs(split.test)
    assert pairs(split.train) | pairs(split.test) == pairs(given)
    assert split.train.item_ids == split.test.item_ids == given.item_ids
    assert split.train.user_ids == split.test.user_ids == given.user_ids


@pytest.mark.parametrize("name", ["folds", "stratified"])
def test_same_seed_same_split_and_another_another(name):
    given = some()
    first, again, other = (pairs(SPLITS[name](given, seed).test) for seed in (3, 3, 4))
    assert first == again
    assert first != other


def test_each_interaction_is_tested_in_one_fold():
    given = some()
    tested = [pair for split in k_folds(given, 4, 0) for pair in pairs(split.test)]
    assert len(tested) == len(set(tested)) == len(given)


def test_stratified_holds_out_a_quarter_of_each_user():
    split = stratified(some(), 0)
    n_all = np.diff(split.train.ends) + np.diff(split.test.ends)
    assert np.diff(split.test.ends).tolist() == [min(int(n * 0.25 + 0.5), n - 1) for n in n_all]


def test_only_interaction_of_a_user_stays_for_training():
    one = Interactions.from_records([("ann", "cup", 5.0, 0.0)])
    for split in (stratified(one, 0), leave_last_out(one)):
        assert (len(split.train), len(split.test)) == (1, 0)


def test_last_of_each_user_by_moment_is_left_out():
    given = Interactions.from_records(
        [("ann", "cup", 5.0, 9.0), ("ann", "jug", 4.0, 2.0), ("bob", "cup", 3.0, 1.0), ("bob", "hat", 3.0, 1.0)]
    )
    test = leave_last_out(given).test
    assert [(given.user_ids[u], given.item_ids[i]) for u, i in sorted(pairs(test))] == [("ann", "cup"), ("bob", "hat")]


def test_all_of_the_test_part_is_later_than_all_of_training():
    split = by_time(some())
    assert split.train.moments.max() < split.test.moments.min()
    assert len(split.test) == pytest.approx(0.25 * (len(split.train) + len(split.test)), abs=1)


def test_one_moment_is_not_divided():
    given = Interactions.from_records([("ann", item, 3.0, moment) for item, moment in [("a", 1), ("b", 2), ("c", 2)]])
    assert len(by_time(given).test) == 2


def test_unknown_times_cannot_divide():
    with pytest.raises(EvaluationError, match="give data with times"):
        by_time(Interactions.from_records([("ann", "cup", 3.0, 0.0), ("ann", "jug", 3.0, 0.0)]))


def test_nothing_is_divided_into_nothing_or_refused():
    nothing = Interactions.from_records([])
    assert len(stratified(nothing, 0).test) == len(leave_last_out(nothing).test) == 0
    with pytest.raises(EvaluationError):
        by_time(nothing)
    with pytest.raises(EvaluationError, match="5 folds of 0 interactions"):
        k_folds(nothing, 5, 0)


@pytest.mark.parametrize("share", [0.0, 1.0, -1, float("nan")])
def test_share_that_leaves_a_part_empty_is_refused(share):
    with pytest.raises(EvaluationError, match="between 0 and 1"):
        stratified(some(), 0, share)
