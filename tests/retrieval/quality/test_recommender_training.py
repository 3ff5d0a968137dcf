from dataclasses import replace
from pathlib import Path

import pytest

from retrieval.errors import EvaluationError
from retrieval.quality.frozen import FrozenSet
from retrieval.quality.held_out import is_held_out
from retrieval.quality.recommender_training import FROZEN_FOLDER, KEPT_VERSIONS, RecommenderTraining, Trained
from retrieval.quality.registry import ModelRegistry
from retrieval.quality.version_folder import name_of
from retrieval.recommenders.interactions import Interactions
from retrieval.recommenders.item_facts import ItemFacts
from retrieval.recommenders.methods import Method
from tests.retrieval.quality.small_recommenders import METHODS, Parity, checkerboard

EVERYTHING = checkerboard()


@pytest.fixture
def training(tmp_path: Path) -> RecommenderTraining:
    return RecommenderTraining(ModelRegistry(tmp_path / "recommender", "recommender"), METHODS)


def trained(training: RecommenderTraining, name: str, **options: object) -> Trained:
    return trained_on(training, name, EVERYTHING, **options)


def trained_on(training: RecommenderTraining, name: str, interactions: Interactions, **options: object) -> Trained:
    facts = ItemFacts.unknown(interactions.item_ids)
    return training.train(name, interactions, facts, 0, lambda _: None, **options)


def serving(training: RecommenderTraining) -> tuple[int, str]:
    version = training.registry.serving()
    assert version is not None
    return version.number, version.method


def test_first_model_serves_where_it_beats_popularity(training):
    done = trained(training, "parity")
    assert done.serves
    assert "ndcg_at_10 is better than that of popularity" in done.verdict.reason
    assert serving(training) == (1, "parity")
    version = training.registry.version(1)
    assert 0.2 < version.metrics["ndcg_at_10"].mean < 0.4
    assert version.metrics["rmse"].mean == 0
    assert version.lineage.judged_on == FrozenSet.load(training.registry.folder / FROZEN_FOLDER).fingerprint


def test_first_model_that_does_not_beat_popularity_is_kept_and_does_not_serve(training):
    done = trained(training, "wrong")
    assert not done.serves
    assert "beside popularity: ndcg_at_10 is worse" in done.verdict.reason
    assert training.registry.serving() is None
    assert training.registry.version(1).verdict == done.verdict.reason


def test_popularity_may_be_the_first(training):
    assert trained(training, "popularity").serves
    assert training.registry.version(1).lineage.parameters == {"half_life_days": "inf"}
    assert trained(training, "parity").serves
    assert serving(training) == (2, "parity")


def test_worse_model_does_not_take_the_place_of_a_better_one(training):
    trained(training, "parity")
    done = trained(training, "popularity")
    assert not done.serves
    assert "ndcg_at_10 is worse" in done.verdict.reason
    assert serving(training) == (1, "parity")


def test_same_model_again_takes_its_own_place(training):
    trained(training, "parity")
    assert trained(training, "parity").serves
    assert serving(training) == (2, "parity")
    assert training.registry.roll_back().number == 1


def test_unchecked_model_does_not_serve(training):
    done = trained(training, "parity", is_checked=False)
    assert not done.serves
    assert training.registry.serving() is None
    assert [version.number for version in training.registry.versions()] == [1]


def test_damaged_serving_model_can_be_replaced(training):
    trained(training, "parity")
    (training.registry.versions_folder / name_of(1) / "model" / "parity.json").write_text("[]")
    done = trained(training, "parity")
    assert done.serves
    assert "cannot be used" in done.verdict.reason
    assert serving(training) == (2, "parity")


def test_no_model_learns_from_those_it_is_judged_on(training):
    seen: list[Interactions] = []

    class Watched(Parity):
        @classmethod
        def fit(cls, interactions, facts):
            seen.append(interactions)
            return super().fit(interactions, facts)

    trained(replace(training, methods={"parity": Method(Watched, "parity")}), "parity")
    assert len(seen[0])
    assert not any(is_held_out(seen[0].user_ids[user]) for user in seen[0].users.tolist())


def test_erased_shopper_leaves_the_frozen_file_at_the_next_training(training):
    trained(training, "parity")
    before = FrozenSet.load(training.registry.folder / FROZEN_FOLDER)
    erased = next(user for user in EVERYTHING.user_ids if is_held_out(user))
    records = [
        (EVERYTHING.user_ids[user], EVERYTHING.item_ids[item], rating, moment)
        for user, item, rating, moment in zip(
            EVERYTHING.users.tolist(), EVERYTHING.items.tolist(), EVERYTHING.ratings, EVERYTHING.moments, strict=True
        )
        if EVERYTHING.user_ids[user] != erased
    ]
    left = Interactions.from_records(records, EVERYTHING.item_ids)
    assert trained_on(training, "parity", left).serves
    after = FrozenSet.load(training.registry.folder / FROZEN_FOLDER)
    assert len(after.user_digests) == len(before.user_digests) - 1


def test_frozen_data_stay_until_they_are_frozen_anew(training):
    trained(training, "parity")
    more = checkerboard(320)
    kept = training.frozen(more, ItemFacts.unknown(more.item_ids))
    fresh = training.frozen(more, ItemFacts.unknown(more.item_ids), refreeze=True)
    assert len(fresh.user_digests) > len(kept.user_digests)
    assert training.frozen(more, ItemFacts.unknown(more.item_ids)).fingerprint == fresh.fingerprint


def test_shop_with_too_few_shoppers_is_told_so_and_goes_on_as_it_was(training):
    done = trained_on(training, "parity", checkerboard(10))
    assert not done.serves
    assert "cannot be judged" in done.verdict.reason
    assert "wait for more data" in done.verdict.reason


def test_shop_that_has_grown_is_judged_on_all_its_held_out_shoppers(training):
    trained_on(training, "parity", checkerboard(10))
    assert trained(training, "parity").serves


def test_shop_without_any_event_is_told_so(training):
    with pytest.raises(EvaluationError, match="no interaction to learn from"):
        trained_on(training, "parity", Interactions.from_records([], ["cup"]))
    assert training.registry.versions() == []


def test_best_method_is_chosen_without_those_whom_the_gate_asks(training):
    seen: list[Interactions] = []

    class Watched(Parity):
        @classmethod
        def fit(cls, interactions, facts):
            seen.append(interactions)
            return super().fit(interactions, facts)

    methods = {**METHODS, "parity": Method(Watched, "parity")}
    facts = ItemFacts.unknown(EVERYTHING.item_ids)
    assert replace(training, methods=methods).best_method(EVERYTHING, facts, lambda _: None) == "parity"
    learnt = {seen[0].user_ids[user] for user in seen[0].users.tolist()}
    assert not any(is_held_out(user) for user in learnt)
    assert 0.55 < len(learnt) / len(EVERYTHING.user_ids) < 0.73


def test_best_method_of_nobody_cannot_be_told(training):
    few = Interactions.from_records([], ["cup"])
    with pytest.raises(EvaluationError, match="name a method"):
        training.best_method(few, ItemFacts.unknown(few.item_ids), lambda _: None)


def test_unknown_method_is_refused(training):
    with pytest.raises(EvaluationError, match="'magic' is unknown; give one of parity, popularity, wrong"):
        trained(training, "magic")


def test_old_versions_are_dropped(training):
    for _ in range(KEPT_VERSIONS):
        trained(training, "popularity", is_checked=False)
    assert trained(training, "popularity", is_checked=False).dropped == (1,)
