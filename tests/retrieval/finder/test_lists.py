"""A list found: its order and pages, the versions of one thing in it, and its counts."""

import math
from decimal import Decimal
from typing import Any

import numpy as np
import pytest

from actions.settings import PROJECT
from retrieval.catalogue import Catalogue
from retrieval.errors import UnknownProduct
from retrieval.filters import Filters
from retrieval.finder import ProductFinder, View
from retrieval.findings import Findings
from retrieval.lexicon import Lexicon
from retrieval.lists.duplicates import Groups
from retrieval.lists.shown import NOTHING_SHOWN
from retrieval.lists.sorting import Sort
from retrieval.product import Product
from retrieval.ranking import mean_rating
from tests.fakes import HERE, THERE, product
from tests.retrieval.finder.many_products import (
    COLORS,
    NOBODY,
    TODAY,
    find,
    finder,
    ids,
    many,
    profile_of,
    similar,
    tea_and_car,
)

# --- orders and pages


def pages(made: ProductFinder, text: str, size: int, sort: Sort = Sort.RELEVANCE, **filters: Any) -> list[Findings]:
    """Return the pages of a list up to the first empty one."""
    found = []
    for offset in range(0, 5000, size):
        page = made.find(text, "en", Filters(**filters), "ann", NOBODY, TODAY, size, View(offset, sort))
        found.append(page)
        if not page.items:
            return found
    raise AssertionError("the list does not end")


@pytest.mark.parametrize("sort", list(Sort))
@pytest.mark.parametrize(
    ("text", "filters"),
    [("Thing p017", {"categories": ("kind1", "kind2")}), ("Thing p017", {}), ("", {"max_price": Decimal(300)}),
     ("", {"colors": COLORS})],
)  # fmt: skip
def test_pages_joined_are_the_list(sort: Sort, text: str, filters: dict[str, Any]) -> None:
    made = finder(many(650))
    (whole,) = [made.find(text, "en", Filters(**filters), "ann", NOBODY, TODAY, 5000, View(sort=sort))]
    assert whole.total == len(whole.items) == len(set(ids(whole)))
    for size in (7, 60, 100):
        found = pages(made, text, size, sort, **filters)
        assert [one for page in found for one in ids(page)] == ids(whole)
        assert {page.total for page in found} == {whole.total}


def test_more_than_a_hundred_belong_to_a_list_by_conditions_alone() -> None:
    found = find(finder(many(650)), "Thing p017", limit=5000, categories=("kind1", "kind2"))
    assert len(found.items) == found.total == 260
    scores = [item.score or 0 for item in found.items]
    assert scores == sorted(scores, reverse=True)


@pytest.mark.parametrize(
    ("sort", "figure"),
    [
        (Sort.PRICE, lambda one: one.price),
        (Sort.PRICE_DOWN, lambda one: -one.price),
        (Sort.RATING, lambda one: -mean_rating(one) if one.rating else math.inf),
        (Sort.NEWEST, lambda one: -one.added.toordinal() if one.added else math.inf),
    ],
)
def test_whole_list_is_sorted_not_only_its_first_hundred(sort: Sort, figure: Any) -> None:
    products = many(650)
    made = finder(products)
    found = made.find("Thing p300", "en", Filters(departments=("things",)), "ann", NOBODY, TODAY, 5000, View(sort=sort))
    figures = [figure(item.product) for item in found.items]
    assert figures == sorted(figures)
    assert set(ids(found)) == {one.product_id for one in products}


def test_list_goes_on_after_what_was_shown_whatever_happened_meanwhile() -> None:
    products = many(400)
    shown, seen = NOTHING_SHOWN, []
    for step in range(100):
        profile = profile_of(products, ("view", f"p{step * 3:03}"))
        current = [one for one in products if int(one.product_id[1:]) % 50 != step]
        found = finder(current).find(
            "Thing p017", "en", Filters(colors=("red",)), "ann", profile, TODAY, 7, View(shown=shown)
        )
        if not found.items:
            break
        seen += ids(found)
        shown = shown.with_products(ids(found))
    assert len(seen) == len(set(seen))
    assert len(seen) >= 96


def test_page_beyond_the_end_is_empty_and_keeps_the_total() -> None:
    found = finder(many(60)).find("x", "en", Filters(colors=("red",)), "", NOBODY, TODAY, 10, View(offset=1000))
    assert (found.items, found.total) == ((), 15)


@pytest.mark.parametrize("text", ["", " ", "?!", "—"])
def test_price_alone_lists_what_it_allows_the_best_liked_first(text: str) -> None:
    found = find(finder(many(60)), text, limit=60, max_price=Decimal(30))
    assert found.total == len(found.items) == 26
    assert not found.is_closest
    assert found.items[0].product.rating == 5.0


# --- the same thing twice


