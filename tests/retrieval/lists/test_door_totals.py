from collections.abc import Sequence
from datetime import date
from decimal import Decimal
from threading import Event as Signal

import numpy as np
import pytest
from numpy.typing import NDArray

from retrieval.catalogue import Catalogue
from retrieval.filters import FilterColumns, Filters
from retrieval.finder import ProductFinder, View
from retrieval.findings import Findings
from retrieval.lists.door_totals import DoorTotals, cheapest_to_the_door
from retrieval.lists.sorting import Sort
from retrieval.product import Product
from retrieval.profile import Profile
from tests.fakes import HERE, NoCollaborative, fused_search, product

TODAY = date(2026, 11, 22)
EVERYTHING = Filters(currency="EUR", destination="AT")


def priced(*prices: str) -> list[Product]:
    return [product(f"p{place}", price=Decimal(price)) for place, price in enumerate(prices)]


class Costs:
    """Gives costs to the door by product, and counts how often it is asked."""

    def __init__(self, costs: Sequence[float | None]) -> None:
        self._costs = costs
        self.asked: list[str] = []

    def __call__(self, one: Product, destination: str, on: date) -> float | None:
        self.asked.append(one.product_id)
        return self._costs[int(one.product_id[1:])]


class Waiting(Costs):
    """Costs that come when they are let."""

    def __init__(self, costs: Sequence[float | None]) -> None:
        super().__init__(costs)
        self.may_go_on = Signal()

    def __call__(self, one: Product, destination: str, on: date) -> float | None:
        self.may_go_on.wait(10)
        return super().__call__(one, destination, on)


def finder_of(products: Sequence[Product], doors: DoorTotals | None) -> ProductFinder:
    catalogue = Catalogue.from_products(products, [HERE], "test")
    prices = np.array([float(one.price) for one in products], dtype=np.float64)
    columns = FilterColumns(catalogue, prices, "EUR", lambda amount, *_: amount, lambda *_: True)
    return ProductFinder(
        catalogue, fused_search(catalogue, columns), columns, NoCollaborative(), variety=0.0, doors=doors
    )


def sorted_list(finder: ProductFinder, filters: Filters = EVERYTHING, limit: int = 10, offset: int = 0) -> Findings:
    view = View(offset=offset, sort=Sort.PRICE, by_door=True)
    return finder.find("", "en", filters, "", Profile.empty(), TODAY, limit, view)


def ids(findings: Findings) -> list[str]:
    return [one.product.product_id for one in findings.items]


def rows(n: int) -> NDArray[np.int64]:
    return np.arange(n, dtype=np.int64)


# --- the column


def test_each_cost_is_reckoned_once_a_country_and_day_and_unknown_is_nan() -> None:
    costs = Costs([12.0, None, 30.0])
    doors = DoorTotals(priced("10", "11", "20"), costs)
    doors.fill("AT", TODAY)
    for _ in range(2):
        np.testing.assert_array_equal(doors.totals(rows(3), "AT", TODAY), [12.0, np.nan, 30.0])
    assert sorted(costs.asked) == ["p0", "p1", "p2"]
    assert doors.n_missing(rows(3), "AT", TODAY) == 0


def test_ranking_waits_for_nothing_until_all_is_reckoned() -> None:
    costs = Waiting([12.0, 15.0])
    doors = DoorTotals(priced("10", "11"), costs)
    assert doors.ready(rows(2), "AT", TODAY) is None
    costs.may_go_on.set()
    doors.fill("AT", TODAY)
    np.testing.assert_array_equal(doors.ready(rows(2), "AT", TODAY), [12.0, 15.0])


# --- sorting


@pytest.mark.parametrize("seed", range(8))
def test_cheapest_to_the_door_are_those_of_a_full_sort(seed: int) -> None:
    """The reference: all totals reckoned and sorted; those wanted must be the same."""
    random = np.random.default_rng(seed)
    prices = np.sort(random.uniform(1, 100, 400))
    totals = prices + random.uniform(0, 60, 400)
    found = cheapest_to_the_door(rows(400), prices, lambda some: totals[some], lambda some: some.size >= 7)
    assert found is not None
    np.testing.assert_array_equal(found[:7], np.argsort(totals, kind="stable")[:7])


def test_what_cannot_be_among_the_cheapest_is_not_reckoned() -> None:
    prices = np.arange(1.0, 501.0)
    asked = 0

    def totals(some: NDArray[np.int64]) -> NDArray[np.float64]:
        nonlocal asked
        asked += some.size
        return prices[some] + 5

    assert cheapest_to_the_door(rows(500), prices, totals, lambda some: some.size >= 5) is not None
    assert asked == 50


def test_list_by_price_is_by_the_cost_to_the_door_where_all_is_known() -> None:
    finder = finder_of(priced("10", "20", "30"), DoorTotals(priced("10", "20", "30"), Costs([60.0, 25.0, 40.0])))
    findings = sorted_list(finder)
    assert ids(findings) == ["p1", "p2", "p0"]
    assert findings.is_by_door
    assert ids(sorted_list(finder, limit=1, offset=1)) == ["p2"]


def test_list_stays_by_price_where_a_cost_is_unknown() -> None:
    finder = finder_of(priced("10", "20", "30"), DoorTotals(priced("10", "20", "30"), Costs([60.0, None, 40.0])))
    findings = sorted_list(finder)
    assert ids(findings) == ["p0", "p1", "p2"]
    assert not findings.is_by_door


def test_list_stays_by_price_without_a_country_and_where_it_is_not_wanted() -> None:
    finder = finder_of(priced("10", "20"), DoorTotals(priced("10", "20"), Costs([60.0, 25.0])))
    assert ids(sorted_list(finder, Filters(currency="EUR"))) == ["p0", "p1"]
    plain = finder.find("", "en", EVERYTHING, "", Profile.empty(), TODAY, 10, View(sort=Sort.PRICE))
    assert ids(plain) == ["p0", "p1"]
    assert not sorted_list(finder_of(priced("10", "20"), None)).is_by_door


# --- ranking


def liking(price: str) -> Profile:
    """Return a profile of which nothing but the usual price is known."""
    return Profile(1, 1, {}, Decimal(price), frozenset())


def test_price_fits_by_what_the_way_to_the_door_adds() -> None:
    """Three things of 20 euros; one costs twice as much more to the door as the others, and fits 20 euros less."""
    products = priced("20", "20", "20")
    doors = DoorTotals(products, Costs([60.0, 30.0, 30.0]))
    doors.fill("AT", TODAY)
    place = 5  # of price_fit among the features
    found = finder_of(products, doors).find("", "en", EVERYTHING, "ann", liking("20"), TODAY, 10)
    fits = {one.product.product_id: one.features[place] for one in found.items}
    assert fits["p1"] == fits["p2"] == 1.0
    assert fits["p0"] == pytest.approx(0.5), "twice a price is halfway to four times of it"
    plain = finder_of(products, None).find("", "en", EVERYTHING, "ann", liking("20"), TODAY, 10)
    assert {one.features[place] for one in plain.items} == {1.0}


def test_unknown_costs_leave_the_price_as_it_is() -> None:
    products = priced("20", "20")
    doors = DoorTotals(products, Costs([None, 30.0]))
    doors.fill("AT", TODAY)
    found = finder_of(products, doors).find("", "en", EVERYTHING, "ann", liking("20"), TODAY, 10)
    assert {one.features[5] for one in found.items} == {1.0}
