"""Weights learned from lists in the database serve where they order later lists better."""

from datetime import UTC, datetime, timedelta
from pathlib import Path

import numpy as np
import pytest

from retrieval.errors import EvaluationError
from retrieval.events import Event
from retrieval.learning.ranker import LearnedRanker
from retrieval.quality.ranker_training import KIND, train_into
from retrieval.quality.registry import ModelRegistry
from retrieval.ranking import FEATURES, Weights
from retrieval.shown_lists import ShownList
from tests.retrieval.learning.simulated_shop import N_SHOWN, shown_lists

NOON = datetime(2026, 11, 1, 12, tzinfo=UTC)


def history(n_lists: int, seed: int) -> tuple[list[ShownList], list[tuple[str, list[Event]]]]:
    """Return lists in any order as the shop keeps them, and each shopper's events."""
    log, _ = shown_lists(n_lists, seed, Weights(**dict.fromkeys(FEATURES, 0.0)))
    features = log.features.reshape(n_lists, N_SHOWN, -1)
    is_taken = log.is_taken.reshape(n_lists, N_SHOWN)
    lists, events = [], []
    for number in range(n_lists):
        at, user_id = NOON + timedelta(minutes=number), f"shopper {number}"
        product_ids = tuple(f"{number}-{place}" for place in range(N_SHOWN))
        known = tuple(tuple(row) for row in features[number].tolist())
        lists.append(ShownList(f"q{number}", user_id, "search", "tr", at, product_ids, known, N_SHOWN, "by hand"))
        own = [
            Event(f"e{number}-{place}", user_id, "view", product_ids[place], None, at + timedelta(minutes=1), None)
            for place in np.flatnonzero(is_taken[number]).tolist()
        ]
        events.append((user_id, own))
    return lists, events


def test_weights_that_shoppers_go_by_come_to_serve_and_the_same_again_do_not(tmp_path: Path) -> None:
    registry = ModelRegistry(tmp_path, KIND)
    lists, events = history(2000, seed=1)
    done = train_into(registry, lists, events, 0, lambda _: None)
    assert done.serves, done.verdict.reason
    serving = registry.serving()
    assert serving is not None
    weights = LearnedRanker.load(registry.model_folder(serving.number)).weights
    assert weights.similar_shoppers > Weights().similar_shoppers
    assert weights.match < Weights().match
    assert weights.version.startswith("learned ")
    assert (serving.lineage.n_users, serving.lineage.first_moment) == (2000, NOON)
    again = train_into(registry, lists, events, 0, lambda _: None)
    assert not again.serves
    assert registry.serving() == serving


def test_lists_of_which_nobody_took_anything_up_teach_nothing(tmp_path: Path) -> None:
    lists, _ = history(30, seed=2)
    registry = ModelRegistry(tmp_path, KIND)
    with pytest.raises(EvaluationError, match="weights set by hand serve until then"):
        train_into(registry, lists, [], 0, lambda _: None)
    assert registry.versions() == []
