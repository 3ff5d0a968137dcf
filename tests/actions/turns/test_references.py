"""Products of the list shown, by what they look like: "the red one", "the cheaper one", "both"."""

from collections.abc import Iterator
from itertools import count
from typing import Any

import pytest

from actions.payloads.comparison import MOST_COMPARED
from actions.shop import Shop
from tests.actions.chat import Chat, Reply
from tests.actions.small_shop import build_shop

_SENDERS = count()
SHOWN = ["h01", "h02", "h06", "h03", "h05"]
"""Black, white, red, black, wooden; 19.90, 39.90, 4900 yen, 59.90 and best rated, 149 euros."""


@pytest.fixture(scope="module")
def shared(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Shop]:
    """A shop that the conversations of this module share."""
    shop = build_shop(tmp_path_factory.mktemp("references"))
    yield shop
    shop.store.close()


def listed(shop: Shop, language: str = "en") -> Chat:
    """Return a conversation in which five headphones stand in a known order."""
    chat = Chat(shop, language, sender=f"ref{next(_SENDERS)}")
    chat.say("action_search", "headphones", category="headphones")
    chat.slots |= {"shown": list(SHOWN)}
    return chat


@pytest.fixture
def chat(shared: Shop) -> Chat:
    return listed(shared)


def select(chat: Chat, text: str = "", **entities: Any) -> Reply:
    return chat.say("action_select", text, "select_product", **entities)


@pytest.mark.parametrize(
    ("language", "text", "entities", "expected"),
    [
        ("en", "the red one", {"color": "red"}, "h06"),
        ("de", "den roten", {"color": "red"}, "h06"),
        ("zh-Hans", "红色的那个", {"color": "red"}, "h06"),
        ("ar", "الأحمر", {"color": "red"}, "h06"),
        ("th", "อันสีแดง", {"color": "red"}, "h06"),
        ("tr", "kırmızı olan", {"color": "red"}, "h06"),
        ("en", "the wooden one", {"material": "wood"}, "h05"),
        ("en", "the Otoha", {"brand": "OTOHA"}, "h06"),
        ("en", "the cheapest one", {"refinement": "cheapest_first"}, "h01"),
        ("tr", "daha ucuz olan", {"refinement": "cheaper"}, "h01"),
        ("zh-Hans", "最贵的那个", {"refinement": "dearest_first"}, "h05"),
        ("ar", "الأعلى تقييما", {"refinement": "better_rated"}, "h03"),
        ("th", "อันใหม่ล่าสุด", {"refinement": "newer"}, "h06"),
        ("en", "the cheaper black one", {"refinement": "cheaper", "color": "black"}, "h01"),
        ("en", "the black one of Klang", {"color": "black", "brand": "Klang"}, "h03"),
    ],
)
def test_description_selects_the_one_that_it_fits(
    shared: Shop, language: str, text: str, entities: dict[str, Any], expected: str
) -> None:
    chat = listed(shared, language)
    reply = select(chat, text, **entities)
    assert reply.product_ids == [expected]
    assert chat.slots["focus"] == expected


def test_description_that_several_fit_is_asked_about_with_a_button_for_each(chat: Chat) -> None:
    reply = select(chat, "the black one", color="black")
    assert reply.keys == ["which_of_these"]
    assert [button["payload"] for button in reply.message["buttons"]] == ["Number 1", "Number 4", "Number 5"]
    assert all(0 < len(button["title"]) <= 24 for button in reply.message["buttons"])
    assert chat.slots["shown"] == SHOWN, "the list stays in hand"


def test_description_that_nothing_shown_fits_is_searched_for(chat: Chat) -> None:
    reply = select(chat, "the blue one", color="blue")
    assert reply.product_ids == ["h04"]
    assert reply.payload["applied"]["category"] == "headphones"


def test_kind_that_is_not_in_the_list_is_searched_for(chat: Chat) -> None:
    assert select(chat, "the tea", category="tea").payload["applied"]["category"] == "tea"


def test_description_without_a_list_is_searched_for(shared: Shop) -> None:
    chat = Chat(shared, sender=f"ref{next(_SENDERS)}")
    assert select(chat, "the red one", color="red").product_ids


