"""Advice in the cart's answer, on the small shop under rules made up for it."""

import uuid
from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

import pytest

from actions.shop import Shop
from tests.actions.chat import Chat, Reply
from tests.actions.payloads.test_cards import check
from tests.actions.small_shop import TODAY, build_shop
from tests.retrieval.pricing.made_rules import SOURCE, records_of, rules_of

ChatAt = Callable[..., Chat]


@pytest.fixture(scope="module")
def shop(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Shop]:
    """One small shop for all tests of this module."""
    built = build_shop(tmp_path_factory.mktemp("shop"))
    yield built
    built.store.close()


@pytest.fixture
def chat_at(shop: Shop) -> ChatAt:
    """A conversation with a shopper of a country in which goods up to 100 euros are free of a duty of 50 %."""

    def make(country: str, *further: Mapping[str, Any], market: str = "", **settings: Any) -> Chat:
        made = rules_of(*records_of(market or country, "EUR", relief="100", duty="0.50", vat="0.20"), *further)
        changed = replace(shop, prices=replace(shop.prices, rules=made), settings=replace(shop.settings, **settings))
        return Chat(changed, metadata={"country": country, "currency": "EUR"}, sender=uuid.uuid4().hex)

    return make


def cart_with(chat: Chat, product_id: str, quantity: int, size: str = "") -> Reply:
    chat.shop.commerce.carts.put(f"anon:{chat.sender}", product_id, quantity, size)
    return chat.say("action_view_cart", "show my cart", "view_cart")


def test_two_parcels_that_save_the_duty_are_advised_with_what_is_not_known(chat_at: ChatAt) -> None:
    """By hand: two pairs of 89 in one parcel cost 178 + 33 + 89 duty + 60 VAT = 360, in two 2 · (89 + 25 + 22.80)."""
    reply = cart_with(chat_at("CL"), "s01", 2, "EU 38")
    assert reply.keys == ["cart_contents", "bundle_door", "cart_advice_split", "cart_advice_split_unsure"]
    check(reply.payload, "Cart")
    assert reply.payload["total"]["amount"] == "360.00"
    (advice,) = reply.payload["advice"]
    assert (advice["kind"], advice["saving"], advice["currency"]) == ("split", "86.40", "EUR")
    assert (advice["merchant"], advice["rule_id"], advice["until"]) == ("Nord Handel", "relief", None)
    assert advice["parcels"] == [[{"product_id": "s01", "size": "EU 38", "quantity": 1}]] * 2
    assert "€86.40 less" in reply.text
    assert "Customs may count" in advice["text"]


@pytest.mark.parametrize("country", ["GB", "AU", "KR", "JP", "NZ"])
def test_parting_is_not_advised_where_customs_add_parcels_up(chat_at: ChatAt, country: str) -> None:
    assert cart_with(chat_at(country), "s01", 2, "EU 38").payload["advice"] == []


def test_where_separate_orders_count_apart_that_is_said_with_its_source(chat_at: ChatAt) -> None:
    reply = cart_with(chat_at("AT"), "s06", 4, "EU 42")
    assert reply.keys[-2:] == ["cart_advice_split", "cart_advice_split_orders"]
    assert "Agencia Tributaria" in reply.text
    assert reply.payload["advice"][0]["source"]["url"].startswith("https://sede.agenciatributaria")


def test_inside_the_union_there_is_nothing_to_part(chat_at: ChatAt) -> None:
    assert cart_with(chat_at("AT"), "s01", 2, "EU 38").payload["advice"] == []


def test_unknown_weight_leaves_no_advice(chat_at: ChatAt) -> None:
    reply = cart_with(chat_at("CL"), "t01", 7)
    assert not reply.payload["complete"]
    assert reply.payload["advice"] == []


def test_least_saving_is_a_setting(chat_at: ChatAt) -> None:
    assert cart_with(chat_at("CL", least_saving=86.41), "s01", 2, "EU 38").payload["advice"] == []


def fee(**fields: Any) -> dict[str, Any]:
    return {"id": "fee", "market": "CL", "kind": "fee", "amount": "12", "currency": "EUR", **SOURCE, **fields}


@pytest.mark.parametrize(("kind", "bound"), [("wait", "valid_to"), ("soon", "valid_from")])
def test_change_of_rules_is_told_with_its_day(chat_at: ChatAt, kind: str, bound: str) -> None:
    day: date = TODAY + timedelta(days=20)
    reply = cart_with(chat_at("CL", fee(**{bound: day})), "m01", 1)
    assert reply.keys == ["cart_contents", "bundle_door", f"cart_advice_{kind}", "cart_advice_customs_day"]
    check(reply.payload, "Cart")
    (advice,) = reply.payload["advice"]
    assert (advice["kind"], advice["until"], advice["saving"]) == (kind, day.isoformat(), "12.00")
    assert advice["rule_id"] == "fee"
    assert advice["parcels"] == []
    assert "December 12, 2026" in reply.text


def test_what_saves_most_comes_first(chat_at: ChatAt) -> None:
    day = TODAY + timedelta(days=20)
    advice = cart_with(chat_at("CL", fee(valid_to=day)), "s01", 2, "EU 38").payload["advice"]
    savings = [Decimal(one["saving"]) for one in advice]
    assert len(savings) == 2
    assert savings == sorted(savings, reverse=True)


def test_higher_tax_at_home_is_told_without_customs_and_not_where_a_coupon_pays_carriage(chat_at: ChatAt) -> None:
    day = TODAY + timedelta(days=9)
    higher = {"id": "higher", "market": "DE", "kind": "vat_rate", "rate": "0.50", "first": True, "valid_from": day}
    chat = chat_at("DE", {**higher, **SOURCE})
    assert cart_with(chat, "c01", 1, "S").keys == ["cart_contents", "bundle_door", "cart_advice_soon"]
    offers, owner, now = chat.shop.advice.offers, f"anon:{chat.sender}", chat.shop.now()
    offers.ledger.reserve(offers.offer("SHIPTSHIRT"), owner, now, now + timedelta(days=3))
    reply = cart_with(chat, "c01", 1, "S")
    assert reply.payload["discount"] == {"amount": "4.90", "currency": "EUR"}
    assert reply.payload["advice"] == []


@pytest.mark.parametrize("language", ["zh-Hans", "ar", "th", "tr"])
def test_advice_is_said_in_every_script(chat_at: ChatAt, language: str) -> None:
    chat = chat_at("CL")
    chat.language = language
    reply = cart_with(chat, "s01", 2, "EU 38")
    assert "cart_advice_split" in reply.keys
    assert "{" not in reply.text
