"""Back, start over and earlier lists: what was shown comes again, and the history stays small."""

import json
from collections.abc import Iterator
from decimal import Decimal
from itertools import count
from typing import Any

import pytest

from actions.shop import Shop
from actions.talk.list_history import MOST_LISTS, Chosen, ListHistory
from actions.talk.search_state import SearchState
from retrieval.filters import Filters
from tests.actions.chat import Chat, Reply
from tests.actions.small_shop import build_shop

_SENDERS = count()


@pytest.fixture(scope="module")
def shared(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Shop]:
    """A shop that the conversations of this module share."""
    shop = build_shop(tmp_path_factory.mktemp("going_back"))
    yield shop
    shop.store.close()


@pytest.fixture
def chat(shared: Shop) -> Chat:
    return Chat(shared, sender=f"back{next(_SENDERS)}")


def back(chat: Chat, text: str = "back", **entities: Any) -> Reply:
    return chat.say("action_go_back", text, "go_back", **entities)


def headphones(chat: Chat) -> Reply:
    return chat.say("action_search", "headphones", category="headphones")


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("en", "undo that"),
        ("de", "zurück"),
        ("zh-Hans", "返回上一步"),
        ("ar", "ارجع"),
        ("th", "ย้อนกลับ"),
        ("tr", "geri al"),
    ],
)
def test_back_shows_the_list_before_the_refinement(shared: Shop, language: str, text: str) -> None:
    chat = Chat(shared, language, sender=f"back-{language}")
    first = headphones(chat)
    chat.say("action_refine", "", color="white")
    reply = back(chat, text)
    assert reply.keys == ["list_again_of"]
    assert reply.product_ids == first.product_ids
    assert "color" not in reply.payload["applied"]
    assert reply.payload["total"] == first.payload["total"]
    assert chat.slots["shown"] == first.product_ids
    assert chat.slots["history"] == []


def test_back_goes_step_by_step_to_the_first_list_and_then_says_so(chat: Chat) -> None:
    lists = [
        headphones(chat),
        chat.say("action_refine", "", color="black"),
        chat.say("action_search", "", category="tea"),
    ]
    assert back(chat).product_ids == lists[1].product_ids
    assert back(chat).product_ids == lists[0].product_ids
    reply = back(chat)
    assert reply.keys == ["no_earlier_list"]
    assert reply.product_ids == lists[0].product_ids, "the list in hand stays in hand"


def test_back_after_a_second_page_shows_the_first(chat: Chat) -> None:
    first = headphones(chat)
    second = chat.say("action_show_more")
    reply = back(chat)
    assert reply.keys == ["page_before"]
    assert (reply.product_ids, reply.payload["page"]) == (first.product_ids, 1)
    assert chat.say("action_show_more").product_ids == second.product_ids


def test_earlier_list_comes_back_with_the_page_it_was_left_at_and_goes_on_behind_it(chat: Chat) -> None:
    first = headphones(chat)
    second = chat.say("action_show_more")
    chat.say("action_search", "", category="tea")
    reply = back(chat)
    assert (reply.product_ids, reply.payload["page"]) == (second.product_ids, 2)
    seen = [*first.product_ids, *second.product_ids]
    while (more := chat.say("action_show_more")).payload:
        seen += more.product_ids
    assert len(seen) == len(set(seen)) == first.payload["total"]


def test_back_in_an_empty_conversation_says_that_there_is_nothing(chat: Chat) -> None:
    reply = back(chat)
    assert reply.keys == ["no_earlier_list"]
    assert reply.payload == {}
    assert reply.message["buttons"]


@pytest.mark.parametrize(
    ("entities", "category"),
    [({"category": "headphones"}, "headphones"), ({"ordinal": [1]}, "headphones"), ({"ordinal": [-1]}, "tea")],
)
def test_earlier_list_is_found_by_kind_and_by_place(chat: Chat, entities: dict[str, Any], category: str) -> None:
    headphones(chat)
    chat.say("action_search", "", category="tea")
    chat.say("action_search", "", category="mug")
    reply = back(chat, "the … again", **entities)
    assert reply.payload["applied"]["category"] == category
    assert back(chat).payload["applied"]["category"] == "mug", "the list that was in hand is the one before now"


