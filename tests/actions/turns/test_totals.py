"""Limits for all that is paid: "headphones under 100 euros all in". In Germany, by hand, with 19 % VAT:

h01 (19.90 + 4.90) · 1.19 = 29.51, h02 53.31, h03 77.11, h04 (79.90 + 4.90) · 1.19 = 100.91, h05 183.14; from France h11
(69.00 + 8.50) · 1.19 = 92.23, h12 116.03. Of what comes from Japan the fee of the carrier is not known.
"""

from decimal import Decimal
from typing import Any

import pytest

from actions.shop import Shop
from tests.actions.chat import Chat, Reply
from tests.actions.conftest import ShopMaker
from tests.actions.small_shop import HEADPHONES

FROM_JAPAN = tuple(product for product in HEADPHONES if product.merchant_id == "hana")


def within(chat: Chat, limit: int, currency: str = "EUR", **entities: Any) -> Reply:
    named = {"max_price": limit, "max_total": limit, "currency": currency, **entities}
    return chat.say("action_search", "headphones", category="headphones", **named)


def test_limit_counts_shipping_and_tax(chat: Chat) -> None:
    reply = within(chat, 100)
    assert set(reply.product_ids) == {"h01", "h02", "h03", "h11"}
    assert all(Decimal(card["landed_cost"]["total"]) <= 100 for card in reply.payload["products"])
    assert "total_within" in reply.keys


def test_limit_is_exact_to_the_cent_of_what_the_card_shows(chat: Chat) -> None:
    assert "h04" in within(chat, 101).product_ids
    chat.say("action_refine", "under 100.91", max_price=100.91, currency="EUR")
    assert "h04" in chat.slots["shown"]
    chat.say("action_refine", "under 100.90", max_price=100.90, currency="EUR")
    assert "h04" not in chat.slots["shown"]


def test_applied_shows_the_limit_for_all_and_none_for_the_price(chat: Chat) -> None:
    applied = within(chat, 100).payload["applied"]
    assert applied["max_total"] == 100
    assert applied["currency"] == "EUR"
    assert "max_price" not in applied


def test_what_may_come_to_more_is_left_out_and_counted(chat: Chat) -> None:
    """What is known of h06, for 4,900 yen, stays below 100 euros; that of h07, for 11,800, does not."""
    reply = within(chat, 100)
    assert reply.values("total_left_out")["n"]["value"] == 1
    assert "may come to more: 1" in reply.text


def test_where_no_cost_is_wholly_known_what_fits_as_far_as_known_is_shown_and_that_is_said(
    make_shop: ShopMaker,
) -> None:
    reply = within(Chat(make_shop(FROM_JAPAN)), 100)
    assert reply.keys[0] == "relaxed_unknown_costs"
    assert set(reply.product_ids) == {"h06"}
    assert "total_within" not in reply.keys
    assert reply.payload["applied"]["max_total"] == 100


def test_limit_below_everything_is_given_up_and_that_is_said(chat: Chat) -> None:
    reply = within(chat, 5)
    assert reply.keys[0] == "relaxed_max_total"
    assert reply.product_ids
    assert "max_total" not in reply.payload["applied"]


def test_new_limit_bounds_all_that_is_paid_as_the_one_before_did(chat: Chat) -> None:
    within(chat, 100)
    reply = chat.say("action_refine", "and under 60?", max_price=60, currency="EUR")
    assert set(reply.product_ids) == {"h01", "h02"}
    assert reply.payload["applied"]["max_total"] == 60


def test_further_condition_keeps_the_limit(chat: Chat) -> None:
    within(chat, 100)
    reply = chat.say("action_refine", "in black", color="black")
    assert set(reply.product_ids) == {"h01", "h03"}
    assert reply.payload["applied"]["max_total"] == 100


def test_price_that_does_not_matter_takes_the_limit_back(chat: Chat) -> None:
    within(chat, 60)
    reply = chat.say("action_refine", "the price does not matter", refinement="any_price")
    assert "max_total" not in reply.payload["applied"]
    assert reply.payload["total"] > 4


def test_going_back_brings_the_limit_back(chat: Chat) -> None:
    first = within(chat, 100)
    chat.say("action_refine", "the price does not matter", refinement="any_price")
    reply = chat.say("action_go_back", "go back")
    assert reply.product_ids == first.product_ids
    assert reply.payload["applied"]["max_total"] == 100


def test_dearer_than_those_shown_gives_the_limit_up(chat: Chat) -> None:
    within(chat, 60)
    reply = chat.say("action_refine", "more expensive", refinement="more_expensive")
    assert "max_total" not in reply.payload["applied"]


def test_without_a_country_the_price_counts_and_the_country_is_asked_for(shop: Shop) -> None:
    chat = Chat(shop, metadata={"currency": "EUR"})
    reply = within(chat, 80)
    assert "total_needs_country" in reply.keys
    assert "h04" in chat.slots["search_state"]["ranked"]


def test_list_is_made_anew_once_the_country_is_known(shop: Shop) -> None:
    chat = Chat(shop, metadata={"currency": "EUR"})
    within(chat, 80)
    reply = chat.say("action_set_destination", "to Germany", country="DE")
    assert set(reply.product_ids) == {"h01", "h02", "h03"}
    assert "total_within" in reply.keys


def test_limit_may_be_in_another_currency(chat: Chat) -> None:
    reply = within(chat, 10_000, "JPY")
    assert reply.payload["applied"]["currency"] == "JPY"
    totals = [card["landed_cost"] for card in reply.payload["products"]]
    assert totals
    assert all(cost["currency"] == "JPY" and Decimal(cost["total"]) <= 10_000 for cost in totals)


def test_lowest_price_above_the_limit_contradicts_it(chat: Chat) -> None:
    reply = within(chat, 100, min_price=200)
    assert reply.keys[0] == "prices_contradict"


def test_message_with_more_words_for_costs_than_for_products_is_a_search(chat: Chat) -> None:
    named: dict[str, Any] = {"category": "headphones", "max_price": 60, "max_total": 60, "currency": "EUR"}
    reply = chat.say("action_landed_cost", "shipping and customs included, headphones up to 60 euros", **named)
    assert set(reply.product_ids) == {"h01", "h02"}


def test_question_about_a_product_shown_is_none(chat: Chat) -> None:
    within(chat, 100)
    reply = chat.say("action_landed_cost", "is 1 under 60 all in?", ordinal=[1], max_price=60, max_total=60)
    assert reply.payload["type"] == "landed_cost"


def test_gifts_and_bundles_stay_within_the_limit(chat: Chat) -> None:
    named: dict[str, Any] = {"max_price": 60, "max_total": 60, "currency": "EUR"}
    gifts = chat.say("action_gift", "a gift for my brother, 60 euros with everything", recipient="brother", **named)
    assert gifts.product_ids
    assert all(Decimal(card["landed_cost"]["total"]) <= 60 for card in gifts.payload["products"])
    chat.slots = {"shown": ["h01"]}
    bundle = chat.say("action_bundle", "what goes with it, 60 euros all in", ordinal=[1], **named)
    door = bundle.payload.get("door") or bundle.payload.get("landed_cost")
    assert door is None or Decimal(door["total"]) <= 60


@pytest.mark.parametrize("language", ["zh-Hans", "ar", "th", "tr"])
def test_limit_is_said_in_every_script(shop: Shop, language: str) -> None:
    chat = Chat(shop, language=language)
    reply = within(chat, 100)
    assert str(shop.texts.entry(language, "total_within")).split("{")[0][:4] in reply.text
    assert reply.payload["language"] == language
