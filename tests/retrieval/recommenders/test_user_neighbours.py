"""Users alike: lists beside the plain formula, ratings beside `UserNeighbours` asked directly."""

import numpy as np
import pytest

from retrieval.errors import StoreError
from retrieval.neighbours import UserNeighbours
from retrieval.ratings import Ratings
from retrieval.recommenders.interactions import History
from retrieval.recommenders.item_facts import ItemFacts
from retrieval.recommenders.user_neighbours import UserNeighbourLists, UserNeighbourSettings
from tests.retrieval.recommender_contract import (
    RatingPredictorContract,
    RecommenderContract,
    checkerboard,
    random_interactions,
)


class TestUserNeighbourLists(RecommenderContract, RatingPredictorContract):
    recommender = UserNeighbourLists


def test_list_scores_are_those_of_the_plain_formula() -> None:
    interactions = random_interactions()
    settings = UserNeighbourSettings(n_for_lists=4, power=2.0)
    model = UserNeighbourLists.fit(interactions, ItemFacts.unknown(interactions.item_ids), settings)
    weights = interactions.matrix().toarray() / 5
    own = weights[5]
    cosines = weights @ own / np.linalg.norm(weights, axis=1) / np.linalg.norm(own)
    nearest = np.argsort(-cosines, kind="stable")[:4]
    wanted = cosines[nearest] ** 2 @ weights[nearest]
    found = model.scores([interactions.history(5)])[0]
    assert found[wanted > 0] == pytest.approx(wanted[wanted > 0], rel=1e-5)
    assert (found[wanted == 0] <= 0).all()


def test_ratings_are_those_of_user_neighbours() -> None:
    interactions = random_interactions()
    model = UserNeighbourLists.fit(interactions, ItemFacts.unknown(interactions.item_ids))
    triples = zip(interactions.users, interactions.items, interactions.ratings, strict=True)
    ratings = Ratings.from_triples(
        (interactions.user_ids[user], interactions.item_ids[item], rating) for user, item, rating in triples
    )
    reference = UserNeighbours.fit(ratings, model.settings.for_ratings)
    history = History.of([1, 2, 8, 9], [5.0, 1.0, 4.0, 2.0])
    items = np.array([0, 3, 7, 11, 24])
    active = {interactions.item_ids[item]: rating for item, rating in zip(history.items, history.ratings, strict=True)}
    wanted = reference.predict_for(active, [interactions.item_ids[item] for item in items])
    assert wanted.n_neighbours.max() > 0
    assert model.ratings([history] * 5, items) == pytest.approx(wanted.ratings)


def test_explanation_counts_those_alike_who_like_it() -> None:
    model = UserNeighbourLists.fit(checkerboard(), ItemFacts.unknown(checkerboard().item_ids))
    (cause,) = model.explain(checkerboard().history(0), 0)
    assert (cause.kind, cause.n) == ("users", 9)
    assert cause.share == pytest.approx(model.scores([checkerboard().history(0)])[0, 0], rel=1e-5)


def test_settings_that_cannot_work_are_refused() -> None:
    with pytest.raises(StoreError, match="n_for_lists starts at 1"):
        UserNeighbourSettings(n_for_lists=0)
