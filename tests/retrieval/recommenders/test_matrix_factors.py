"""Factors by implicit: users folded in as implicit itself would, and fold-in beside what training found."""

import numpy as np
import pytest
from implicit.cpu.als import AlternatingLeastSquares
from scipy import sparse
from threadpoolctl import threadpool_limits

from retrieval.errors import StoreError
from retrieval.recommenders.interactions import History, Interactions
from retrieval.recommenders.item_facts import ItemFacts
from retrieval.recommenders.matrix_factors import Als, AlsSettings, Bpr, BprSettings
from tests.retrieval.recommender_contract import RecommenderContract, random_interactions


class TestAls(RecommenderContract):
    recommender = Als

    @classmethod
    def fit(cls, interactions: Interactions, facts: ItemFacts) -> Als:
        return Als.fit(interactions, facts, AlsSettings(factors=8))


class TestBpr(RecommenderContract):
    recommender = Bpr
    share_tolerance = 1e-3

    @classmethod
    def fit(cls, interactions: Interactions, facts: ItemFacts) -> Bpr:
        return Bpr.fit(interactions, facts, BprSettings(factors=8, learning_rate=0.05, iterations=200))


def test_user_is_folded_in_as_by_implicit() -> None:
    interactions = random_interactions()
    model = Als.fit(interactions, ItemFacts.unknown(interactions.item_ids), AlsSettings(factors=6))
    reference = AlternatingLeastSquares(6, model.ridge, 5.0, random_state=0, num_threads=1)
    reference.item_factors = model.factors
    history = interactions.history(4)
    weights = np.zeros((1, 25), dtype=np.float32)
    weights[0, history.items] = history.ratings / 5
    with threadpool_limits(1, "blas"):
        point = reference.recalculate_user(0, sparse.csr_matrix(weights))
    assert model.scores([history])[0] == pytest.approx(point @ model.factors.T, abs=1e-4)


def test_shares_of_als_add_up_to_the_score() -> None:
    interactions = random_interactions()
    model = Als.fit(interactions, ItemFacts.unknown(interactions.item_ids), AlsSettings(factors=6))
    history = interactions.history(1)
    shares = [cause.share for cause in model.explain(history, 9)]
    assert len(shares) == len(history)
    assert sum(shares) == pytest.approx(float(model.scores([history])[0, 9]), abs=1e-5)


def test_disliked_alone_says_nothing_to_bpr() -> None:
    interactions = random_interactions()
    model = Bpr.fit(interactions, ItemFacts.unknown(interactions.item_ids), BprSettings(factors=6))
    disliked, nobody = model.scores([History.of([1, 2], [1.0, 2.0]), History.of([])])
    assert disliked.tolist() == nobody.tolist() == model.offsets.tolist()


def test_another_seed_gives_other_factors() -> None:
    interactions = random_interactions()
    facts = ItemFacts.unknown(interactions.item_ids)
    for first, second in (
        (Als.fit(interactions, facts, AlsSettings(factors=4, seed=seed)) for seed in (0, 1)),
        (Bpr.fit(interactions, facts, BprSettings(factors=4, seed=seed)) for seed in (0, 1)),
    ):
        assert first.factors.tolist() != second.factors.tolist()


def test_settings_that_cannot_work_are_refused() -> None:
    with pytest.raises(StoreError, match="factors and iterations start at 1"):
        AlsSettings(factors=0)
    with pytest.raises(StoreError, match="factors start at 2"):
        BprSettings(factors=1)
