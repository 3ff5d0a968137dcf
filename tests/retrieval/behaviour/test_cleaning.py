import numpy as np
import pytest

from retrieval.behaviour.cleaning import USUAL, Thresholds, clean
from tests.retrieval.behaviour.tables import DAY, NOW, event, table


def taken(*events, added=None, items=(), thresholds=USUAL):
    given = table(*events, items=items)
    found = clean(given, NOW, thresholds, None if added is None else np.array(added, dtype=float))
    assert found.is_kept.sum() + sum(found.taken.values()) == len(given)
    return {rule: n for rule, n in found.taken.items() if n}


def test_no_events_lose_nothing():
    assert taken() == {}


def test_one_ordinary_event_is_kept():
    assert taken(event()) == {}


@pytest.mark.parametrize(
    ("bad", "rule"),
    [
        (event(moment=NOW + 2 * DAY), "time in the future"),
        (event(moment=1.0), "time before 2000"),
        (event(moment=-5.0), "time before 2000"),
        (event(type_="dwell", value=DAY + 1), "dwell below 0 or over a day"),
        (event(type_="dwell", value=-1.0), "dwell below 0 or over a day"),
        (event(type_="rate", value=5.5), "rating outside 1 to 5"),
        (event(type_="rate", value=0.0), "rating outside 1 to 5"),
        (event(type_="rate", value=None), "rating outside 1 to 5"),
    ],
)
def test_what_cannot_be_is_taken_by_its_rule(bad, rule):
    assert taken(event(), bad) == {rule: 1}


@pytest.mark.parametrize(
    "good",
    [
        event(moment=NOW + DAY / 2),
        event(moment=0.0),
        event(type_="dwell", value=DAY),
        event(type_="dwell"),
        event(type_="rate", value=1.0),
        event(type_="purchase", value=3.0),
        event("ann", "search", None, "茶"),
    ],
)
def test_what_can_be_is_kept(good):
    assert taken(good) == {}


def test_event_before_its_product_was_added_is_taken():
    late, early = event(moment=NOW - DAY / 2), event(moment=NOW - 3 * DAY)
    other = event(item="jug", moment=NOW - 9 * DAY)
    assert taken(late, early, other, added=[NOW, np.nan], items=["cup", "jug"]) == {"before the product existed": 1}


def test_same_again_at_once_is_taken_and_later_is_not():
    again = [event(moment=NOW + second) for second in (0.0, 0.5, 1.0, 30.0)]
    assert taken(*again) == {"repeated": 2}


@pytest.mark.parametrize(
    "other", [event("bob"), event(item="jug"), event(type_="cart"), event(type_="dwell", value=3.0)]
)
def test_something_else_at_once_is_no_repeat(other):
    assert taken(event(), event(type_="dwell", value=2.0), other) == {}


def test_searches_at_once_are_no_repeats_as_their_words_differ():
    assert taken(event("ann", "search", None, "a"), event("ann", "search", None, "b")) == {}


def visits(n, gap, user="bot", jitter=0.0, seed=0):
    random = np.random.default_rng(seed)
    moments = NOW - 90 * DAY + np.cumsum(gap * (1 + jitter * random.standard_normal(n).clip(-0.9, 3)))
    return [event(user, item=f"i{number}", moment=float(moment)) for number, moment in enumerate(moments)]


def test_shopper_who_is_too_fast_loses_everything():
    fast = visits(61, 0.5)
    assert taken(*fast, event("bot", "purchase", "cup"), event("ann")) == {"too fast for a person": 62}


def test_as_many_as_a_person_manages_are_kept():
    assert taken(*visits(60, 0.5, jitter=0.5)) == {}


def test_shopper_who_does_too_much_in_a_day_is_taken():
    thresholds = Thresholds(most_per_day=100)
    assert taken(*visits(101, 600.0, jitter=0.5), thresholds=thresholds) == {"too much for a person": 101}
    assert taken(*visits(101, 3_000.0, jitter=0.5), thresholds=thresholds) == {}


def test_shopper_who_comes_by_the_clock_is_taken_and_one_with_pauses_is_not():
    assert taken(*visits(40, 300.0), *visits(40, 300.0, "ann", jitter=0.6)) == {"regular as a timer": 40}


def test_few_regular_events_say_nothing():
    assert taken(*visits(30, 300.0)) == {}


def test_time_sent_by_the_page_does_not_make_a_program():
    assert taken(*(event(type_="dwell", value=float(n), moment=NOW - 10 * n) for n in range(1, 100))) == {}


def test_events_of_unknown_time_are_judged_by_all_but_time():
    assert taken(*(event(item=f"i{number}", moment=0.0) for number in range(200))) == {}


def test_each_event_counts_under_one_rule():
    assert taken(event(type_="rate", value=9.0, moment=NOW + 5 * DAY)) == {"time in the future": 1}
    found = clean(table(*visits(100, 0.5)), NOW, USUAL)
    assert found.n_shoppers_taken == 1
