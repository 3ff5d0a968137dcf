"""Trying pays, learns, and keeps to what it may do."""

from collections import Counter

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from retrieval.exploration.explorer import HORIZON, Explorer
from retrieval.exploration.thompson import choose, expected
from tests.retrieval.exploration.simulated_shop import (
    N_GEMS,
    N_PLACES,
    N_PRODUCTS,
    TODAY,
    Counts,
    NoMemory,
    SimulatedShop,
)

N_LISTS = 1_200
SHARE = 0.1


class Uniform(Explorer):
    """Tries as often, but anything at random."""

    def explored(self, head, order, scores, *args):  # type: ignore[no-untyped-def]
        flat = np.full(scores.size, scores.mean())
        return super().explored(head, order, flat, *args)


@pytest.fixture(scope="module")
def regrets() -> dict[str, np.ndarray]:
    """Return the regret of each list by policy, the mean over two shops."""

    def run(make) -> np.ndarray:
        return np.mean([SimulatedShop(seed).regret(*make(), N_LISTS) for seed in range(2)], axis=0)

    def thompson():
        counts = Counts()
        return Explorer(SHARE, counts), counts

    def uniform():
        return Uniform(SHARE, NoMemory()), Counts()

    return {"none": run(lambda: (None, Counts())), "uniform": run(uniform), "thompson": run(thompson)}


def test_regret_is_below_that_of_trying_nothing_and_of_trying_at_random(regrets: dict[str, np.ndarray]) -> None:
    assert regrets["thompson"].sum() < regrets["none"].sum()
    assert regrets["thompson"].sum() < regrets["uniform"].sum()


def test_regret_falls_as_answers_come_in(regrets: dict[str, np.ndarray]) -> None:
    early, late = regrets["thompson"][:300].mean(), regrets["thompson"][-300:].mean()
    assert late < early
    assert late < regrets["none"][-300:].mean()
    assert late < regrets["uniform"][-300:].mean()


def test_what_is_liked_is_tried_far_more_often_than_by_chance() -> None:
    shop, counts = SimulatedShop(0), Counts()
    explorer = Explorer(SHARE, counts)
    shop.regret(explorer, counts, N_LISTS)
    tried = Counter(
        row
        for number in range(200)
        for row in explorer.explored(
            shop.order[:N_PLACES], shop.order, shop.scores, shop.columns, f"late{number}", TODAY, N_PLACES
        ).propensities
    )
    of_gems = sum(tried[row] for row in shop.gems.tolist())
    by_chance = N_GEMS / (N_PRODUCTS - N_PLACES)
    assert of_gems / sum(tried.values()) > 3 * by_chance


@settings(deadline=None, max_examples=40)
@given(
    share=st.floats(0, 1),
    n_head=st.integers(0, HORIZON),
    part=st.integers(1, 60),
    allowed=st.integers(0, 90),
    user=st.text(max_size=5),
)
def test_list_holds_what_it_held_and_what_may_be_tried(
    share: float, n_head: int, part: int, allowed: int, user: str
) -> None:
    shop = SimulatedShop(1)
    order, scores = shop.order[:allowed], shop.scores[:allowed]
    head = order[:n_head]
    found = Explorer(share, Counts()).explored(head, order, scores, shop.columns, user, TODAY, part)
    tried = set(found.propensities)
    assert set(found.rows.tolist()) == set(head.tolist()) | tried
    assert len(set(found.rows.tolist())) == found.rows.size
    assert tried <= set(order.tolist()) - set(head.tolist())
    assert [row for row in found.rows.tolist() if row not in tried] == head.tolist()
    assert len(tried) <= share * head.size
    for start in range(0, found.rows.size, part):
        assert sum(row in tried for row in found.rows[start : start + part].tolist()) <= share * part
    assert not head.size or found.rows[0] == head[0]
    assert all(0 < chance <= 1 for chance in found.propensities.values())


def test_same_shopper_is_dealt_the_same_on_one_day_and_others_other_things() -> None:
    shop = SimulatedShop(2)

    def rows(user: str, explorer: Explorer) -> list[int]:
        head = shop.order[:N_PLACES]
        return explorer.explored(head, shop.order, shop.scores, shop.columns, user, TODAY, N_PLACES).rows.tolist()

    explorer = Explorer(SHARE, Counts())
    assert rows("ann", explorer) == rows("ann", explorer)
    assert len({tuple(rows(f"u{number}", explorer)) for number in range(30)}) > 10


# --- what is expected, and what is drawn


def test_new_product_is_expected_to_do_as_its_kind_and_its_score_say() -> None:
    looks, takes = np.array([200.0, 200.0, 0.0, 0.0]), np.array([40.0, 2.0, 0.0, 0.0])
    kinds = np.array([0, 1, 0, 1])
    good_kind, poor_kind = expected(np.ones(4), kinds, looks, takes)[2:]
    assert good_kind > 5 * poor_kind
    by_score = expected(np.array([1.0, 1.0, 1.5, 0.5]), kinds, looks, takes)
    assert by_score[2] == pytest.approx(1.5 * good_kind)
    assert by_score[3] == pytest.approx(0.5 * poor_kind)


def test_before_anybody_looked_all_kinds_are_expected_alike() -> None:
    prior = expected(np.ones(3), np.array([0, 1, 2]), np.zeros(3), np.zeros(3))
    assert prior.tolist() == pytest.approx([0.05] * 3)


def test_choice_follows_the_chance_to_be_best_and_says_it() -> None:
    """Two arms known alike: each is chosen half the time, and says so."""
    prior, looks, takes = np.full(2, 0.1), np.full(2, 50.0), np.full(2, 5.0)
    random = np.random.default_rng(0)
    chosen = [choose(prior, looks, takes, np.ones(2, dtype=bool), random) for _ in range(400)]
    assert 0.42 < np.mean([arm for arm, _ in chosen]) < 0.58
    assert np.mean([chance for _, chance in chosen]) == pytest.approx(0.5, abs=0.04)
    known = choose(prior, np.array([500.0, 500.0]), np.array([200.0, 5.0]), np.ones(2, dtype=bool), random)
    assert known == (0, 1.0)


def test_arm_taken_is_not_chosen_again() -> None:
    random = np.random.default_rng(0)
    for _ in range(20):
        arm, _ = choose(np.full(3, 0.1), np.zeros(3), np.zeros(3), np.array([False, True, False]), random)
        assert arm == 1
