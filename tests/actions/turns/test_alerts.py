"""Price alerts in the talk: set, fired by another catalogue's prices, and told at the next message."""

from dataclasses import replace
from decimal import Decimal

import httpx
import pytest

from actions.buying.price_watch import fire_alerts
from actions.shop import Shop
from retrieval.catalogue import Catalogue
from tests.actions.api.calls import OURS
from tests.actions.chat import Chat
from tests.actions.serving import Served
from tests.actions.small_shop import MERCHANTS, PRODUCTS


def with_price(shop: Shop, product_id: str, price: str, **changes: object) -> Shop:
    """Return the shop as it is once a feed has changed a product."""
    products = [
        replace(one, price=Decimal(price), **changes) if one.product_id == product_id else one for one in PRODUCTS
    ]
    return replace(shop, catalogue=Catalogue.from_products(products, MERCHANTS.values(), "small shop"))


def asked(shop: Shop, language: str = "en", **entities: object) -> Chat:
    chat = Chat(shop, language)
    first = chat.say("action_search", "", category="headphones", max_price=25, currency="EUR").product_ids
    assert first[0] == "h01"
    chat.say("action_price_alert", "tell me when it gets cheaper", "price_alert", ordinal=[1], **entities)
    return chat


@pytest.mark.parametrize("language", ["en", "zh-Hans", "ar", "th", "tr", "de"])
def test_shopper_is_told_at_the_next_message_once_the_price_has_fallen(shop: Shop, language: str) -> None:
    chat = asked(shop, language)
    assert fire_alerts(shop) == 0
    cheaper = with_price(shop, "h01", "17.50")
    assert fire_alerts(cheaper) == 1
    chat.shop = cheaper
    reply = chat.say("action_thank")
    assert reply.keys == ["you_are_welcome", "alert_fired"]
    assert reply.values("alert_fired")["price"] == {"type": "money", "amount": "17.50", "currency": "EUR"}
    assert chat.say("action_thank").keys == ["you_are_welcome"]


def test_price_that_has_risen_again_is_not_said_to_be_low_until_it_is(shop: Shop) -> None:
    chat = asked(shop)
    assert fire_alerts(with_price(shop, "h01", "17.50")) == 1
    assert chat.say("action_thank").keys == ["you_are_welcome"]
    chat.shop = with_price(shop, "h01", "18")
    assert chat.say("action_thank").values("alert_fired")["price"]["amount"] == "18.00"


def test_alert_waits_for_the_price_that_was_named(shop: Shop) -> None:
    asked(shop, max_price=15, currency="EUR")
    assert fire_alerts(with_price(shop, "h01", "15.01")) == 0
    assert fire_alerts(with_price(shop, "h01", "15")) == 1


def test_price_that_holds_already_is_said_and_nothing_promised(shop: Shop) -> None:
    chat = Chat(shop)
    chat.say("action_search", "", category="headphones", max_price=25, currency="EUR")
    reply = chat.say("action_price_alert", "", "price_alert", ordinal=[1], max_price=30, currency="EUR")
    assert reply.keys == ["alert_already"]
    assert not reply.payload
    assert fire_alerts(with_price(shop, "h01", "1")) == 0


def test_what_is_sold_out_fires_nothing(shop: Shop) -> None:
    asked(shop)
    assert fire_alerts(with_price(shop, "h01", "1", stock=0)) == 0


def test_product_is_asked_for_where_none_was_spoken_of(shop: Shop) -> None:
    assert Chat(shop).say("action_price_alert", "", "price_alert").keys == ["alert_of_what"]


def test_alert_fires_in_the_currency_it_was_set_in(shop: Shop) -> None:
    chat = Chat(shop, metadata={"country": "JP", "currency": "JPY"})
    chat.say("action_search", "", brand="茶乃", category="tea", color="green")
    reply = chat.say("action_price_alert", "", "price_alert", ordinal=[1])
    assert reply.payload["limit"] == {"amount": "1599", "currency": "JPY"}
    assert fire_alerts(with_price(shop, "t01", "1599")) == 1


def test_fired_alerts_are_listed_for_the_shops_mail_and_noted_as_told(client: httpx.Client, served: Served) -> None:
    alert = served.shop.alerts.add("anna", "h01", Decimal(18), "EUR", "de")
    assert fire_alerts(with_price(served.shop, "h01", "17")) == 1
    (listed,) = client.get("/api/v1/price-alerts", headers=OURS).json()["alerts"]
    assert (listed["user_id"], listed["product_id"], listed["price"]["amount"]) == ("anna", "h01", "17.00")
    told = client.post("/api/v1/price-alerts/told", headers=OURS, json={"alert_ids": [alert.alert_id, 999]})
    assert told.json() == {"told": 1}
    assert client.get("/api/v1/price-alerts", headers=OURS).json() == {"alerts": []}


@pytest.mark.parametrize("body", [[], {}, {"alert_ids": "1"}, {"alert_ids": [True]}])
def test_told_without_numbers_is_refused(client: httpx.Client, body: object) -> None:
    assert client.post("/api/v1/price-alerts/told", headers=OURS, json=body).status_code == 400


def test_alerts_are_closed_without_the_token(client: httpx.Client) -> None:
    assert client.get("/api/v1/price-alerts").status_code == 401
