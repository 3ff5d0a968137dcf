from typing import Any

import pytest

from actions.shop import Shop
from retrieval.events import Event
from tests.actions.chat import Chat, Reply
from tests.actions.small_shop import NOWHERE, PRODUCTS
from tests.retrieval.advice.shoppers import add_consented


@pytest.fixture
def listed(chat: Chat) -> Chat:
    """A conversation in which five headphones were shown."""
    chat.say("action_search", "headphones", category="headphones")
    return chat


def shown(chat: Chat) -> list[str]:
    ids: list[str] = chat.slots["shown"]
    return ids


def titles(reply: Reply) -> list[str]:
    return [button["title"] for button in reply.message["buttons"]]


# --- one of the list


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


# --- side by side


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


# --- recommendations


def test_newcomer_is_recommended_what_can_be_sent_there_with_variety(chat: Chat) -> None:
    reply = chat.say("action_recommend", "what do you recommend")
    assert reply.keys == ["recommended", "onboarding_whom"]
    categories = [card["category"] for card in reply.payload["products"]]
    assert len(reply.product_ids) == 5
    assert max(categories.count(category) for category in categories) <= 2
    assert not {"h09", "h10", "s05", "h13"} & set(reply.product_ids)


@pytest.mark.parametrize(
    ("entities", "expected"),
    [
        ({"category": "mug"}, {"m01", "m02", "m03", "m04"}),
        ({"category": "headphones", "color": "white"}, {"h02", "h08"}),
        ({"max_price": 8.2}, {"m04"}),
    ],
)
def test_recommendations_keep_to_what_was_asked_for(chat: Chat, entities: dict[str, Any], expected: set[str]) -> None:
    """A recommendation "under 11 euros" kept to the category alone and forgot price, colour and brand."""
    reply = chat.say("action_recommend", "recommend me something", **entities)
    assert set(reply.product_ids) <= expected
    assert reply.payload["total"] == len(expected)


def test_recommendation_says_what_it_had_to_give_up(chat: Chat) -> None:
    """A kind that is not sold was given up without a word."""
    reply = chat.say("action_recommend", "recommend me a drone", category="drone")
    assert reply.keys == ["relaxed_categories", "recommended"]


def test_what_a_shopper_does_changes_the_next_recommendation(chat: Chat) -> None:
    before = chat.say("action_recommend")
    chat.slots["shown"] = ["t02", "t03"]
    for ordinal in ([1], [2], [1]):
        chat.say("action_select", "", ordinal=ordinal)
    after = chat.say("action_recommend")
    assert before.keys == ["recommended", "onboarding_whom"]
    assert after.keys == ["recommended_from_taste"]
    assert after.payload["products"][0]["category"] == "tea"
    assert after.product_ids != before.product_ids
    assert "your_taste" in {reason["kind"] for reason in after.payload["products"][0]["reasons"]}


def test_what_shoppers_alike_like_is_recommended_with_its_reason(chat: Chat) -> None:
    shop = chat.shop
    for number in range(6):
        bought = [Event.now(f"user:{number}", "purchase", one, session_id="s") for one in ("m01", "m02", "p01")]
        add_consented(shop.store, bought)
    shop.record(*(Event.now("anon:s1", "purchase", one, session_id="s1") for one in ("m01", "m02")))
    reply = chat.say("action_recommend")
    (card,) = [card for card in reply.payload["products"] if card["product_id"] == "p01"]
    assert {"kind": "similar_shoppers", "text": "Liked by 6 shoppers with your taste"} in card["reasons"]


def test_bought_products_are_not_recommended_again(chat: Chat) -> None:
    chat.shop.record(*(Event.now("anon:s1", "purchase", f"m0{number}") for number in (1, 2, 3)))
    reply = chat.say("action_recommend", category="mug")
    assert reply.product_ids == ["m04"]


def test_shoppers_do_not_share_their_taste(shop: Shop) -> None:
    mine, theirs = Chat(shop, sender="me"), Chat(shop, sender="you")
    before = theirs.say("action_recommend").product_ids
    mine.slots["shown"] = ["t02"]
    mine.say("action_select", ordinal=[1])
    assert theirs.say("action_recommend").product_ids == before


def test_every_product_can_be_selected_explained_and_compared(chat: Chat) -> None:
    for one in PRODUCTS:
        chat.slots |= {"shown": [one.product_id, "h01"], "focus": None}
        for action in ("action_select", "action_similar", "action_explain", "action_landed_cost"):
            assert "apology" not in chat.say(action, ordinal=[1]).keys
        assert "apology" not in chat.say("action_compare", ordinal=[1, 2]).keys


def test_recommendations_can_be_narrowed_and_stay_recommendations(chat: Chat) -> None:
    """Once narrowed, the question "what do you recommend" was searched for as if it described a product."""
    chat.slots["shown"] = ["t02", "t03"]
    chat.say("action_select", ordinal=[1])
    first = chat.say("action_recommend", "what do you recommend")
    cheaper = chat.say("action_refine", "cheaper", refinement="cheaper")
    assert cheaper.keys == ["recommended"]
    highest = max(float(card["price"]["amount"]) for card in cheaper.payload["products"])
    assert highest < max(float(card["price"]["amount"]) for card in first.payload["products"])
    chat.say("action_recommend", "what do you recommend")
    assert chat.say("action_refine", "in white", color="white").keys[-1] == "found"


def test_further_words_make_a_search_of_recommendations(chat: Chat) -> None:
    chat.say("action_recommend", "what do you recommend")
    assert chat.say("action_refine", "Green tea of 茶乃").product_ids[0] == "t01"


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
