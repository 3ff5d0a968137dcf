"""Turns about the cart, on the small shop: what goes in, what keeps it out, what it costs."""

import uuid
from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from decimal import Decimal
from typing import Any

import jwt
import pytest

from actions.shop import Shop
from tests.actions.chat import Chat, Reply
from tests.actions.conftest import ShopMaker
from tests.actions.payloads.test_cards import check
from tests.actions.small_shop import HEADPHONES, NOWHERE, PRODUCTS, SECRET, build_shop


def add(chat: Chat, text: str = "add it to my cart", **entities: Any) -> Reply:
    return chat.say("action_add_to_cart", text, "add_to_cart", **entities)


def view(chat: Chat) -> Reply:
    return chat.say("action_view_cart", "show my cart", "view_cart")


def remove(chat: Chat, text: str = "take it out", **entities: Any) -> Reply:
    return chat.say("action_remove_from_cart", text, "remove_from_cart", **entities)


def held(chat: Chat, owner: str = "") -> dict[tuple[str, str], int]:
    lines = chat.shop.commerce.carts.cart(owner or f"anon:{chat.sender}").lines
    return {(line.product_id, line.size): line.quantity for line in lines}


@pytest.fixture(scope="module")
def shop(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Shop]:
    """One small shop for all tests of this module."""
    built = build_shop(tmp_path_factory.mktemp("shop"))
    yield built
    built.store.close()


@pytest.fixture
def chat(shop: Shop) -> Chat:
    """A conversation of its own for each test."""
    return Chat(shop, sender=uuid.uuid4().hex)


@pytest.fixture
def at_mugs(chat: Chat) -> Chat:
    """A conversation in which three mugs were shown; that of tian comes last."""
    chat.slots["shown"] = ["m01", "m02", "m04"]
    return chat


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


# --- out of the cart


@pytest.fixture
def with_three(at_mugs: Chat) -> Chat:
    """A cart of a white mug, a blue one, and two teas."""
    at_mugs.slots["shown"] = ["m01", "m02", "t02"]
    add(at_mugs, ordinal=[1, 2])
    add(at_mugs, ordinal=[3], quantity=2)
    at_mugs.slots["focus"] = None
    return at_mugs


def test_place_in_the_cart_is_taken_out(with_three: Chat) -> None:
    reply = remove(with_three, "remove the second", ordinal=[2])
    assert reply.keys[0] == "cart_removed"
    assert "Blue mug" in reply.text
    assert held(with_three) == {("m01", ""): 1, ("t02", ""): 2}
    remove(with_three, "and the last", ordinal=[-1])
    assert held(with_three) == {("m01", ""): 1}


def test_kind_is_taken_out_and_less_of_it(with_three: Chat) -> None:
    assert remove(with_three, "one tea less", category="tea", quantity=1).keys[0] == "cart_quantity"
    assert held(with_three)["t02", ""] == 1
    remove(with_three, "no tea after all", category="tea")
    assert ("t02", "") not in held(with_three)
    assert remove(with_three, "the tea", category="tea").keys[0] == "cart_not_in"


def test_unclear_line_is_asked_for(with_three: Chat) -> None:
    assert remove(with_three).keys[0] == "cart_remove_what"
    assert remove(with_three, "the ninth", ordinal=[9]).keys[0] == "cart_not_in"
    assert len(held(with_three)) == 3


@pytest.mark.parametrize(
    ("language", "text"),
    [("en", "empty my cart"), ("de", "Warenkorb leeren"), ("zh-Hans", "清空购物车"), ("zh-Hant", "把購物車全部刪掉"),
     ("ja", "カートを空にして"), ("ko", "장바구니 비워줘"), ("fr", "vide mon panier"), ("es", "vaciar el carrito"),
     ("it", "svuota il carrello"), ("pt", "esvaziar o carrinho"), ("nl", "haal alles uit mijn winkelwagen"),
     ("pl", "opróżnij koszyk"), ("ru", "очисти корзину"), ("tr", "sepeti boşalt"), ("ar", "أفرغ السلة"),
     ("hi", "कार्ट खाली कर दो"), ("th", "ล้างตะกร้า"), ("vi", "xóa hết giỏ hàng"), ("id", "kosongkan keranjang"),
     ("sv", "töm varukorgen")],
)  # fmt: skip
def test_whole_cart_is_emptied_in_every_language(with_three: Chat, language: str, text: str) -> None:
    with_three.language = language
    reply = remove(with_three, text)
    assert reply.keys == ["cart_emptied"]
    assert held(with_three) == {}
    assert reply.payload["lines"] == []


