from decimal import Decimal
from typing import Any

import pytest

from actions.shop import Shop
from tests.actions.chat import Chat, Reply
from tests.actions.conftest import ShopMaker
from tests.actions.small_shop import NOWHERE

CONTRACT = {
    *("type", "product_id", "destination", "currency", "lines", "total", "complete", "unknown"),
    *("delivery_days", "as_of", "sources"),
}
"""The keys that contract.md gives a landed cost."""

ADDED = {
    *("alternatives", "estimated", "delivery_dates", "due_at_door", "incoterm", "incoterm_stated"),
    *("origin", "rate_date", "notes", "language"),
}


@pytest.fixture
def chat(shop: Shop) -> Chat:
    """A conversation in which five products were shown, one of each merchant."""
    return Chat(shop, slots={"shown": ["h01", "h07", "h09", "h11", "s06"]})


def cost_of(chat: Chat, number: int, **entities: Any) -> Reply:
    return chat.say("action_landed_cost", f"what does {number} cost to my door", ordinal=[number], **entities)


# --- the cost to the door


def test_landed_cost_has_the_keys_of_the_contract(chat: Chat) -> None:
    payload = cost_of(chat, 2).payload
    assert set(payload) == CONTRACT | ADDED
    assert payload["type"] == "landed_cost"
    for line in payload["lines"]:
        assert set(line) == {"kind", "amount", "text", "rate", "rule_id", "due", "estimated"}
        assert line["text"]
    for source in payload["sources"]:
        assert set(source) == {"title", "url", "checked_on"}


def test_complete_cost_adds_up(chat: Chat) -> None:
    """By hand: 19.90 + 4.90 for the first kilogram at home, and 19 % VAT on both."""
    reply = cost_of(chat, 1)
    assert reply.keys[0] == "landed_cost"
    payload = reply.payload
    assert [(line["kind"], line["amount"]) for line in payload["lines"]] == [
        ("item", "19.90"), ("shipping", "4.90"), ("vat", "4.71"),
    ]  # fmt: skip
    assert payload["total"] == "29.51"
    assert payload["complete"] is True
    assert payload["unknown"] == []
    assert payload["delivery_days"] == [1, 3]
    assert payload["as_of"] == "2026-11-22"
    assert payload["lines"][2]["rate"] == "0.19"
    assert payload["lines"][2]["rule_id"] == "eu-vat-de"


@pytest.mark.parametrize(
    ("number", "country", "unknown"), [(2, "AT", ["fee"]), (1, "US", ["duty", "vat"]), (5, "CH", ["vat"])]
)
def test_unknown_costs_are_null_named_and_make_the_total_incomplete(
    chat: Chat, number: int, country: str, unknown: list[str]
) -> None:
    reply = cost_of(chat, number, country=country)
    assert reply.keys[0] == "landed_cost_incomplete"
    assert reply.payload["unknown"] == unknown
    assert reply.payload["complete"] is False
    nulls = {line["kind"] for line in reply.payload["lines"] if line["amount"] is None}
    assert nulls == set(unknown)
    for kind in unknown:
        assert chat.shop.texts.entry("en", f"unknown_{kind}") in reply.text
    known = [Decimal(line["amount"]) for line in reply.payload["lines"] if line["amount"] is not None]
    assert Decimal(reply.payload["total"]) == sum(known)


def test_unknown_weight_leaves_shipping_unknown(chat: Chat) -> None:
    chat.slots["shown"] = ["t01"]
    reply = cost_of(chat, 1)
    assert "shipping" in reply.payload["unknown"]
    assert "shipping" in reply.text


def test_unserved_destination_is_said_without_a_price(chat: Chat) -> None:
    reply = cost_of(chat, 3)
    assert reply.keys == ["landed_cost_unserved"]
    assert "Prairie Goods" in reply.text
    assert "Germany" in reply.text
    assert reply.payload == {}


def test_days_and_the_date_of_rules_and_rates_are_said(chat: Chat) -> None:
    days = ["landed_cost_delivery", "shipping_arrival"]
    assert cost_of(chat, 1).keys == ["landed_cost", "due_no_border", *days, "landed_cost_as_of"]
    assert cost_of(chat, 2).keys[1:] == ["due_at_least", *days, "landed_cost_as_of_rates"]


def test_country_in_the_question_counts_and_is_kept(chat: Chat) -> None:
    assert cost_of(chat, 1, country="FR").payload["destination"] == "FR"
    assert chat.slots["destination"] == "FR"
    assert cost_of(chat, 1).payload["destination"] == "FR"


