"""SAR: similarities worked by hand, fading with age, and all that a recommender must do."""

import numpy as np
import pytest

from retrieval.errors import StoreError
from retrieval.recommenders.interactions import History, Interactions
from retrieval.recommenders.item_facts import ItemFacts
from retrieval.recommenders.sar import Sar, SarSettings, SarSimilarity, similar_items
from tests.retrieval.recommender_contract import RecommenderContract, random_interactions

DAY = 86_400.0
BASKETS = {"ann": "abc", "bob": "ab", "cem": "ac", "dai": "ad", "ebo": "d"}
"""Met by: a four, b two, c two, d two; a and b two, a and c two, a and d one, b and c one."""


class TestJaccard(RecommenderContract):
    recommender = Sar
    share_tolerance = 1e-4


class TestLift(RecommenderContract):
    recommender = Sar
    share_tolerance = 1e-4

    @classmethod
    def fit(cls, interactions: Interactions, facts: ItemFacts) -> Sar:
        return Sar.fit(interactions, facts, SarSettings(SarSimilarity.LIFT))


def baskets() -> Interactions:
    records = [(user, item, 5.0, 1.0) for user, items in BASKETS.items() for item in items]
    return Interactions.from_records(records, item_ids=list("abcd"))


def sar(**settings: object) -> Sar:
    return Sar.fit(baskets(), ItemFacts.unknown(tuple("abcd")), SarSettings(**settings))  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("similarity", "expected"),
    [
        (SarSimilarity.COUNT, [[0, 2, 2, 1], [2, 0, 1, 0], [2, 1, 0, 0], [1, 0, 0, 0]]),
        (SarSimilarity.JACCARD, [[0, 1 / 2, 1 / 2, 1 / 5], [1 / 2, 0, 1 / 3, 0], [1 / 2, 1 / 3, 0, 0], [0.2, 0, 0, 0]]),
        (SarSimilarity.LIFT, [[0, 1 / 4, 1 / 4, 1 / 8], [1 / 4, 0, 1 / 4, 0], [1 / 4, 1 / 4, 0, 0], [1 / 8, 0, 0, 0]]),
    ],
)  # fmt: skip
def test_similarities_are_those_of_the_formulae(similarity: SarSimilarity, expected: list[list[float]]) -> None:
    found = similar_items(baskets(), SarSettings(similarity, least_users=1))
    assert found.toarray() == pytest.approx(np.array(expected))


def test_pairs_of_too_few_users_do_not_count() -> None:
    found = similar_items(baskets(), SarSettings(SarSimilarity.COUNT, least_users=2))
    assert found.toarray().tolist() == [[0, 2, 2, 0], [2, 0, 0, 0], [2, 0, 0, 0], [0, 0, 0, 0]]


def test_only_the_most_alike_are_kept() -> None:
    found = similar_items(baskets(), SarSettings(SarSimilarity.COUNT, least_users=1, n_neighbours=1))
    assert found.toarray().tolist() == [[0, 2, 0, 0], [2, 0, 0, 0], [2, 0, 0, 0], [1, 0, 0, 0]]


def test_what_was_done_a_half_life_ago_counts_half() -> None:
    """c from b at once, 1/3, and from a, a half-life ago, 1/2 · 1/2; d from a alone, 1/5 · 1/2."""
    history = History.of([0, 1], [5.0, 5.0], [100 * DAY, 130 * DAY])
    scores = sar(half_life_days=30.0, least_users=1).scores([history])[0]
    assert scores[[2, 3]] == pytest.approx([1 / 3 + 1 / 4, 1 / 10])


def test_moments_that_are_not_known_fade_nothing() -> None:
    history = History.of([0, 1], [5.0, 5.0], [0.0, 0.0])
    assert sar(least_users=1).scores([history])[0, 2] == pytest.approx(1 / 2 + 1 / 3)


def test_what_disappointed_counts_less() -> None:
    model = sar(least_users=1)
    liked, disliked = (model.scores([History.of([0], [rating], [1.0])])[0, 3] for rating in (5.0, 1.0))
    assert disliked == pytest.approx(liked / 5)


@pytest.mark.parametrize("settings", [{"half_life_days": 0.0}, {"least_users": 0}, {"n_neighbours": 0}])
def test_settings_that_cannot_work_are_refused(settings: dict[str, float]) -> None:
    with pytest.raises(StoreError, match="cannot work"):
        SarSettings(**settings)  # type: ignore[arg-type]


def test_blocks_of_items_give_what_all_at_once_gives(monkeypatch: pytest.MonkeyPatch) -> None:
    interactions = random_interactions()
    whole = similar_items(interactions, SarSettings()).toarray()
    monkeypatch.setattr("retrieval.recommenders.item_neighbours._ENTRIES_AT_ONCE", 20)
    assert np.array_equal(similar_items(interactions, SarSettings()).toarray(), whole)
