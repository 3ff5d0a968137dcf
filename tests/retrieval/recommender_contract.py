"""What every recommender must do; a test module subclasses this and says which recommender, learnt how."""

from pathlib import Path

import numpy as np
import pytest

from retrieval.errors import ArtifactError, StoreError
from retrieval.recommenders.interactions import History, Interactions
from retrieval.recommenders.item_facts import ItemFacts
from retrieval.recommenders.recommender import Recommender, best_of
from retrieval.recommenders.storage import MODEL_NAME, save_model

N_SQUARES = 20
"""Users of the checkerboard, and as many items."""

_WORDS = {0: "leather shoes for walking", 1: "陶瓷咖啡杯 厨房用品"}


def checkerboard(n: int = N_SQUARES) -> Interactions:
    """Even users like even items, odd ones odd items, each but the item of their own number, which is the answer.

    Each also dislikes one item of the other kind, so that ratings differ; the moments follow the columns.
    """
    records = []
    for user in range(n):
        liked = [item for item in range(user % 2, n, 2) if item != user]
        records += [(f"u{user}", f"i{item}", 5.0, float(item)) for item in liked]
        records.append((f"u{user}", f"i{(user + 1 + 2 * (user % 3)) % n}", 1.0, float(n)))
    return Interactions.from_records(records, item_ids=[f"i{item}" for item in range(n)])


def checkerboard_facts(n: int = N_SQUARES) -> ItemFacts:
    """Facts by which even and odd items differ in all respects."""
    parity = [item % 2 for item in range(n)]
    vectors = np.eye(2, dtype=np.float32)[parity]
    return ItemFacts(
        tuple(f"i{item}" for item in range(n)),
        tuple(_WORDS[odd] for odd in parity),
        tuple("cup" if odd else "shoes" for odd in parity),
        tuple("Öz" if odd else "Łapa" for odd in parity),
        ("",) * n,
        np.array(parity, dtype=np.int8),
        vectors,
    )


def random_interactions(n_users: int = 30, n_items: int = 25, seed: int = 3) -> Interactions:
    """Users of two tastes who touch about a third of the items, with every rating."""
    random = np.random.default_rng(seed)
    chance = np.where((np.arange(n_users)[:, None] + np.arange(n_items)) % 2, 0.15, 0.5)
    users, items = np.nonzero(random.random((n_users, n_items)) < chance)
    ratings = random.integers(1, 11, len(users)) / 2
    moments = random.integers(0, 1000, len(users)).astype(float)
    ids = tuple(f"u{user}" for user in range(n_users)), tuple(f"i{item}" for item in range(n_items))
    return Interactions.from_arrays(*ids, users.astype(np.int32), items.astype(np.int32), ratings, moments)


