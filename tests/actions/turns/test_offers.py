"""Turns about offers, on the small shop and its own offers."""

from datetime import date

import pytest

from actions.shop import Shop
from retrieval.events import Event
from tests.actions.chat import Chat, Reply
from tests.actions.conftest import ShopMaker
from tests.actions.payloads.test_cards import check
from tests.actions.small_shop import PRODUCTS
from tests.retrieval.advice.shoppers import add_consented


def ask(chat: Chat, text: str = "any discounts?") -> Reply:
    return chat.say("action_offer", text, "ask_offer")


@pytest.fixture
def at_tea(chat: Chat) -> Chat:
    """A conversation about a tea."""
    chat.say("action_search", "", category="tea")
    chat.say("action_select", "the first", ordinal=[1])
    return chat


def test_offer_that_pays_is_told_held_and_said_to_be_chosen_automatically(at_tea: Chat) -> None:
    reply = ask(at_tea)
    assert reply.keys == ["offer_percent", "offer_most", "offer_only", "offer_held", "offer_automated"]
    assert "TEA20" in reply.text
    assert "20%" in reply.text
    check(reply.payload, "Offers")
    (card,) = reply.payload["offers"]
    assert card["grant"]["reserved"] == {"amount": "5.00", "currency": "EUR"}
    assert "probability" not in card


def test_asking_again_holds_no_more(at_tea: Chat) -> None:
    grants = [ask(at_tea).payload["offers"][0]["grant"]["grant_id"] for _ in range(3)]
    assert len(set(grants)) == 1


def test_budget_ends_and_then_there_is_no_offer(shop: Shop) -> None:
    """TEA20 holds 5 of 12 euros at a time: two shoppers get it."""
    told = []
    for number in range(3):
        chat = Chat(shop, sender=f"s{number}", slots={"focus": "t02"})
        told.append(ask(chat).keys[0])
    assert told == ["offer_percent", "offer_percent", "offers_none"]


def test_who_is_about_to_buy_anyway_gets_none(chat: Chat) -> None:
    shop = chat.shop
    for number in range(60):  # whoever puts this tea into the cart buys it
        add_consented(shop.store, [Event.now(f"b{number}", type_, "t02") for type_ in ("cart", "purchase")])
    shop.record(Event.now("anon:s1", "cart", "t02"))
    chat.slots["focus"] = "t02"
    assert ask(chat).keys == ["offers_none"]


def test_first_order_offer_is_for_newcomers(shop: Shop) -> None:
    newcomer = Chat(shop, slots={"focus": "m01"})
    assert ask(newcomer).keys[0] == "offer_amount"
    shop.record(Event.now("anon:s2", "purchase", "h01"))
    assert ask(Chat(shop, sender="s2", slots={"focus": "m01"})).keys == ["offers_none"]


def test_thin_margin_and_expired_offers_are_not_given(shop: Shop, make_shop: ShopMaker) -> None:
    assert ask(Chat(shop, slots={"focus": "h01"})).keys == ["offers_none"]
    later = make_shop(PRODUCTS, date(2028, 1, 1))
    assert ask(Chat(later, slots={"focus": "t02"})).keys == ["offers_none"]


def test_without_anything_in_question_what_was_looked_at_counts(shop: Shop) -> None:
    shop.record(Event.now("anon:s1", "view", "t02"))
    assert "TEA20" in ask(Chat(shop)).text


def test_newcomer_who_just_asks_gets_an_answer(shop: Shop) -> None:
    assert ask(Chat(shop)).keys[0] in {"offer_percent", "offer_amount", "offer_shipping", "offers_none"}


@pytest.mark.parametrize(
    ("language", "said"),
    [("de", "erhalten Sie 20 % Rabatt"), ("fr", "de remise"), ("es", "de descuento"), ("pt", "de desconto"),
     ("ja", "引きになります"), ("zh-Hans", "使用优惠码"), ("ar", "خصم"), ("tr", "%20 indirim"), ("th", "รับส่วนลด"),
     ("el", "you get 20% off")],
)  # fmt: skip
def test_offer_is_told_in_the_language(shop: Shop, language: str, said: str) -> None:
    text = ask(Chat(shop, language, slots={"focus": "t02"})).text.replace("\N{NO-BREAK SPACE}", " ")
    assert said in text.replace("\N{NARROW NO-BREAK SPACE}", " ")
    assert "TEA20" in text


def test_erased_shopper_holds_no_offer(at_tea: Chat) -> None:
    ask(at_tea)
    at_tea.say("action_delete_my_data", "forget me", "delete_my_data")
    assert at_tea.shop.store.export("anon:s1")["offer_grants"] == []
