"""Lists gone through page by page to their end, in every order."""

import json
from decimal import Decimal
from typing import Any

import pytest

from retrieval.events import Event
from retrieval.product import Product
from retrieval.ranking import mean_rating
from tests.actions.chat import Chat
from tests.actions.conftest import ShopMaker
from tests.actions.small_shop import PRODUCTS
from tests.actions.turns.shown_lists import IN_EUROPE, amounts, every_page
from tests.fakes import product

# --- paging


def test_show_more_pages_to_the_end_without_repeats(chat: Chat) -> None:
    first = chat.say("action_search", "", category="headphones")
    shown = every_page(chat, first)
    assert len(shown) == len(set(shown)) == first.payload["total"]
    assert set(shown) == IN_EUROPE


def test_pages_are_numbered_and_offer_more_while_there_is_more(chat: Chat) -> None:
    replies = [chat.say("action_search", "")]
    while (reply := chat.say("action_show_more")).payload:
        replies.append(reply)
    assert [reply.payload["page"] for reply in replies] == list(range(1, len(replies) + 1))
    titles = [[button["title"] for button in reply.message["buttons"]] for reply in replies]
    assert ["Show more" in page for page in titles] == [True] * (len(replies) - 1) + [False]


def test_end_of_the_list_keeps_the_last_page_in_hand(chat: Chat) -> None:
    chat.say("action_search", "", category="perfume")
    assert chat.say("action_show_more").keys == ["no_more"]
    assert chat.slots["shown"] == ["p01"]


def test_ordinals_point_into_the_page_shown_last(chat: Chat) -> None:
    chat.say("action_search", "", category="headphones")
    second = chat.say("action_show_more")
    assert chat.say("action_select", "the first", ordinal=[1]).product_ids == [second.product_ids[0]]


def test_more_of_nothing_asks_what_to_look_for(chat: Chat) -> None:
    assert chat.say("action_show_more").keys == ["affirm_nothing"]


def test_products_taken_off_sale_are_left_out_of_later_pages(chat: Chat, make_shop: ShopMaker) -> None:
    first = chat.say("action_search", "", category="headphones")
    waiting = chat.slots["search_state"]["ranked"][5:]
    fewer = [one for one in PRODUCTS if one.product_id != waiting[0]]
    chat.shop = make_shop(fewer)
    assert every_page(chat, first) == first.product_ids + waiting[1:]


def test_later_pages_hold_nothing_that_is_not_sent_to_a_new_destination(chat: Chat) -> None:
    """After a question about the cost to another country, "show more" brought products that are not sent there."""
    chat.say("action_search", "", category="headphones")
    chat.say("action_landed_cost", "what does the first cost to the US", ordinal=[1], country="US")
    reply = chat.say("action_show_more")
    assert reply.product_ids
    assert not set(reply.product_ids) & {"h11", "h12"}


# --- orders, and lists to their end


@pytest.fixture
def long_chat(make_shop: ShopMaker) -> Chat:
    return Chat(make_shop(long_list()))


def long_list() -> list[Product]:
    return [
        product(f"p{number:03}", merchant_id="nord", stock=1, price=Decimal(5 + number * 7 % 230))
        for number in range(230)
    ]


def test_show_more_goes_on_to_the_end_of_a_long_list(long_chat: Chat) -> None:
    first = long_chat.say("action_search", "Thing", category="thing")
    assert first.payload["total"] == 230
    shown = list(first.product_ids)
    while (reply := long_chat.say("action_show_more")).payload:
        assert reply.payload["page"] == 1 + len(shown) // 5
        assert reply.payload["total"] == 230
        shown += reply.product_ids
        assert len(json.dumps(long_chat.slots["search_state"])) < 12_000
    assert len(shown) == len(set(shown)) == 230


def test_long_list_goes_on_without_repeats_though_products_come_and_go(long_chat: Chat, make_shop: ShopMaker) -> None:
    everything = long_list()
    shown = list(long_chat.say("action_search", "Thing", category="thing").product_ids)
    for step in range(60):
        long_chat.shop.record(Event.now("s1", "view", shown[-1]))
        if step % 15 == 5:
            new = [product(f"n{step}-{number}", merchant_id="nord", stock=1) for number in range(5)]
            everything = [*new, *(one for number, one in enumerate(everything) if number % 9)]
            long_chat.shop = make_shop(everything)
        reply = long_chat.say("action_show_more")
        if not reply.payload:
            break
        assert set(reply.product_ids) <= {one.product_id for one in everything}
        shown += reply.product_ids
    assert len(shown) == len(set(shown))
    assert {one.product_id for one in everything if one.product_id.startswith("p")} <= set(shown)