# --- coupons


@pytest.fixture
def with_coupon(chat: Chat) -> Iterator[Chat]:
    """A shopper who holds 20 % off tea, at most 5 euros."""
    offers, shop = chat.shop.advice.offers, chat.shop
    offer, owner = offers.offer("TEA20"), f"anon:{chat.sender}"
    grant = offers.ledger.reserve(offer, owner, shop.now(), shop.now() + timedelta(days=3))
    yield chat
    offers.ledger.release(offer, grant.grant_id, owner, shop.now())


def test_coupon_held_is_taken_off_what_it_covers(with_coupon: Chat) -> None:
    with_coupon.slots["shown"] = ["t04", "m01"]
    add(with_coupon, ordinal=[1, 2])
    reply = view(with_coupon)
    assert reply.keys == ["cart_contents", "cart_coupon", "bundle_door"]
    assert reply.payload["discount"] == {"amount": "2.50", "currency": "EUR"}
    items = [line["amount"] for parcel in reply.payload["parcels"] for line in parcel["landed_cost"]["lines"][:1]]
    assert items == ["10.00", "12.90"]
    known = sum(Decimal(row["amount"]) for row in reply.payload["costs"])
    assert known == Decimal(reply.payload["landed_cost"]["total"])


def test_coupon_takes_no_more_off_than_its_most(with_coupon: Chat) -> None:
    with_coupon.slots["focus"] = "t04"
    add(with_coupon, quantity=7)
    assert view(with_coupon).payload["discount"] == {"amount": "5.00", "currency": "EUR"}


def test_coupon_that_covers_nothing_says_what_it_is_for(with_coupon: Chat) -> None:
    with_coupon.slots["focus"] = "m01"
    reply = add(with_coupon)
    assert reply.keys == ["cart_added", "cart_contents", "cart_coupon_unmet", "offer_only"]
    assert reply.payload["discount"] is None


def test_coupon_for_carriage_makes_carriage_cheaper(chat: Chat) -> None:
    offers, shop = chat.shop.advice.offers, chat.shop
    offers.ledger.reserve(offers.offer("SHIPTSHIRT"), f"anon:{chat.sender}", shop.now(), shop.now() + timedelta(days=3))
    chat.slots["focus"] = "c01"
    add(chat, size="S")
    reply = view(chat)
    assert reply.payload["discount"] == {"amount": "4.90", "currency": "EUR"}
    rows = {row["kind"]: row["amount"] for row in reply.payload["costs"]}
    assert (rows["item"], rows["discount"], rows["shipping"]) == ("14.90", "-4.90", "4.90")
    assert sum(map(Decimal, rows.values())) == Decimal(reply.payload["landed_cost"]["total"])


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


# --- how many


@pytest.mark.parametrize(
    ("language", "text"),
    [("en", "make it 3"), ("de", "Ändere die erste auf 3"), ("zh-Hans", "第一个改成3个"), ("zh-Hant", "改成3個"),
     ("ja", "3個にして"), ("ko", "3개로 바꿔줘"), ("fr", "change pour 3"), ("es", "cambia a 3"), ("it", "cambia a 3"),
     ("pt", "muda para 3"), ("nl", "maak er 3 van"), ("pl", "zmień na 3"), ("ru", "измени на 3"),
     ("tr", "3 olsun"), ("ar", "اجعلها ٣"), ("hi", "3 कर दो"), ("th", "เปลี่ยนเป็น 3 ชิ้น"),
     ("vi", "đổi thành 3 cái"), ("id", "ubah jadi 3"), ("sv", "ändra till 3")],
)  # fmt: skip
def test_number_of_pieces_is_set_in_every_language(at_mugs: Chat, language: str, text: str) -> None:
    add(at_mugs, ordinal=[1])
    at_mugs.language = language
    reply = add(at_mugs, text)
    assert reply.keys[0] == "cart_quantity"
    assert held(at_mugs) == {("m01", ""): 3}


def test_place_in_the_cart_is_told_from_the_number_of_pieces(with_three: Chat) -> None:
    remove(with_three, "change number 3 to 1", ordinal=[3])
    assert held(with_three) == {("m01", ""): 1, ("m02", ""): 1, ("t02", ""): 1}
    over = remove(with_three, "change number 1 to 9", ordinal=[1])
    assert over.keys[:2] == ["cart_quantity", "cart_over_stock"]
    assert held(with_three)["m01", ""] == 7
    remove(with_three, "change number 2 to 4", ordinal=[2, 4])
    assert held(with_three) == {("m01", ""): 7, ("m02", ""): 4, ("t02", ""): 1}
    remove(with_three, "change number 1 to 0", ordinal=[1])
    assert ("m01", "") not in held(with_three)