def test_country_of_the_client_counts_anew_with_each_message(chat: Chat) -> None:
    """The client's country was kept as if the shopper had said it, so that another choice there had no effect."""
    assert cost_of(chat, 1).payload["destination"] == "DE"
    chat.say("action_shipping", "how long does it take", ordinal=[1])
    chat.metadata = {"country": "AT", "currency": "EUR"}
    assert cost_of(chat, 1).payload["destination"] == "AT"


def test_without_a_country_it_is_asked_for(chat: Chat) -> None:
    chat.metadata = {}
    reply = cost_of(chat, 1)
    assert reply.keys == ["ask_destination"]
    assert len(reply.message["buttons"]) == 4
    assert chat.slots["focus"] == "h01"
    chat.say("action_set_destination", "to Spain", country="ES")
    assert chat.say("action_landed_cost", "what does it cost to my door").payload["destination"] == "ES"


def test_another_country_right_after_a_cost_asks_for_the_cost_there(chat: Chat) -> None:
    """The list was shown again instead, and "put it into the cart" then asked which product was meant."""
    cost_of(chat, 1)
    reply = chat.say("action_set_destination", "and to Austria?", country="AT")
    assert (reply.payload["type"], reply.payload["destination"]) == ("landed_cost", "AT")
    assert chat.slots["focus"] == "h01"
    assert chat.slots["destination"] == "AT"


def test_cost_is_in_the_shoppers_currency(chat: Chat) -> None:
    chat.metadata = {"country": "JP", "currency": "JPY"}
    payload = cost_of(chat, 2).payload
    assert payload["currency"] == "JPY"
    assert payload["lines"][0]["amount"] == "11800"
    assert payload["rate_date"] is None, "nothing had to be converted"


# --- shipping


def test_shipping_of_a_product_has_price_and_days(chat: Chat) -> None:
    reply = chat.say("action_shipping", "what is shipping for the first", ordinal=[1])
    assert reply.keys[0] == "shipping_quote"
    assert "€4.90" in reply.text
    assert "1–3" in reply.text


def test_shipping_of_unknown_weight_is_unknown_not_free(chat: Chat) -> None:
    chat.slots["shown"] = ["t01"]
    reply = chat.say("action_shipping", "shipping?")
    assert reply.keys[0] == "shipping_unknown"


def test_shipping_to_where_the_merchant_does_not_send(chat: Chat) -> None:
    assert chat.say("action_shipping", "shipping?", ordinal=[3]).keys == ["landed_cost_unserved"]


def test_shipping_in_general_counts_what_can_be_sent(chat: Chat) -> None:
    values = chat.say("action_shipping", "do you ship to the US", country="US").values("shipping_general")
    unserved = sum(one.merchant_id == "lune" for one in chat.shop.catalogue)
    assert values["total"]["value"] == len(chat.shop.catalogue)
    assert values["n"]["value"] == len(chat.shop.catalogue) - unserved


def test_shipping_without_a_country_asks_for_it(chat: Chat) -> None:
    chat.metadata = {}
    assert chat.say("action_shipping", "how long?").keys == ["ask_destination"]


# --- destination, currency, language


def test_new_destination_drops_what_is_not_sent_there_and_reprices(shop: Shop) -> None:
    chat = Chat(shop)
    before = chat.say("action_search", "", category="headphones")
    assert {"h11", "h12"} & set(chat.slots["search_state"]["ranked"])
    reply = chat.say("action_set_destination", "ship to Japan", country="JP")
    assert reply.keys == ["destination_set", "repriced"]
    assert chat.slots["destination"] == "JP"
    assert not {"h11", "h12"} & set(chat.slots["search_state"]["ranked"])
    assert reply.payload["applied"]["country"] == "JP"
    assert reply.payload["total"] == before.payload["total"] - 2
    assert {card["landed_cost"]["destination"] for card in reply.payload["products"]} == {"JP"}


def test_destination_for_which_nothing_of_the_list_is_left(shop: Shop) -> None:
    """Where none of the list could be sent to a new destination, the old list stayed in hand, to be shown and paged."""
    chat = Chat(shop)
    chat.say("action_search", "", category="headphones")
    reply = chat.say("action_set_destination", "ship to North Korea", country=NOWHERE)
    assert reply.keys == ["destination_set", "found_nothing"]
    assert chat.slots["shown"] == []
    assert chat.say("action_show_more").keys == ["no_more"]


