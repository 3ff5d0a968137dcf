"""What is observed for drift: the shop's events, what they are about, who does them, and what a model scores."""

from collections import Counter, defaultdict
from collections.abc import Callable, Iterator, Sequence
from datetime import UTC
from decimal import Decimal
from typing import Protocol

from retrieval.behaviour.item_description import price_bands
from retrieval.catalogue import Catalogue
from retrieval.events import Event
from retrieval.preferences import ratings_of
from retrieval.product import Product
from retrieval.quality.drift import DriftReport, Feature, Window, report
from retrieval.quality.drift_measures import Sample
from retrieval.query_language import query_language
from retrieval.recommenders.interactions import History
from retrieval.recommenders.recommender import Recommender
from retrieval.shopper_store import Shopper

WORDS = (
    "event type",
    "department",
    "category",
    "price band",
    "country",
    "shopper language",
    "query language",
    "device",
)
NUMBERS = ("price in euros", "seconds on a page", "rating", "score")
BANDS = ("low", "middle", "high")
NOT_SOLD = "event of a product no longer sold"
_N_SCORES = 10
"""Scores of a shopper that are looked at: those of the products a model would list first."""


class ShopperSource(Protocol):
    """Where events and what shoppers say of themselves are kept; `ShopperStore` is one."""

    def events_by_shopper(self) -> Iterator[tuple[str, Sequence[Event]]]:
        """Yield each shopper that has events with these, oldest first."""
        ...

    def shopper(self, user_id: str) -> Shopper | None:
        """Return what a shopper has said of themselves."""
        ...


class _Gathering:
    """The samples of one window, as they grow."""

    def __init__(self) -> None:
        self._values: dict[str, list[str | float]] = defaultdict(list)
        self._units: dict[str, list[str]] = defaultdict(list)

    def add(self, name: str, value: str | float | None, unit: str) -> None:
        if value is not None and value != "":
            self._values[name].append(value)
            self._units[name].append(unit)

    def sample(self, name: str) -> Sample:
        return Sample(tuple(self._values[name]), tuple(self._units[name]))


def drift_report(
    source: ShopperSource,
    catalogue: Catalogue,
    in_euros: Callable[[Product], Decimal],
    reference: Window,
    current: Window,
    recommender: Recommender | None = None,
) -> DriftReport:
    """Compare what came in during two windows, and with a `recommender` what it scores for who was there.

    Devices are told by a shopper's attribute `device`. Languages of queries are read from their words, whatever the
    script. A feature of which neither window has a value is left out of the report.
    """
    products = list(catalogue)
    prices = [float(in_euros(product)) for product in products]
    bands = price_bands([product.category for product in products], prices)
    windows, left_out = (reference, current), Counter[str]()
    gatherings = (_Gathering(), _Gathering())
    columns = {item_id: column for column, item_id in enumerate(recommender.item_ids)} if recommender else {}
    for user_id, events in source.events_by_shopper():
        for window, gathering in zip(windows, gatherings, strict=True):
            own = [event for event in events if event.ts in window]
            if not own:
                continue
            _add_shopper(gathering, source.shopper(user_id), user_id)
            for event in own:
                _add_event(gathering, event)
                row = catalogue.rows.get(event.product_id) if event.product_id else None
                if row is not None:
                    gathering.add("department", products[row].department, user_id)
                    gathering.add("category", products[row].category, user_id)
                    gathering.add("price in euros", prices[row], user_id)
                    gathering.add("price band", BANDS[bands[row]] if bands[row] >= 0 else None, user_id)
                elif event.product_id and event.type != "search":
                    left_out[NOT_SOLD] += 1
            if recommender:
                before = [event for event in events if event.ts < window.end]
                _add_scores(gathering, recommender, _history(before, columns), user_id)
    features = [
        Feature(name, name in NUMBERS, *(gathering.sample(name) for gathering in gatherings))
        for name in (*WORDS, *NUMBERS)
    ]
    observed = [one for one in features if len(one.reference) or len(one.current)]
    return report(reference, current, observed, left_out)


def _add_event(gathering: _Gathering, event: Event) -> None:
    gathering.add("event type", event.type, event.user_id)
    if event.type == "search" and isinstance(event.value, str) and event.value.strip():
        gathering.add("query language", query_language(event.value), event.user_id)
    elif event.type == "dwell" and event.value is not None:
        gathering.add("seconds on a page", float(event.value), event.user_id)
    elif event.type == "rate" and event.value is not None:
        gathering.add("rating", float(event.value), event.user_id)


def _add_shopper(gathering: _Gathering, shopper: Shopper | None, user_id: str) -> None:
    """Count a shopper once a window, however much they do."""
    if shopper is None:
        return
    gathering.add("country", shopper.country, user_id)
    gathering.add("shopper language", shopper.language, user_id)
    device = shopper.attributes.get("device")
    gathering.add("device", device if isinstance(device, str) else None, user_id)


def _add_scores(gathering: _Gathering, recommender: Recommender, history: History, user_id: str) -> None:
    for score in recommender.recommend(history, _N_SCORES).scores.tolist():
        gathering.add("score", score, user_id)


def _history(events: Sequence[Event], columns: dict[str, int]) -> History:
    ratings = ratings_of(events)
    last = {event.product_id: event.ts.astimezone(UTC).timestamp() for event in events if event.type != "search"}
    items = sorted(ratings, key=lambda item: last[item])
    return History.of_known(columns, items, [ratings[item] for item in items], [last[item] for item in items])
