"""Searches in mistyped words: what is put right, proposed, or left as typed."""

from dataclasses import dataclass, replace

from actions.talk.search_state import SearchState
from retrieval.asking import WordedSearch
from tests.actions.chat import Chat


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