class RecommenderContract:
    """Subclass with `recommender` set; override `fit` to learn with other settings than the usual ones."""

    recommender: type[Recommender]
    is_personal = True
    """Whether it tells users apart, so that the checkerboard has one answer."""
    share_tolerance = 0.35
    """By which part of itself, at most, a share may differ from the fall of the score without its item."""

    @classmethod
    def fit(cls, interactions: Interactions, facts: ItemFacts) -> Recommender:
        return cls.recommender.fit(interactions, facts)

    @pytest.fixture(scope="class")
    @classmethod
    def board(cls) -> Recommender:
        return cls.fit(checkerboard(), checkerboard_facts())

    @pytest.fixture(scope="class")
    @classmethod
    def model(cls) -> Recommender:
        interactions = random_interactions()
        return cls.fit(interactions, checkerboard_facts(interactions.n_items))

    @pytest.fixture(scope="class")
    @classmethod
    def histories(cls) -> list[History]:
        return list(random_interactions().histories())

    def test_items_are_those_learnt_from(self, board: Recommender) -> None:
        assert board.item_ids == checkerboard().item_ids

    def test_held_out_square_is_found(self, board: Recommender) -> None:
        if not self.is_personal:
            pytest.skip("it tells no users apart")
        found = [board.recommend(history, 1).items.tolist() for history in checkerboard().histories()]
        assert found == [[user] for user in range(N_SQUARES)]

    def test_user_never_met_gets_what_their_kind_likes(self, board: Recommender) -> None:
        if not self.is_personal:
            pytest.skip("it tells no users apart")
        for odd in (0, 1):
            history = History.of(range(odd, N_SQUARES - 4, 2))
            best = board.recommend(history, 2).items.tolist()
            assert sorted(best) == [N_SQUARES - 4 + odd, N_SQUARES - 2 + odd]

    def test_scores_are_finite_and_of_every_item(self, model: Recommender, histories: list[History]) -> None:
        scores = model.scores(histories)
        assert (scores.shape, scores.dtype) == ((len(histories), len(model.item_ids)), np.float32)
        assert np.isfinite(scores).all()

    def test_no_history_has_no_scores(self, model: Recommender) -> None:
        assert model.scores([]).shape == (0, len(model.item_ids))

    def test_many_are_scored_as_one_by_one(self, model: Recommender, histories: list[History]) -> None:
        together = model.scores(histories[:6])
        for row, history in zip(together, histories, strict=False):
            assert row == pytest.approx(model.scores([history])[0], rel=1e-4, abs=1e-5)

    def test_recommended_are_the_best_of_the_scores(self, model: Recommender, histories: list[History]) -> None:
        for history in [*histories[:8], History.of([])]:
            for top_k in (1, 5, 1000):
                found, wanted = model.recommend(history, top_k), best_of(model.scores([history])[0], top_k, history)
                assert found.items.tolist() == wanted.items.tolist()
                assert found.scores == pytest.approx(wanted.scores, rel=1e-5, abs=1e-6)
                assert (found.items.dtype, found.scores.dtype) == (np.int64, np.float32)

    def test_what_is_in_the_history_is_not_recommended(self, model: Recommender, histories: list[History]) -> None:
        for history in histories:
            items = model.recommend(history, 1000).items
            assert not set(items) & set(history.items)
            assert len(items) == len(set(items)) == len(model.item_ids) - len(history)

    def test_only_what_is_allowed_is_recommended(self, model: Recommender, histories: list[History]) -> None:
        allowed = np.arange(len(model.item_ids)) % 5 == 0
        for history in [*histories[:8], History.of([])]:
            found = model.recommend(history, 1000, allowed)
            assert set(found.items) == set(np.flatnonzero(allowed)) - set(history.items)
            wanted = best_of(model.scores([history])[0], 1000, history, allowed)
            assert found.items.tolist() == wanted.items.tolist()

    def test_nothing_allowed_gives_nothing(self, model: Recommender, histories: list[History]) -> None:
        assert len(model.recommend(histories[0], 3, np.zeros(len(model.item_ids), bool)).items) == 0

    def test_who_has_everything_gets_nothing(self, model: Recommender) -> None:
        everything = History.of(range(len(model.item_ids)))
        assert len(model.recommend(everything, 3).items) == 0

    def test_empty_history_gets_what_everybody_gets(self, model: Recommender) -> None:
        first, second = model.scores([History.of([]), History.of([])])
        assert np.isfinite(first).all()
        assert first.tolist() == second.tolist()
        assert len(model.recommend(History.of([]), 5).items) == 5

    def test_one_event_is_enough(self, model: Recommender) -> None:
        assert len(model.recommend(History.of([2]), 5).items) == 5

    def test_moments_unknown_are_no_hindrance(self, model: Recommender) -> None:
        history = History.of([1, 4], [5.0, 3.0], [0.0, 0.0])
        assert np.isfinite(model.scores([history])).all()

    @pytest.mark.parametrize("rating", [0.5, 3.0, 5.0])
    def test_user_who_rates_all_alike_is_served(self, model: Recommender, rating: float) -> None:
        history = History.of([0, 3, 6, 9], [rating] * 4)
        assert np.isfinite(model.scores([history])).all()
        assert len(model.recommend(history, 5).items) == 5

    def test_everybody_rating_all_alike_is_learnt_from(self) -> None:
        interactions = random_interactions()
        ratings = np.full(len(interactions), 3.0)
        alike = Interactions.from_arrays(
            interactions.user_ids,
            interactions.item_ids,
            interactions.users,
            interactions.items,
            ratings,
            interactions.moments,
        )
        model = self.fit(alike, ItemFacts.unknown(alike.item_ids))
        assert np.isfinite(model.scores(list(alike.histories()))).all()

    @pytest.mark.parametrize("item", [-1, 25, 10**9])
    def test_item_that_is_none_is_refused(self, model: Recommender, item: int) -> None:
        history = History.of([1, item])
        with pytest.raises(StoreError, match=rf"item {item} is none of the recommender's 25"):
            model.scores([history])
        with pytest.raises(StoreError, match=rf"item {item} is none"):
            model.recommend(history, 3)

    def test_nothing_to_learn_from_still_answers(self, tmp_path: Path) -> None:
        nothing = Interactions.from_records([], item_ids=["a", "b", "c"])
        model = self.fit(nothing, ItemFacts.unknown(nothing.item_ids))
        for history in (History.of([]), History.of([1])):
            assert np.isfinite(model.scores([history])).all()
            assert len(model.recommend(history, 5).items) == 3 - len(history)
            model.explain(history, 2)
        model.save(tmp_path)
        assert self.recommender.load(tmp_path).scores([History.of([1])]).shape == (1, 3)

    def test_no_items_at_all_still_answer(self) -> None:
        nothing = Interactions.from_records([])
        model = self.fit(nothing, ItemFacts.unknown(()))
        assert model.scores([History.of([])]).shape == (1, 0)
        assert len(model.recommend(History.of([]), 5).items) == 0

    def test_one_event_and_one_item_are_learnt_from(self) -> None:
        one = Interactions.from_records([("ann", "cup", 5.0, 1.0)])
        model = self.fit(one, ItemFacts.unknown(one.item_ids))
        assert np.isfinite(model.scores([one.history(0), History.of([])])).all()
        assert model.recommend(History.of([]), 5).items.tolist() == [0]
        assert model.recommend(one.history(0), 5).items.tolist() == []

    def test_facts_are_not_needed(self) -> None:
        interactions = random_interactions()
        model = self.fit(interactions, ItemFacts.unknown(interactions.item_ids))
        assert np.isfinite(model.scores(list(interactions.histories()))).all()

    def test_same_input_gives_the_same_result(self, model: Recommender, histories: list[History]) -> None:
        interactions = random_interactions()
        again = self.fit(interactions, checkerboard_facts(interactions.n_items))
        assert again.scores(histories).tolist() == model.scores(histories).tolist()

    def test_loaded_one_is_as_the_original(self, model: Recommender, histories: list[History], tmp_path: Path) -> None:
        model.save(tmp_path)
        loaded = self.recommender.load(tmp_path)
        assert loaded.item_ids == model.item_ids
        assert loaded.scores(histories).tolist() == model.scores(histories).tolist()
        causes, wanted_causes = loaded.explain(histories[0], 7), model.explain(histories[0], 7)
        assert [cause.kind for cause in causes] == [cause.kind for cause in wanted_causes]
        assert [cause.share for cause in causes] == pytest.approx([cause.share for cause in wanted_causes])
        found, wanted = loaded.recommend(histories[1], 5), model.recommend(histories[1], 5)
        assert found.items.tolist() == wanted.items.tolist()
        loaded.save(tmp_path)
        assert self.recommender.load(tmp_path).scores(histories[:1]).tolist() == model.scores(histories[:1]).tolist()

    def test_folder_without_a_model_is_refused(self, tmp_path: Path) -> None:
        with pytest.raises(ArtifactError, match="no model"):
            self.recommender.load(tmp_path)

    def test_model_of_another_kind_is_refused(self, tmp_path: Path) -> None:
        save_model(tmp_path, "another kind", 1, (), {}, {})
        with pytest.raises(ArtifactError, match="kind 'another kind'"):
            self.recommender.load(tmp_path)

    def test_damaged_model_is_refused(self, model: Recommender, tmp_path: Path) -> None:
        model.save(tmp_path)
        for path in tmp_path.rglob(MODEL_NAME):
            path.write_text("{")
        with pytest.raises(ArtifactError, match="cannot be read"):
            self.recommender.load(tmp_path)

    def test_arguments_stay_as_they_were(self, model: Recommender) -> None:
        history, allowed = History.of([3, 5], [4.0, 2.0]), np.arange(len(model.item_ids)) < 12
        model.recommend(history, 4, allowed)
        model.explain(history, 7)
        assert (history.items.tolist(), history.ratings.tolist()) == ([3, 5], [4.0, 2.0])
        assert allowed.sum() == 12

    def test_causes_come_strongest_first(self, model: Recommender, histories: list[History]) -> None:
        for history in histories[:5]:
            for item in (0, 7, 24):
                shares = [cause.share for cause in model.explain(history, item)]
                assert shares == sorted(shares, reverse=True)
                assert np.isfinite(shares).all()

    def test_causes_among_items_are_of_the_history(self, model: Recommender, histories: list[History]) -> None:
        for history in histories[:5]:
            named = [cause.item for cause in model.explain(history, 7) if cause.kind == "item"]
            assert set(named) <= set(history.items)
            assert len(named) == len(set(named))

    def test_score_falls_by_the_share_of_an_item_taken_away(self, model: Recommender, histories: list[History]) -> None:
        falls, shares = [], []
        for history in histories[:10]:
            best = int(model.recommend(history, 1).items[0])
            causes = [cause for cause in model.explain(history, best) if cause.kind == "item"]
            if len(causes) < 2:
                continue
            for cause in causes[:2]:
                is_left = history.items != cause.item
                without = History(history.items[is_left], history.ratings[is_left], history.moments[is_left])
                falls.append(float(model.scores([history])[0, best] - model.scores([without])[0, best]))
                shares.append(cause.share)
        if not shares:
            pytest.skip("no item of a history is a cause")
        off = np.abs(np.array(falls) - np.array(shares))
        assert off.sum() <= self.share_tolerance * np.abs(shares).sum()


