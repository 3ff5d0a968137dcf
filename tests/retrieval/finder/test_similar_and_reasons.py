"""Products that are like another, and the reasons given for what is shown."""

from collections.abc import Mapping
from dataclasses import replace
from decimal import Decimal
from typing import Any

import pytest

from retrieval.errors import UnknownProduct
from retrieval.findings import Findings
from retrieval.profile import Profile
from tests.fakes import FakeEncoder, product
from tests.retrieval.finder.many_products import (
    TODAY,
    LikedByOthers,
    find,
    finder,
    ids,
    many,
    profile_of,
    recommend,
    similar,
)

# --- similar ones


def test_similar_ones_are_of_the_same_kind_and_nearest_first() -> None:
    made = finder([
        product("a", titles={"de": "Becher blau", "en": "blue mug"}, category="mug"),
        product("b", titles={"de": "Becher blau groß", "en": "large blue mug"}, category="mug"),
        product("c", titles={"de": "Etwas", "en": "thing"}, category="mug"),
        product("d", titles={"de": "Becher blau", "en": "blue mug"}, category="other"),
    ])  # fmt: skip
    assert ids(similar(made, "a")) == ["b", "c"]


def test_only_one_of_its_kind_is_like_others() -> None:
    made = finder([*many(10), product("odd", category="odd")])
    found = similar(made, "odd")
    assert len(found.items) == 10
    assert "odd" not in ids(found)


def test_product_without_a_category_is_like_others() -> None:
    made = finder([*many(10), product("bare", category="", department="")])
    assert len(similar(made, "bare").items) == 10


def test_unknown_product_has_no_similar_ones() -> None:
    with pytest.raises(UnknownProduct, match="nothing"):
        similar(finder(many(3)), "nothing")


@pytest.mark.parametrize("names", [("use", "e5"), ("e5", "use"), ("use",)])
def test_product_in_a_language_that_an_encoder_does_not_know_has_similar_ones(names: tuple[str, ...]) -> None:
    """With a product in Swedish alone, that "use" cannot read, asking for similar ones ended in an IndexError."""
    swedish = product("sv", language="sv", titles={"sv": "Sak"})
    known = {"use": frozenset({"de", "en"}), "e5": None}
    made = finder([*many(10), swedish], encoders={name: FakeEncoder(name, known[name]) for name in names})
    assert len(similar(made, "sv").items) == 10
    assert len(similar(made, "p001").items) >= 1


# --- reasons


def assert_true(found: Findings, profile: Profile, liked: Mapping[str, tuple[float, int]]) -> set[str]:
    """Check every reason against its product, and return the kinds met."""
    kinds = set()
    for item in found.items:
        one = item.product
        assert len({reason.kind for reason in item.reasons}) == len(item.reasons) <= 3
        for reason in item.reasons:
            kinds.add(reason.kind)
            facts = reason.facts
            if reason.kind in {"match", "your_taste"}:
                assert facts
                assert set(facts) <= {"category", "color", "material", "brand"}
                assert facts.get("category", one.category) == one.category
                assert facts.get("brand", one.brand) == one.brand
                assert facts.get("color", one.colors[0]) in one.colors
            elif reason.kind == "similar_shoppers":
                assert facts == {"n": liked[one.product_id][1]}
                assert liked[one.product_id][1] > 0
            elif reason.kind == "popular":
                assert facts == {"rating": one.rating, "n": one.n_ratings}
                assert one.rating is not None
                assert one.rating > 3.8
            elif reason.kind == "new":
                assert one.added is not None
                assert (TODAY - one.added).days <= 60
            else:
                assert reason.kind == "price_fit"
                assert profile.typical_price is not None
                assert profile.typical_price / 2 <= one.price <= profile.typical_price * 2
    return kinds


@pytest.mark.parametrize(
    "events",
    [(), (("view", "p003"),), (("purchase", "p003"), ("cart", "p017"), ("remove", "p030"), ("view", "p041")),
     tuple(("view", f"p{number:03}") for number in range(0, 60, 3))],
)  # fmt: skip
@pytest.mark.parametrize(
    "filters",
    [{}, {"colors": ("red",)}, {"categories": ("kind1", "kind3"), "brands": ("brand1",)}, {"max_price": Decimal(30)}],
)
def test_reasons_say_only_what_is_true(events: tuple[tuple[str, str], ...], filters: dict[str, Any]) -> None:
    products = many(60)
    profile = profile_of(products, *events)
    liked = {f"p{number:03}": (number / 60, number % 4) for number in range(0, 60, 2)}
    made = finder(products, LikedByOthers(liked))
    kinds = assert_true(find(made, profile=profile, limit=60, **filters), profile, liked)
    kinds |= assert_true(recommend(made, profile, limit=60, **filters), profile, liked)
    assert "match" in kinds or not set(filters) & {"colors", "categories"}


def test_every_kind_of_reason_is_given_where_it_is_true() -> None:
    products = [
        replace(one, rating=4.9, n_ratings=500, added=TODAY) if one.product_id == "p007" else one for one in many(60)
    ]
    profile = profile_of(products, ("purchase", "p007"), ("purchase", "p019"))
    made = finder(products, LikedByOthers({"p007": (0.9, 4)}))
    found = recommend(made, profile, limit=60)
    (item,) = [item for item in found.items if item.product.product_id == "p007"]
    assert [reason.kind for reason in item.reasons] == ["similar_shoppers", "your_taste", "popular"]


def test_score_that_nobody_likes_is_no_reason() -> None:
    """Neighbours may carry a score without one of them liking the product: "Liked by 0 shoppers" was said."""
    found = recommend(finder(many(10), LikedByOthers({"p004": (0.9, 0)})))
    assert ids(found)[0] == "p004"
    assert "similar_shoppers" not in {reason.kind for item in found.items for reason in item.reasons}


def test_taste_that_cannot_be_named_is_no_reason() -> None:
    """A liking for a department alone left the sentence of the reason with nothing to name, and the turn failed."""
    bare = [product(f"b{number}", category="", brand="", department="things") for number in range(5)]
    profile = profile_of(bare, ("purchase", "b0"), ("purchase", "b1"), ("purchase", "b2"))
    assert profile.taste(bare[4]).score > 0.5
    found = recommend(finder(bare), profile)
    assert "your_taste" not in {reason.kind for item in found.items for reason in item.reasons}


def test_conditions_given_up_are_no_reason() -> None:
    found = find(finder(many(60)), categories=("kind1",), colors=("gold",))
    for item in found.items:
        for reason in item.reasons:
            assert "color" not in reason.facts
