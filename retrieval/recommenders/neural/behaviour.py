"""What a shopper did up to a moment, as a row of numbers from which a network foretells what they turn to next."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime

import numpy as np
from numpy.typing import NDArray

from retrieval.events import EVENT_TYPES, Event
from retrieval.recommenders.interactions import LIKED_FROM
from retrieval.recommenders.item_facts import ItemFacts

LONG_DAYS, SHORT_DAYS = 30.0, 1.0
"""Half-lives of what counts as long-term and as short-term taste."""

_TONES = ("wanted", "seen", "refused")
_WANTED, _SEEN, _REFUSED = range(len(_TONES))
_LONG_LOOK_SECONDS, _GLANCE_SECONDS = 30.0, 3.0
_N_WEEKDAYS, _HOURS = 7, 24
_SECONDS_A_DAY = 86_400.0


@dataclass(frozen=True, slots=True, eq=False)
class Products:
    """The categories, brands and price bands that products have, and which product has which, -1 for unknown."""

    places: dict[str, int]
    categories: tuple[str, ...]
    brands: tuple[str, ...]
    n_bands: int
    category_of: NDArray[np.int64]
    brand_of: NDArray[np.int64]
    band_of: NDArray[np.int64]

    @classmethod
    def of(cls, facts: ItemFacts) -> "Products":
        """Give numbers to categories and brands in alphabetical order."""
        categories = tuple(sorted({name for name in facts.categories if name}))
        brands = tuple(sorted({name for name in facts.brands if name}))
        bands = facts.price_bands.astype(np.int64)
        return cls(
            {item_id: place for place, item_id in enumerate(facts.item_ids)},
            categories,
            brands,
            int(bands.max(initial=-1)) + 1,
            _numbers(facts.categories, categories),
            _numbers(facts.brands, brands),
            bands,
        )


def _numbers(values: Sequence[str], names: tuple[str, ...]) -> NDArray[np.int64]:
    """Return the place of each value among `names`, -1 for one that is not there."""
    places = {name: place for place, name in enumerate(names)}
    return np.array([places.get(value, -1) for value in values], dtype=np.int64)


@dataclass(frozen=True, slots=True, eq=False)
class Turns:
    """Moments at which shoppers turned to another product: n of them, in the order of time.

    `rows` (n, n_features) float32 say what they had done until then, `categories`, `bands` (n,) int64 to what they
    turned, -1 where that is not known; `usual` (n,) is the category that they had turned to most often, the latest of
    equals, -1 for the first product of all, and `usual_bands` likewise; `moments` (n,) seconds since 1970.
    """

    rows: NDArray[np.float32]
    categories: NDArray[np.int64]
    bands: NDArray[np.int64]
    usual: NDArray[np.int64]
    usual_bands: NDArray[np.int64]
    moments: NDArray[np.float64]

    def where(self, is_kept: NDArray[np.bool_]) -> "Turns":
        """Return those that a mask (n,) keeps."""
        return Turns(
            self.rows[is_kept],
            self.categories[is_kept],
            self.bands[is_kept],
            self.usual[is_kept],
            self.usual_bands[is_kept],
            self.moments[is_kept],
        )


class Behaviour:
    """One shopper's behaviour, gathered event by event.

    A row holds, for long- and for short-term taste (what was done counts half after 30 days, and after one), the sums
    over events by type, by category and by price band. These are parted into wanted (cart, purchase, a rating of 4 or
    more, half a minute's look), seen, and refused (taken out of the cart, rated lower, a glance). Then come the sums by
    brand, long-term alone, all as log(1 + sum); each category's and band's share of what was wanted and seen; the days
    since the last event, logged; weekday and hour of the moment of asking, in UTC; and whether anything is known.
    """

    def __init__(self, products: Products) -> None:
        self._products = products
        n_categories, n_bands = len(products.categories), products.n_bands
        self._n_tastes = len(EVENT_TYPES) + len(_TONES) * (n_categories + n_bands)
        self._long = np.zeros(self._n_tastes + len(products.brands))
        self._short = np.zeros(self._n_tastes)
        self._last: float | None = None
        self.product: int | None = None
        self.turns: list[int] = []

    @staticmethod
    def n_features(products: Products) -> int:
        """Return the length of a row."""
        n_tastes = len(EVENT_TYPES) + len(_TONES) * (len(products.categories) + products.n_bands)
        n_shares = len(products.categories) + products.n_bands
        return 2 * n_tastes + len(products.brands) + n_shares + 1 + _N_WEEKDAYS + 2 + 1

    def row(self, at: datetime) -> NDArray[np.float32]:
        """Return the row (n_features,) float32 for a moment; one before the last event counts as that event's."""
        passed = 0.0 if self._last is None else max(0.0, at.timestamp() - self._last) / _SECONDS_A_DAY
        week = np.zeros(_N_WEEKDAYS)
        week[at.weekday()] = 1.0
        angle = 2 * np.pi * (at.hour + at.minute / 60) / _HOURS
        parts = [
            np.log1p(self._long * 0.5 ** (passed / LONG_DAYS)),
            np.log1p(self._short * 0.5 ** (passed / SHORT_DAYS)),
            self._shares(),
            [np.log1p(passed)],
            week,
            [np.sin(angle), np.cos(angle)],
            [float(self._last is not None)],
        ]
        return np.concatenate(parts).astype(np.float32)

    def _shares(self) -> NDArray[np.float64]:
        """Return the long-term share of each category and each price band, zeros where nothing was met."""
        parts, start = [], len(EVENT_TYPES)
        for n_values in (len(self._products.categories), self._products.n_bands):
            sums = self._long[start : start + len(_TONES) * n_values].reshape(len(_TONES), n_values)
            met = sums[_WANTED] + sums[_SEEN]
            parts.append(met / max(float(met.sum()), np.finfo(float).tiny))
            start += len(_TONES) * n_values
        return np.concatenate(parts)

    def add(self, event: Event) -> None:
        """Count an event; events come in the order of time. Products that are not known count by type alone."""
        at = event.ts.timestamp()
        if self._last is not None:
            passed = max(0.0, at - self._last) / _SECONDS_A_DAY
            self._long *= 0.5 ** (passed / LONG_DAYS)
            self._short *= 0.5 ** (passed / SHORT_DAYS)
        self._last = at
        cells = [EVENT_TYPES.index(event.type)]
        place = self._products.places.get(event.product_id or "")
        if place is not None:
            cells += self._cells(place, _tone(event))
            brand = int(self._products.brand_of[place])
            if brand >= 0:
                self._long[self._n_tastes + brand] += 1.0
            if place != self.product:
                self.turns.append(place)
            self.product = place
        self._long[cells] += 1.0
        self._short[cells] += 1.0

    def _cells(self, place: int, tone: int) -> list[int]:
        """Return where a product's category and price band are counted."""
        n_categories, n_bands = len(self._products.categories), self._products.n_bands
        category, band = int(self._products.category_of[place]), int(self._products.band_of[place])
        start = len(EVENT_TYPES)
        cells = [start + tone * n_categories + category] if category >= 0 else []
        start += len(_TONES) * n_categories
        return cells + ([start + tone * n_bands + band] if band >= 0 else [])


def _tone(event: Event) -> int:
    """Say whether an event tells of wanting, seeing or refusing."""
    value = event.value if isinstance(event.value, float) else 0.0
    if event.type == "rate":
        return _WANTED if value >= LIKED_FROM else _REFUSED
    if event.type == "dwell":
        return _WANTED if value >= _LONG_LOOK_SECONDS else _REFUSED if value < _GLANCE_SECONDS else _SEEN
    return {"purchase": _WANTED, "cart": _WANTED, "remove": _REFUSED}.get(event.type, _SEEN)


def turns_of(events: Sequence[Event], products: Products) -> Turns:
    """Return every turn to another known product in the events of any number of shoppers, in any order."""
    found = sorted(_turns(events, products), key=lambda turn: turn[-1])
    rows = np.stack([turn[0] for turn in found]) if found else np.zeros((0, Behaviour.n_features(products)), np.float32)
    columns = np.array([turn[1:5] for turn in found], dtype=np.int64).reshape(-1, 4).T
    moments = np.array([turn[-1] for turn in found])
    return Turns(rows, columns[0], columns[1], columns[2], columns[3], moments)


def _turns(
    events: Sequence[Event], products: Products
) -> Iterator[tuple[NDArray[np.float32], int, int, int, int, float]]:
    behaviours: dict[str, Behaviour] = {}
    for event in sorted(events, key=lambda event: event.ts):
        own = behaviours.setdefault(event.user_id, Behaviour(products))
        place = products.places.get(event.product_id or "")
        if place is not None and place != own.product:
            category, band = int(products.category_of[place]), int(products.band_of[place])
            usual = _most_frequent(products.category_of[own.turns])
            usual_band = _most_frequent(products.band_of[own.turns])
            yield own.row(event.ts), category, band, usual, usual_band, event.ts.timestamp()
        own.add(event)


def _most_frequent(values: NDArray[np.int64]) -> int:
    """Return the most frequent value from 0 on, the latest of equals; -1 for none."""
    known = values[values >= 0]
    if not len(known):
        return -1
    counts = np.bincount(known)
    return next(int(value) for value in known[::-1] if counts[value] == counts.max())