def test_prices_after_a_new_destination_are_in_the_currency_of_the_next_turns_too(shop: Shop) -> None:
    """Without a currency of the client, the list was shown again in the old currency and went on in another."""
    chat = Chat(shop, metadata={})
    chat.say("action_search", "", category="headphones")
    again = chat.say("action_set_destination", "ship to Japan", country="JP")
    more = chat.say("action_show_more")
    assert {card["price"]["currency"] for card in again.payload["products"]} == {"JPY"}
    assert {card["price"]["currency"] for card in more.payload["products"]} == {"JPY"}


def test_unclear_destination_is_asked_about(chat: Chat) -> None:
    reply = chat.say("action_set_destination", "ship to my place")
    assert reply.keys == ["destination_unknown"]
    assert "destination" not in chat.slots


def test_postcode_of_a_territory_tells_its_cost_and_not_the_countrys(shop: Shop) -> None:
    """The Canary Islands were told Spain's VAT."""
    chat = Chat(shop, slots={"shown": ["m01"]})
    reply = chat.say(
        "action_landed_cost", "the first to 35001 Las Palmas", "ask_landed_cost", ordinal=[1], country="ES"
    )
    assert reply.payload["destination"] == "IC"
    assert "vat" in reply.payload["unknown"]


@pytest.mark.parametrize("action", ["action_set_destination", "action_set_currency", "action_set_language"])
def test_without_a_list_only_the_setting_is_confirmed(shop: Shop, action: str) -> None:
    reply = Chat(shop).say(action, "", country="FR", currency="CHF", language="de")
    assert len(reply.keys) == 1
    assert reply.payload == {}


def test_new_currency_reprices_the_list_in_its_order(shop: Shop) -> None:
    chat = Chat(shop)
    before = chat.say("action_search", "", category="headphones")
    reply = chat.say("action_set_currency", "in Swiss francs", currency="CHF")
    assert reply.keys == ["currency_set", "rates_of", "repriced"]
    assert "exchange rates of October 30, 2026" in reply.text
    assert reply.product_ids == before.product_ids
    assert {card["price"]["currency"] for card in reply.payload["products"]} == {"CHF"}
    assert {card["landed_cost"]["currency"] for card in reply.payload["products"]} == {"CHF"}
    more = chat.say("action_show_more")
    assert {card["price"]["currency"] for card in more.payload["products"]} == {"CHF"}
    assert chat.say("action_search", "", category="tea").payload["applied"]["currency"] == "CHF"


def test_currency_without_a_rate_changes_nothing(shop: Shop) -> None:
    chat = Chat(shop)
    chat.say("action_search", "", category="tea")
    reply = chat.say("action_set_currency", "in won", currency="KPW")
    assert reply.keys == ["currency_unknown"]
    assert not chat.slots.get("currency")


def test_unclear_currency_is_asked_about(chat: Chat) -> None:
    assert chat.say("action_set_currency", "in money").keys == ["currency_unclear"]


def test_day_of_the_rates_is_told_with_a_list_in_another_currency(shop: Shop) -> None:
    """Asked for the exchange rate, the shop asked back for a currency and did not tell the day of its rates."""
    chat = Chat(shop, metadata={"country": "CH", "currency": "CHF"})
    chat.say("action_search", "", category="headphones")
    assert chat.say("action_set_currency", "which exchange rate is that?").keys == ["rates_of", "currency_unclear"]


def test_new_language_shows_the_list_in_it_and_stays(shop: Shop) -> None:
    chat = Chat(shop)
    before = chat.say("action_search", "", brand="茶乃")
    reply = chat.say("action_set_language", "speak Japanese", language="ja")
    assert reply.message["language"] == "ja"
    assert reply.product_ids == before.product_ids
    assert {card["title"] for card in reply.payload["products"]} == {"煎茶", "ほうじ茶", "青いマグ"}
    assert chat.say("action_thank", "thanks").message["language"] == "ja"


def test_language_that_is_not_spoken_is_declined_in_english(shop: Shop) -> None:
    chat = Chat(shop, "de")
    reply = chat.say("action_set_language", "sprich griechisch", language="el")
    assert reply.keys == ["language_unsupported"]
    assert reply.message["language"] == "en"
    assert "language" not in chat.slots


def test_unclear_language_lists_those_there_are(chat: Chat) -> None:
    reply = chat.say("action_set_language", "speak")
    assert reply.keys == ["language_unknown"]
    assert len(reply.values("language_unknown")["languages"]["values"]) == len(chat.shop.texts.languages)


def test_settings_of_a_shop_without_products(make_shop: ShopMaker) -> None:
    chat = Chat(make_shop([]))
    assert chat.say("action_shipping", "").keys == ["shipping_general"]
    assert chat.say("action_set_destination", "", country="FR").keys == ["destination_set"]
