"""What is known about candidates beside their match, the order that gives, and the reasons for it."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

from retrieval.exploration.explorer import Explorer
from retrieval.filters import Filters
from retrieval.findings import Reason
from retrieval.lists.columns import ListColumns
from retrieval.lists.door_totals import DoorTotals
from retrieval.product import Product
from retrieval.profile import PriceLevels, Profile, TasteSpace
from retrieval.ranking import NEW_DAYS, Features, Ranking, Weights, is_moved_up, rank, reasons

Rows = NDArray[np.int64]
Column = NDArray[np.float64]

_FULL_LEVEL = 16.0
"""A price so many times another one is a whole kind's range above it, as in `price_fit`: a quarter to four times."""


class Collaborative(Protocol):
    """Scores of products from shoppers alike."""

    def scores_for(self, user_id: str, product_ids: Sequence[str]) -> tuple[Column, NDArray[np.int64]]:
        """Return scores (n,) in 0..1, nan where nothing is known, and how many shoppers alike like each product."""
        ...


@dataclass(frozen=True, slots=True, eq=False)
class Foretold:
    """By how much likelier than a stranger a shopper turns to products next, as a learned profile foretells.

    `column` (n,) is in 0..1, 0 where it is no likelier, nan for a product that is not known; `categories` are those
    that the shopper turns to twice as likely or more.
    """

    column: Column
    categories: frozenset[str]


class Outlooks(Protocol):
    """What shoppers turn to next; `ServedOutlook` foretells it."""

    def of(self, user_id: str, rows: Rows) -> Foretold | None:
        """Return what is foretold of rows of the catalogue; None where nothing is, as nobody or no model is known."""
        ...


@dataclass(frozen=True, slots=True)
class Arm:
    """What serves a shopper in place of what serves all others, as an experiment wants; None for nothing else."""

    scores: Collaborative | None = None
    weights: Weights | None = None
    explorer: Explorer | None = None

    def and_also(self, other: "Arm") -> "Arm":
        """Return both in one, of which no two change the same thing."""
        return Arm(other.scores or self.scores, other.weights or self.weights, other.explorer or self.explorer)


AS_ALL = Arm()
"""What serves everybody."""


@dataclass(frozen=True, slots=True)
class Shopper:
    """For whom and on which day a list is made; the user id "" and an empty profile stand for nobody known.

    `destination` is the country that it shall go to, "" where that is not known.
    """

    user_id: str
    profile: Profile
    today: date
    arm: Arm = AS_ALL
    destination: str = ""


@dataclass(frozen=True, slots=True, eq=False)
class Ranked:
    """Candidate rows from best to worst, and what their reasons are told from."""

    rows: Rows
    ranking: Ranking
    n_neighbours: NDArray[np.int64]
    weights: Weights
    foretold_categories: frozenset[str] = frozenset()


