"""Items alike: similarities beside the plain formulae, and what is foretold from them."""

import numpy as np
import pytest
from numpy.typing import NDArray

from retrieval.errors import StoreError
from retrieval.recommenders import item_neighbours
from retrieval.recommenders.interactions import History, Interactions
from retrieval.recommenders.item_facts import ItemFacts
from retrieval.recommenders.item_neighbours import (
    ItemNeighbours,
    ItemNeighbourSettings,
    ItemSimilarity,
    similarities,
)
from tests.retrieval.recommender_contract import (
    RatingPredictorContract,
    RecommenderContract,
    checkerboard,
    random_interactions,
)


class TestCosine(RecommenderContract, RatingPredictorContract):
    recommender = ItemNeighbours
    share_tolerance = 1e-4


class TestPearson(RecommenderContract, RatingPredictorContract):
    recommender = ItemNeighbours
    share_tolerance = 1e-4

    @classmethod
    def fit(cls, interactions: Interactions, facts: ItemFacts) -> ItemNeighbours:
        return ItemNeighbours.fit(interactions, facts, ItemNeighbourSettings(ItemSimilarity.PEARSON))

    def test_held_out_square_is_found(self, board: ItemNeighbours) -> None:
        """Items that all who rated them rated alike correlate with nothing, so only ratings that differ count."""
        liked = History.of(range(0, 20, 4))
        assert np.isfinite(board.scores([liked])).all()

    def test_user_never_met_gets_what_their_kind_likes(self, board: ItemNeighbours) -> None:
        self.test_held_out_square_is_found(board)


class TestAdjustedCosine(RecommenderContract, RatingPredictorContract):
    recommender = ItemNeighbours
    share_tolerance = 1e-4

    @classmethod
    def fit(cls, interactions: Interactions, facts: ItemFacts) -> ItemNeighbours:
        return ItemNeighbours.fit(interactions, facts, ItemNeighbourSettings(ItemSimilarity.ADJUSTED_COSINE))


class TestFewNeighbours(RecommenderContract):
    recommender = ItemNeighbours
    share_tolerance = 1e-4

    @classmethod
    def fit(cls, interactions: Interactions, facts: ItemFacts) -> ItemNeighbours:
        return ItemNeighbours.fit(interactions, facts, ItemNeighbourSettings(n_neighbours=9, shrinkage=0.0))


def plain(interactions: Interactions, settings: ItemNeighbourSettings) -> NDArray[np.float64]:
    """The formula, dense and pair by pair."""
    ratings = np.full((interactions.n_users, interactions.n_items), np.nan)
    ratings[interactions.users, interactions.items] = interactions.ratings
    if settings.similarity is ItemSimilarity.PEARSON:
        values = ratings - np.nanmean(ratings, axis=0)
    elif settings.similarity is ItemSimilarity.ADJUSTED_COSINE:
        values = ratings - np.nanmean(ratings, axis=1, keepdims=True)
    else:
        values = ratings / 5
    known, values = ~np.isnan(ratings), np.nan_to_num(values)
    found = np.zeros((interactions.n_items, interactions.n_items))
    for one in range(interactions.n_items):
        for other in range(interactions.n_items):
            n = np.count_nonzero(known[:, one] & known[:, other])
            norms = np.linalg.norm(values[:, one]) * np.linalg.norm(values[:, other])
            if one != other and n and norms:
                found[one, other] = values[:, one] @ values[:, other] / norms * n / (n + settings.shrinkage)
    return np.maximum(found, 0)


@pytest.mark.parametrize("similarity", list(ItemSimilarity))
@pytest.mark.parametrize("shrinkage", [0.0, 10.0])
@pytest.mark.parametrize("n_at_once", [10, 10**6])
def test_similarities_are_those_of_the_plain_formula(
    similarity: ItemSimilarity, shrinkage: float, n_at_once: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(item_neighbours, "_ENTRIES_AT_ONCE", n_at_once)
    interactions = random_interactions()
    settings = ItemNeighbourSettings(similarity, n_neighbours=1000, shrinkage=shrinkage)
    found = similarities(interactions, settings).toarray()
    assert found == pytest.approx(plain(interactions, settings), abs=1e-6)


def test_pearson_of_items_that_all_rated_is_the_correlation() -> None:
    ratings = np.random.default_rng(0).integers(1, 11, (40, 6)) / 2
    users, items = (part.ravel().astype(np.int32) for part in np.indices(ratings.shape))
    ids = tuple(map(str, range(40))), tuple(map(str, range(6)))
    interactions = Interactions.from_arrays(*ids, users, items, ratings.ravel(), np.zeros(240))
    settings = ItemNeighbourSettings(ItemSimilarity.PEARSON, shrinkage=0.0)
    wanted = np.maximum(np.corrcoef(ratings.T) - np.eye(6), 0)
    assert similarities(interactions, settings).toarray() == pytest.approx(wanted, abs=1e-6)


def test_each_item_keeps_its_nearest_alone() -> None:
    interactions = random_interactions()
    every = similarities(interactions, ItemNeighbourSettings(n_neighbours=1000)).toarray()
    few = similarities(interactions, ItemNeighbourSettings(n_neighbours=3))
    assert np.diff(few.indptr).max() == 3
    for row, kept in zip(every, few.toarray(), strict=True):
        assert np.sort(kept[kept > 0]).tolist() == pytest.approx(np.sort(row)[-np.count_nonzero(kept) :].tolist())


def test_rating_follows_from_those_of_like_items() -> None:
    """Two items rated alike by ten: who gave the one 1 is foretold a low rating of the other."""
    records = [(f"u{user}", item, 5.0 if user % 2 else 1.0, 0.0) for user in range(10) for item in ("cup", "saucer")]
    interactions = Interactions.from_records(records)
    settings = ItemNeighbourSettings(ItemSimilarity.PEARSON, shrinkage=0.0, damping=0.0)
    model = ItemNeighbours.fit(interactions, ItemFacts.unknown(interactions.item_ids), settings)
    low, high = model.ratings([History.of([0], [1.0]), History.of([0], [5.0])], np.array([1, 1]))
    assert (low, high) == (pytest.approx(1.0), pytest.approx(5.0))


def test_score_is_the_weighted_sum_of_similarities() -> None:
    model = ItemNeighbours.fit(checkerboard(), ItemFacts.unknown(checkerboard().item_ids))
    dense = model.weights.matrix.toarray()
    score = model.scores([History.of([2, 4], [5.0, 2.5])])[0, 6]
    assert score == pytest.approx(dense[2, 6] + 0.5 * dense[4, 6], rel=1e-6)


def test_settings_that_cannot_work_are_refused() -> None:
    with pytest.raises(StoreError, match="n_neighbours starts at 1"):
        ItemNeighbourSettings(n_neighbours=0)
