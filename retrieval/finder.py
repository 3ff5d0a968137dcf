"""Finding products for a shopper: search, recommendations and similar products, filtered, merged and explained."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date

import numpy as np
from numpy.typing import NDArray

from retrieval.candidate_ranking import AS_ALL, Arm, CandidateRanker, Collaborative, Outlooks, Shopper, price_fit
from retrieval.catalogue import Catalogue
from retrieval.exploration.explorer import Explorer
from retrieval.facet_counts import FacetCounts
from retrieval.filters import FilterColumns, Filters
from retrieval.findings import Findings
from retrieval.list_pages import ListPages
from retrieval.lists.calibration import CALIBRATION
from retrieval.lists.columns import ListColumns
from retrieval.lists.door_totals import DoorTotals
from retrieval.lists.duplicates import Groups
from retrieval.lists.shown import NOTHING_SHOWN, Shown
from retrieval.lists.sorting import Sort
from retrieval.lists.variety import DEFAULT_VARIETY
from retrieval.membership import N_CANDIDATES, NO_WISHES, Members, Said, Search, members
from retrieval.product import Product
from retrieval.profile import PriceLevels, Profile, Stated, TasteSpace
from retrieval.ranking import Weights, log_odds, relative_similarity
from retrieval.understanding import Wishes

Mask = NDArray[np.bool_]

PRICE_SHARE = 0.2
"""How much nearness in price counts for products that are like another one; the rest is nearness in meaning."""


@dataclass(frozen=True, slots=True)
class View:
    """Which part of a list is wanted, and how.

    `offset` products of the sorted list are left out before the first; products `shown` before, and what is the same
    thing as one of these, are not counted among them. `facets` names the facets to count, with
    price bands in `currency` ("" for that of the filters). `calibration` (0..1) is how much the mix of categories of
    recommendations is to follow the shopper's taste. Where it `explores`, some places of recommendations go to products
    to try: only for a list that is kept, so that something is learned from it. `by_door` lets a list by rising price be
    one by rising cost to the door, where that is wholly known of all that is shown.
    """

    offset: int = 0
    sort: Sort = Sort.RELEVANCE
    shown: Shown = NOTHING_SHOWN
    facets: tuple[str, ...] = ()
    currency: str = ""
    calibration: float = CALIBRATION
    explores: bool = False
    by_door: bool = False


FROM_THE_START = View()
"""A list by relevance from its first product on."""


class ProductFinder:
    """Answers "which products" for one catalogue.

    All methods may be called from several threads. `groups` says which products are the same thing: a list holds one of
    each, the best by its order. `variety` (0..1) is how much a list is to vary.
    `weights` gives the weights that serve at the moment. `explorer` chooses what recommendations try, `outlooks`
    foretell what shoppers turn to next, `doors` give costs to the door. `arm(user_id, surface, day)` gives what serves
    a shopper in an experiment.
    """

    def __init__(
        self,
        catalogue: Catalogue,
        search: Search,
        columns: FilterColumns,
        collaborative: Collaborative,
        weights: Callable[[], Weights] = Weights,
        groups: Groups | None = None,
        variety: float = DEFAULT_VARIETY,
        explorer: Explorer | None = None,
        outlooks: Outlooks | None = None,
        arm: Callable[[str, str, date], Arm] = lambda *_: AS_ALL,
        doors: DoorTotals | None = None,
    ) -> None:
        self._arm = arm
        self._catalogue = catalogue
        self._search = search
        self._columns = columns
        self._figures = ListColumns.of(catalogue, columns.prices)
        kinds = [self._figures.words[name].first(np.arange(len(catalogue))) for name in ("category", "department")]
        self._kinds = np.unique(np.stack(kinds, axis=1)[(kinds[0] >= 0) & (kinds[1] >= 0)], axis=0)
        self._groups = groups or Groups.none(len(catalogue))
        self.price_levels = PriceLevels.of(self._figures, catalogue.rows)
        space = TasteSpace.of(catalogue, self._figures, self.price_levels)
        ranker = CandidateRanker(self._figures, collaborative, weights, self.price_levels, space, outlooks, doors)
        self._pages = ListPages(
            catalogue, search, columns, self._figures, ranker, self._groups, variety, explorer, doors
        )
        self._counts = FacetCounts(search, columns, self._figures, self._groups)

    def find(
        self,
        text: str,
        language: str,
        filters: Filters,
        user_id: str,
        profile: Profile,
        today: date,
        limit: int,
        view: View = FROM_THE_START,
        wishes: Wishes = NO_WISHES,
    ) -> Findings:
        """Return products that fit what `text` says and meet `filters`, relaxed where nothing would be left.

        `wishes` are what the text names without demanding it.
        """
        said = Said(text, language, wishes)
        mask, applied, given_up = self._columns.relaxed(filters)
        hidden = self._pages.hidden(view.shown)
        found = members(said, mask, applied, self._search, hidden)
        total = self._pages.n_things(found.rows)
        currency = view.currency or applied.currency
        facets = self._counts.of(view.facets, found.rows, said, applied, currency)
        shopper = Shopper(user_id, profile, today, self._arm(user_id, "search", today), applied.destination)
        left = found if hidden is None else found.without(hidden)
        by_door = self._by_door(left, shopper, limit, view)
        items = self._pages.sorted(left, view.sort, applied, shopper, limit, view.offset, by_door)
        return Findings(
            items,
            total,
            applied,
            given_up,
            found.is_closest,
            facets,
            found.best,
            by_door is not None,
            self._n_uncertain(said, mask, applied),
        )

    def recommend(
        self,
        filters: Filters,
        user_id: str,
        profile: Profile,
        today: date,
        limit: int,
        seen: frozenset[str],
        view: View = FROM_THE_START,
    ) -> Findings:
        """Return what this shopper is likely to want, out of products that meet `filters` and are not among `seen`.

        The mix of categories follows theirs; a shopper of whom nothing is known gets what is popular, with variety
        across categories. Another order than by relevance sorts the first hundred of these.
        """
        mask, applied, given_up = self._columns.relaxed(filters)
        for product_id in seen:
            if product_id in self._catalogue:
                mask[self._catalogue.rows[product_id]] = False
        total = self._pages.n_things(np.flatnonzero(mask))
        hidden = self._pages.hidden(view.shown)
        rows = np.flatnonzero(mask if hidden is None else mask & ~hidden)
        shopper = Shopper(user_id, profile, today, self._arm(user_id, "recommend", today), applied.destination)
        items = self._pages.recommended(
            rows, view.sort, applied, shopper, limit, view.offset, view.calibration, view.explores and bool(user_id)
        )
        n_uncertain = self._pages.n_things(np.flatnonzero(self._columns.uncertain(applied)))
        return Findings(items, total, applied, given_up, n_uncertain=n_uncertain)

    def similar(
        self,
        product_id: str,
        filters: Filters,
        user_id: str,
        profile: Profile,
        today: date,
        limit: int,
        view: View = FROM_THE_START,
    ) -> Findings:
        """Return products most like this one, in meaning and in price; raises UnknownProduct.

        They are of its category, or where there is none, of its department, else of any. What is the same thing as the
        product is left out.
        """
        product, row = self._catalogue.get(product_id), self._catalogue.rows[product_id]
        same_kind, mask = self._of_a_kind(product, row, filters)
        found = self._search.similar(row, mask, N_CANDIDATES)
        price = price_fit(self._figures.prices[found.rows], float(self._figures.prices[row]))
        match = (1 - PRICE_SHARE) * relative_similarity(log_odds(found.relevance)) + PRICE_SHARE * np.nan_to_num(price)
        alike = Members(found.rows, found.rows, match, 0.0, is_closest=True)
        hidden = self._pages.hidden(view.shown)
        left = alike if hidden is None else alike.without(hidden)
        shopper = Shopper(user_id, profile, today, self._arm(user_id, "similar", today), same_kind.destination)
        by_door = self._by_door(left, shopper, limit, view)
        items = self._pages.sorted(left, view.sort, same_kind, shopper, limit, view.offset, by_door)
        return Findings(items, self._pages.n_things(found.rows), same_kind, (), is_by_door=by_door is not None)

    def widened(self, stated: Stated) -> Stated:
        """Return what a shopper said with the categories of each department named, and the departments of categories.

        Whoever names a department likes what is in it, as far as anybody can tell.
        """
        if not stated.categories and not stated.departments:
            return stated
        words = (self._figures.words["category"], self._figures.words["department"])
        categories, departments = dict.fromkeys(stated.categories), dict.fromkeys(stated.departments)
        for codes in self._kinds.tolist():
            category, department = (own.values[code] for own, code in zip(words, codes, strict=True))
            if department in stated.departments:
                categories[category] = None
            if category in stated.categories:
                departments[department] = None
        return replace(stated, categories=tuple(categories), departments=tuple(departments))

    def departments(self, filters: Filters, n: int) -> tuple[str, ...]:
        """Return the departments with the most products that meet `filters`, the largest first, at most `n`."""
        words = self._figures.words["department"]
        codes = words.first(np.flatnonzero(self._columns.mask(filters)))
        counts = np.bincount(codes[codes >= 0], minlength=len(words.values))
        largest = np.argsort(-counts, kind="stable")[:n]
        return tuple(words.values[code] for code in largest.tolist() if counts[code])

    def usual_prices(self, filters: Filters, currency: str) -> tuple[float, ...]:
        """Return the prices that part the lower, the middle and the upper third of what meets `filters`, in a currency.

        Empty where nothing meets them.
        """
        prices = self._figures.prices[self._columns.mask(filters)]
        if not prices.size:
            return ()
        return tuple((np.quantile(prices, (1 / 3, 2 / 3)) * self._columns.factor_to(currency)).tolist())

    def variants(self, product_id: str, filters: Filters) -> tuple[Product, ...]:
        """Return what is the same thing as a product and can be offered under the destination and stock of `filters`.

        It is among them; where it is alone there are none. Raises UnknownProduct.
        """
        product = self._catalogue.get(product_id)
        return self._pages.variants(self._catalogue.rows[product.product_id], filters)

    def _n_uncertain(self, said: Said, mask: Mask, applied: Filters) -> int:
        """Return how many products would belong to a list, were it certain that they stay within its limit."""
        uncertain = self._columns.uncertain(applied)
        if not uncertain.any():
            return 0
        rows = members(said, mask | uncertain, applied, self._search, None).rows
        return self._pages.n_things(rows[uncertain[rows]])

    def _by_door(self, found: Members, shopper: Shopper, limit: int, view: View) -> NDArray[np.int64] | None:
        """Return the rows of a list by rising cost to the door, where it is to be sorted so and can be."""
        if not view.by_door or view.sort is not Sort.PRICE:
            return None
        return self._pages.sorted_by_door(found, shopper, view.offset + limit)

    def _of_a_kind(self, product: Product, row: int, filters: Filters) -> tuple[Filters, Mask]:
        """Return the filters and the mask of what can be offered instead of a product."""
        any_kind = Filters(destination=filters.destination, currency=filters.currency)
        kinds = [any_kind]
        if product.department:
            kinds.insert(0, replace(any_kind, departments=(product.department,)))
        if product.category:
            kinds.insert(0, replace(any_kind, categories=(product.category,)))
        for kind in kinds:
            mask = self._columns.mask(kind)
            mask[self._groups.rows_with(row)] = False
            if mask.any():
                return kind, mask
        return any_kind, mask