@pytest.mark.parametrize(
    ("action", "intent"), [("action_landed_cost", "ask_landed_cost"), ("action_similar", "similar_products")]
)
def test_questions_about_a_product_go_by_its_description(chat: Chat, action: str, intent: str) -> None:
    reply = chat.say(action, "… the red one", intent, color="red")
    about = reply.payload.get("product_id") or chat.slots["search_state"]["about"]
    assert about == "h06"


def test_answer_to_which_one_is_taken_up_by_the_question(chat: Chat) -> None:
    asked = chat.say("action_landed_cost", "what does the black one cost to my door", "ask_landed_cost", color="black")
    assert asked.keys == ["which_of_these"]
    reply = select(chat, "Number 4", ordinal=[4])
    assert reply.payload["type"] == "landed_cost"
    assert reply.payload["product_id"] == "h03"
    assert chat.slots["pending"] is None


def test_cost_of_nothing_in_particular_is_told_once_the_product_is_named(chat: Chat) -> None:
    assert chat.say("action_landed_cost", "the total please", "ask_landed_cost").keys == ["landed_cost_of_what"]
    reply = chat.say("action_search", "the red one", "search_product", color="red")
    assert (reply.payload["type"], reply.payload["product_id"]) == ("landed_cost", "h06")


def test_cost_is_told_once_the_country_is_named(shared: Shop) -> None:
    chat = Chat(shared, metadata={}, sender=f"ref{next(_SENDERS)}")
    chat.say("action_search", "", category="headphones")
    first = chat.slots["shown"][0]
    assert chat.say("action_landed_cost", "the first", "ask_landed_cost", ordinal=[1]).keys == ["ask_destination"]
    reply = chat.say("action_set_destination", "Germany", "set_destination", country="DE")
    assert (reply.payload["type"], reply.payload["product_id"]) == ("landed_cost", first)
    assert chat.slots["destination"] == "DE"


def test_another_topic_closes_the_question(chat: Chat) -> None:
    chat.say("action_landed_cost", "", "ask_landed_cost")
    assert chat.say("action_set_currency", "in yen", "set_currency", currency="JPY").payload["type"] == "products"
    assert select(chat, "the second", ordinal=[2]).payload["type"] == "products"


def test_several_numbers_select_several(chat: Chat) -> None:
    reply = select(chat, "the second and the last", ordinal=[2, -1])
    assert reply.product_ids == ["h02", "h05"]
    assert reply.keys.count("selected") == 2
    assert chat.slots["spoken_of"] == ["h02", "h05"]


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("en", "both"),
        ("de", "beide"),
        ("zh-Hans", "两个都要"),
        ("ar", "كلاهما"),
        ("th", "ทั้งสองอัน"),
        ("tr", "ikisi de"),
    ],
)
def test_both_are_the_two_that_were_compared(shared: Shop, language: str, text: str) -> None:
    chat = listed(shared, language)
    chat.say("action_compare", "1 / 3", "compare_products", ordinal=[1, 3])
    assert select(chat, text, reference="both").product_ids == ["h01", "h06"]


def test_cheaper_one_is_of_the_two_that_were_compared_and_the_other_one_is_the_other(chat: Chat) -> None:
    chat.say("action_compare", "compare 4 and 5", "compare_products", ordinal=[4, 5])
    assert select(chat, "the cheaper one", refinement="cheaper").product_ids == ["h03"]
    assert select(chat, "and the other one", reference="other").product_ids == ["h05"]
    assert select(chat, "both", reference="both").product_ids == ["h03", "h05"]


@pytest.mark.parametrize("action", ["action_refine", "action_search", "action_out_of_scope"])
@pytest.mark.parametrize(("reference", "expected"), [("cheaper", ["h03"]), ("both", ["h03", "h05"])])
def test_pointing_is_understood_whatever_the_message_is_taken_for(
    chat: Chat, action: str, reference: str, expected: list[str]
) -> None:
    """ "The cheaper one" after a comparison was taken for a wish for cheaper products."""
    chat.say("action_compare", "", "compare_products", ordinal=[4, 5])
    assert chat.say(action, "the cheaper one", reference=reference).product_ids == expected


