import json
from dataclasses import dataclass, replace
from decimal import Decimal
from typing import Any

import pytest

from actions.shop import Shop
from actions.talk.search_state import SearchState
from retrieval.asking import WordedSearch
from retrieval.database import metadata
from retrieval.events import Event
from retrieval.product import Product
from retrieval.ranking import mean_rating
from tests.actions.chat import Chat, Reply
from tests.actions.conftest import ShopMaker
from tests.actions.small_shop import HEADPHONES, NOWHERE, PRODUCTS
from tests.fakes import product

IN_EUROPE = {one.product_id for one in HEADPHONES if one.merchant_id != "prairie" and one.is_in_stock}
"""The headphones that can be sent to Germany now."""


def amounts(reply: Reply) -> list[Decimal]:
    return [Decimal(card["price"]["amount"]) for card in reply.payload["products"]]


def every_page(chat: Chat, first: Reply) -> list[str]:
    """Ask for more until there is no more, and return the ids in the order shown."""
    shown = list(first.product_ids)
    for _ in range(30):
        reply = chat.say("action_show_more")
        if not reply.payload:
            assert reply.keys == ["no_more"]
            return shown
        shown += reply.product_ids
    raise AssertionError("the list does not end")


# --- a new search


def test_search_shows_a_first_page_of_what_was_asked_for(chat: Chat) -> None:
    reply = chat.say("action_search", "headphones", category="headphones")
    assert reply.keys == ["found_for"]
    assert len(reply.product_ids) == 5
    assert set(reply.product_ids) <= IN_EUROPE
    assert reply.payload["total"] == len(IN_EUROPE)
    assert reply.payload["page"] == 1
    assert chat.slots["shown"] == reply.product_ids


@pytest.mark.parametrize(
    ("entities", "expected"),
    [
        ({"color": "blue"}, {"h04"}),
        ({"brand": "KLANG"}, {"h03", "h04"}),
        ({"material": "wood"}, {"h05"}),
        ({"max_price": 40}, {"h01", "h02", "h06"}),
        ({"max_price": 20, "currency": "USD"}, set()),
        ({"min_price": 100}, {"h05", "h08"}),
        ({"min_price": 60, "max_price": 80}, {"h04", "h07", "h11"}),
        ({"color": ["blue", "pink"]}, {"h04", "h11"}),
    ],
)
def test_entities_become_conditions(chat: Chat, entities: dict[str, Any], expected: set[str]) -> None:
    reply = chat.say("action_search", "headphones", category="headphones", **entities)
    if expected:
        assert set(every_page(chat, reply)) == expected
        assert reply.payload["total"] == len(expected)
    else:
        assert any(key.startswith("relaxed_") for key in reply.keys)


def test_words_without_a_condition_are_searched_for_by_meaning(chat: Chat) -> None:
    reply = chat.say("action_search", "Green tea of 茶乃")
    assert reply.keys == ["found_closest"]
    assert reply.product_ids[0] == "t01"


def test_price_in_another_currency_is_converted(shop: Shop) -> None:
    chat = Chat(shop)
    reply = chat.say("action_search", "", category="headphones", max_price=12000, currency="JPY")
    assert {"h06", "h07"} <= set(every_page(chat, reply))
    assert reply.payload["applied"]["max_price"] == 12000
    assert reply.payload["applied"]["currency"] == "JPY"


def test_price_in_a_currency_without_a_rate_is_left_out_and_said_so(chat: Chat) -> None:
    """A price in a currency without a rate ended in an apology."""
    reply = chat.say("action_search", "", category="headphones", max_price=5000, currency="KPW")
    assert reply.keys == ["currency_unknown", "found_for"]
    assert reply.payload["total"] == len(IN_EUROPE)
    assert "max_price" not in reply.payload["applied"]


def test_search_for_a_department_shows_all_of_it(chat: Chat) -> None:
    """A department alone was not taken for a condition: only what came close to the words was counted."""
    reply = chat.say("action_search", "something for the kitchen", department="kitchen")
    assert reply.keys == ["found_for"]
    assert set(every_page(chat, reply)) == {"m01", "m02", "m03", "m04"}


