import numpy as np
import pytest

from retrieval.errors import EvaluationError
from retrieval.evaluation.recommending.judging import Terms, judge, ranked_lists
from retrieval.evaluation.recommending.list_metrics import NOTHING
from retrieval.evaluation.recommending.splits import Split, k_folds, leave_last_out, stratified
from retrieval.recommenders.interactions import History, Interactions
from retrieval.recommenders.item_facts import ItemFacts
from tests.retrieval.evaluation.recommending.recommender_fakes import Backwards, ByPopularity, OwnKind, checkerboard

BOARD = checkerboard()
NO_FACTS = ItemFacts.unknown(BOARD.item_ids)


def only(runs, name):
    (run,) = runs.by_model[name]
    return run


def test_who_knows_the_board_finds_all_that_was_held_out():
    # each user likes 10 items, of which 3 are held out: they are all that is left of the user's kind
    runs = judge([stratified(BOARD, 0)], NO_FACTS, {"own": OwnKind.fit}, Terms(k=3))
    run = only(runs, "own")
    for measure in ("ndcg", "precision", "recall", "f1", "map", "hr", "mrr"):
        assert run.by_user[measure].tolist() == [1.0] * 20
    assert runs.diversity_of == "who chose it"


def test_figures_are_as_worked_by_hand():
    # ann has a, b and, held out, c; bob has a and, held out, b. Counts a 2, b 1, c 0: both are offered the held out one
    train = [("ann", "a", 5.0, 1.0), ("ann", "b", 2.0, 2.0), ("bob", "a", 4.0, 1.0)]
    test = [("ann", "c", 5.0, 3.0), ("bob", "b", 4.0, 2.0)]
    given = Interactions.from_records([*train, *test])
    is_test = given.moments == np.array([1.0, 2.0, 3.0, 1.0, 2.0])
    assert is_test.all()
    held_out = np.array([False, False, True, False, True])
    split = Split(given.where(~held_out), given.where(held_out))
    run = only(judge([split], ItemFacts.unknown(given.item_ids), {"p": ByPopularity.fit}, Terms(k=1)), "p")
    assert run.by_user["hr"].tolist() == [1.0, 1.0]
    # c is foretold 3 and was 5, b is foretold 2 and was 4
    assert (run.squared.tolist(), run.absolute.tolist(), run.n_ratings.tolist()) == ([4.0, 4.0], [2.0, 2.0], [1, 1])
    # c as if one of two users had touched it, b by one of two
    assert run.by_user["novelty"].tolist() == [1.0, 1.0]
    assert run.shown.tolist() == [0, 1, 1]


def test_only_what_is_liked_is_relevant_and_all_is_foretold():
    given = Interactions.from_records(
        [("ann", "a", 5.0, 1.0), ("ann", "b", 1.0, 2.0), ("bob", "a", 5.0, 1.0), ("bob", "b", 5.0, 2.0)]
    )
    run = only(judge([leave_last_out(given)], ItemFacts.unknown(given.item_ids), {"p": ByPopularity.fit}, Terms()), "p")
    assert [given.user_ids[user] for user in run.users] == ["bob"]
    assert run.n_ratings.tolist() == [1, 1]


def test_recommender_without_ratings_has_no_rating_errors():
    run = only(judge([stratified(BOARD, 0)], NO_FACTS, {"back": Backwards.fit}, Terms()), "back")
    assert run.n_ratings.sum() == 0


def test_user_new_in_the_test_part_is_asked_about_with_nothing():
    given = Interactions.from_records([("ann", "a", 5.0, 1.0), ("bob", "a", 5.0, 2.0)])
    split = Split(given.where(np.array([True, False])), given.where(np.array([False, True])))
    run = only(judge([split], ItemFacts.unknown(given.item_ids), {"p": ByPopularity.fit}, Terms(k=1)), "p")
    assert run.by_user["hr"].tolist() == [1.0]
    assert np.isnan(run.by_user["calibration"]).all()


def test_users_are_drawn_by_seed_where_there_are_too_many():
    first, again, other = (
        only(judge([stratified(BOARD, 0)], NO_FACTS, {"p": ByPopularity.fit}, Terms(most_users=5, seed=seed)), "p")
        for seed in (1, 1, 2)
    )
    assert len(first.users) == 5
    assert first.users.tolist() == again.users.tolist() != other.users.tolist()


def test_blocks_of_users_change_nothing(monkeypatch):
    split = [stratified(BOARD, 0)]
    whole = only(judge(split, NO_FACTS, {"p": ByPopularity.fit}, Terms()), "p")
    monkeypatch.setattr("retrieval.evaluation.recommending.judging._MOST_USERS_AT_ONCE", 3)
    parts = only(judge(split, NO_FACTS, {"p": ByPopularity.fit}, Terms()), "p")
    for name, values in whole.by_user.items():
        np.testing.assert_array_equal(values, parts.by_user[name])
    assert whole.squared.tolist() == parts.squared.tolist()
    assert whole.shown.tolist() == parts.shown.tolist()


def test_every_fold_is_run_and_told_of():
    heard = []
    runs = judge(k_folds(BOARD, 3, 0), NO_FACTS, {"p": ByPopularity.fit, "b": Backwards.fit}, Terms(), heard.append)
    assert {name: len(found) for name, found in runs.by_model.items()} == {"p": 3, "b": 3}
    assert len(heard) == 12


@pytest.mark.parametrize("given", [Interactions.from_records([]), Interactions.from_records([("a", "x", 5.0, 1.0)])])
def test_nobody_to_judge_is_refused(given):
    with pytest.raises(EvaluationError, match="nobody can be judged"):
        judge([leave_last_out(given)], ItemFacts.unknown(given.item_ids), {"p": ByPopularity.fit}, Terms())


def test_lists_are_those_that_recommend_gives():
    model = ByPopularity.fit(BOARD, NO_FACTS)
    histories = list(BOARD.histories())
    ranked = ranked_lists(model, histories, 12)
    for row, history in zip(ranked, histories, strict=True):
        wanted = model.recommend(history, 12).items
        assert row[row != NOTHING].tolist() == wanted.tolist()
        assert len(wanted) == 10


def test_fewer_items_than_places_leave_places_empty():
    model = ByPopularity.fit(Interactions.from_records([("a", "x", 5.0, 1.0)]), NO_FACTS)
    assert ranked_lists(model, [History.of([])], 3).tolist() == [[0, NOTHING, NOTHING]]