class RatingPredictorContract:
    """Join this beside `RecommenderContract` for a recommender that foretells ratings too."""

    def test_ratings_are_on_the_scale(self, model, histories: list[History]) -> None:
        pairs = [(history, item) for history in [*histories, History.of([])] for item in (0, 7, 24)]
        found = model.ratings([history for history, _ in pairs], np.array([item for _, item in pairs]))
        assert (found.shape, found.dtype) == ((len(pairs),), np.float64)
        assert ((found >= 0.5) & (found <= 5.0)).all()

    def test_liked_kind_is_rated_higher(self, board) -> None:
        if not self.is_personal:
            pytest.skip("it tells no users apart")
        histories = list(checkerboard().histories())
        own = board.ratings(histories, np.arange(N_SQUARES))
        other = board.ratings(histories, (np.arange(N_SQUARES) + 1) % N_SQUARES)
        assert own.mean() > other.mean()

    def test_no_pair_has_no_rating(self, model) -> None:
        assert model.ratings([], np.empty(0, dtype=np.int64)).shape == (0,)

    def test_user_who_rates_all_alike_gets_numbers(self, model) -> None:
        history = History.of([0, 3, 6, 9], [2.0] * 4)
        assert np.isfinite(model.ratings([history] * 3, np.array([1, 2, 4]))).all()
