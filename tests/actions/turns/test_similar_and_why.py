"""Products like another, and why a product is in the list."""

from tests.actions.chat import Chat
from tests.actions.small_shop import NOWHERE
from tests.actions.turns.shown_lists import shown

# --- more like it


def test_similar_products_are_of_the_same_kind_without_the_product_itself(listed: Chat) -> None:
    product_id = shown(listed)[1]
    reply = listed.say("action_similar", "more like the second", ordinal=[2])
    assert reply.keys == ["similar"]
    assert product_id not in reply.product_ids
    assert {card["category"] for card in reply.payload["products"]} == {"headphones"}


def test_similar_products_can_be_paged_and_refined(listed: Chat) -> None:
    first = listed.say("action_similar", "more like the first", ordinal=[1])
    second = listed.say("action_show_more")
    assert second.product_ids
    assert not set(second.product_ids) & set(first.product_ids)
    cheaper = listed.say("action_refine", "cheaper", refinement="cheaper")
    assert cheaper.product_ids


def test_similar_ones_that_nobody_sends_there_are_not_announced(chat: Chat) -> None:
    """Where nothing could be sent to the shopper, an empty list was announced as similar."""
    chat.slots |= {"shown": ["h01"]}
    chat.metadata = {"country": NOWHERE}
    assert chat.say("action_similar", ordinal=[1]).keys == ["found_nothing"]


# --- why it is there


def test_explanation_gives_the_reasons_on_the_card(listed: Chat) -> None:
    cards = listed.say("action_search", "", category="headphones", color="black").payload["products"]
    for number, card in enumerate(cards, start=1):
        reply = listed.say("action_explain", "why?", ordinal=[number])
        said = [line["values"]["reason"]["value"] for line in reply.message["lines"][1:]]
        assert reply.keys[0] == "explained"
        assert said == [reason["text"] for reason in card["reasons"]]


def test_explanation_is_about_the_first_where_none_is_named(listed: Chat) -> None:
    listed.say("action_explain", "why?")
    assert listed.slots["focus"] == shown(listed)[0]


def test_product_without_a_reason_came_closest(chat: Chat) -> None:
    chat.slots |= {"shown": ["h02"]}
    assert chat.say("action_explain", "why?").keys == ["explained_nothing"]