def test_both_of_more_than_two_is_asked_about(chat: Chat) -> None:
    reply = select(chat, "both", reference="both")
    assert reply.keys == ["which_of_these"]
    assert len(reply.message["buttons"]) == len(SHOWN)


def test_cheaper_one_of_those_compared_is_shown_even_where_it_reads_as_a_comparison(chat: Chat) -> None:
    """The same two were compared again, and the next "put it into the cart" asked which one was meant."""
    chat.say("action_search", "headphones", category="headphones")
    compared = chat.say("action_compare", "compare 1 and 2", ordinal=[1, 2]).payload["products"]
    prices = {card["product_id"]: float(card["price"]["amount"]) for card in compared}
    chosen = chat.say("action_compare", "the cheaper of the two", reference="cheaper").payload
    assert [card["product_id"] for card in chosen["products"]] == [min(prices, key=lambda one: prices[one])]


def test_these_two_of_more_are_the_first_two_to_compare(chat: Chat) -> None:
    reply = chat.say("action_compare", "compare these two", "compare_products", reference="both")
    assert [card["product_id"] for card in reply.payload["products"]] == SHOWN[:2]


def test_buttons_with_titles_cut_short_leave_no_mark_of_direction_open(shared: Shop) -> None:
    chat = listed(shared, "ar")
    for button in select(chat, "كلاهما", reference="both").message["buttons"]:
        assert button["title"].count("\u2068") == button["title"].count("\u2069") <= 1


def test_new_list_forgets_what_was_compared(chat: Chat) -> None:
    chat.say("action_compare", "", "compare_products", ordinal=[4, 5])
    chat.say("action_search", "", category="perfume")
    assert chat.slots["spoken_of"] is None


# --- side by side


def test_numbers_beyond_the_list_are_said_and_the_others_compared(chat: Chat) -> None:
    reply = chat.say("action_compare", "compare 1, 2 and 9", "compare_products", ordinal=[1, 2, 9])
    assert reply.keys[:2] == ["list_is_shorter", "compared"]
    assert reply.values("list_is_shorter")["n"]["value"] == len(SHOWN)
    assert [card["product_id"] for card in reply.payload["products"]] == ["h01", "h02"]


def test_forty_products_are_too_many_to_compare_and_it_is_said(chat: Chat) -> None:
    chat.slots |= {"shown": [f"h{number:02}" for number in range(1, 13)]}
    reply = chat.say("action_compare", "compare all 40", "compare_products", ordinal=list(range(1, 41)))
    assert reply.keys[:3] == ["list_is_shorter", "compared_most", "compared"]
    assert len(reply.payload["products"]) == MOST_COMPARED
    assert len(chat.slots["spoken_of"]) == MOST_COMPARED


def test_all_of_them_are_compared(chat: Chat) -> None:
    reply = chat.say("action_compare", "compare all of them", "compare_products", reference="all")
    assert [card["product_id"] for card in reply.payload["products"]] == SHOWN


def test_verdict_names_the_one_that_is_best_in_most_and_why(chat: Chat) -> None:
    reply = chat.say("action_compare", "compare 1 and 2", "compare_products", ordinal=[1, 2])
    assert reply.keys == ["compared", "verdict_cheapest", "verdict_overall"]
    assert "“Headphones One”" in reply.text.splitlines()[-1]
    assert "lowest price and lowest cost to your door" in reply.text


def test_verdict_takes_no_side_where_each_is_best_in_something(chat: Chat) -> None:
    chat.metadata = {"currency": "EUR"}
    reply = chat.say("action_compare", "compare 1 and 4", "compare_products", ordinal=[1, 4])
    assert reply.keys == ["compared", "verdict_cheapest", "verdict_rated"]


def test_least_cost_to_the_door_is_named_where_that_is_another_one(chat: Chat) -> None:
    """The red ones are cheaper than those of Nordton, until shipping from Japan and import VAT come on top."""
    chat.metadata = {"country": "AT", "currency": "EUR"}
    chat.slots |= {"shown": ["h02", "h06"]}
    reply = chat.say("action_compare", "compare 1 and 2", "compare_products", ordinal=[1, 2])
    costs = [card["landed_cost"]["complete"] for card in reply.payload["products"]]
    assert ("verdict_door" in reply.keys) is all(costs)
