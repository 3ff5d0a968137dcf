from collections.abc import Iterator, Sequence
from datetime import UTC, datetime, timedelta
from decimal import Decimal

import pytest

from retrieval.catalogue import Catalogue
from retrieval.events import Event
from retrieval.quality.drift import DriftReport, Level, Window
from retrieval.quality.drift_features import NOT_SOLD, drift_report
from retrieval.recommenders.interactions import Interactions
from retrieval.recommenders.item_facts import ItemFacts
from retrieval.recommenders.popularity import Popularity
from retrieval.shopper_store import Shopper
from tests.fakes import HERE, THERE, product

START = datetime(2026, 11, 1, tzinfo=UTC)
BEFORE, NOW = Window(START - timedelta(days=28), START), Window(START, START + timedelta(days=7))
CATALOGUE = Catalogue.from_products(
    [product(f"p{number}", price=Decimal(number), category="mug" if number % 2 else "tea") for number in range(1, 9)],
    [HERE, THERE],
    "test",
)
SEARCHES = {"th": "รองเท้าวิ่ง", "ar": "سماعات لاسلكية", "zh-Hans": "蓝牙耳机", "tr": "kablosuz kulaklık"}


class Shoppers:
    """Shoppers with what they did, held in memory."""

    def __init__(self, shoppers: Sequence[tuple[Shopper, list[Event]]]) -> None:
        self._shoppers = {shopper.user_id: (shopper, events) for shopper, events in shoppers}

    def events_by_shopper(self) -> Iterator[tuple[str, Sequence[Event]]]:
        for user_id, (_, events) in self._shoppers.items():
            yield user_id, events

    def shopper(self, user_id: str) -> Shopper | None:
        return self._shoppers[user_id][0]


def shopper(number: int, at: datetime, country: str, language: str, device: str, product_id: str = "p1"):
    user_id = f"{at:%m%d} {number}"
    events = [
        Event(f"{user_id} 1", user_id, "search", None, SEARCHES[language], at, None),
        Event(f"{user_id} 2", user_id, "view", product_id, None, at + timedelta(minutes=1), None),
        Event(f"{user_id} 3", user_id, "dwell", product_id, 20.0 + number % 5, at + timedelta(minutes=2), None),
        Event(f"{user_id} 4", user_id, "rate", product_id, 4.0, at + timedelta(minutes=3), None),
    ]
    return Shopper(user_id, at, country, language, None, {"device": device}), events


def found(shoppers, recommender=None) -> DriftReport:
    return drift_report(Shoppers(shoppers), CATALOGUE, lambda one: one.price, BEFORE, NOW, recommender)


def levels(report: DriftReport) -> dict[str, Level]:
    return {one.name: one.level for one in report.drifts}


def test_shop_that_goes_on_as_before_is_steady_in_everything():
    shoppers = []
    for number in range(240):
        at = (BEFORE if number < 160 else NOW).start + timedelta(hours=1 + number % 100)
        language = list(SEARCHES)[number % 4]
        shoppers.append(shopper(number, at, "DE", language, "phone", f"p{1 + number % 8}"))
    report = found(shoppers)
    assert set(levels(report).values()) == {Level.STEADY}
    assert {"query language", "shopper language", "country", "device", "category", "price band"} <= set(levels(report))


@pytest.mark.parametrize("language", sorted(SEARCHES))
def test_queries_in_another_language_are_seen_whatever_the_script(language):
    other = next(one for one in SEARCHES if one != language)
    before = [shopper(number, BEFORE.start + timedelta(hours=1), "DE", other, "phone") for number in range(80)]
    now = [shopper(number, NOW.start + timedelta(hours=1), "DE", language, "phone") for number in range(80)]
    report = found(before + now)
    assert set(report.drifted) == {"query language", "shopper language"}
    moved = next(one for one in report.drifts if one.name == "query language").moved
    assert {(one.name, one.reference, one.current) for one in moved} == {(language, 0, 1), (other, 1, 0)}


def test_other_products_drift_in_price_band_and_scores():
    before = [shopper(n, BEFORE.start + timedelta(hours=1), "DE", "tr", "phone", "p1") for n in range(80)]
    now = [shopper(n, NOW.start + timedelta(hours=1), "DE", "tr", "phone", "p8") for n in range(80)]
    liked = Interactions.from_records([(f"u{n}", f"p{n}", float(1 + n / 2), 1.0) for n in range(1, 9)])
    recommender = Popularity.fit(liked, ItemFacts.unknown(liked.item_ids))
    assert {"category", "price band", "price in euros"} <= set(found(before + now).drifted)
    assert "score" in levels(found(before + now, recommender))
    assert "score" not in levels(found(before + now))


def test_event_outside_both_windows_counts_nowhere_and_one_of_a_deleted_product_is_told():
    early = shopper(1, BEFORE.start - timedelta(days=1), "DE", "tr", "phone")
    late = shopper(2, NOW.end, "DE", "tr", "phone")
    gone = shopper(3, NOW.start, "DE", "tr", "phone", "deleted")
    report = found([early, late, gone])
    assert {one.n_reference for one in report.drifts} == {0}
    assert next(one for one in report.drifts if one.name == "event type").n_current == 4
    assert report.left_out == {NOT_SOLD: 3}


def test_shop_without_events_has_an_empty_report():
    assert found([]).drifts == ()
