"""Parts of a list, put in order, varied and explained."""

from dataclasses import replace

import numpy as np
from numpy.typing import NDArray

from retrieval.candidate_ranking import CandidateRanker, Ranked, Shopper
from retrieval.catalogue import Catalogue
from retrieval.exploration.explorer import HORIZON, Explorer
from retrieval.filters import FilterColumns, Filters
from retrieval.findings import Found
from retrieval.lists.calibration import CALIBRATION, MOST_CALIBRATED, calibrated, mix_of, wanted_mix
from retrieval.lists.columns import ListColumns
from retrieval.lists.door_totals import MOST_RECKONED, DoorTotals, cheapest_to_the_door
from retrieval.lists.duplicates import Groups
from retrieval.lists.shown import Shown
from retrieval.lists.sorting import Sort, sorted_rows
from retrieval.lists.variety import MOST_VARIED, NAMED, likeness, varied
from retrieval.membership import N_CANDIDATES, Members, Search
from retrieval.product import Product
from retrieval.profile import Profile

Rows = NDArray[np.int64]
Mask = NDArray[np.bool_]

N_USUAL = 10
"""The mix of categories that a stranger gets is told from as many products."""


class ListPages:
    """Gives parts of lists of one catalogue.

    `groups` says which products are the same thing: a list holds one of each, the best by its order. `variety` (0..1)
    is how much a list by relevance is to vary. `explorer` chooses what recommendations try, where they may.
    """

    def __init__(
        self,
        catalogue: Catalogue,
        search: Search,
        columns: FilterColumns,
        figures: ListColumns,
        ranker: CandidateRanker,
        groups: Groups,
        variety: float,
        explorer: Explorer | None = None,
        doors: DoorTotals | None = None,
    ) -> None:
        self._doors = doors
        self._catalogue = catalogue
        self._search = search
        self._columns = columns
        self._figures = figures
        self._ranker = ranker
        self._groups = groups
        self._variety = variety
        self._explorer = explorer

    def sorted(
        self,
        found: Members,
        sort: Sort,
        applied: Filters,
        shopper: Shopper,
        limit: int,
        offset: int,
        by_door: Rows | None = None,
    ) -> tuple[Found, ...]:
        """Return a part of the list in any order; `by_door` is what `sorted_by_door` gave for it, where it counts."""
        if by_door is not None:
            return self._explained(by_door[offset : offset + limit], found, applied, shopper)
        if sort is Sort.RELEVANCE:
            return self.by_relevance(found, applied, shopper, limit, offset)
        rows = sorted_rows(found.rows, sort, self._figures, found.nearest)
        page = self._groups.first_of_each(rows)[offset : offset + limit]
        return self._explained(page, found, applied, shopper)

    def sorted_by_door(self, found: Members, shopper: Shopper, n_wanted: int) -> Rows | None:
        """Return the first rows of a list by rising cost to the door, one of each thing.

        None where one that belongs there has a cost that is not wholly known, or that would take too long.
        """
        doors, to, on = self._doors, shopper.destination, shopper.today
        if doors is None or not to or not found.rows.size:
            return None
        n_left = MOST_RECKONED

        def totals(rows: Rows) -> NDArray[np.float64] | None:
            nonlocal n_left
            n_left -= doors.n_missing(rows, to, on)
            return None if n_left < 0 else doors.totals(rows, to, on)

        rows = sorted_rows(found.rows, Sort.PRICE, self._figures, found.nearest)
        order = cheapest_to_the_door(
            rows, self._figures.prices[rows], totals, lambda some: self.n_things(some) >= n_wanted
        )
        return None if order is None else self._groups.first_of_each(order)[:n_wanted]

    def recommended(
        self,
        rows: Rows,
        sort: Sort,
        applied: Filters,
        shopper: Shopper,
        limit: int,
        offset: int,
        calibration: float = CALIBRATION,
        explores: bool = False,
    ) -> tuple[Found, ...]:
        """Return a part of `rows`, by what the shopper is likely to want, in the mix of categories that they like.

        For a stranger no category comes thrice before all had a turn. Where it `explores`, some places go to products
        to try. Another order than by relevance sorts the first hundred.
        """
        ranked = self._ranker.ranked(rows, np.full(rows.size, np.nan), shopper)
        order = self._groups.first_of_each(ranked.rows)
        if sort is not Sort.RELEVANCE:
            best = self._mixed(order, ranked, shopper.profile, N_CANDIDATES, calibration)
            page = sorted_rows(best, sort, self._figures, best)[offset : offset + limit]
            return self._told(page, ranked, applied, shopper.profile)
        explorer = shopper.arm.explorer or self._explorer
        if explorer is None or not explores:
            page = self._mixed(order, ranked, shopper.profile, offset + limit, calibration)[offset:]
            return self._told(page, ranked, applied, shopper.profile)
        mixed = self._mixed(order, ranked, shopper.profile, max(offset + limit, HORIZON), calibration)
        n_head = min(HORIZON, order.size // 2)  # so that a short list too has something left to try
        explored = explorer.explored(
            mixed[:n_head],
            order,
            self._scores_of(order, ranked),
            self._figures,
            shopper.user_id,
            shopper.today,
            limit,
        )
        later = [row for row in mixed[n_head:].tolist() if row not in explored.propensities]
        page = np.concatenate([explored.rows, np.array(later, dtype=np.int64)])[offset : offset + limit]
        told = self._told(page, ranked, applied, shopper.profile)
        chances = (explored.propensities.get(row) for row in page.tolist())
        return tuple(replace(item, propensity=chance) for item, chance in zip(told, chances, strict=True))

    def by_relevance(
        self, found: Members, applied: Filters, shopper: Shopper, limit: int, offset: int
    ) -> tuple[Found, ...]:
        """Return a part of the list: first what was ranked, with variety, then the others by popularity.

        The scores fall: a product that others were drawn above for variety's sake has at most the lowest of theirs, and
        those not ranked count as the last that was.
        """
        nearest, match = found.nearest[:N_CANDIDATES], found.match[:N_CANDIDATES]
        if not nearest.size:
            nearest = sorted_rows(found.rows, Sort.RELEVANCE, self._figures, nearest)[:N_CANDIDATES]
            match = found.match_of(nearest)
        ranked = self._ranker.ranked(nearest, match, shopper)
        head = self._groups.first_of_each(ranked.rows)
        head = self._with_variety(head, ranked, applied)
        told = self._told(head[: offset + limit], ranked, applied, shopper.profile)
        items = _falling(told)[offset:]
        if offset + limit <= head.size or head.size == found.rows.size:
            return items
        rest = found.rows[~np.isin(found.rows, ranked.rows)]
        rest = sorted_rows(rest, Sort.RELEVANCE, self._figures, found.nearest)
        order = self._groups.first_of_each(np.concatenate([head, rest]))
        later = order[max(offset, head.size) : offset + limit]
        lowest = float(ranked.ranking.scores.min(initial=1))
        others = self._explained(later, found, applied, shopper)
        return items + tuple(replace(item, score=lowest) for item in others)

    def _with_variety(self, head: Rows, ranked: Ranked, applied: Filters) -> Rows:
        """Return the ranked rows with those drawn up that differ from what stands above them."""
        wanted = self._variety * (NAMED if applied.brands or applied.categories else 1)
        top, rest = head[:MOST_VARIED], head[MOST_VARIED:]
        if wanted <= 0 or top.size < 3:
            return head
        score_of = dict(zip(ranked.rows.tolist(), ranked.ranking.scores.tolist(), strict=True))
        scores = np.array([score_of[row] for row in top.tolist()])
        brands, categories = (self._figures.words[name].first(top) for name in ("brand", "category"))
        order = varied(scores, likeness(brands, categories, self._search.vectors(top)), wanted)
        return np.concatenate([top[order], rest])

    def _explained(self, rows: Rows, found: Members, applied: Filters, shopper: Shopper) -> tuple[Found, ...]:
        """Return rows in their order with scores and reasons."""
        ranked = self._ranker.ranked(rows, found.match_of(rows), shopper)
        return self._told(rows, ranked, applied, shopper.profile)

    def _told(self, rows: Rows, ranked: Ranked, applied: Filters, profile: Profile) -> tuple[Found, ...]:
        places = np.flatnonzero(np.isin(ranked.rows, rows))
        place_of = dict(zip(ranked.rows[places].tolist(), places.tolist(), strict=True))
        found = []
        for row in rows.tolist():
            place, product = place_of[row], self._catalogue.products[row]
            reasons = self._ranker.reasons(ranked, place, product, applied, profile)
            score = float(ranked.ranking.scores[place])
            features = ranked.ranking.features_at(place)
            found.append(Found(product, score, reasons, self.variants(row, applied), features))
        return tuple(found)

    def variants(self, row: int, applied: Filters) -> tuple[Product, ...]:
        """Return what is the same thing as a product and can be offered, itself among them; empty where it is alone."""
        rows = self._groups.rows_with(row)
        if rows.size < 2:
            return ()
        sellable = self._columns.mask(Filters(destination=applied.destination, in_stock=applied.in_stock))
        kept = rows[sellable[rows]]
        return tuple(self._catalogue.products[one] for one in kept.tolist()) if kept.size > 1 else ()

    def _mixed(self, order: Rows, ranked: Ranked, profile: Profile, n: int, calibration: float) -> Rows:
        """Return the first `n` rows of a list calibrated to a shopper's taste; what comes after that goes by turns."""
        categories = self._figures.words["category"]
        likes = profile.likes.get("category", {})
        if calibration <= 0 or not likes or not order.size:
            return self._turn_by_turn(order, n)
        n_kinds = len(categories.values) + 1  # the last is that of products without a category
        kinds = categories.first(order).astype(np.int64) % n_kinds
        liked = np.zeros(n_kinds)
        for value, like in likes.items():
            if (code := categories.code_of.get(value.casefold())) is not None:
                liked[code] = like
        liked[np.bincount(kinds, minlength=n_kinds) == 0] = 0
        usual = self._turn_by_turn(order, N_USUAL)
        usual_mix = mix_of(categories.first(usual).astype(np.int64) % n_kinds, n_kinds)
        n_kept = min(n, MOST_CALIBRATED)
        is_candidate = np.arange(order.size) < MOST_CALIBRATED
        for kind in np.flatnonzero(liked).tolist():
            is_candidate[np.flatnonzero(kinds == kind)[:MOST_CALIBRATED]] = True
        rows = order[is_candidate]
        scores = self._scores_of(rows, ranked)
        mix = wanted_mix(liked, profile.evidence, usual_mix)
        head = rows[calibrated(scores, kinds[is_candidate], mix, calibration, n_kept)]
        if head.size == n:
            return head
        return np.concatenate([head, self._turn_by_turn(order[~np.isin(order, head)], n - head.size)])

    def _scores_of(self, rows: Rows, ranked: Ranked) -> NDArray[np.float64]:
        """Return the scores of rows that stand in the order of the ranking, (n,)."""
        is_there = np.zeros(len(self._catalogue), dtype=np.bool_)
        is_there[rows] = True
        return ranked.ranking.scores[is_there[ranked.rows]]

    def _turn_by_turn(self, rows: Rows, limit: int) -> Rows:
        """Take rows in order, no category a third time before every other had its turn."""
        taken: list[int] = []
        held: list[int] = []
        counts: dict[int, int] = {}
        for row, category in zip(rows.tolist(), self._figures.words["category"].first(rows).tolist(), strict=True):
            if category >= 0 and counts.get(category, 0) >= 2:
                held.append(row)
            else:
                counts[category] = counts.get(category, 0) + 1
                taken.append(row)
            if len(taken) == limit:
                break
        return np.array((taken + held)[:limit], dtype=np.int64)

    def hidden(self, shown: Shown) -> Mask | None:
        """Return the rows of what was shown before and of what is the same thing, (n_products,); None for nothing."""
        if not shown.text:
            return None
        is_shown = shown.among(self._figures.digests)
        for group in np.unique(self._groups.group_of[is_shown]).tolist():
            is_shown[self._groups.members.get(group, [])] = True
        return is_shown

    def n_things(self, rows: Rows) -> int:
        """Return how many different things `rows` are."""
        if not self._groups.members:
            return int(rows.size)
        is_there = np.zeros(len(self._catalogue), dtype=np.bool_)
        is_there[self._groups.group_of[rows]] = True
        return int(is_there.sum())


def _falling(items: tuple[Found, ...]) -> tuple[Found, ...]:
    lowest = np.minimum.accumulate([item.score or 0.0 for item in items]).tolist()
    return tuple(replace(item, score=score) for item, score in zip(items, lowest, strict=True))
