"""Questions and conversations that wait for a person, on SQLite and PostgreSQL."""

import json
from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy import Engine

from retrieval.database import create_engine_for
from retrieval.errors import StoreError
from retrieval.handoffs import Author, Handoffs
from retrieval.shopper_store import ShopperStore


@pytest.fixture(params=["sqlite", "postgres"])
def engine(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Engine]:
    is_file = request.param == "sqlite"
    url = f"sqlite:///{tmp_path}/shop.db" if is_file else str(request.getfixturevalue("postgres_url"))
    made = create_engine_for(url)
    yield made
    store, handoffs = ShopperStore(made), Handoffs(made)
    for waiting in handoffs.waiting():
        handoffs.close(waiting["handoff_id"], tells=False)
    for user_id in ("ann", "bob"):
        store.erase(user_id)
    made.dispose()


@pytest.fixture
def handoffs(engine: Engine) -> Handoffs:
    return Handoffs(engine)


def test_question_waits_until_it_is_closed(handoffs: Handoffs) -> None:
    first = handoffs.open("ann", "s1", "ja", "返品できますか。", {"shown": ["cup"]})
    second = handoffs.open(None, "s2", "en", "a\0b\ud800", {})
    assert [waiting["handoff_id"] for waiting in handoffs.waiting()] == [first, second]
    assert handoffs.waiting()[0]["summary"] == {"shown": ["cup"]}
    assert handoffs.waiting()[1]["question"] == "a\ufffdb?"
    json.dumps(handoffs.waiting())
    handoffs.close(first)
    assert [waiting["handoff_id"] for waiting in handoffs.waiting()] == [second]
    with pytest.raises(StoreError, match=f"number {first} waits"):
        handoffs.close(first)


def test_number_of_a_question_is_never_given_twice(handoffs: Handoffs, engine: Engine) -> None:
    first = handoffs.open("ann", "s1", "en", "why", {}, is_live=True)
    handoffs.hear(first, "hello?")
    assert ShopperStore(engine).erase("ann")["handoff_messages"] == 1
    assert handoffs.open("ann", "s1", "en", "why", {}) > first
    assert handoffs.standing("s1").live is None


def test_question_that_is_only_noted_leaves_the_conversation_to_the_assistant(handoffs: Handoffs) -> None:
    noted = handoffs.open("ann", "s1", "en", "why", {})
    assert handoffs.standing("s1").live is None
    handoffs.close(noted)
    assert handoffs.standing("s1").unsaid == ()


def test_conversation_is_the_persons_until_it_is_closed_and_then_the_shopper_is_told(handoffs: Handoffs) -> None:
    number = handoffs.open("ann", "s1", "th", "ขอคุยกับคน", {}, is_live=True)
    assert handoffs.standing("s1").live == number
    assert handoffs.standing("s2").live is None
    assert handoffs.waiting()[0]["live"]
    handoffs.close(number)
    (told,) = handoffs.standing("s1").unsaid
    assert handoffs.standing("s1").live is None
    assert told.author is Author.RETURNED


def test_shopper_who_goes_on_with_the_assistant_is_told_nothing(handoffs: Handoffs) -> None:
    handoffs.close(handoffs.open("ann", "s1", "en", "a person", {}, is_live=True), tells=False)
    assert handoffs.standing("s1").unsaid == ()


def test_what_both_say_is_kept_in_order_and_only_the_persons_words_wait_to_be_said(handoffs: Handoffs) -> None:
    number = handoffs.open("ann", "s1", "ar", "أريد شخصا", {}, is_live=True)
    handoffs.hear(number, "أين طلبي؟")
    handoffs.reply(number, "Gleich.")
    handoffs.reply(number, "Er ist unterwegs.")
    thread = handoffs.thread(number)
    assert [(one["author"], one["text"]) for one in thread["messages"]] == [
        ("shopper", "أين طلبي؟"),
        ("agent", "Gleich."),
        ("agent", "Er ist unterwegs."),
    ]
    json.dumps(thread)
    unsaid = handoffs.standing("s1").unsaid
    assert [message.text for message in unsaid] == ["Gleich.", "Er ist unterwegs."]
    handoffs.note_said([unsaid[0].message_id])
    assert [message.text for message in handoffs.standing("s1").unsaid] == ["Er ist unterwegs."]


def test_second_hand_over_of_a_conversation_takes_the_place_of_the_first(handoffs: Handoffs) -> None:
    handoffs.open("ann", "s1", "en", "a person", {}, is_live=True)
    second = handoffs.open("ann", "s1", "en", "a person", {}, is_live=True)
    assert handoffs.standing("s1").live == second


def test_number_that_nothing_has_is_an_error(handoffs: Handoffs) -> None:
    for call in (handoffs.thread, handoffs.close, lambda number: handoffs.reply(number, "x")):
        with pytest.raises(StoreError, match="999999"):
            call(999_999)


@pytest.mark.parametrize("session_id", ["", "a\nb", "\ud800", "a" * 201])
def test_session_that_cannot_be_is_refused(handoffs: Handoffs, session_id: str) -> None:
    with pytest.raises(StoreError, match="session_id"):
        handoffs.open(None, session_id, "en", "why", {})
    assert handoffs.waiting() == []
