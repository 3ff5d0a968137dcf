"""The search in hand made narrower, cheaper, dearer, or one of another kind."""

from typing import Any

import pytest

from actions.shop import Shop
from tests.actions.chat import Chat
from tests.actions.turns.shown_lists import amounts


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