def in_colours() -> list[Product]:
    phones = [
        product(f"x{number}-{color}", brand="Nova", language="en", price=Decimal(100 + number),
                titles={"en": f"Nova phone {number} - {color.title()}"}, colors=(color,))
        for number in range(40) for color in COLORS
    ]  # fmt: skip
    return [*phones, product("case", titles={"de": "Hülle", "en": "Phone case"}, price=Decimal(9))]


@pytest.fixture(scope="module")
def grouped() -> ProductFinder:
    products = in_colours()
    catalogue = Catalogue.from_products(products, [HERE, THERE], "test")
    lexicon = Lexicon.load(PROJECT / "data")
    return finder(products, groups=Groups.of(catalogue, np.array([float(one.price) for one in products]), lexicon))


@pytest.mark.parametrize("sort", list(Sort))
def test_each_thing_comes_once_with_its_versions(grouped: ProductFinder, sort: Sort) -> None:
    found = pages(grouped, "Nova phone", 7, sort, departments=("things",))
    listed = [item for page in found for item in page.items]
    assert found[0].total == len(listed) == 41
    for item in listed:
        if item.product.product_id == "case":
            assert item.variants == ()
        else:
            own = item.product.product_id.split("-")[0]
            assert {one.product_id for one in item.variants} == {f"{own}-{color}" for color in COLORS}


def test_version_shown_is_one_that_meets_the_conditions(grouped: ProductFinder) -> None:
    found = find(grouped, "Nova phone", limit=50, colors=("green",))
    assert found.total == 40
    assert {item.product.colors for item in found.items} == {("green",)}


def test_what_is_the_same_thing_as_one_shown_does_not_come_again(grouped: ProductFinder) -> None:
    shown = NOTHING_SHOWN.with_products(["x1-red", "x2-blue"])
    found = grouped.find("phone", "en", Filters(departments=("things",)), "", NOBODY, TODAY, 50, View(shown=shown))
    assert not {one.split("-")[0] for one in ids(found)} & {"x1", "x2"}
    assert len(found.items) == 39
    assert found.total == 41


def test_similar_ones_are_other_things(grouped: ProductFinder) -> None:
    found = similar(grouped, "x1-red", limit=50)
    assert not {one for one in ids(found) if one.startswith("x1-")}
    assert len({one.split("-")[0] for one in ids(found)}) == len(found.items)


def test_similar_ones_are_near_in_price_where_they_are_as_alike() -> None:
    same = {"titles": {"de": "Becher", "en": "mug"}, "category": "mug"}
    made = finder([
        product("a", price=Decimal(20), **same), product("b", price=Decimal(400), **same),
        product("c", price=Decimal(22), **same), product("d", price=Decimal(60), **same),
    ])  # fmt: skip
    assert ids(similar(made, "a")) == ["c", "d", "b"]


def test_versions_are_those_that_can_be_offered(grouped: ProductFinder) -> None:
    assert {one.product_id for one in grouped.variants("x1-red", Filters())} == {f"x1-{color}" for color in COLORS}
    assert grouped.variants("x1-red", Filters(destination="RU")) == ()
    assert grouped.variants("case", Filters()) == ()
    with pytest.raises(UnknownProduct):
        grouped.variants("none", Filters())


# --- counts


def counts_of(found: Findings, name: str) -> dict[str, int]:
    (facet,) = [facet for facet in found.facets if facet.name == name]
    return {count.value: count.count for count in facet.counts}


def test_each_facet_is_counted_without_its_own_condition() -> None:
    view = View(facets=("color", "category", "brand"))
    filters = Filters(colors=("red",), categories=("kind0",), max_price=Decimal(204))
    found = finder(many(400)).find("", "en", filters, "", NOBODY, TODAY, 5, view)
    assert found.total == 10
    assert counts_of(found, "color") == dict.fromkeys(COLORS, 10)
    assert counts_of(found, "category") == {f"kind{number}": 10 for number in range(5)}
    assert sum(counts_of(found, "brand").values()) == 10


def test_facets_of_what_comes_closest_count_just_that() -> None:
    found = tea_and_car().find("tea", "en", Filters(), "", NOBODY, TODAY, 5, View(facets=("category",)))
    assert counts_of(found, "category") == {"tea": 1}


def test_facets_count_things_not_versions(grouped: ProductFinder) -> None:
    filters = Filters(departments=("things",))
    found = grouped.find("", "en", filters, "", NOBODY, TODAY, 5, View(facets=("color", "brand", "price")))
    assert counts_of(found, "color") == dict.fromkeys(COLORS, 40)
    assert counts_of(found, "brand") == {"Nova": 40}
    (bands,) = [facet for facet in found.facets if facet.name == "price"]
    assert sum(count.count for count in bands.counts) == 41