def test_department_that_is_not_sold_is_given_up(chat: Chat) -> None:
    reply = chat.say("action_search", "toys", department="toys")
    assert reply.keys == ["relaxed_categories", "found_closest"]
    assert reply.product_ids


def test_country_in_a_search_is_where_it_is_to_go(chat: Chat) -> None:
    """A country named in a search was taken out of the words and then forgotten."""
    reply = chat.say("action_search", "headphones to the US", category="headphones", country="US")
    shown = every_page(chat, reply)
    assert {"h09", "h10"} <= set(shown)
    assert not {"h11", "h12"} & set(shown)
    assert chat.slots["destination"] == "US"
    assert reply.payload["applied"]["country"] == "US"


def test_country_of_origin_is_no_destination(chat: Chat) -> None:
    found = [
        {"entity": "category", "value": "tea", "start": 0, "end": 3},
        {"entity": "country", "role": "origin", "value": "JP", "start": 9, "end": 14},
    ]
    reply = chat.take("action_search", chat.tracker("tea from Japan", "search_product", found))
    assert reply.payload["applied"]["country"] == "DE"
    assert "destination" not in chat.slots
    assert SearchState.from_slot(chat.slots["search_state"]).text == "tea from Japan"


def test_search_without_country_leaves_destination_open(shop: Shop) -> None:
    chat = Chat(shop, metadata={})
    reply = chat.say("action_search", "headphones", category="headphones")
    assert "country" not in reply.payload["applied"]
    assert reply.payload["total"] == len(IN_EUROPE) + 2
    assert all(card["landed_cost"] is None for card in reply.payload["products"])


def test_nothing_can_be_sent_to_a_country_nobody_serves(shop: Shop) -> None:
    reply = Chat(shop, metadata={"country": NOWHERE, "currency": "EUR"}).say(
        "action_search", "tea", category="tea", color="red"
    )
    assert reply.keys == ["found_nothing"]
    assert reply.product_ids == []
    assert reply.payload["total"] == 0


# --- what had to be given up


@pytest.mark.parametrize(
    ("entities", "said", "kept"),
    [
        ({"color": "gold"}, "relaxed_colors", {}),
        ({"material": "glass"}, "relaxed_materials", {}),
        ({"brand": "Twang"}, "relaxed_brands", {}),
        ({"size": "EU 60"}, "relaxed_sizes", {}),
        ({"min_price": 9000}, "relaxed_min_price", {}),
        ({"max_price": 1}, "relaxed_max_price", {}),
        ({"color": "gold", "max_price": 70}, "relaxed_colors", {"max_price": 70}),
    ],
)
def test_condition_that_nothing_meets_is_given_up_and_named(
    chat: Chat, entities: dict[str, Any], said: str, kept: dict[str, Any]
) -> None:
    reply = chat.say("action_search", "", category="headphones", **entities)
    assert reply.keys == [said, "found"]
    assert set(reply.product_ids) <= IN_EUROPE
    assert reply.payload["applied"] == {"category": "headphones", "currency": "EUR", "country": "DE", **kept}


def test_audience_is_given_up_before_brand(chat: Chat) -> None:
    reply = chat.say("action_search", "", category="running shoes", brand="Lauf", audience="kids")
    assert reply.keys == ["relaxed_audience", "found"]
    assert set(reply.product_ids) == {"s01", "s02"}


def test_each_condition_given_up_is_named(chat: Chat) -> None:
    reply = chat.say("action_search", "", category="mug", color="red", max_price=1)
    assert reply.keys == ["relaxed_colors", "relaxed_max_price", "found"]


def test_giving_up_is_counted(chat: Chat) -> None:
    chat.say("action_search", "", category="mug", color="red")
    assert chat.shop.metrics.registry.get_sample_value("crossaisle_relaxed_searches_total") == 1