def test_versions_of_one_thing_come_as_one_card_on_every_page(make_shop: ShopMaker) -> None:
    lamp = {"merchant_id": "nord", "stock": 1, "brand": "Lux", "category": "lamp", "language": "en"}
    lamps = [
        product(f"l{number}-{color}", colors=(color,), titles={"en": f"Lamp {number} - {color.title()}"}, **lamp)
        for number in range(12)
        for color in ("red", "blue", "white")
    ]
    chat = Chat(make_shop(lamps))
    reply = chat.say("action_search", "lamp", category="lamp")
    assert reply.payload["total"] == 12
    cards = list(reply.payload["products"])
    while (reply := chat.say("action_show_more")).payload:
        cards += reply.payload["products"]
    assert len({card["product_id"].split("-")[0] for card in cards}) == len(cards) == 12
    for card in cards:
        assert card["variants"]["count"] == 3
        assert sorted(card["variants"]["colors"]) == ["blue", "red", "white"]
        assert card["variants"]["price_from"] == card["variants"]["price_to"] == card["price"]


@pytest.mark.parametrize("action", ["action_recommend", "action_similar"])
def test_other_lists_go_on_to_their_end_too(long_chat: Chat, action: str) -> None:
    long_chat.say("action_search", "Thing", category="thing")
    first = long_chat.say(action, "", ordinal=[1])
    shown = list(first.product_ids)
    while (reply := long_chat.say("action_show_more")).payload:
        shown += reply.product_ids
    assert len(shown) == len(set(shown)) == first.payload["total"] >= 100


@pytest.mark.parametrize(
    ("refinement", "line"),
    [
        ("cheapest_first", "sorted_price"),
        ("dearest_first", "sorted_price_down"),
        ("better_rated", "sorted_rating"),
        ("newer", "sorted_newest"),
    ],
)
def test_list_in_hand_is_sorted_to_its_end(chat: Chat, refinement: str, line: str) -> None:
    chat.say("action_search", "headphones", category="headphones")
    reply = chat.say("action_refine", "", refinement=refinement)
    assert reply.keys == [line]
    figures = {
        "cheapest_first": chat.shop.prices.in_euros,
        "dearest_first": lambda one: -chat.shop.prices.in_euros(one),
        "better_rated": lambda one: -(mean_rating(one) if one.rating else 0),
        "newer": lambda one: -(one.added.toordinal() if one.added else 0),
    }
    listed = [chat.shop.catalogue.get(one) for one in every_page(chat, reply)]
    assert {one.product_id for one in listed} == IN_EUROPE
    assert sorted(listed, key=figures[refinement]) == listed


def test_search_may_ask_for_an_order_at_once_and_a_refinement_keeps_it(chat: Chat) -> None:
    reply = chat.say("action_search", "cheapest headphones", category="headphones", refinement="cheapest_first")
    assert amounts(reply) == sorted(amounts(reply))
    assert reply.keys == ["sorted_price"]
    assert amounts(refined := chat.say("action_refine", "", color="black")) == sorted(amounts(refined))


def test_price_alone_is_a_list_of_what_it_allows(chat: Chat) -> None:
    found = [{"entity": "max_price", "value": 15, "start": 0, "end": 13}]
    reply = chat.take("action_search", chat.tracker("unter 15 Euro", "search_product", found))
    assert reply.keys == ["found"]
    assert max(amounts(reply)) <= 15
    assert len(every_page(chat, reply)) == reply.payload["total"]


@pytest.mark.parametrize("before", ["not a digest", 7, None, "AAAA"])
def test_slot_of_another_form_counts_as_no_search(chat: Chat, before: Any) -> None:
    chat.say("action_search", "", category="headphones")
    chat.slots["search_state"] = {**chat.slots["search_state"], "before": before}
    assert chat.say("action_show_more").keys == ["affirm_nothing"]
