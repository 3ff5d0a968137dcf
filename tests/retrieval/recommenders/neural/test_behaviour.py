"""Behaviour as numbers: what is counted where, and what fades."""

from datetime import UTC, datetime, timedelta

import numpy as np
import pytest

from retrieval.events import EVENT_TYPES, Event
from retrieval.recommenders.item_facts import ItemFacts
from retrieval.recommenders.neural.behaviour import Behaviour, Products, turns_of

NOON = datetime(2026, 3, 2, 12, tzinfo=UTC)
"""A Monday."""


def facts() -> ItemFacts:
    """Two cups and a shoe; of a fourth nothing is known."""
    return ItemFacts(
        ("cup", "mug", "shoe", "thing"),
        ("",) * 4,
        ("คัพ", "คัพ", "ayakkabı", ""),
        ("Öz", "", "Öz", ""),
        ("",) * 4,
        np.array([0, 1, 1, -1], dtype=np.int8),
        np.zeros((4, 0), np.float32),
    )


def event(number: int, type_: str, product: str | None, at: datetime, value: float | str | None = None, user="ann"):
    return Event(f"{user}{number}", user, type_, product, value, at, None)


def cells(row: np.ndarray, products: Products) -> tuple[np.ndarray, np.ndarray]:
    """The sums, long- and short-term, by tone and category: (3, 2) each."""
    n_tastes = len(EVENT_TYPES) + 3 * (len(products.categories) + products.n_bands)
    n_long = n_tastes + len(products.brands)
    start, end = len(EVENT_TYPES), len(EVENT_TYPES) + 3 * len(products.categories)
    return np.expm1(row[start:end]).reshape(3, 2), np.expm1(row[n_long + start : n_long + end]).reshape(3, 2)


def test_categories_and_brands_are_numbered_by_alphabet() -> None:
    products = Products.of(facts())
    assert (products.categories, products.brands, products.n_bands) == (("ayakkabı", "คัพ"), ("Öz",), 2)
    assert products.category_of.tolist() == [1, 1, 0, -1]
    assert products.band_of.tolist() == [0, 1, 1, -1]


@pytest.mark.parametrize(
    ("type_", "value", "tone"),
    [
        ("purchase", None, 0),
        ("cart", None, 0),
        ("rate", 4.0, 0),
        ("dwell", 30.0, 0),
        ("view", None, 1),
        ("dwell", 10.0, 1),
        ("remove", None, 2),
        ("rate", 3.5, 2),
        ("dwell", 1.0, 2),
    ],
)
def test_events_tell_of_wanting_seeing_or_refusing(type_: str, value: float | None, tone: int) -> None:
    products = Products.of(facts())
    behaviour = Behaviour(products)
    behaviour.add(event(1, type_, "cup", NOON, value))
    long_term, short_term = cells(behaviour.row(NOON), products)
    wanted = np.zeros((3, 2))
    wanted[tone, 1] = 1
    assert long_term == pytest.approx(wanted, abs=1e-6)
    assert short_term == pytest.approx(wanted, abs=1e-6)


def test_long_term_halves_in_thirty_days_and_short_term_in_one() -> None:
    products = Products.of(facts())
    behaviour = Behaviour(products)
    behaviour.add(event(1, "view", "shoe", NOON))
    assert cells(behaviour.row(NOON + timedelta(days=30)), products)[0][1, 0] == pytest.approx(0.5, rel=1e-5)
    assert cells(behaviour.row(NOON + timedelta(days=1)), products)[1][1, 0] == pytest.approx(0.5, rel=1e-5)
    behaviour.add(event(2, "view", "shoe", NOON + timedelta(days=1)))
    assert cells(behaviour.row(NOON + timedelta(days=1)), products)[1][1, 0] == pytest.approx(1.5, rel=1e-5)


def test_row_of_nobody_knows_the_weekday_and_hour_alone() -> None:
    products = Products.of(facts())
    row = Behaviour(products).row(NOON)
    assert len(row) == Behaviour.n_features(products)
    assert np.isfinite(row).all()
    monday, sine, cosine = row[-10], row[-3], row[-2]
    assert (monday, row[-9:-3].sum(), row[-1]) == (1.0, 0.0, 0.0)
    assert (sine, cosine) == pytest.approx((0.0, -1.0), abs=1e-6)
    assert not row[:-10].any()


def test_moment_before_the_last_event_is_as_that_event() -> None:
    behaviour = Behaviour(Products.of(facts()))
    behaviour.add(event(1, "view", "cup", NOON))
    assert behaviour.row(NOON - timedelta(days=7))[:-10].tolist() == behaviour.row(NOON)[:-10].tolist()


def test_products_and_searches_that_are_not_known_count_by_type_alone() -> None:
    behaviour = Behaviour(Products.of(facts()))
    for number, (type_, product) in enumerate([("view", "gone"), ("search", None), ("view", "thing")]):
        behaviour.add(event(number, type_, product, NOON, "ถ้วย" if type_ == "search" else None))
    row = np.expm1(behaviour.row(NOON))
    assert row[: len(EVENT_TYPES)].round(4).tolist() == [2, 1, 0, 0, 0, 0, 0]
    assert not row[len(EVENT_TYPES) : len(EVENT_TYPES) + 3 * 4].any()


def test_turns_are_to_other_products_with_the_most_frequent_so_far() -> None:
    done = ["cup", "cup", "shoe", "mug", "thing", "cup"]
    events = [event(number, "view", product, NOON + timedelta(hours=number)) for number, product in enumerate(done)]
    turns = turns_of(events[::-1], Products.of(facts()))
    assert turns.categories.tolist() == [1, 0, 1, -1, 1]
    assert turns.bands.tolist() == [0, 1, 1, -1, 0]
    assert turns.usual.tolist() == [-1, 1, 0, 1, 1]
    assert turns.usual_bands.tolist() == [-1, 0, 1, 1, 1]
    assert not turns.rows[0, :-10].any()
    assert (np.diff(turns.moments) > 0).all()


def test_shoppers_are_kept_apart() -> None:
    events = [event(1, "view", "cup", NOON), event(1, "view", "cup", NOON + timedelta(hours=1), user="bob")]
    turns = turns_of(events, Products.of(facts()))
    assert turns.usual.tolist() == [-1, -1]
    assert not turns.rows[1, :-10].any()


def test_no_events_are_no_turns() -> None:
    products = Products.of(facts())
    turns = turns_of([], products)
    assert turns.rows.shape == (0, Behaviour.n_features(products))
    assert len(turns.categories) == len(turns.usual) == len(turns.moments) == 0