def test_earlier_list_is_told_from_another_of_its_kind_by_its_colour(chat: Chat) -> None:
    chat.say("action_search", "", category="headphones", color="red")
    chat.say("action_search", "", category="headphones", color="white")
    chat.say("action_search", "", category="tea")
    assert back(chat, "", category="headphones", color="red").payload["applied"]["color"] == "red"


def test_list_that_never_was_is_searched_for(chat: Chat) -> None:
    headphones(chat)
    reply = back(chat, "the mugs again", category="mug")
    assert reply.payload["applied"]["category"] == "mug"
    assert back(chat).payload["applied"]["category"] == "headphones"


@pytest.mark.parametrize("place", [[5], [-4], [0]])
def test_list_beyond_the_first_is_said_not_to_be(chat: Chat, place: list[int]) -> None:
    headphones(chat)
    chat.say("action_search", "", category="tea")
    reply = back(chat, "the fifth list", ordinal=place)
    assert reply.keys == ["no_earlier_list"]
    assert reply.payload["applied"]["category"] == "tea"


def test_change_of_currency_is_taken_back(chat: Chat) -> None:
    headphones(chat)
    chat.say("action_set_currency", "in yen", "set_currency", currency="JPY")
    reply = back(chat)
    assert {card["price"]["currency"] for card in reply.payload["products"]} == {"EUR"}
    assert chat.slots["currency"] is None


def test_change_of_destination_is_taken_back(chat: Chat) -> None:
    headphones(chat)
    chat.say("action_set_destination", "ship to Japan", "set_destination", country="JP")
    reply = back(chat)
    assert reply.payload["applied"]["country"] == "DE"
    assert chat.slots["destination"] is None


def test_change_of_language_is_taken_back(chat: Chat) -> None:
    headphones(chat)
    chat.say("action_set_language", "speak German", "set_language", language="de")
    reply = back(chat)
    assert (reply.message["language"], chat.slots["language"]) == ("en", None)


def test_currency_chosen_since_holds_for_an_earlier_list(chat: Chat) -> None:
    headphones(chat)
    chat.say("action_search", "", category="tea")
    chat.say("action_set_currency", "in yen", "set_currency", currency="JPY")
    reply = back(chat, "the headphones again", category="headphones")
    assert {card["price"]["currency"] for card in reply.payload["products"]} == {"JPY"}


def test_product_no_longer_sold_is_left_out_of_a_list_shown_again(chat: Chat) -> None:
    first = headphones(chat)
    chat.say("action_search", "", category="tea")
    chat.slots["history"][0]["state"]["ranked"] = ["gone", *first.product_ids[1:]]
    assert back(chat).product_ids == first.product_ids[1:]


def test_list_of_which_nothing_is_left_is_searched_for_again(chat: Chat) -> None:
    first = headphones(chat)
    chat.say("action_search", "", category="tea")
    chat.slots["history"][0]["state"]["ranked"] = ["gone"]
    assert set(back(chat).product_ids) == set(first.product_ids)


def test_gift_ideas_come_back_with_their_wish(chat: Chat) -> None:
    chat.say("action_gift", "a gift for my mother", "gift_advice", recipient="mother", max_price=50)
    headphones(chat)
    back(chat)
    reply = chat.say("action_refine", "for her birthday", "refine_search", occasion="birthday")
    assert "mother, birthday" in reply.text


# --- start over


def test_start_over_forgets_the_list_but_not_the_country(chat: Chat) -> None:
    headphones(chat)
    chat.say("action_set_destination", "ship to Austria", "set_destination", country="AT")
    reply = chat.say("action_start_over", "start again", "start_over")
    assert reply.keys == ["started_over"]
    assert chat.slots["search_state"] is None
    assert chat.slots["destination"] == "AT"
    blue = chat.say("action_refine", "in blue", color="blue")
    assert "category" not in blue.payload["applied"]


