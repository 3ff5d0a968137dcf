from collections import Counter

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from retrieval.findings import Found
from retrieval.pricing.shipping import may_ship
from retrieval.product import Product
from retrieval.quality.guardrails import GuardRails, HeldBack
from tests.fakes import HERE, THERE, product

MERCHANTS = {merchant.merchant_id: merchant for merchant in (HERE, THERE)}
COUNTRIES = ("", "DE", "JP", "RU", "TR")
"""`HERE` sends everywhere but to Russia, `THERE` within Japan alone."""

products = st.builds(
    product,
    st.sampled_from([f"p{number}" for number in range(12)]),
    merchant_id=st.sampled_from(["here", "there", "unheard of"]),
    stock=st.sampled_from([None, -1, 0, 1, 9]),
)


@st.composite
def lists(draw) -> list[Found]:
    """Any products with any scores, and any variants."""
    score = st.one_of(st.none(), st.floats(allow_nan=True, allow_infinity=True))
    variants = st.lists(products, max_size=3).map(tuple)
    return draw(st.lists(st.builds(Found, products, score, st.just(()), variants), max_size=20))


def is_offerable(one: Product, country: str, banned: frozenset[str]) -> bool:
    """Say anew, in other words, what a shopper may be offered."""
    if one.product_id in banned or (one.stock is not None and one.stock <= 0) or one.merchant_id not in MERCHANTS:
        return False
    return not country or (country != "RU" if one.merchant_id == "here" else country == "JP")


@settings(deadline=None)
@given(lists(), st.sampled_from(COUNTRIES), st.frozensets(st.sampled_from([f"p{number}" for number in range(12)])))
def test_whatever_the_scores_say_nothing_that_must_not_be_offered_comes_out(items, country, banned):
    counts: Counter[HeldBack] = Counter()
    rails = GuardRails(MERCHANTS, may_ship, lambda: banned, lambda reason: counts.update([reason]))
    passed = rails.passed(items, country)
    assert all(is_offerable(item.product, country, banned) for item in passed)
    assert all(is_offerable(one, country, banned) for item in passed for one in item.variants)
    assert [item.product for item in passed] == [
        item.product for item in items if is_offerable(item.product, country, banned)
    ]
    assert sum(counts.values()) >= len(items) - len(passed)
    counts.clear()
    assert rails.passed(passed, country) == passed
    assert not counts


@pytest.mark.parametrize(
    ("one", "country", "reason"),
    [
        (product("p1"), "DE", None),
        (product("p1", stock=0), "DE", HeldBack.OUT_OF_STOCK),
        (product("p1", stock=None), "DE", None),
        (product("p1"), "RU", HeldBack.NOT_SENT),
        (product("p1"), "", None),
        (product("banned"), "DE", HeldBack.BANNED),
        (product("banned", stock=0), "RU", HeldBack.BANNED),
        (product("p1", merchant_id="there"), "DE", HeldBack.NOT_SENT),
        (product("p1", merchant_id="there"), "JP", None),
        (product("p1", merchant_id="unheard of"), "", HeldBack.NOT_SENT),
    ],
)
def test_reason_against_a_product_is_named(one, country, reason):
    rails = GuardRails(MERCHANTS, may_ship, lambda: frozenset({"banned"}))
    assert rails.reason_against(one, country) == reason


def test_what_is_prohibited_in_a_country_is_held_back_there_alone():
    counts: Counter[HeldBack] = Counter()
    rails = GuardRails(
        MERCHANTS, may_ship, count=lambda reason: counts.update([reason]), barred=lambda _, country: country == "TR"
    )
    items = [Found(product("p1"), 1.0, ())]
    assert rails.passed(items, "TR") == ()
    assert counts == {HeldBack.PROHIBITED: 1}
    assert len(rails.passed(items, "DE")) == len(rails.passed(items, "")) == 1
    assert rails.reason_against(product("p1"), "RU") is HeldBack.NOT_SENT, "what the merchant says comes first"


def test_what_is_held_back_is_counted_by_reason():
    counts: Counter[HeldBack] = Counter()
    rails = GuardRails(MERCHANTS, may_ship, lambda: frozenset({"p1"}), lambda reason: counts.update([reason]))
    items = [Found(product(f"p{number}", stock=number % 2), 1.0, ()) for number in range(4)]
    assert [item.product.product_id for item in rails.passed(items, "DE")] == ["p3"]
    assert counts == {HeldBack.BANNED: 1, HeldBack.OUT_OF_STOCK: 2}


def test_list_asked_for_with_what_is_sold_out_keeps_it_but_nothing_banned():
    rails = GuardRails(MERCHANTS, may_ship, lambda: frozenset({"p1"}))
    items = [Found(product(product_id, stock=0), 1.0, ()) for product_id in ("p1", "p2")]
    assert [item.product.product_id for item in rails.passed(items, "DE", may_be_sold_out=True)] == ["p2"]


def test_variants_that_may_not_be_offered_leave_the_card_and_one_alone_is_none():
    rails = GuardRails(MERCHANTS, may_ship)
    one, other, gone = product("p1"), product("p2"), product("p3", stock=0)
    kept = rails.passed([Found(one, 1.0, (), (one, other, gone)), Found(one, 1.0, (), (one, gone))], "DE")
    assert [item.variants for item in kept] == [(one, other), ()]