def test_answer_to_which_is_taken_up(with_three: Chat) -> None:
    assert remove(with_three).keys[0] == "cart_remove_what"
    with_three.say("action_select", "the second", "select_product", ordinal=[2])
    assert held(with_three) == {("m01", ""): 1, ("t02", ""): 2}


def test_question_which_product_is_taken_up_too(at_mugs: Chat) -> None:
    assert add(at_mugs, "add it").keys == ["cart_add_what"]
    at_mugs.say("action_select", "the second", "select_product", ordinal=[2])
    assert held(at_mugs) == {("m02", ""): 1}


def test_place_in_the_list_shown_is_meant_when_buying(at_mugs: Chat) -> None:
    add(at_mugs, ordinal=[2])
    assert add(at_mugs, "change the second to 3", ordinal=[2]).keys[0] == "cart_quantity"
    assert held(at_mugs) == {("m02", ""): 3}
    add(at_mugs, "change number 1 to 2", ordinal=[1, 2])
    assert held(at_mugs) == {("m02", ""): 2}


@pytest.mark.parametrize(
    ("language", "text"),
    [("en", "one less"), ("de", "mach eins weniger"), ("zh-Hans", "改一下，少一个"), ("zh-Hant", "少一個"),
     ("ja", "一つ減らして"), ("ko", "하나 줄여줘"), ("fr", "un de moins"), ("es", "solo uno menos"),
     ("it", "uno in meno"), ("pt", "um a menos"), ("nl", "maak het er een minder"), ("pl", "zmień, o jeden mniej"),
     ("ru", "сделай на один меньше"), ("tr", "bir tane azalt"), ("ar", "واحد أقل"), ("hi", "एक कम कर दो"),
     ("th", "ลดหนึ่งชิ้น"), ("vi", "bớt một cái"), ("id", "kurangi satu saja"), ("sv", "en mindre bara")],
)  # fmt: skip
def test_one_less_is_one_less_in_every_language(at_mugs: Chat, language: str, text: str) -> None:
    """Words that elsewhere set the number ("mach", "сделай", "कर दो") do not here, and not all are taken out."""
    add(at_mugs, ordinal=[1], quantity=3)
    at_mugs.language = language
    assert remove(at_mugs, text, quantity=1).keys[0] == "cart_quantity"
    assert held(at_mugs) == {("m01", ""): 2}


@pytest.mark.parametrize(("language", "text"), [("en", "one less"), ("zh-Hans", "少一个"), ("ar", "واحد أقل")])
def test_less_is_less_where_it_is_taken_for_more(at_mugs: Chat, language: str, text: str) -> None:
    add(at_mugs, ordinal=[1], quantity=3)
    at_mugs.language = language
    add(at_mugs, text, quantity=1)
    assert held(at_mugs) == {("m01", ""): 2}


@pytest.mark.parametrize(
    ("language", "text"),
    [("en", "two more"), ("de", "mach zwei mehr"), ("zh-Hans", "再来两个"), ("ja", "あと二つ追加"),
     ("tr", "iki tane daha olsun"), ("ar", "كمان اثنين"), ("th", "เอาอีกสองชิ้น"), ("ru", "сделай на два больше")],
)  # fmt: skip
def test_two_more_are_two_more(at_mugs: Chat, language: str, text: str) -> None:
    add(at_mugs, ordinal=[1])
    at_mugs.language = language
    add(at_mugs, text, quantity=2)
    assert held(at_mugs) == {("m01", ""): 3}


def test_less_without_a_number_is_one_less(at_mugs: Chat) -> None:
    add(at_mugs, ordinal=[1], quantity=3)
    remove(at_mugs, "less of those")
    assert held(at_mugs) == {("m01", ""): 2}


def test_less_onto_a_number_is_that_number(at_mugs: Chat) -> None:
    add(at_mugs, ordinal=[1], quantity=5)
    remove(at_mugs, "reduce to two", quantity=2)
    assert held(at_mugs) == {("m01", ""): 2}


def test_one_more_is_of_the_size_that_lies_in_the_cart(chat: Chat) -> None:
    chat.slots["focus"] = "s01"
    add(chat, size="EU 42")
    add(chat, "one more", quantity=1)
    assert held(chat) == {("s01", "EU 42"): 2}


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
