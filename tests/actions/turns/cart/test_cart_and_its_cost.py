"""The cart as it is shown, and what it costs."""

from dataclasses import replace
from decimal import Decimal

import pytest

from actions.shop import Shop
from tests.actions.chat import Chat
from tests.actions.conftest import ShopMaker
from tests.actions.payloads.test_cards import check
from tests.actions.small_shop import NOWHERE, PRODUCTS
from tests.actions.turns.cart.cart_turns import add, held, remove, view

# --- the cart


def test_empty_cart_is_said_to_be(chat: Chat) -> None:
    reply = view(chat)
    assert reply.keys == ["cart_empty"]
    check(reply.payload, "Cart")
    assert remove(chat).keys == ["cart_empty"]


def test_cart_costs_what_its_parcels_cost_together(at_mugs: Chat) -> None:
    """Each merchant sends one parcel: two mugs of nord weigh one kilogram, and so cost the carriage of one."""
    add(at_mugs, ordinal=[1], quantity=2)
    reply = view(at_mugs)
    assert reply.keys == ["cart_contents", "bundle_door"]
    (parcel,) = reply.payload["parcels"]
    assert [line["amount"] for line in parcel["landed_cost"]["lines"]] == ["25.80", "4.90", "5.83"]
    assert reply.payload["landed_cost"]["total"] == "36.53"
    assert [(row["kind"], row["amount"]) for row in reply.payload["costs"]] == [
        ("item", "25.80"), ("shipping", "4.90"), ("vat", "5.83")]  # fmt: skip


def test_total_of_parcels_is_at_least_where_something_is_unknown(at_mugs: Chat) -> None:
    add(at_mugs, ordinal=[1, 3])
    reply = view(at_mugs)
    assert reply.keys == ["cart_contents", "bundle_door_incomplete"]
    assert "at least" in reply.text
    door = reply.payload["landed_cost"]
    assert not door["complete"]
    assert door["n_parcels"] == 2
    known = sum(Decimal(row["amount"]) for row in reply.payload["costs"] if row["amount"] is not None)
    assert known == Decimal(door["total"])
    assert {row["kind"] for row in reply.payload["costs"] if not row["complete"]} == set(door["unknown"])


def test_without_a_country_the_goods_are_summed_and_the_country_is_asked_for(shop: Shop) -> None:
    chat = Chat(shop, metadata={"currency": "EUR"}, slots={"focus": "m01"})
    add(chat)
    reply = view(chat)
    assert reply.keys == ["cart_contents", "ask_destination"]
    assert reply.payload["landed_cost"] is None
    assert reply.payload["country"] is None


def test_what_cannot_be_sent_any_more_is_left_out_of_the_sum_and_said(at_mugs: Chat) -> None:
    add(at_mugs, ordinal=[1, 3])
    at_mugs.metadata["country"] = NOWHERE
    reply = view(at_mugs)
    assert reply.keys == ["cart_left_out"]
    assert {line["problem"] for line in reply.payload["lines"]} == {"not_sent"}
    assert reply.payload["goods"]["amount"] == "0.00"
    assert reply.payload["landed_cost"] is None


def test_positions_after_the_cart_was_shown_are_those_of_the_cart(at_mugs: Chat) -> None:
    add(at_mugs, ordinal=[3, 1])
    view(at_mugs)
    assert at_mugs.slots["shown"] == ["m04", "m01"]
    add(at_mugs, "one more of the first", ordinal=[1])
    assert held(at_mugs) == {("m04", ""): 2, ("m01", ""): 1}


def test_product_that_is_sold_no_more_is_taken_out(make_shop: ShopMaker, at_mugs: Chat) -> None:
    add(at_mugs, ordinal=[1, 2])
    fewer = make_shop([product for product in PRODUCTS if product.product_id != "m02"])
    other = Chat(fewer, sender=at_mugs.sender)
    for product_id in ("m01", "m02"):
        fewer.commerce.carts.put(f"anon:{at_mugs.sender}", product_id, 1)
    assert view(other).keys[:2] == ["cart_gone", "cart_contents"]
    assert held(other) == {("m01", ""): 1}


@pytest.mark.parametrize("language", ["zh-Hans", "ar", "th", "tr"])
def test_cart_speaks_of_money_and_names_as_the_language_does(at_mugs: Chat, language: str) -> None:
    at_mugs.language = language
    add(at_mugs, ordinal=[2])
    reply = view(at_mugs)
    assert reply.message["language"] == at_mugs.shop.texts.spoken(language)
    assert "{" not in reply.text
    (line,) = reply.payload["lines"]
    assert line["title"]
    assert line["title_original"] == "青いマグ"


# --- what it costs to the door


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("en", "what does my cart cost with customs?"),
        ("de", "Was kostet mein Warenkorb mit Zoll?"),
        ("zh-Hans", "购物车含关税一共多少钱？"),
        ("ar", "كم تكلفة سلتي مع الجمارك؟"),
        ("th", "ตะกร้าของฉันรวมภาษีเท่าไหร่"),
        ("tr", "sepetim gümrük dahil ne kadar?"),
    ],
)
def test_cost_of_the_cart_is_that_of_all_in_it(at_mugs: Chat, language: str, text: str) -> None:
    """The cost of the product last spoken of was told as that of the cart."""
    add(at_mugs, "the first and the last", ordinal=[1, -1])
    reply = replace(at_mugs, language=language).say("action_landed_cost", text, "ask_landed_cost")
    assert (reply.payload["type"], reply.payload["n_pieces"]) == ("cart", 2)


def test_cost_of_a_product_named_beside_the_cart_is_its_own(at_mugs: Chat) -> None:
    add(at_mugs, "the first", ordinal=[1])
    reply = at_mugs.say("action_landed_cost", "and number 2 beside my cart?", "ask_landed_cost", ordinal=[2])
    assert (reply.payload["type"], reply.payload["product_id"]) == ("landed_cost", "m02")
