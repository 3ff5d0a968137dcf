"""Finding products for a shopper: search, recommendations and similar products, filtered, merged and explained."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

from retrieval.catalogue import Catalogue
from retrieval.filters import FilterColumns, Filters
from retrieval.product import Product
from retrieval.profile import Profile
from retrieval.ranking import Features, Ranking, Weights, newness, popularity, rank, relative_similarity
from retrieval.semantic_search import Candidates, SemanticSearch

N_CANDIDATES = 100
"""How many products are fetched by meaning before they are ranked."""

MARGIN = {"use": 0.15, "e5": 0.03}
"""How far below the best a product's similarity may lie to count as found, where nothing else narrows a search."""

DEFAULT_MARGIN = 0.15


class Collaborative(Protocol):
    """Scores of products from shoppers alike."""

    def scores_for(self, user_id: str, product_ids: Sequence[str]) -> tuple[NDArray[np.float64], NDArray[np.int64]]:
        """Return scores (n,) in 0..1, nan where nothing is known, and how many shoppers alike like each product."""
        ...


@dataclass(frozen=True, slots=True)
class Reason:
    """Why a product is in a list: a kind of contract.md's reasons, and the facts that its sentence names."""

    kind: str
    facts: Mapping[str, object] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Found:
    """A product of a list, its score in 0..1 and why it is there, the strongest reason first.

    The score is None where a list is shown again, as it was kept without scores.
    """

    product: Product
    score: float | None
    reasons: tuple[Reason, ...]


@dataclass(frozen=True, slots=True)
class Findings:
    """A list: best first; how many there are in all; the filters met; the conditions that had to be given up."""

    items: tuple[Found, ...]
    total: int
    applied: Filters
    given_up: tuple[str, ...]

    @property
    def is_narrowed(self) -> bool:
        """Whether conditions made the list; otherwise it is what comes closest in meaning."""
        return narrows(self.applied)


