"""What a search finds, and where that can be sent."""

from dataclasses import replace
from decimal import Decimal

import pytest

from retrieval.errors import UnknownProduct
from retrieval.filters import Filters
from tests.fakes import product
from tests.retrieval.finder.many_products import (
    COLORS,
    LikedByOthers,
    find,
    finder,
    ids,
    many,
    profile_of,
    recommend,
    similar,
    tea_and_car,
)

# --- search


@pytest.mark.parametrize("n", [40, 400])
@pytest.mark.parametrize("text", ["Thing p007", "something else altogether", ""])
def test_ten_come_back_where_ten_meet_the_conditions(n: int, text: str) -> None:
    """However far from the words they are: conditions choose before meaning ranks."""
    found = find(finder(many(n)), text, colors=("red",))
    assert len(found.items) == 10
    assert {item.product.colors for item in found.items} == {("red",)}
    assert found.total == n // 4
    assert found.given_up == ()


def test_all_come_back_where_fewer_meet_the_conditions() -> None:
    found = find(finder(many(400)), categories=("kind1",), colors=("blue",), max_price=Decimal(70))
    assert sorted(ids(found)) == ["p001", "p021", "p041", "p061"]
    assert found.total == 4


def test_nearest_in_meaning_comes_first() -> None:
    found = find(finder(many(60)), "Thing p017", categories=("kind2",))
    assert ids(found)[0] == "p017"


def test_scores_fall_and_lie_between_nought_and_one() -> None:
    products = many(60)
    profile = profile_of(products, ("purchase", "p003"), ("view", "p008"))
    made = finder(products, LikedByOthers({"p004": (0.9, 3)}))
    for found in (find(made, profile=profile, limit=60), find(made, colors=("red",)), similar(made, "p001")):
        scores = [item.score for item in found.items if item.score is not None]
        assert len(scores) == len(found.items) > 0
        assert scores == sorted(scores, reverse=True)
        assert all(0 <= score <= 1 for score in scores)


def test_limit_is_kept_and_each_product_comes_once() -> None:
    made = finder(many(60))
    for limit in (1, 5, 60):
        for found in (find(made, limit=limit, in_stock=True, colors=COLORS), recommend(made, limit=limit)):
            assert len(ids(found)) == len(set(ids(found))) == limit


def test_without_conditions_only_what_is_near_the_best_is_found() -> None:
    found = find(tea_and_car(), "green tea")
    assert ids(found) == ["tea"]
    assert found.total == 1
    assert found.is_closest
    assert not found.is_narrowed


def test_conditions_given_up_are_named_and_the_rest_is_met() -> None:
    found = find(finder(many(60)), categories=("kind1",), colors=("gold",))
    assert found.given_up == ("colors",)
    assert found.applied == Filters(categories=("kind1",))
    assert {item.product.category for item in found.items} == {"kind1"}


def test_sold_out_products_are_left_out() -> None:
    products = [replace(one, stock=number % 2) for number, one in enumerate(many(20))]
    made = finder(products)
    for found in (find(made, colors=COLORS, limit=50), recommend(made, limit=50), similar(made, "p001", limit=50)):
        assert all(item.product.stock == 1 for item in found.items)


def test_department_alone_narrows_a_search() -> None:
    products = [*many(20), product("odd", department="elsewhere")]
    found = find(finder(products), "nothing like it", departments=("things",), limit=50)
    assert found.total == 20
    assert found.is_narrowed


# --- where it can be sent


@pytest.mark.parametrize("country", ["DE", "RU", "JP"])
def test_what_is_not_sent_there_is_never_shown(country: str) -> None:
    products = many(60)
    served = {"DE": {"here"}, "RU": set(), "JP": {"here", "there"}}[country]
    made = finder(products)
    for filters in ({}, {"colors": ("gold",)}, {"categories": ("none",), "max_price": Decimal(1)}):
        findings = [
            find(made, destination=country, limit=60, **filters),
            recommend(made, destination=country, limit=60),
        ]
        findings.append(similar(made, "p006", destination=country, limit=60))
        for found in findings:
            assert {item.product.merchant_id for item in found.items} == served


def test_nothing_allowed_gives_nothing_up() -> None:
    """Where nothing could be sent to the shopper, every condition was called given up, one sentence each."""
    made = finder(many(20))
    found = find(made, destination="RU", colors=("red",), categories=("kind1",))
    assert (found.items, found.total, found.given_up) == ((), 0, ())
    assert found.applied.colors == ("red",)
    for other in (recommend(made, destination="RU"), similar(made, "p001", destination="RU")):
        assert (other.items, other.total) == ((), 0)


def test_empty_catalogue_gives_nothing() -> None:
    made = finder([])
    assert find(made).items == ()
    assert find(made, colors=("red",)).items == ()
    assert recommend(made).items == ()
    with pytest.raises(UnknownProduct):
        similar(made, "p001")


def test_single_product_is_found_and_has_nothing_like_it() -> None:
    made = finder(many(1))
    assert ids(find(made)) == ids(recommend(made)) == ["p000"]
    assert similar(made, "p000").items == ()