class CandidateRanker:
    """Ranks rows of one catalogue; `weights` gives the weights that serve at the moment.

    Where `outlooks` foretell nothing, or there are none, that feature counts nothing. `doors` give costs to the door,
    by which a price fits where they are known.
    """

    def __init__(
        self,
        columns: ListColumns,
        collaborative: Collaborative,
        weights: Callable[[], Weights],
        levels: PriceLevels,
        space: TasteSpace,
        outlooks: Outlooks | None = None,
        doors: DoorTotals | None = None,
    ) -> None:
        self._doors = doors
        self._columns = columns
        self._collaborative = collaborative
        self._weights = weights
        self._levels = levels
        self._space = space
        self._outlooks = outlooks

    def ranked(self, rows: Rows, match: Column, shopper: Shopper) -> Ranked:
        """Order candidates by match, shoppers alike, taste, popularity, newness and price; `match` (n,) is in 0..1."""
        ids = [self._columns.product_ids[row] for row in rows.tolist()]
        scores = shopper.arm.scores or self._collaborative
        similar, n_neighbours = scores.scores_for(shopper.user_id, ids)
        foretold = self._outlooks.of(shopper.user_id, rows) if self._outlooks and shopper.user_id else None
        days = shopper.today.toordinal() - self._columns.days[rows]
        features = Features(
            match=match,
            similar_shoppers=similar,
            your_taste=self._space.match(shopper.profile, rows),
            popular=self._columns.popularity[rows],
            new=np.clip(1 - days / NEW_DAYS, 0, 1),
            price_fit=self._price_fit(rows, shopper),
            novelty=self._columns.novelty[rows],
            stock=self._columns.stock[rows],
            margin=self._columns.margins[rows],
            outlook=np.full(rows.size, np.nan) if foretold is None else foretold.column,
        )
        weights = shopper.arm.weights or self._weights()
        if foretold is None:
            weights = replace(weights, outlook=0.0)
        ranking = rank(features, weights)
        likely = foretold.categories if foretold else frozenset[str]()
        return Ranked(rows[ranking.order], ranking, n_neighbours[ranking.order], weights, likely)

    def _price_fit(self, rows: Rows, shopper: Shopper) -> Column:
        """Return how near prices are to what the shopper usually spends: on that kind of thing, where that is known.

        What the way to the door makes dearer than it makes the others counts as so much dearer.
        """
        profile, prices = shopper.profile, self._columns.prices[rows]
        if profile.typical_price is None and profile.price_level is None:
            return np.full(rows.size, np.nan)
        dearer = self._dearer_at_the_door(rows, prices, shopper)
        usual = price_fit(prices * dearer, profile.typical_price)
        if profile.price_level is None:
            return usual
        level = self._levels.levels[rows] + np.log(dearer) / np.log(_FULL_LEVEL)
        return np.where(np.isnan(level), usual, 1 - np.abs(np.clip(level, 0, 1) - profile.price_level))

    def _dearer_at_the_door(self, rows: Rows, prices: Column, shopper: Shopper) -> Column:
        """Return by which factor the way to the door makes each product dearer than it makes the candidates' middle.

        1 where costs to the door are not wholly known, or not there yet.
        """
        dearer = np.ones(rows.size)
        if self._doors is None or not shopper.destination:
            return dearer
        totals = self._doors.ready(rows, shopper.destination, shopper.today)
        if totals is None:
            return dearer
        is_known = (totals > 0) & (prices > 0)
        if is_known.any():
            factors = totals[is_known] / prices[is_known]
            dearer[is_known] = factors / np.median(factors)
        return dearer

    def reasons(
        self, ranked: Ranked, place: int, product: Product, filters: Filters, profile: Profile
    ) -> tuple[Reason, ...]:
        """Return why the product at `place` is there, the strongest reason first, each one that can be named."""
        found: list[Reason] = []
        for kind in reasons(ranked.ranking, place, ranked.weights):
            if any(one.kind == kind for one in found):
                continue
            if kind == "outlook":
                if _is_foretold(ranked, place, product) and not any(one.kind == "your_taste" for one in found):
                    found.append(Reason("your_taste", {"category": product.category, "next": True}))
            elif kind in {"match", "your_taste"}:
                facts = matched(product, filters) if kind == "match" else profile.taste(product).facts
                is_said = kind == "your_taste" and not profile.n_products
                if facts:
                    found.append(Reason(kind, {**facts, "stated": True} if is_said else facts))
            elif kind == "similar_shoppers":
                if n_neighbours := int(ranked.n_neighbours[place]):
                    found.append(Reason(kind, {"n": n_neighbours}))
            elif kind == "popular":
                found.append(Reason(kind, {"rating": product.rating, "n": product.n_ratings}))
            else:
                found.append(Reason(kind))
        return tuple(found)


def _is_foretold(ranked: Ranked, place: int, product: Product) -> bool:
    """Return whether a product stands higher as its category is one that the shopper is foretold to turn to."""
    return product.category in ranked.foretold_categories and is_moved_up(ranked.ranking, place, "outlook")


def price_fit(prices: Column, usual: Decimal | float | None) -> Column:
    """Return how near prices are to a usual one: 1 there, falling by the ratio to 0 at a quarter or four times of it.

    nan where no usual price is known.
    """
    amount = 0.0 if usual is None else float(usual)
    if amount <= 0:
        return np.full(prices.size, np.nan)
    fit: Column = np.clip(1 - np.abs(np.log(np.maximum(prices, 1e-9) / amount)) / np.log(4), 0, 1)
    return fit


def matched(product: Product, filters: Filters) -> dict[str, object]:
    """Return which of the conditions asked for the product meets, those that can be named in words."""
    facts: dict[str, object] = {}
    if product.category in filters.categories:
        facts["category"] = product.category
    colors = [color for color in product.colors if color in filters.colors]
    if colors:
        facts["color"] = colors[0]
    materials = [material for material in product.materials if material in filters.materials]
    if materials:
        facts["material"] = materials[0]
    if product.brand and product.brand.casefold() in {brand.casefold() for brand in filters.brands}:
        facts["brand"] = product.brand
    return facts
