"""The deep ranker."""

import numpy as np
import pytest

from retrieval.recommenders.interactions import History, Interactions
from retrieval.recommenders.item_facts import ItemFacts
from retrieval.recommenders.neural.ranker import DnnRanker
from retrieval.recommenders.neural.ranker_settings import RankerSettings
from tests.retrieval.recommender_contract import N_SQUARES, RecommenderContract, checkerboard, checkerboard_facts


class TestDnnRanker(RecommenderContract):
    recommender = DnnRanker

    @classmethod
    def fit(cls, interactions: Interactions, facts: ItemFacts) -> DnnRanker:
        return DnnRanker.fit(interactions, facts, RankerSettings(dim=16, n_hidden=16, n_second=8, n_rivals=32))


@pytest.fixture(scope="module")
def board() -> DnnRanker:
    """The checkerboard without its last two items, which nobody touched."""
    whole = checkerboard()
    return TestDnnRanker.fit(whole.where(whole.items < N_SQUARES - 2), checkerboard_facts())


def test_new_item_is_scored_by_its_content(board: DnnRanker) -> None:
    even, odd = N_SQUARES - 2, N_SQUARES - 1
    for kind, (own, other) in enumerate([(even, odd), (odd, even)]):
        scores = board.scores([History.of(range(kind, 12, 2))])[0]
        assert scores[own] > scores[other]


def test_scores_are_about_the_logarithms_of_chances(board: DnnRanker) -> None:
    histories = list(checkerboard().histories())
    left = np.exp(board.scores(histories))
    for row, history in zip(left, histories, strict=True):
        row[history.items] = 0.0
    assert 0.3 < left.sum(axis=1).mean() < 3.0
