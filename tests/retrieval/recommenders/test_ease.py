"""EASE: both ways to solve it beside the paper's few lines."""

import numpy as np
import pytest
from numpy.typing import NDArray

from retrieval.errors import StoreError
from retrieval.recommenders.ease import Ease, EaseSettings
from retrieval.recommenders.interactions import Interactions
from retrieval.recommenders.item_facts import ItemFacts
from tests.retrieval.recommender_contract import RecommenderContract, random_interactions


class TestEaseOfManyUsers(RecommenderContract):
    """The items' matrix is inverted: 25 items, 30 users; 20 of each on the board."""

    recommender = Ease
    share_tolerance = 1e-3

    @classmethod
    def fit(cls, interactions: Interactions, facts: ItemFacts) -> Ease:
        return Ease.fit(interactions, facts, EaseSettings(5.0))


class TestEaseOfManyItems(RecommenderContract):
    """The users' matrix is inverted, as the items' is larger than allowed."""

    recommender = Ease
    share_tolerance = 1e-3

    @classmethod
    def fit(cls, interactions: Interactions, facts: ItemFacts) -> Ease:
        return Ease.fit(interactions, facts, EaseSettings(5.0, most_rows=max(1, interactions.n_items - 1)))


def paper(interactions: Interactions, regularisation: float) -> NDArray[np.float64]:
    """The lines of Steck's paper: scores of everybody."""
    rows = interactions.matrix().toarray() / 5
    gram = rows.T @ rows + regularisation * np.eye(interactions.n_items)
    inverse = np.linalg.inv(gram)
    weights = inverse / (-np.diag(inverse))
    weights[np.diag_indices(interactions.n_items)] = 0
    return rows @ weights


@pytest.mark.parametrize(("n_users", "n_items"), [(40, 15), (15, 40)])
def test_scores_are_those_of_the_paper(n_users: int, n_items: int) -> None:
    interactions = random_interactions(n_users, n_items)
    model = Ease.fit(interactions, ItemFacts.unknown(interactions.item_ids), EaseSettings(3.0))
    assert bool(model.rows.shape[0]) == (n_users < n_items)
    assert model.scores(list(interactions.histories())) == pytest.approx(paper(interactions, 3.0), abs=1e-4)


def test_shares_add_up_to_the_score() -> None:
    interactions = random_interactions(15, 40)
    model = Ease.fit(interactions, ItemFacts.unknown(interactions.item_ids), EaseSettings(3.0))
    history = interactions.history(2)
    causes = model.explain(history, 33)
    assert sum(cause.share for cause in causes) == pytest.approx(float(model.scores([history])[0, 33]), abs=1e-5)


def test_most_active_users_teach_where_all_would_be_too_many() -> None:
    interactions = random_interactions(30, 40)
    facts = ItemFacts.unknown(interactions.item_ids)
    model = Ease.fit(interactions, facts, EaseSettings(3.0, most_rows=10))
    active = np.argsort(-np.diff(interactions.ends), kind="stable")[:10]
    wanted = Ease.fit(interactions.where(np.isin(interactions.users, active)), facts, EaseSettings(3.0))
    histories = list(interactions.histories())
    assert model.scores(histories) == pytest.approx(wanted.scores(histories), abs=1e-6)


def test_settings_that_cannot_work_are_refused() -> None:
    with pytest.raises(StoreError, match="regularisation lies over 0"):
        EaseSettings(0.0)
