"""Lists shown are kept with their shopper, and go with them."""

import json
import math
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from retrieval.database import create_engine_for
from retrieval.shopper_store import PERSONALISATION, ShopperStore
from retrieval.shown_lists import KEPT_DAYS, ShownList, ShownLists

NOON = datetime(2026, 11, 22, 12, tzinfo=UTC)


@pytest.fixture
def engine(tmp_path):
    engine = create_engine_for(f"sqlite:///{tmp_path / 'shop.db'}")
    yield engine
    engine.dispose()


def shown(query_id: str, user_id: str = "ann", at: datetime = NOON) -> ShownList:
    features = ((0.5, math.nan), (0.25, 1.0), (0.125, 0.0))
    return ShownList(query_id, user_id, "search", "ar", at, ("كوب", "茶壶", "cup"), features, 2, "by hand")


def same(one: ShownList, other: ShownList) -> bool:
    return repr(one) == repr(other)  # nan is not equal to itself


def test_list_comes_back_as_it_was_kept(engine) -> None:
    lists = ShownLists(engine)
    assert lists.keep(shown("q"))
    (found,) = lists.since(NOON)
    assert same(found, shown("q"))


def test_list_kept_twice_is_there_once(engine) -> None:
    lists = ShownLists(engine)
    assert lists.keep(shown("q"))
    assert lists.keep(shown("q"))
    assert len(list(lists.since(NOON))) == 1


def test_more_of_a_list_may_be_shown_and_never_less(engine) -> None:
    lists = ShownLists(engine)
    lists.keep(shown("q"))
    lists.note_shown("q", 3)
    lists.note_shown("q", 1)
    lists.note_shown("unknown", 5)
    assert [one.n_shown for one in lists.since(NOON)] == [3]


def test_lists_come_oldest_first_from_a_moment_on(engine) -> None:
    lists = ShownLists(engine)
    for name, minutes in (("late", 9), ("early", 1), ("before", -1)):
        lists.keep(shown(name, at=NOON + timedelta(minutes=minutes)))
    assert [one.query_id for one in lists.since(NOON)] == ["early", "late"]


def test_who_refuses_personalisation_leaves_no_list(engine) -> None:
    store, lists = ShopperStore(engine), ShownLists(engine)
    lists.keep(shown("before"))
    store.record_consent("ann", PERSONALISATION, granted=False)
    assert not lists.keep(shown("after"))
    assert list(lists.since(NOON)) == []


def test_lists_are_exported_and_erased_with_their_shopper(engine) -> None:
    store, lists = ShopperStore(engine), ShownLists(engine)
    lists.keep(shown("hers"))
    lists.keep(shown("his", "bob"))
    assert [row["query_id"] for row in json.loads(json.dumps(store.export("ann")))["shown_lists"]] == ["hers"]
    assert store.erase("ann")["shown_lists"] == 1
    assert [one.query_id for one in lists.since(NOON)] == ["his"]


def test_old_lists_are_forgotten(engine) -> None:
    lists = ShownLists(engine)
    lists.keep(shown("old", at=NOON - timedelta(days=KEPT_DAYS + 1)))
    lists.keep(shown("new"))
    assert lists.forget_old(NOON) == 1
    assert [one.query_id for one in lists.since(NOON - timedelta(days=400))] == ["new"]


def test_explored_places_are_told_from_ranked_ones(engine) -> None:
    lists = ShownLists(engine)
    explored = replace(shown("q"), propensities=(None, 0.02, None))
    lists.keep(explored)
    lists.keep(shown("plain", at=NOON + timedelta(minutes=1)))
    found, plain = lists.since(NOON)
    assert found.propensities == (None, 0.02, None)
    assert plain.propensities == ()
    assert [one.propensities for one in lists.of("ann", NOON)] == [(None, 0.02, None), ()]
    assert ShopperStore(engine).export("ann")["explored_slots"][0]["propensity"] == 0.02
    assert lists.forget_old(NOON + timedelta(days=KEPT_DAYS + 1)) == 2
    assert ShopperStore(engine).export("ann")["explored_slots"] == []


def test_who_asked_hears_of_what_is_kept_and_scrolled(engine) -> None:
    lists, heard = ShownLists(engine), list[str]()
    lists.subscribe(heard.append)
    lists.keep(shown("q"))
    lists.note_shown("q", 3)
    lists.note_shown("q", 1)
    lists.note_shown("no such list", 3)
    assert heard == ["ann", "ann"]
