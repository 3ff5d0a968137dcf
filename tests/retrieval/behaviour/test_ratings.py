from datetime import UTC, datetime

import numpy as np
import pytest

from retrieval.behaviour.ratings import interactions_of
from retrieval.events import EVENT_TYPES, Event
from retrieval.preferences import ratings_of
from tests.retrieval.behaviour.tables import NOW, event, table


def ratings(found):
    return {
        (found.user_ids[user], found.item_ids[item]): rating
        for user, item, rating in zip(found.users, found.items, found.ratings.tolist(), strict=True)
    }


def test_no_events_are_no_interactions():
    found = interactions_of(table(items=["cup"]))
    assert (len(found), found.n_users, found.item_ids) == (0, 0, ("cup",))


def test_one_event_is_one_interaction():
    assert ratings(interactions_of(table(event()))) == {("ann", "cup"): 3.0}


def test_search_is_none_and_its_shopper_stays():
    found = interactions_of(table(event("ann", "search", None, "tea")))
    assert (len(found), found.user_ids) == (0, ("ann",))


def test_moment_is_that_of_the_last_event_of_the_two():
    found = interactions_of(table(event(moment=9.0), event("bob", moment=99.0), event(type_="cart", moment=5.0)))
    assert found.moments.tolist() == [9.0, 99.0]


@pytest.mark.parametrize("seed", range(5))
def test_rates_as_one_shopper_at_a_time_is_rated(seed):
    random = np.random.default_rng(seed)
    given = []
    for number in range(1_500):
        type_ = EVENT_TYPES[random.integers(len(EVENT_TYPES))]
        value = {
            "rate": min(5.0, float(random.integers(2, 11)) / 2 + 0.07),
            "dwell": float(random.integers(0, 60)),
        }.get(type_)
        if type_ in {"rate", "dwell"} and random.random() < 0.2:
            value = 1.0 if type_ == "dwell" else 5.0
        item = f"i{random.integers(12)}" if type_ != "search" or random.random() < 0.5 else None
        given.append(
            event(f"u{random.integers(8)}", type_, item, value, NOW - float(random.integers(500)), event_id=str(number))
        )
    found = ratings(interactions_of(table(*given)))
    expected = {}
    for user in {one.user_id for one in given}:
        own = [
            Event(
                one.event_id, one.user_id, one.type, one.product_id, one.value,
                datetime.fromtimestamp(one.moment - 200_000_000, UTC), None,
            )
            for one in given
            if one.user_id == user
        ]  # fmt: skip
        expected |= {(user, item): rating for item, rating in ratings_of(own).items()}
    assert found == expected