class ProductFinder:
    """Answers "which products" for one catalogue.

    All methods may be called from several threads.
    """

    def __init__(
        self,
        catalogue: Catalogue,
        search: SemanticSearch,
        columns: FilterColumns,
        collaborative: Collaborative,
        weights: Weights,
    ) -> None:
        self._catalogue = catalogue
        self._search = search
        self._columns = columns
        self._collaborative = collaborative
        self._weights = weights
        self._popularity = np.array([popularity(product) for product in catalogue], dtype=np.float64)

    def find(
        self, text: str, language: str, filters: Filters, user_id: str, profile: Profile, today: date, limit: int
    ) -> Findings:
        """Return products that mean what `text` says and meet `filters`, relaxed where nothing would be left."""
        mask, applied, given_up = self._columns.relaxed(filters)
        candidates = self._search.nearest(text, language, mask, N_CANDIDATES)
        is_narrowed = narrows(applied)
        if not is_narrowed:
            margin = MARGIN.get(self._search.encoder_for(language), DEFAULT_MARGIN)
            candidates = _near_the_best(candidates, margin)
        total = int(mask.sum()) if is_narrowed else candidates.rows.size
        items = self._ranked(candidates, applied, user_id, profile, today, limit)
        return Findings(items, total, applied, given_up)

    def recommend(
        self, filters: Filters, user_id: str, profile: Profile, today: date, limit: int, seen: frozenset[str]
    ) -> Findings:
        """Return what this shopper is likely to want, out of products that meet `filters` and are not among `seen`.

        A shopper of whom nothing is known gets what is popular, with variety across categories.
        """
        mask, applied, given_up = self._columns.relaxed(filters)
        for product_id in seen:
            if product_id in self._catalogue:
                mask[self._catalogue.rows[product_id]] = False
        rows = np.flatnonzero(mask)
        unknown = Candidates(rows, np.full(rows.size, np.nan, dtype=np.float32))
        items = self._ranked(unknown, applied, user_id, profile, today, rows.size)
        varied = _varied(items, limit)
        return Findings(varied, int(rows.size), applied, given_up)

    def similar(
        self, product_id: str, filters: Filters, user_id: str, profile: Profile, today: date, limit: int
    ) -> Findings:
        """Return products most like this one; raises UnknownProduct."""
        product = self._catalogue.get(product_id)
        same_kind = Filters(
            categories=(product.category,) if product.category else (),
            destination=filters.destination,
            currency=filters.currency,
        )
        mask = self._columns.mask(same_kind)
        row = self._catalogue.rows[product_id]
        mask[row] = False
        if not mask.any():
            same_kind = same_kind.without("categories")
            mask = self._columns.mask(same_kind)
        candidates = self._search.similar(row, mask, min(N_CANDIDATES, 4 * limit))
        items = self._ranked(candidates, same_kind, user_id, profile, today, limit)
        return Findings(items, int(candidates.rows.size), same_kind, ())

    def _ranked(
        self, candidates: Candidates, filters: Filters, user_id: str, profile: Profile, today: date, limit: int
    ) -> tuple[Found, ...]:
        products = [self._catalogue.products[row] for row in candidates.rows]
        similar, n_neighbours = self._collaborative.scores_for(user_id, [product.product_id for product in products])
        tastes = [profile.taste(product) for product in products]
        features = Features(
            match=_match(candidates, is_narrowed=narrows(filters)),
            similar_shoppers=similar,
            your_taste=np.array([taste.score for taste in tastes], dtype=np.float64),
            popular=self._popularity[candidates.rows],
            new=np.array([newness(product, today) for product in products], dtype=np.float64),
            price_fit=self._price_fit(candidates.rows, profile),
        )
        ranking = rank(features, self._weights)
        found = []
        for place, position in enumerate(ranking.order[:limit]):
            reasons = self._reasons(ranking, place, products[position], filters, int(n_neighbours[position]), profile)
            found.append(Found(products[position], float(ranking.scores[place]), reasons))
        return tuple(found)

    def _price_fit(self, rows: NDArray[np.int64], profile: Profile) -> NDArray[np.float64]:
        """Return how near each price is to what the shopper usually pays; nan where that is not known.

        1 at the usual price, falling by the ratio of the two to 0 at a quarter or four times of it.
        """
        usual = profile.typical_price
        if usual is None or usual <= 0:
            return np.full(rows.size, np.nan)
        prices = np.maximum(self._columns.prices[rows], 1e-9)
        fit: NDArray[np.float64] = np.clip(1 - np.abs(np.log(prices / float(usual))) / np.log(4), 0, 1)
        return fit

    def _reasons(
        self, ranking: Ranking, place: int, product: Product, filters: Filters, n_neighbours: int, profile: Profile
    ) -> tuple[Reason, ...]:
        reasons = []
        for kind in ranking.reasons(place, self._weights):
            if kind in {"match", "your_taste"}:
                facts = _matched(product, filters) if kind == "match" else profile.taste(product).facts
                if facts:
                    reasons.append(Reason(kind, facts))
            elif kind == "similar_shoppers":
                if n_neighbours:
                    reasons.append(Reason(kind, {"n": n_neighbours}))
            elif kind == "popular":
                reasons.append(Reason(kind, {"rating": product.rating, "n": product.n_ratings}))
            else:
                reasons.append(Reason(kind))
        return tuple(reasons)


def narrows(filters: Filters) -> bool:
    """Return whether filters say what kind of product is meant; a price alone, or for whom it is, does not."""
    return any((filters.categories, filters.departments, filters.brands, filters.colors, filters.materials))


def _matched(product: Product, filters: Filters) -> dict[str, object]:
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


def _match(candidates: Candidates, is_narrowed: bool) -> NDArray[np.float64]:
    """Return the match feature: nearness in meaning, half of it given for meeting all conditions where there are any.

    nan for candidates that no text was compared with, as then nothing was asked for.
    """
    if np.isnan(candidates.similarities).any():
        return np.full(candidates.rows.size, np.nan)
    nearness = relative_similarity(candidates.similarities)
    return 0.5 + 0.5 * nearness if is_narrowed else nearness


def _near_the_best(candidates: Candidates, margin: float) -> Candidates:
    near = candidates.similarities >= candidates.similarities.max(initial=-np.inf) - margin
    return Candidates(candidates.rows[near], candidates.similarities[near])


def _varied(items: Sequence[Found], limit: int) -> tuple[Found, ...]:
    """Take items in order, no category a third time before every other had its turn."""
    taken: list[Found] = []
    held: list[Found] = []
    counts: dict[str, int] = {}
    for item in items:
        category = item.product.category
        if category and counts.get(category, 0) >= 2:
            held.append(item)
        else:
            counts[category] = counts.get(category, 0) + 1
            taken.append(item)
        if len(taken) == limit:
            break
    return tuple((taken + held)[:limit])
