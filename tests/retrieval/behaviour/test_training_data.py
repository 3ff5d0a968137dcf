import numpy as np

from retrieval.behaviour.training_data import training_data
from retrieval.recommenders.item_facts import ItemFacts
from tests.retrieval.behaviour.tables import DAY, NOW, event

FACTS = ItemFacts.unknown(("cup", "jug"))


def test_no_events_leave_the_items():
    found = training_data([], FACTS, NOW)
    assert (len(found.interactions), found.interactions.item_ids, found.n_events) == (0, ("cup", "jug"), 0)
    assert found.left_out == {}


def test_items_are_those_of_the_catalogue_and_deleted_ones_are_counted():
    given = [event(item="jug"), event(item="gone"), event("ann", "search", None, "茶"), event("bob", item="gone")]
    found = training_data(given, FACTS, NOW, user_facts={"ann": {"region": "jp"}, "eve": {"region": "de"}})
    assert found.interactions.item_ids == FACTS.item_ids
    assert found.interactions.items.tolist() == [1]
    assert found.left_out == {"product no longer sold": 2}
    assert found.interactions.facts == {"ann": {"region": "jp"}}
    assert len(found.table) == 2


def test_what_is_cleaned_away_is_counted():
    given = [event(), event(moment=NOW - 9 * DAY), event(moment=NOW + 9 * DAY), event(type_="rate", value=9.0)]
    found = training_data(given, FACTS, NOW, added={"cup": NOW - DAY, "ghost": 0.0})
    assert found.left_out == {
        "before the product existed": 1,
        "time in the future": 1,
        "rating outside 1 to 5": 1,
    }
    assert (found.n_events, found.interactions.ratings.tolist()) == (4, [3.0])


def test_shopper_who_does_everything_alike_has_no_variance_and_stays():
    found = training_data([event(item=item, type_="purchase") for item in ("cup", "jug")], FACTS, NOW)
    assert np.ptp(found.interactions.ratings) == 0
    assert len(found.interactions) == 2
