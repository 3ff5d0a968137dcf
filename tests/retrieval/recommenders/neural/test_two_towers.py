"""Two towers: what is known by construction, new items by their content, and what users say of themselves."""

import numpy as np
import pytest

from retrieval.recommenders.interactions import History, Interactions
from retrieval.recommenders.item_facts import ItemFacts
from retrieval.recommenders.neural.two_towers import TwoTowers
from retrieval.recommenders.neural.two_towers_settings import TwoTowersSettings
from tests.retrieval.recommender_contract import (
    N_SQUARES,
    RecommenderContract,
    checkerboard,
    checkerboard_facts,
)

SETTINGS = TwoTowersSettings(dim=16, n_hidden=16, n_random=16, least_steps=150)


class TestTwoTowers(RecommenderContract):
    recommender = TwoTowers

    @classmethod
    def fit(cls, interactions: Interactions, facts: ItemFacts) -> TwoTowers:
        return TwoTowers.fit(interactions, facts, SETTINGS)


@pytest.fixture(scope="module")
def board() -> TwoTowers:
    """The checkerboard without its last two items, which nobody touched."""
    whole = checkerboard()
    return TwoTowers.fit(whole.where(whole.items < N_SQUARES - 2), checkerboard_facts(), SETTINGS)


def test_new_item_is_scored_by_its_content(board: TwoTowers) -> None:
    even, odd = N_SQUARES - 2, N_SQUARES - 1
    for kind, (own, other) in enumerate([(even, odd), (odd, even)]):
        scores = board.scores([History.of(range(kind, 12, 2))])[0]
        assert scores[own] > scores[other]
    assert not board.weights.embeddings[[even, odd]].any()


def test_items_added_later_are_scored_by_content_and_known_ones_as_before(board: TwoTowers) -> None:
    facts = checkerboard_facts(N_SQUARES + 2)
    larger = board.with_items(facts)
    history = History.of(range(0, 12, 2))
    before, after = board.scores([history])[0], larger.scores([history])[0]
    assert after[:N_SQUARES] == pytest.approx(before, abs=1e-4)
    assert after[N_SQUARES] > after[N_SQUARES + 1]
    assert after[N_SQUARES] == pytest.approx(after[N_SQUARES - 2], abs=1e-4)


def test_items_taken_away_are_gone(board: TwoTowers) -> None:
    facts = checkerboard_facts()
    left = ItemFacts(
        facts.item_ids[::2],
        facts.texts[::2],
        facts.categories[::2],
        facts.brands[::2],
        facts.styles[::2],
        facts.price_bands[::2],
        facts.vectors[::2],
    )
    smaller = board.with_items(left)
    assert smaller.item_ids == facts.item_ids[::2]
    assert smaller.scores([History.of([0])]).shape == (1, N_SQUARES // 2)


def test_traits_are_among_the_causes_and_add_what_they_say(board: TwoTowers) -> None:
    history = History.of(range(0, 12, 2))
    causes = {cause.name: cause.share for cause in board.explain(history, 14) if cause.kind == "feature"}
    assert set(causes) == {"category=shoes", "brand=Łapa", "price_band=0"}
    bare = checkerboard_facts()
    without = ItemFacts(
        bare.item_ids,
        bare.texts,
        tuple("" if item == 14 else name for item, name in enumerate(bare.categories)),
        bare.brands,
        bare.styles,
        bare.price_bands,
        bare.vectors,
    )
    fallen = board.scores([history])[0, 14] - board.with_items(without).scores([history])[0, 14]
    assert causes["category=shoes"] == pytest.approx(fallen, abs=1e-4)


def test_what_users_say_of_themselves_tells_new_users_apart() -> None:
    records = [(f"u{user}", f"i{item}", 5.0, float(item)) for user in range(16) for item in range(user % 2, 10, 2)]
    facts = {f"u{user}": {"gender": "f" if user % 2 else "m"} for user in range(16)}
    interactions = Interactions.from_records(records, item_ids=[f"i{item}" for item in range(10)], facts=facts)
    towers = TwoTowers.fit(interactions, ItemFacts.unknown(interactions.item_ids), SETTINGS)
    nothing = History.of([])
    woman = History(nothing.items, nothing.ratings, nothing.moments, {"gender": "f"})
    stranger = History(nothing.items, nothing.ratings, nothing.moments, {"gender": "?", "shoe_size": "40"})
    scores = towers.scores([woman, nothing, stranger])
    assert scores[0, 1::2].min() > scores[0, 0::2].max()
    assert scores[1].tolist() == scores[2].tolist()
    assert np.isfinite(scores).all()
