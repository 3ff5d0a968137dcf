"""What goes into the cart, what keeps it out, and whose cart it is."""

import jwt

from tests.actions.chat import Chat
from tests.actions.conftest import ShopMaker
from tests.actions.payloads.test_cards import check
from tests.actions.small_shop import HEADPHONES, SECRET
from tests.actions.turns.cart.cart_turns import add, held, remove, view


def token(sub: str) -> str:
    """Return what proves that a shopper is `sub`."""
    return jwt.encode({"sub": sub, "exp": 4_000_000_000}, SECRET, algorithm="HS256")


# --- into the cart


def test_numbered_product_goes_in_and_the_sum_is_said(at_mugs: Chat) -> None:
    reply = add(at_mugs, "two of the first", ordinal=[1], quantity=2)
    assert reply.keys == ["cart_added", "cart_contents"]
    assert "2 pieces of “White mug”" in reply.text
    assert "€25.80" in reply.text
    assert held(at_mugs) == {("m01", ""): 2}
    check(reply.payload, "Cart")
    assert reply.payload["goods"] == {"amount": "25.80", "currency": "EUR"}


def test_several_go_in_at_once_and_again_adds_up(at_mugs: Chat) -> None:
    add(at_mugs, "the first and the last", ordinal=[1, -1])
    add(at_mugs, "another of the first", ordinal=[1])
    assert held(at_mugs) == {("m01", ""): 2, ("m04", ""): 1}


def test_it_is_the_product_in_question(at_mugs: Chat) -> None:
    at_mugs.say("action_select", "the second", ordinal=[2])
    add(at_mugs, "I'll take it")
    assert held(at_mugs) == {("m02", ""): 1}


def test_product_is_found_by_its_description_among_those_shown(at_mugs: Chat) -> None:
    add(at_mugs, "I'll have the blue one", color="blue")
    assert held(at_mugs) == {("m02", ""): 1}


def test_unclear_product_is_asked_for_and_a_number_beyond_the_list_is_said(at_mugs: Chat) -> None:
    assert add(at_mugs, "add it").keys == ["cart_add_what"]
    assert add(at_mugs, "add the ninth", ordinal=[9]).keys == ["no_such_number"]
    assert held(at_mugs) == {}


def test_what_is_not_shown_is_searched_for(chat: Chat) -> None:
    reply = add(chat, "I want to buy headphones", category="headphones")
    assert reply.payload["type"] == "products"
    assert held(chat) == {}


def test_sold_out_unsent_and_too_many_are_said(chat: Chat) -> None:
    chat.slots["shown"] = ["h13", "h09", "h01"]
    assert add(chat, ordinal=[1]).keys == ["cart_sold_out"]
    unsent = add(chat, ordinal=[2])
    assert unsent.keys == ["landed_cost_unserved"]
    assert "Prairie Goods" in unsent.text
    assert held(chat) == {}
    many = add(chat, ordinal=[3], quantity=9)
    assert many.keys == ["cart_added", "cart_over_stock", "cart_contents"]
    assert held(chat) == {("h01", ""): 7}
    assert add(chat, ordinal=[3]).keys[0] == "cart_over_stock"
    assert held(chat) == {("h01", ""): 7}


def test_unknown_stock_has_the_bound_of_a_cart(chat: Chat) -> None:
    chat.slots["focus"] = "t03"
    add(chat, quantity=60)
    assert add(chat, quantity=60).keys[:2] == ["cart_added", "cart_over_most"]
    assert held(chat) == {("t03", ""): 99}


def test_cart_is_full_after_fifty_lines(make_shop: ShopMaker) -> None:
    from dataclasses import replace

    products = [replace(HEADPHONES[0], product_id=f"x{number}") for number in range(51)]
    chat = Chat(make_shop(products), slots={"shown": [product.product_id for product in products]})
    add(chat, ordinal=list(range(1, 51)))
    assert "cart_full" in add(chat, ordinal=[51]).keys
    assert len(held(chat)) == 50


def test_size_is_asked_for_and_taken_for_what_lies_in_the_cart(chat: Chat) -> None:
    chat.slots["focus"] = "s01"
    open_ = add(chat, "buy two", quantity=2)
    assert open_.keys == ["cart_added", "cart_size_open", "cart_contents"]
    assert [button["title"] for button in open_.message["buttons"]][:2] == ["Size EU 38", "Size EU 42"]
    assert held(chat) == {("s01", ""): 2}
    sized = add(chat, open_.message["buttons"][1]["payload"], size="42")
    assert sized.keys == ["cart_sized", "cart_contents"]
    assert held(chat) == {("s01", "EU 42"): 2}
    assert add(chat, size="EU 38").keys == ["cart_added", "cart_contents"]
    assert held(chat) == {("s01", "EU 42"): 2, ("s01", "EU 38"): 1}
    assert add(chat, size="EU 50").keys[0] == "cart_size_unavailable"


def test_stock_counts_all_sizes_together(chat: Chat) -> None:
    chat.slots["focus"] = "s01"
    add(chat, size="EU 38", quantity=5)
    assert "cart_over_stock" in add(chat, size="EU 42", quantity=5).keys
    assert held(chat) == {("s01", "EU 38"): 5, ("s01", "EU 42"): 2}


def test_what_went_in_and_out_is_kept_for_the_recommenders(at_mugs: Chat) -> None:
    add(at_mugs, ordinal=[1], quantity=3)
    remove(at_mugs, "two less", quantity=2)
    remove(at_mugs)
    events = [(one.type, one.product_id, one.value) for one in at_mugs.shop.store.events_of(f"anon:{at_mugs.sender}")]
    assert events == [("cart", "m01", 3.0), ("remove", "m01", 2.0), ("remove", "m01", 1.0)]


# --- whose cart


def test_cart_goes_over_once_identity_is_proven(at_mugs: Chat) -> None:
    add(at_mugs, ordinal=[1])
    at_mugs.shop.commerce.carts.put("user:ann", "m01", 1)
    at_mugs.metadata["identity_token"] = token("ann")
    assert view(at_mugs).keys[0] == "cart_taken_over"
    assert held(at_mugs, "user:ann") == {("m01", ""): 2}
    assert held(at_mugs) == {}
    elsewhere = Chat(
        at_mugs.shop, sender=f"{at_mugs.sender}-9", metadata={"identity_token": token("ann"), "country": "DE"}
    )
    assert view(elsewhere).payload["n_pieces"] == 2


def test_carts_of_strangers_are_apart_and_a_forged_token_opens_none(at_mugs: Chat) -> None:
    at_mugs.shop.commerce.carts.put("user:bea", "m01", 1)
    forged = jwt.encode({"sub": "bea", "exp": 4_000_000_000}, "another secret, as long as it has to be", "HS256")
    other = Chat(at_mugs.shop, sender=f"{at_mugs.sender}-2", metadata={"identity_token": forged})
    assert view(other).keys == ["cart_empty"]


def test_erased_shopper_has_no_cart(at_mugs: Chat) -> None:
    add(at_mugs, ordinal=[1])
    exported = at_mugs.shop.store.export(f"anon:{at_mugs.sender}")
    assert [line["product_id"] for line in exported["cart_lines"]] == ["m01"]
    at_mugs.say("action_delete_my_data", "forget me", "delete_my_data")
    assert view(at_mugs).keys == ["cart_empty"]