def test_start_over_can_be_taken_back(chat: Chat) -> None:
    first = headphones(chat)
    reply = chat.say("action_start_over", "start again", "start_over")
    assert "Back to the previous list" in [button["payload"] for button in reply.message["buttons"]]
    assert back(chat).product_ids == first.product_ids


def test_start_over_with_something_new_searches_for_it(chat: Chat) -> None:
    chat.say("action_search", "", category="headphones", color="red")
    reply = chat.say("action_start_over", "new search: tea", "start_over", category="tea")
    assert reply.payload["applied"]["category"] == "tea"
    assert back(chat).payload["applied"]["category"] == "headphones"


# --- coming back


@pytest.mark.parametrize("language", ["en", "de", "zh-Hans", "ar", "th", "tr"])
def test_greeting_after_a_day_shows_where_the_shopper_was(shared: Shop, language: str) -> None:
    chat = Chat(shared, language, sender=f"day-{language}")
    first = headphones(chat)
    tracker = chat.tracker("hello", "greet")
    said = {"event": "user", "text": "headphones"}
    tracker["events"] = [said, {"event": "session_started"}, {"event": "user", "text": "hello"}]
    reply = chat.take("action_greet", tracker)
    assert reply.keys == ["hello_again"]
    assert reply.product_ids == first.product_ids


def test_greeting_in_the_middle_of_a_session_shows_nothing(chat: Chat) -> None:
    headphones(chat)
    tracker = chat.tracker("hello", "greet")
    tracker["events"] = [{"event": "session_started"}, {"event": "user"}, {"event": "user"}]
    assert chat.take("action_greet", tracker).keys == ["hello"]


def test_greeting_says_that_it_is_an_ai_to_who_comes_back(chat: Chat) -> None:
    headphones(chat)
    assert "AI" in chat.say("action_greet", "hi", "greet").text


# --- what is kept


def test_history_survives_the_slot() -> None:
    filters = Filters(categories=("tea",), max_price=Decimal("7.5"), currency="EUR")
    state = SearchState("search", "q", "tea", "en", filters, ("a", "b", "c"), n_shown=2, total=9)
    history = ListHistory().with_list(state, ("a", "b"), Chosen("de", "JP", "USD"))
    (past,) = history.lists
    assert ListHistory.from_slot(json.loads(json.dumps(history.as_slot()))) == history
    assert (past.state.ranked, past.state.n_shown, past.state.n_before) == (("a", "b"), 2, 0)


@pytest.mark.parametrize("value", [None, 3, "x", {}, [None], [{}], [{"state": {}, "chosen": []}], [{"state": 3}]])
def test_slot_of_another_form_is_no_history(value: Any) -> None:
    assert ListHistory.from_slot(value) == ListHistory()


def _turn(chat: Chat, number: int) -> Reply:
    """Take one of the turns of a long conversation."""
    match number % 7:
        case 0:
            return chat.say("action_search", f"headphones {number}", category="headphones")
        case 1:
            return chat.say("action_show_more")
        case 2:
            return chat.say("action_refine", f"word{number}", color="black")
        case 3:
            return chat.say("action_select", "the first", "select_product", ordinal=[1])
        case 4:
            return chat.say("action_gift", f"a gift {number}", "gift_advice", recipient="mother")
        case 5:
            return chat.say("action_compare", "compare 1 and 2", "compare_products", ordinal=[1, 2])
        case _:
            return chat.say("action_search", f"tea {number}", category="tea")


def test_two_hundred_turns_do_not_grow_what_is_kept(chat: Chat) -> None:
    sizes = []
    for number in range(200):
        reply = _turn(chat, number)
        sizes.append(len(json.dumps(chat.slots)))
        assert "apology" not in reply.keys
    assert len(chat.slots["history"]) == MOST_LISTS
    assert max(sizes[-21:]) < 1.25 * max(sizes[21:42])
    assert max(sizes) < 20_000
