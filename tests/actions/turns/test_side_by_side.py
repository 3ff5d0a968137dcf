"""Products compared side by side."""

import pytest

from tests.actions.chat import Chat
from tests.actions.turns.shown_lists import shown


@pytest.mark.parametrize(
    ("ordinal", "places"), [([1, 3], (0, 2)), ([4, 2], (3, 1)), ([1, -1], (0, 4)), ([1, 2, 3, 4, 5], (0, 1, 2, 3, 4))]
)
def test_numbers_are_compared_in_the_order_named(listed: Chat, ordinal: list[int], places: tuple[int, ...]) -> None:
    reply = listed.say("action_compare", "compare", ordinal=ordinal)
    assert reply.keys[0] == "compared"
    assert reply.product_ids == [shown(listed)[place] for place in places]


def test_without_numbers_the_first_three_are_compared(listed: Chat) -> None:
    assert listed.say("action_compare", "compare them").product_ids == shown(listed)[:3]


@pytest.mark.parametrize(
    ("ordinal", "key"),
    [
        ([7, 9], "no_such_number"),
        ([1, 9], "no_such_number"),
        ([2], "compare_what"),
        ([2, 2], "compare_what"),
        ([5, -1], "compare_what"),
    ],
)
def test_fewer_than_two_products_are_not_compared(listed: Chat, ordinal: list[int], key: str) -> None:
    """Asked to compare numbers that are not in the list, the assistant compared its first three."""
    assert listed.say("action_compare", "compare", ordinal=ordinal).keys == [key]


def test_one_named_is_compared_with_the_one_last_spoken_of(listed: Chat) -> None:
    # "The second may be better, compare" after the fourth was looked at: the assistant asked for two numbers.
    listed.say("action_select", "the fourth", "select_product", ordinal=[4])
    reply = listed.say("action_compare", "compare it with the second", ordinal=[2])
    assert reply.product_ids == [shown(listed)[3], shown(listed)[1]]


def test_of_a_list_of_two_both_are_compared_whichever_is_named(chat: Chat) -> None:
    # "The second and the last" of two are one: the answer was that the list has two products.
    chat.slots |= {"shown": ["h03", "h01"]}
    assert chat.say("action_compare", "the second and the last", ordinal=[2, -1]).product_ids == ["h03", "h01"]


@pytest.mark.parametrize(
    ("text", "entities"),
    [("compare all 40 of them", {"quantity": "40"}), (",".join(str(number) for number in range(1, 41)), {})],
)
def test_more_than_fit_are_the_first_five_and_it_is_said(listed: Chat, text: str, entities: dict[str, str]) -> None:
    # Of forty asked for, three were compared without a word.
    reply = listed.say("action_compare", text, **entities)
    assert reply.keys[:2] == ["compared_most", "compared"]
    assert reply.product_ids == shown(listed)


def test_it_after_a_comparison_is_the_one_recommended(chat: Chat) -> None:
    # "My pick is …" and "I take it": the assistant asked which one.
    chat.slots |= {"shown": ["h03", "h01"]}
    assert "verdict_overall" in chat.say("action_compare", "compare", ordinal=[1, 2]).keys
    reply = chat.say("action_add_to_cart", "I take it", "add_to_cart")
    assert "cart_added" in reply.keys
    assert chat.slots["focus"] == "h01"


def test_comparison_says_which_is_best_where_that_is_known(chat: Chat) -> None:
    chat.slots |= {"shown": ["h03", "h01", "h12"]}
    reply = chat.say("action_compare", "compare", ordinal=[1, 2])
    rows = {row["attribute"]: row for row in reply.payload["rows"]}
    assert reply.payload["type"] == "comparison"
    assert rows["price"]["best"] == 1
    assert rows["price"]["values"] == ["€59.90", "€19.90"]
    assert rows["rating"]["best"] == 0
    assert rows["landed_cost"]["best"] == 1
    assert rows["material"]["best"] is None
    assert rows["merchant"]["values"] == ["Nord Handel", "Nord Handel"]
    assert all(row["label"] for row in rows.values())
    assert reply.keys == ["compared", "verdict_cheapest", "verdict_rated", "verdict_overall"]


def test_unknown_values_are_null_and_beat_nobody(chat: Chat) -> None:
    chat.slots |= {"shown": ["h12", "h07", "t01"]}
    reply = chat.say("action_compare", "compare", ordinal=[1, 2, 3])
    rows = {row["attribute"]: row for row in reply.payload["rows"]}
    assert rows["rating"]["values"][0] is None
    assert rows["rating"]["best"] is None
    assert rows["landed_cost"]["values"][1:] == [None, None], "what is incomplete is no total"
    assert rows["landed_cost"]["best"] is None
    assert rows["weight"]["values"][2] is None
