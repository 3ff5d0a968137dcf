"""SLIM: its weights beside those that scikit-learn finds for the same items."""

import numpy as np
import pytest
from sklearn.linear_model import ElasticNet

from retrieval.errors import StoreError
from retrieval.recommenders.interactions import Interactions
from retrieval.recommenders.item_facts import ItemFacts
from retrieval.recommenders.slim import Slim, SlimSettings
from tests.retrieval.recommender_contract import RecommenderContract, random_interactions

SETTINGS = SlimSettings(l1=0.2, l2=1.0, n_sweeps=300)


class TestSlim(RecommenderContract):
    recommender = Slim
    share_tolerance = 1e-4

    @classmethod
    def fit(cls, interactions: Interactions, facts: ItemFacts) -> Slim:
        return Slim.fit(interactions, facts, SlimSettings(l1=0.05, l2=1.0))


def test_weights_are_those_of_scikit_learns_elastic_net() -> None:
    interactions = random_interactions(40, 25)
    model = Slim.fit(interactions, ItemFacts.unknown(interactions.item_ids), SETTINGS)
    found = model.weights.matrix.toarray()
    rows = interactions.matrix().toarray() / 5
    n_users = len(rows)
    penalties = (SETTINGS.l1 / n_users, SETTINGS.l2 / n_users)
    reference = ElasticNet(
        alpha=sum(penalties), l1_ratio=penalties[0] / sum(penalties), positive=True, fit_intercept=False, tol=1e-10
    )
    for item in range(25):
        left = rows.copy()
        left[:, item] = 0
        reference.fit(left, rows[:, item])
        assert found[:, item] == pytest.approx(reference.coef_, abs=1e-5)


def test_weights_are_of_nearest_candidates_alone() -> None:
    interactions = random_interactions(40, 25)
    model = Slim.fit(interactions, ItemFacts.unknown(interactions.item_ids), SlimSettings(0.0, 1.0, n_candidates=4))
    assert (np.count_nonzero(model.weights.matrix.toarray(), axis=0) <= 4).all()
    assert (model.weights.matrix.data > 0).all()
    assert (model.weights.matrix.diagonal() == 0).all()


def test_settings_that_cannot_work_are_refused() -> None:
    with pytest.raises(StoreError, match="l2 lies over 0"):
        SlimSettings(l2=0.0)
