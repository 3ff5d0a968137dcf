"""What the learned profile that serves foretells, on shoppers whose habits are known."""

from collections.abc import Sequence
from datetime import timedelta

import numpy as np
import pytest

from retrieval.events import Event
from retrieval.quality.serving import Served
from retrieval.recommenders.neural.learned_profile import LearnedProfile
from retrieval.served_outlook import ServedOutlook
from tests.retrieval.wandering_shoppers import SETTINGS, START, facts, looked, wanderers

NOW = START + timedelta(days=1)


@pytest.fixture(scope="module")
def profile() -> LearnedProfile:
    events = [event for _, own in wanderers(60) for event in own]
    return LearnedProfile.fit(events, facts(), SETTINGS)


class Kept:
    """Keeps one shopper's events."""

    def __init__(self, *events: Event) -> None:
        self.events = list(events)

    def events_of(self, user_id: str) -> Sequence[Event]:
        return self.events if user_id == "ann" else ()


def served(profile: LearnedProfile | None, kept: Kept, product_ids: Sequence[str] = facts().item_ids) -> ServedOutlook:
    return ServedOutlook(lambda: Served(1, "x", profile) if profile else None, kept, product_ids, lambda: NOW)


def test_category_that_comes_next_is_worth_most_and_is_named(profile: LearnedProfile) -> None:
    """Who looked at cups turns to books, whatever they looked at most."""
    kept = Kept(*(looked("ann", item, hours) for hours, item in enumerate(("p15", "p16", "p0"))))
    found = served(profile, kept).of("ann", np.arange(20))
    assert found is not None
    assert found.column.argmax() // 5 == 1
    assert "kitap" in found.categories
    assert "ชา" not in found.categories
    assert ((found.column >= 0) & (found.column < 1)).all()


def test_an_event_counts_at_the_next_call(profile: LearnedProfile) -> None:
    kept = Kept(looked("ann", "p0", 0))
    outlook = served(profile, kept)
    before = outlook.of("ann", np.arange(20))
    kept.events.append(looked("ann", "p5", 1))
    after = outlook.of("ann", np.arange(20))
    assert before is not None
    assert after is not None
    assert (before.column.argmax() // 5, after.column.argmax() // 5) == (1, 2)


def test_rows_are_those_of_the_catalogue_and_what_is_new_in_it_is_not_known(profile: LearnedProfile) -> None:
    kept = Kept(looked("ann", "p0", 0))
    straight = served(profile, kept).of("ann", np.array([7]))
    turned = served(profile, kept, ("new", "p7")).of("ann", np.array([0, 1]))
    assert straight is not None
    assert turned is not None
    assert np.isnan(turned.column[0])
    assert turned.column[1] == straight.column[0]


def test_of_a_stranger_and_without_a_version_nothing_is_foretold(profile: LearnedProfile) -> None:
    kept = Kept(looked("ann", "p0", 0))
    assert served(profile, kept).of("bob", np.arange(3)) is None
    assert served(None, kept).of("ann", np.arange(3)) is None
