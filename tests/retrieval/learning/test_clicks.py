"""Which products of a list count as taken up."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import numpy as np

from retrieval.events import Event
from retrieval.learning.clicks import click_log
from retrieval.ranking import FEATURES
from retrieval.shown_lists import ShownList

NOON = datetime(2026, 11, 22, 12, tzinfo=UTC)
KNOWN = (0.5,) * (len(FEATURES) - 1) + (float("nan"),)


def shown(query_id: str, *product_ids: str, at: datetime = NOON, user_id: str = "ann", n_shown: int = 0) -> ShownList:
    features = (KNOWN,) * len(product_ids)
    return ShownList(
        query_id, user_id, "search", "th", at, product_ids, features, n_shown or len(product_ids), "by hand"
    )


def event(product_id: str, minutes: float, type_: str = "view", user_id: str = "ann") -> Event:
    at = NOON + timedelta(minutes=minutes)
    return Event(f"{user_id}{product_id}{minutes}", user_id, type_, product_id, None, at, None)


def taken(lists: list[ShownList], *events: Event) -> list[bool]:
    return click_log(lists, [("ann", [one for one in events if one.user_id == "ann"])]).is_taken.tolist()


def test_what_is_looked_at_within_an_hour_is_taken_up() -> None:
    assert taken([shown("q", "ชา", "茶壶", "cup")], event("茶壶", 5)) == [False, True, False]


def test_events_before_the_list_or_long_after_it_or_of_others_count_not() -> None:
    others = [event("a", -1), event("b", 61), event("c", 5, user_id="bob"), event("c", 5, "remove")]
    assert taken([shown("q", "a", "b", "c")], *others) == [False, False, False]


def test_event_counts_for_the_last_list_that_held_the_product() -> None:
    lists = [shown("first", "a", "b"), shown("second", "a", at=NOON + timedelta(minutes=10))]
    assert taken(lists, event("a", 12), event("b", 12)) == [False, True, True]


def test_what_was_not_seen_of_a_list_is_left_out() -> None:
    log = click_log([shown("q", "a", "b", "c", n_shown=2)], [("ann", [event("c", 1)])])
    assert (log.positions.tolist(), log.n_taken) == ([0, 1], 0)


def test_feature_that_was_not_known_is_nought() -> None:
    log = click_log([shown("q", "a")], [])
    assert log.features.tolist() == [[0.5] * (len(FEATURES) - 1) + [0.0]]


def test_list_of_other_features_is_left_out() -> None:
    old = ShownList("q", "ann", "search", "en", NOON, ("a",), ((0.5, 0.5),), 1, "by hand")
    assert click_log([old], []).query_ids == ()


def test_nothing_shown_gives_an_empty_log() -> None:
    log = click_log([], [("ann", [event("a", 1)])])
    assert (log.query_ids, log.features.shape, log.is_taken.dtype) == ((), (0, len(FEATURES)), np.bool_)


def test_explored_places_are_marked_with_their_chance() -> None:
    explored = replace(shown("q", "a", "b", "c"), propensities=(None, 0.03, None))
    log = click_log([explored, shown("r", "d")], [("ann", [event("b", 1)])])
    assert log.is_explored.tolist() == [False, True, False, False]
    assert log.propensities is not None
    assert log.propensities[1] == 0.03
    assert log.of_lists(np.array([False, True])).is_explored.tolist() == [False]


def test_list_kept_before_a_feature_came_is_learned_from_without_it() -> None:
    n_before = FEATURES.index("outlook")
    old = replace(shown("q", "a"), features=((0.5,) * n_before,))
    log = click_log([old, shown("r", "b")], [])
    assert log.query_ids == ("q", "r")
    assert log.features[0].tolist() == [0.5] * n_before + [0.0] * (len(FEATURES) - n_before)
