"""One product of the list: which is meant, and what is said of it."""

from typing import Any

import pytest

from tests.actions.chat import Chat, Reply
from tests.actions.small_shop import PRODUCTS
from tests.actions.turns.shown_lists import shown


def titles(reply: Reply) -> list[str]:
    return [button["title"] for button in reply.message["buttons"]]


@pytest.mark.parametrize(("ordinal", "place"), [([1], 0), ([3], 2), ([-1], 4), ([5], 4)])
def test_number_selects_from_the_list_shown(listed: Chat, ordinal: list[int], place: int) -> None:
    reply = listed.say("action_select", "this one", ordinal=ordinal)
    assert reply.keys == ["selected", "selected_stock"]
    assert reply.product_ids == [shown(listed)[place]]
    assert listed.slots["focus"] == shown(listed)[place]


@pytest.mark.parametrize("action", ["action_select", "action_similar", "action_explain", "action_landed_cost"])
@pytest.mark.parametrize("ordinal", [[6], [0], [-6], [99]])
def test_number_beyond_the_list_is_said_so(listed: Chat, action: str, ordinal: list[int]) -> None:
    """Asked why number 99 was there, the assistant explained number 1."""
    listed.say("action_select", "the second", ordinal=[2])
    reply = listed.say(action, "number 99", ordinal=ordinal)
    assert reply.keys == ["no_such_number"]
    assert reply.values("no_such_number")["n"]["value"] == 5


@pytest.mark.parametrize(
    ("action", "key"),
    [
        ("action_select", "show_what"),
        ("action_similar", "similar_to_what"),
        ("action_explain", "explain_what"),
        ("action_compare", "compare_what"),
        ("action_landed_cost", "landed_cost_of_what"),
    ],
)
@pytest.mark.parametrize("entities", [{}, {"ordinal": [1]}])
def test_without_a_list_the_product_is_asked_for(chat: Chat, action: str, key: str, entities: dict[str, Any]) -> None:
    assert chat.say(action, "that one", **entities).keys == [key]


def test_it_means_the_product_last_spoken_of(listed: Chat) -> None:
    listed.say("action_select", "the second", ordinal=[2])
    assert listed.say("action_select", "tell me about it").product_ids == [shown(listed)[1]]


def test_only_product_of_a_list_needs_no_number(chat: Chat) -> None:
    chat.say("action_search", "", category="perfume")
    assert chat.say("action_select", "show it").product_ids == ["p01"]


def test_several_shown_and_none_named_is_asked_about(listed: Chat) -> None:
    assert listed.say("action_select", "that one").keys == ["show_what"]


def test_selected_product_comes_with_its_facts(chat: Chat) -> None:
    chat.say("action_search", "", category="headphones", material="wood")
    (card,) = chat.say("action_select").payload["products"]
    assert card["materials"] == ["wood", "leather"]
    assert card["weight_kg"] == 0.4
    assert card["hs_code"] == "8518.30"
    assert card["reasons"] == [{"kind": "match", "text": "Matches: headphones, wood"}]


def test_sold_out_and_unknown_stock_are_told_apart(chat: Chat) -> None:
    chat.slots |= {"shown": ["h13", "t03"]}
    assert chat.say("action_select", ordinal=[1]).keys == ["selected", "sold_out"]
    assert chat.say("action_select", ordinal=[2]).keys == ["selected"]


def test_button_for_the_cost_names_the_number_of_the_product(listed: Chat) -> None:
    reply = listed.say("action_select", "the third", ordinal=[3])
    assert "number 3" in reply.message["buttons"][0]["payload"]


def test_button_for_the_cost_is_left_out_where_the_product_has_no_number(listed: Chat) -> None:
    """For a product of an earlier page, the button asked for the cost of number 1 of the page shown now."""
    listed.say("action_select", "the third", ordinal=[3])
    listed.say("action_show_more")
    reply = listed.say("action_select", "tell me about it")
    assert reply.keys[0] == "selected"
    assert titles(reply) == ["Similar ones"]


def test_product_taken_off_sale_is_asked_about(chat: Chat) -> None:
    chat.slots |= {"shown": ["gone"], "focus": "gone"}
    for action in ("action_select", "action_similar", "action_explain", "action_landed_cost", "action_compare"):
        assert chat.say(action).keys[0] in {
            "show_what", "similar_to_what", "explain_what", "landed_cost_of_what", "compare_what",
        }  # fmt: skip


def test_comparing_with_one_product_shown_offers_similar_ones(chat: Chat) -> None:
    chat.slots |= {"shown": ["h01"]}
    reply = chat.say("action_compare", "compare 1 and 2", ordinal=[1, 2])
    assert reply.keys == ["compare_only_one"]
    assert titles(reply) == ["Similar ones"]
    assert chat.say("action_similar", "show me similar ones").keys == ["similar"]


def test_looking_at_a_product_is_kept_as_an_event(listed: Chat) -> None:
    listed.say("action_select", "the second", ordinal=[2])
    kept = listed.shop.store.events_of("anon:s1")
    assert [(event.type, event.product_id) for event in kept] == [("search", None), ("view", shown(listed)[1])]


def test_every_product_can_be_selected_explained_and_compared(chat: Chat) -> None:
    for one in PRODUCTS:
        chat.slots |= {"shown": [one.product_id, "h01"], "focus": None}
        for action in ("action_select", "action_similar", "action_explain", "action_landed_cost"):
            assert "apology" not in chat.say(action, ordinal=[1]).keys
        assert "apology" not in chat.say("action_compare", ordinal=[1, 2]).keys


@pytest.mark.parametrize(("confidence", "is_narrowed"), [(0.4, True), (0.9, False)])
def test_colour_alone_narrows_the_list_where_it_is_unsure_that_it_points(
    chat: Chat, confidence: float, is_narrowed: bool
) -> None:
    """Turkish "siyah olsun", wished for a list in black, opened one of the products shown."""
    chat.say("action_search", "", category="headphones", max_price=60, currency="EUR")
    tracker = chat.tracker("black", "select_product", [{"entity": "color", "value": "white", "start": 0, "end": 5}])
    tracker["latest_message"]["intent"]["confidence"] = confidence
    reply = chat.take("action_select", tracker)
    assert (reply.payload["applied"].get("color") == "white") == is_narrowed
