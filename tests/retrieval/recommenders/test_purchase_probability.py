"""The probability of purchase: calibrated, in 0..1, and moved by what it says it is moved by."""

import numpy as np
import pytest

from retrieval.errors import StoreError
from retrieval.recommenders.interactions import History, Interactions
from retrieval.recommenders.item_facts import ItemFacts
from retrieval.recommenders.purchase_features import NAMES, PairFeatures
from retrieval.recommenders.purchase_probability import (
    Calibration,
    PurchaseProbability,
    PurchaseSettings,
)
from tests.retrieval.recommender_contract import RecommenderContract, checkerboard_facts, random_interactions


class TestPurchaseProbability(RecommenderContract):
    recommender = PurchaseProbability


def two_kinds(n_users: int = 400, n_items: int = 40, seed: int = 5) -> tuple[Interactions, ItemFacts]:
    """Users who buy five items in turn, of ten mostly of their kind."""
    random = np.random.default_rng(seed)
    records = []
    for user in range(n_users):
        own = random.random(n_items) + 2.0 * (np.arange(n_items) % 2 == user % 2) * (random.random(n_items) < 0.9)
        records += [
            (f"u{user}", f"i{item}", 5.0, float(place)) for place, item in enumerate(np.argsort(-own)[:5].tolist())
        ]
    interactions = Interactions.from_records(records, item_ids=[f"i{item}" for item in range(n_items)])
    return interactions, checkerboard_facts(n_items)


@pytest.fixture(scope="module")
def model() -> PurchaseProbability:
    return PurchaseProbability.fit(*two_kinds())


def test_probabilities_of_all_items_add_up_to_about_one(model: PurchaseProbability) -> None:
    """One item is bought next; users that nothing was learnt from."""
    fresh, _ = two_kinds(60, seed=6)
    sums = []
    for history in fresh.histories():
        left = np.setdiff1d(np.arange(40), history.items[:4])
        before = History(history.items[:4], history.ratings[:4], history.moments[:4])
        sums.append(model.probability([before] * len(left), left).sum())
    assert 0.7 < np.mean(sums) < 1.4


def test_probability_is_that_of_what_happens(model: PurchaseProbability) -> None:
    """Of pairs in two groups, by the probability foretold, as many are bought as it says."""
    fresh, _ = two_kinds(300, seed=7)
    foretold, bought = [], []
    for history in fresh.histories():
        left = np.setdiff1d(np.arange(40), history.items[:4])
        before = History(history.items[:4], history.ratings[:4], history.moments[:4])
        foretold.append(model.probability([before] * len(left), left))
        bought.append(left == history.items[4])
    probabilities, happened = np.concatenate(foretold), np.concatenate(bought)
    assert ((probabilities >= 0) & (probabilities <= 1)).all()
    is_high = probabilities > np.median(probabilities)
    for group in (is_high, ~is_high):
        assert happened[group].mean() == pytest.approx(probabilities[group].mean(), abs=0.015)
    assert happened[is_high].mean() > 3 * happened[~is_high].mean()


def test_score_falls_by_the_share_of_a_feature_taken_away(model: PurchaseProbability) -> None:
    history = History.of([0, 2, 4, 6])
    causes = {cause.name: cause for cause in model.explain(history, 8)}
    row = model.features.of(history, np.array([8]))[0]
    assert sum(cause.share for cause in causes.values()) + model.intercept == pytest.approx(
        float(model.scores([history])[0, 8]), abs=1e-4
    )
    for name, cause in causes.items():
        without = row.copy()
        without[NAMES.index(name)] = 0
        fall = (row - without) @ model.coefficients
        assert cause.share == pytest.approx(fall)


def test_features_are_those_worked_by_hand() -> None:
    interactions, facts = two_kinds()
    features = PairFeatures.fit(interactions, facts)
    rows = features.of(History.of([0, 2, 1], [5.0, 5.0, 5.0]), np.array([4, 3]))
    category = NAMES.index("category")
    assert rows[:, category] == pytest.approx([2 / 3, 1 / 3])
    assert rows[:, NAMES.index("events")] == pytest.approx([0.03, 0.03])
    assert rows[0, NAMES.index("content")] == pytest.approx(2 / np.sqrt(5))
    assert (features.of(History.of([]))[:, 2:] == 0).all()


def test_steps_are_used_where_there_is_enough_to_go_by() -> None:
    interactions, facts = two_kinds(1800, 12, seed=8)
    model = PurchaseProbability.fit(interactions, facts, PurchaseSettings(n_negatives=5))
    assert model.calibration.steps.shape[1] > 1
    assert (np.diff(model.calibration.steps[1]) >= 0).all()


def test_calibration_by_a_curve_and_by_steps() -> None:
    nothing = np.zeros((2, 0))
    assert Calibration(2.0, 0.0, nothing).probabilities(np.array([0.0])) == pytest.approx([0.5])
    steps = np.array([[0.0, 1.0], [0.2, 0.6]])
    found = Calibration(1.0, 0.0, steps).probabilities(np.array([-9.0, 0.5, 9.0]))
    assert found.tolist() == pytest.approx([0.2, 0.4, 0.6])


def test_no_pair_has_no_probability(model: PurchaseProbability) -> None:
    assert model.probability([], np.empty(0, dtype=np.int64)).shape == (0,)


def test_too_few_buyers_leave_it_to_popularity() -> None:
    interactions = random_interactions(5, 25)
    model = PurchaseProbability.fit(interactions, ItemFacts.unknown(interactions.item_ids))
    probabilities = model.probability([History.of([])] * 25, np.arange(25))
    assert ((probabilities > 0) & (probabilities < 0.2)).all()


def test_settings_that_cannot_work_are_refused() -> None:
    with pytest.raises(StoreError, match="the counts start at 1"):
        PurchaseSettings(n_negatives=0)
