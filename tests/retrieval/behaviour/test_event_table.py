import math

import numpy as np

from retrieval.behaviour.event_table import NONE, EventTable
from tests.retrieval.behaviour.tables import event, table


def test_no_events_make_an_empty_table():
    found = table()
    assert (len(found), found.user_ids, found.item_ids) == (0, (), ())
    assert len(found.where(np.zeros(0, bool))) == 0


def test_events_become_numbers_in_the_order_they_came():
    found = table(event("bob", item="jug"), event("ann", "search", None, "tea"), event("bob", "rate", "cup", 4.0))
    assert (found.user_ids, found.item_ids) == (("bob", "ann"), ("jug", "cup"))
    assert found.users.tolist() == [0, 1, 0]
    assert found.items.tolist() == [0, NONE, 1]
    assert math.isnan(found.values[1])
    assert found.values[2] == 4.0
    assert found.is_type("rate").tolist() == [False, False, True]


def test_known_items_come_first():
    assert table(event(item="jug"), items=["cup", "jug"]).item_ids == ("cup", "jug")


def test_more_events_than_there_is_room_for_are_all_kept():
    found = EventTable.of(event(f"u{number}", moment=float(number)) for number in range(5_000))
    assert found.moments.tolist() == list(map(float, range(5_000)))
    assert len(found.user_ids) == 5_000
