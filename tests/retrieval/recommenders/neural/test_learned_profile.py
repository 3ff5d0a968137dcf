"""The learned profile: habits known by construction, calibration, and what is never known."""

from datetime import UTC, datetime, timedelta
from pathlib import Path

import numpy as np
import pytest

from retrieval.errors import ArtifactError, EvaluationError
from retrieval.events import Event
from retrieval.recommenders.item_facts import ItemFacts
from retrieval.recommenders.neural.behaviour import Products, turns_of
from retrieval.recommenders.neural.learned_profile import LearnedProfile
from retrieval.recommenders.neural.outlook_report import judge_outlook
from retrieval.recommenders.neural.outlook_settings import OutlookSettings

START = datetime(2026, 3, 2, 12, tzinfo=UTC)
KINDS = ("أكواب", "kitap", "鞋", "ชา")
N_OF_EACH = 5
SETTINGS = OutlookSettings(n_hidden=16, n_passes=40, rate=0.02, drop_share=0.2)


def facts() -> ItemFacts:
    """Five products of each of four kinds, cheap ones first."""
    kinds = tuple(kind for kind in KINDS for _ in range(N_OF_EACH))
    n = len(kinds)
    bands = np.array([number % N_OF_EACH > 1 for number in range(n)], dtype=np.int8)
    ids = tuple(f"p{number}" for number in range(n))
    return ItemFacts(ids, ("",) * n, kinds, ("",) * n, ("",) * n, bands, np.zeros((n, 0), np.float32))


def followers(n_shoppers: int = 40, n_steps: int = 8, seed: int = 1) -> list[Event]:
    """Shoppers who look at the kinds in turn, each from one of their own on, the rich ones at dear products alone.

    The most frequent kind so far is never the next one.
    """
    random = np.random.default_rng(seed)
    events = []
    for shopper in range(n_shoppers):
        is_rich = shopper % 2
        for step in range(n_steps):
            kind = (shopper + step) % len(KINDS)
            own = random.integers(2, 5) if is_rich else random.integers(0, 2)
            at = START + timedelta(hours=step, minutes=shopper)
            product = f"p{kind * N_OF_EACH + int(own)}"
            events.append(Event(f"{shopper}-{step}", f"s{shopper}", "view", product, None, at, None))
    return events


@pytest.fixture(scope="module")
def profile() -> LearnedProfile:
    return LearnedProfile.fit(followers(), facts(), SETTINGS)


def own_events(events: list[Event], shopper: str) -> list[Event]:
    return [event for event in events if event.user_id == shopper]


def test_habit_is_foretold_for_shoppers_never_met_where_the_most_frequent_fails(profile: LearnedProfile) -> None:
    later = turns_of(followers(seed=2), Products.of(facts()))
    later = later.where(later.usual >= 0)
    report = judge_outlook(profile, turns_of(followers(), Products.of(facts())), later)
    assert report.category.accuracy > 0.9
    assert report.category.baseline_accuracy < 0.4
    assert report.price_band.accuracy > 0.9
    assert report.category.loss < report.category.baseline_loss
    assert report.category.calibration_error < 0.15


def test_chances_add_up_and_likely_ones_come_first(profile: LearnedProfile) -> None:
    events = own_events(followers(), "s3")
    outlook = profile.outlook(events, events[-1].ts + timedelta(minutes=60))
    assert outlook.category_chances.sum() == pytest.approx(1.0)
    assert outlook.band_chances.sum() == pytest.approx(1.0)
    likely = outlook.likely(2)
    assert likely[0][0] == KINDS[(3 + 8) % 4]
    assert likely[0][1] >= likely[1][1]
    assert outlook.band_chances.argmax() == 1


def test_items_of_the_likely_kind_and_band_gain(profile: LearnedProfile) -> None:
    events = own_events(followers(), "s3")
    outlook = profile.outlook(events, events[-1].ts + timedelta(minutes=60))
    chances = profile.item_chances(outlook)
    best = int(chances.argmax())
    assert facts().categories[best] == outlook.likely(1)[0][0]
    assert facts().price_bands[best] == 1
    assert chances.shape == (20,)


def test_nobody_has_an_outlook_too(profile: LearnedProfile) -> None:
    outlook = profile.outlook([], START)
    assert outlook.category_chances.sum() == pytest.approx(1.0)
    assert outlook.category_chances.max() < 0.6


def test_events_after_the_moment_do_not_count(profile: LearnedProfile) -> None:
    events = own_events(followers(), "s3")
    early = profile.outlook(events[:3], events[2].ts)
    assert profile.outlook(events[::-1], events[2].ts).category_chances.tolist() == early.category_chances.tolist()


def test_loaded_one_is_as_the_original(profile: LearnedProfile, tmp_path: Path) -> None:
    profile.save(tmp_path)
    loaded = LearnedProfile.load(tmp_path)
    events = own_events(followers(), "s4")
    found, wanted = loaded.outlook(events, START), profile.outlook(events, START)
    assert found.category_chances.tolist() == wanted.category_chances.tolist()
    assert found.band_chances.tolist() == wanted.band_chances.tolist()
    assert loaded.categories == profile.categories


def test_same_events_teach_the_same(profile: LearnedProfile) -> None:
    again = LearnedProfile.fit(followers()[::-1], facts(), SETTINGS)
    events = own_events(followers(), "s4")
    assert again.outlook(events, START).category_chances == pytest.approx(
        profile.outlook(events, START).category_chances, abs=1e-6
    )


@pytest.mark.parametrize("n_events", [0, 1, 2])
def test_hardly_any_event_teaches_hardly_anything(n_events: int) -> None:
    profile = LearnedProfile.fit(followers()[:n_events], facts(), SETTINGS)
    outlook = profile.outlook([], START)
    assert outlook.category_chances.sum() == pytest.approx(1.0)
    assert np.isfinite(outlook.category_chances).all()
    if not n_events:
        assert outlook.category_chances == pytest.approx([0.25] * 4, abs=0.02)


def test_products_of_which_nothing_is_known_give_an_empty_outlook() -> None:
    unknown = ItemFacts.unknown(("p0", "p1"))
    profile = LearnedProfile.fit(followers()[:20], unknown, SETTINGS)
    outlook = profile.outlook(followers()[:3], START)
    assert (outlook.likely(3), len(outlook.band_chances)) == ((), 0)
    assert profile.item_chances(outlook).tolist() == [1.0, 1.0]


def test_nothing_later_cannot_be_judged(profile: LearnedProfile) -> None:
    turns = turns_of(followers(), Products.of(facts()))
    with pytest.raises(EvaluationError, match="none of 0 later turns"):
        judge_outlook(profile, turns, turns_of([], Products.of(facts())))


def test_folder_without_a_profile_is_refused(tmp_path: Path) -> None:
    with pytest.raises(ArtifactError, match="no model"):
        LearnedProfile.load(tmp_path)