# --- refining


def test_cheaper_shows_only_what_costs_less_than_everything_shown(chat: Chat) -> None:
    shown = chat.say("action_search", "headphones", category="headphones", min_price=39)
    while "h01" not in shown.product_ids:
        cheaper = chat.say("action_refine", "cheaper", refinement="cheaper")
        assert max(amounts(cheaper)) < min(amounts(shown))
        assert {card["category"] for card in cheaper.payload["products"]} == {"headphones"}
        shown = cheaper


def test_cheaper_than_the_middle_when_nothing_is_below_everything(chat: Chat) -> None:
    shown = chat.say("action_search", "", category="mug")
    assert shown.payload["total"] == len(shown.product_ids), "every mug is on the first page"
    cheaper = chat.say("action_refine", "cheaper", refinement="cheaper")
    middle = sorted(amounts(shown))[2]
    assert cheaper.product_ids
    assert max(amounts(cheaper)) < middle


def test_cheaper_in_a_currency_without_decimals(shop: Shop) -> None:
    """In yen, a product came back as cheaper than itself: its price was rounded up and then lowered by a hundredth."""
    chat = Chat(shop, metadata={"country": "DE", "currency": "JPY"})
    shown = chat.say("action_search", "", category="headphones", brand="Nordton")
    while (cheaper := chat.say("action_refine", "cheaper", refinement="cheaper")).payload:
        assert max(amounts(cheaper)) < max(amounts(shown))
        assert max(amounts(cheaper)) < sorted(amounts(shown))[len(amounts(shown)) // 2]
        shown = cheaper
    assert len(shown.product_ids) == 1


def test_cheaper_without_anything_cheaper_says_so(chat: Chat) -> None:
    chat.say("action_search", "", category="perfume")
    assert chat.say("action_refine", "cheaper", refinement="cheaper").keys == ["nothing_cheaper"]
    assert chat.slots["shown"] == ["p01"], "the list in hand is still there"


def test_more_expensive_shows_only_what_costs_more_than_everything_shown(chat: Chat) -> None:
    shown = chat.say("action_search", "", category="headphones", max_price=60)
    dearer = chat.say("action_refine", "more expensive", refinement="more_expensive")
    assert min(amounts(dearer)) > max(amounts(shown))


@pytest.mark.parametrize("currency", ["JPY", "USD"])
def test_more_expensive_reckons_in_the_currency_shown(shop: Shop, currency: str) -> None:
    """The highest price shown was taken for an amount in the currency of an earlier price limit."""
    chat = Chat(shop, metadata={"country": "DE", "currency": currency})
    shown = chat.say("action_search", "", category="headphones", max_price=60, currency="EUR")
    chat.slots["currency"] = currency
    dearer = chat.say("action_refine", "more expensive", refinement="more_expensive")
    assert dearer.keys == ["found_for"]
    assert {card["price"]["currency"] for card in dearer.payload["products"]} == {currency}
    assert not set(dearer.product_ids) & set(shown.product_ids)


@pytest.mark.parametrize(
    ("entities", "expected"),
    [
        ({"color": "blue"}, {"h04"}),
        ({"material": "wood"}, {"h05"}),
        ({"brand": "Otoha"}, {"h06", "h07", "h08"}),
        ({"max_price": 35}, {"h01", "h06"}),
        ({"min_price": 120}, {"h05", "h08"}),
    ],
)
def test_condition_is_added_to_the_search_in_hand(chat: Chat, entities: dict[str, Any], expected: set[str]) -> None:
    chat.say("action_search", "headphones", category="headphones")
    reply = chat.say("action_refine", "", **entities)
    assert reply.keys[-1] == "found_for"
    assert set(reply.product_ids) == expected


def test_conditions_add_up(chat: Chat) -> None:
    chat.say("action_search", "headphones", category="headphones")
    chat.say("action_refine", "black ones", color="black")
    reply = chat.say("action_refine", "under 75", max_price=75)
    assert set(reply.product_ids) == {"h01", "h03", "h07"}
    assert reply.payload["applied"]["color"] == "black"


def test_new_colour_takes_the_place_of_the_old_one(chat: Chat) -> None:
    chat.say("action_search", "", category="headphones", color="red")
    assert set(chat.say("action_refine", "rather white", color="white").product_ids) == {"h02", "h08"}


@pytest.mark.parametrize("entities", [{"category": "tea"}, {"department": "food"}])
def test_new_kind_drops_old_conditions(chat: Chat, entities: dict[str, str]) -> None:
    """A department asked for in the middle of a search was sought among the products of the old category."""
    chat.say("action_search", "", category="headphones", color="black", max_price=50)
    reply = chat.say("action_refine", "tea", **entities)
    assert reply.keys == ["found_for"]
    assert {card["category"] for card in reply.payload["products"]} == {"tea"}
    assert "color" not in reply.payload["applied"]
    assert "max_price" not in reply.payload["applied"]


def test_price_without_currency_is_in_the_one_shown_by_now(chat: Chat) -> None:
    """After prices were set to yen, "under 5000" still meant euros, as the limit before it did."""
    chat.say("action_search", "", category="headphones", max_price=60)
    chat.say("action_set_currency", "in yen", currency="JPY")
    reply = chat.say("action_refine", "under 5000", max_price=5000)
    assert reply.payload["applied"]["currency"] == "JPY"
    assert reply.product_ids
    assert max(amounts(reply)) <= 5000


def test_words_of_a_refinement_are_searched_for_with_the_former_ones(chat: Chat) -> None:
    chat.say("action_search", "Headphones", category="headphones")
    reply = chat.say("action_refine", "Clear")
    assert reply.product_ids[0] == "h03"


def test_words_of_a_refinement_count_after_a_change_of_country(chat: Chat) -> None:
    """Where the client's country had changed, the words of a refinement were left out."""
    chat.say("action_search", "Headphones", category="headphones")
    chat.metadata = {"country": "AT", "currency": "EUR"}
    assert chat.say("action_refine", "Clear").product_ids[0] == "h03"


def test_refining_nothing_is_a_search(chat: Chat) -> None:
    reply = chat.say("action_refine", "in blue", color="blue")
    assert set(reply.product_ids) == {"h04", "s02", "m02"}


def test_cheaper_without_a_list_is_no_error(chat: Chat) -> None:
    assert chat.say("action_refine", "cheaper", refinement="cheaper").product_ids


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


# --- language and currency


@pytest.mark.parametrize(
    ("language", "title"),
    [("en", "Green tea"), ("ja", "煎茶"), ("pt-BR", "Chá 茶乃"), ("zh-CN", "茶乃 茶")],
)
def test_titles_are_in_the_shoppers_language(shop: Shop, language: str, title: str) -> None:
    reply = Chat(shop, language).say("action_search", "", brand="茶乃", category="tea", color="green")
    (card,) = reply.payload["products"]
    assert card["title"] == title
    assert card["title_original"] == "煎茶"


def test_language_that_is_not_spoken_is_answered_in_english_and_searched_in(shop: Shop) -> None:
    reply = Chat(shop, "el").say("action_search", "ακουστικά", category="headphones")
    assert reply.message["language"] == "en"
    assert reply.keys == ["language_unsupported", "found_for"]
    assert "Greek" in reply.text
    assert set(reply.product_ids) <= IN_EUROPE
    assert len(reply.product_ids) == 5


def test_unknown_currency_of_the_client_is_said_and_prices_are_the_shops(shop: Shop) -> None:
    chat = Chat(shop, metadata={"country": "DE", "currency": "KPW"})
    reply = chat.say("action_search", "", category="headphones")
    assert reply.keys == ["currency_unknown", "found_for"]
    assert {card["price"]["currency"] for card in reply.payload["products"]} == {"EUR"}


@pytest.mark.parametrize("currency", ["JPY", "USD", "CHF", "KRW"])
def test_prices_are_in_the_shoppers_currency_and_the_merchants(shop: Shop, currency: str) -> None:
    reply = Chat(shop, metadata={"country": "DE", "currency": currency}).say("action_search", "", category="tea")
    for card in reply.payload["products"]:
        one = shop.catalogue.get(card["product_id"])
        assert card["price"]["currency"] == currency
        assert card["price_original"] == {"amount": str(one.price), "currency": one.currency}
        assert card["landed_cost"]["currency"] == currency


# --- odd ones


@pytest.mark.parametrize("sender", ["x" * 5000, "a\nb", " ", "s\0s", "🦊"])
def test_sender_of_any_form_is_answered(shop: Shop, sender: str) -> None:
    """A sender's id too long for an event made every search end in an apology."""
    assert Chat(shop, sender=sender).say("action_search", "", category="tea").keys == ["found_for"]


@pytest.mark.parametrize("text", ["", " ", "🎧", "x" * 10_000, "سماعات", "\0", "'; drop table events; --"])
def test_text_of_any_form_is_answered(chat: Chat, text: str) -> None:
    assert "apology" not in chat.say("action_search", text).keys


def test_empty_catalogue_finds_nothing(make_shop: ShopMaker) -> None:
    chat = Chat(make_shop([]))
    assert chat.say("action_search", "tea", category="tea").keys == ["found_nothing"]
    assert chat.say("action_recommend").keys == ["found_nothing"]


def test_failure_of_the_database_is_an_apology_and_is_counted(chat: Chat) -> None:
    metadata.drop_all(chat.shop.store._engine)
    assert chat.say("action_search", "tea").keys == ["apology"]
    figures = chat.shop.metrics.registry
    assert figures.get_sample_value("crossaisle_failed_turns_total", {"action": "action_search"}) == 1


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


# --- mistyped words


@dataclass(frozen=True)
class Right:
    query: str


class OneMistake:
    """Knows a single mistyped word and what it should be."""

    def __init__(self, wrong: str, right: str) -> None:
        self._wrong, self._right = wrong, right

    def correct(self, query: str, language: str) -> Right | None:
        return Right(query.replace(self._wrong, self._right)) if self._wrong in query else None


def mistaken(chat: Chat, wrong: str, right: str) -> Chat:
    """Return the chat with a shop that takes one word for another."""
    shop = chat.shop
    asking = WordedSearch(shop.finder, shop.asking.vocabulary, OneMistake(wrong, right))
    chat.shop = replace(shop, asking=asking)
    return chat


def test_words_that_find_nothing_close_are_put_right_and_it_is_said(chat: Chat) -> None:
    reply = mistaken(chat, "Gren tae", "Green tea of 茶乃").say("action_search", "Gren tae")
    assert reply.keys == ["corrected", "found_closest"]
    assert reply.product_ids[0] == "t01"
    assert "“Gren tae”" in reply.text
    assert {"title": "Search as typed", "payload": "“Gren tae”"} in reply.message["buttons"]
    assert SearchState.from_slot(chat.slots["search_state"]).text == "Green tea of 茶乃"


def test_words_in_quotes_are_searched_for_as_typed(chat: Chat) -> None:
    reply = mistaken(chat, "Gren tae", "Green tea of 茶乃").say("action_search", "“Gren tae”")
    assert "corrected" not in reply.keys


def test_better_words_are_proposed_where_something_close_was_found(chat: Chat) -> None:
    reply = mistaken(chat, "Green tae", "Green tea of 茶乃").say("action_search", "Green tae")
    assert reply.keys == ["found_closest", "did_you_mean"]
    assert {"title": "Yes, search for that", "payload": "Green tea of 茶乃"} in reply.message["buttons"]


def test_correction_that_finds_nothing_better_is_not_spoken_of(chat: Chat) -> None:
    reply = mistaken(chat, "tea", "car").say("action_search", "Green tea of 茶乃")
    assert reply.keys == ["found_closest"]
