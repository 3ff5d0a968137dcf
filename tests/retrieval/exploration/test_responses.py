"""What shoppers did with recommendations counts at the next call, and goes with them."""

from datetime import UTC, datetime, timedelta

import pytest

from retrieval.database import create_engine_for
from retrieval.events import Event
from retrieval.exploration.responses import Responses
from retrieval.ranking import FEATURES
from retrieval.shopper_store import PERSONALISATION, ShopperStore
from retrieval.shown_lists import ShownList, ShownLists

KNOWN = (0.5,) * len(FEATURES)


@pytest.fixture
def kept(tmp_path):
    engine = create_engine_for(f"sqlite:///{tmp_path / 'shop.db'}")
    store = ShopperStore(engine)
    for user_id in ("ann", "bob", "cat"):
        store.record_consent(user_id, PERSONALISATION, granted=True)
    yield store, ShownLists(engine)
    engine.dispose()


def shown(query_id: str, *product_ids: str, user_id: str = "ann", kind: str = "recommend", n: int = 0) -> ShownList:
    at = datetime.now(UTC) - timedelta(minutes=5)
    features = (KNOWN,) * len(product_ids)
    return ShownList(query_id, user_id, kind, "ar", at, product_ids, features, n or len(product_ids), "by hand")


def counts(responses: Responses, *product_ids: str) -> list[tuple[float, float]]:
    looks, takes = responses.of(product_ids)
    return [*zip(looks.tolist(), takes.tolist(), strict=True)]


def test_looks_fall_with_the_place_and_what_is_taken_was_looked_at(kept) -> None:
    store, lists = kept
    responses = Responses.from_store(lists, store)
    assert counts(responses, "ชา", "茶壶") == [(0.0, 0.0), (0.0, 0.0)]
    lists.keep(shown("q", "ชา", "茶壶", "كوب", "çay"))
    store.add_events([Event.now("ann", "view", "çay")])
    assert counts(responses, "ชา", "茶壶", "çay") == [(1.0, 0.0), (pytest.approx(2**-0.5), 0.0), (1.0, 1.0)]


def test_counts_at_the_start_are_those_that_came_one_by_one(kept) -> None:
    store, lists = kept
    responses = Responses.from_store(lists, store)
    for number, user_id in enumerate(("ann", "bob", "cat")):
        lists.keep(shown(f"q{number}", "a", "b", "c", user_id=user_id))
        store.add_events([Event.now(user_id, "cart", "b"), Event.now(user_id, "view", "z")])
    assert counts(responses, "a", "b", "c", "z") == counts(Responses.from_store(lists, store), "a", "b", "c", "z")
    assert counts(responses, "b") == [(3.0, 3.0)]
    looks, takes = responses.of(["a", "b"], without="bob")
    assert (looks.tolist(), takes.tolist()) == ([2.0, 2.0], [0.0, 2.0])


def test_who_never_consented_teaches_nothing(kept) -> None:
    store, lists = kept
    responses = Responses.from_store(lists, store)
    lists.keep(shown("q", "a", "b", user_id="ลูกค้า"))
    store.add_events([Event.now("ลูกค้า", "cart", "b")])
    assert counts(responses, "a", "b") == counts(Responses.from_store(lists, store), "a", "b") == [(0.0, 0.0)] * 2
    store.record_consent("ลูกค้า", PERSONALISATION, granted=True)
    assert counts(responses, "b") == counts(Responses.from_store(lists, store), "b") == [(1.0, 1.0)]


def test_further_part_of_a_list_counts_once_it_was_seen(kept) -> None:
    store, lists = kept
    responses = Responses.from_store(lists, store)
    lists.keep(shown("q", "a", "b", n=1))
    assert counts(responses, "b") == [(0.0, 0.0)]
    lists.note_shown("q", 2)
    assert counts(responses, "b")[0][0] > 0


def test_searches_teach_nothing_about_recommendations(kept) -> None:
    store, lists = kept
    lists.keep(shown("q", "a", kind="search"))
    assert counts(Responses.from_store(lists, store), "a") == [(0.0, 0.0)]


@pytest.mark.parametrize("how", ["erase", "refuse"])
def test_shopper_who_leaves_takes_their_counts_along(kept, how: str) -> None:
    store, lists = kept
    responses = Responses.from_store(lists, store)
    for user_id in ("ann", "bob"):
        lists.keep(shown(f"q{user_id}", "a", user_id=user_id))
        store.add_events([Event.now(user_id, "view", "a")])
    assert counts(responses, "a") == [(2.0, 2.0)]
    if how == "erase":
        store.erase("ann")
    else:
        store.record_consent("ann", PERSONALISATION, granted=False)
    assert counts(responses, "a") == [(1.0, 1.0)]
