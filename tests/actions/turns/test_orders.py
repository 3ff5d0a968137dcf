"""Turns about orders: only for who has proven who they are, only about their own, only what the records hold."""

import uuid
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from typing import Any

import jwt
import pytest

from actions.shop import Shop
from retrieval.commerce.order import Order, OrderLine, OrderState
from retrieval.pricing.money import Money
from tests.actions.chat import Chat, Reply
from tests.actions.payloads.test_cards import check
from tests.actions.small_shop import SECRET, TODAY, build_shop

NOON = datetime(TODAY.year, TODAY.month, TODAY.day, 12, tzinfo=UTC)


@pytest.fixture(scope="module")
def shop(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Shop]:
    """One small shop for all tests of this module."""
    built = build_shop(tmp_path_factory.mktemp("shop"))
    yield built
    built.store.close()


@pytest.fixture
def chat(shop: Shop) -> Chat:
    """A shopper of their own for each test, signed in."""
    name = uuid.uuid4().hex
    token = jwt.encode({"sub": name, "exp": 4_000_000_000}, SECRET, algorithm="HS256")
    return Chat(shop, sender=name, metadata={"country": "DE", "currency": "EUR", "identity_token": token})


def order(chat: Chat, state: str, days_ago: int = 3, country: str = "DE", owner: str = "") -> str:
    """Keep an order that was delivered some days ago, if it was, and return its number."""
    at = NOON - timedelta(days=days_ago)
    is_there = state in {"delivered", "return_requested", "returned"}
    kept = Order(
        order_id=f"CA-{uuid.uuid4().int % 10**7:07d}",
        state=OrderState(state),
        placed_at=at - timedelta(days=5),
        shipped_at=at - timedelta(days=2) if state == "shipped" or is_there else None,
        delivered_at=at if is_there else None,
        country=country,
        lines=(OrderLine("m01", "Becher Weiß", 2, "", Money(Decimal("25.80"), "EUR")),),
        total=Money(Decimal("36.53"), "EUR"),
        is_complete=True,
        tracking_url="https://parcels.example/1" if state == "shipped" else "",
    )
    chat.shop.commerce.till.orders.keep(owner or f"user:{chat.sender}", kept)
    return kept.order_id


def status(chat: Chat, **entities: Any) -> Reply:
    return chat.say("action_order_status", "where is my order?", "order_status", **entities)


def cancel(chat: Chat, **entities: Any) -> Reply:
    return chat.say("action_cancel_order", "cancel my order", "cancel_order", **entities)


def send_back(chat: Chat, **entities: Any) -> Reply:
    return chat.say("action_return_order", "I want to return it", "return_order", **entities)


def state_of(chat: Chat, number: str) -> str:
    found = chat.shop.commerce.orders.order(f"user:{chat.sender}", number)
    assert found
    return found.state


# --- whose orders


@pytest.mark.parametrize("turn", [status, cancel, send_back])
def test_nobody_hears_of_orders_before_they_prove_who_they_are(chat: Chat, turn: Any) -> None:
    number = order(chat, "placed", owner=f"anon:{chat.sender}")
    del chat.metadata["identity_token"]
    for reply in (turn(chat), turn(chat, order_id=number)):
        assert reply.keys == ["order_identity"]
        assert number not in reply.text
        assert not reply.payload
        assert reply.message["buttons"]


@pytest.mark.parametrize("turn", [status, cancel, send_back])
def test_somebody_elses_order_is_as_one_that_does_not_exist(chat: Chat, turn: Any) -> None:
    theirs = order(chat, "placed", owner="user:somebody-else")
    strange, missing = turn(chat, order_id=theirs), turn(chat, order_id="CA-999")
    assert strange.keys == missing.keys == ["order_unknown"]
    assert strange.text.replace(theirs, "") == missing.text.replace("CA-999", "")
    assert chat.shop.commerce.orders.order("user:somebody-else", theirs).state == "placed"


def test_who_has_no_orders_is_told_so(chat: Chat) -> None:
    assert status(chat).keys == cancel(chat).keys == send_back(chat).keys == ["order_none"]


# --- where it stands


@pytest.mark.parametrize(
    ("state", "keys"),
    [
        ("placed", ["order_placed"]),
        ("paid", ["order_paid"]),
        ("shipped", ["order_shipped", "order_shipped_on", "order_tracking"]),
        ("delivered", ["order_delivered", "order_delivered_on"]),
        ("cancelled", ["order_cancelled"]),
        ("return_requested", ["order_return_requested", "order_delivered_on"]),
        ("returned", ["order_returned", "order_delivered_on"]),
    ],
)
def test_state_is_said_with_the_days_on_record(chat: Chat, state: str, keys: list[str]) -> None:
    number = order(chat, state)
    reply = status(chat)
    assert reply.keys == keys
    assert number in reply.text
    check(reply.payload, "Orders")
    (shown,) = reply.payload["orders"]
    assert (shown["state"], shown["total"]) == (state, {"amount": "36.53", "currency": "EUR"})


@pytest.mark.parametrize("typed", ["{}", "#{}", "{} "])
def test_number_is_understood_as_typed(chat: Chat, typed: str) -> None:
    number = order(chat, "paid")
    assert status(chat, order_id=typed.format(number.lower())).keys == ["order_paid"]


def test_order_on_its_way_comes_before_a_later_one_that_is_done(chat: Chat) -> None:
    moving, done = order(chat, "shipped", days_ago=9), order(chat, "cancelled", days_ago=1)
    shown = [one["order_id"] for one in status(chat).payload["orders"]]
    assert shown == [moving, done]


# --- stopping it


def test_order_named_is_cancelled_before_it_leaves(chat: Chat) -> None:
    number = order(chat, "paid")
    assert cancel(chat, order_id=number).keys == ["order_cancelled_now"]
    assert state_of(chat, number) == "cancelled"


def test_without_a_number_nothing_is_cancelled_but_asked(chat: Chat) -> None:
    number = order(chat, "placed")
    reply = cancel(chat)
    assert reply.keys == ["order_cancel_which"]
    (button,) = reply.message["buttons"]
    assert button == {"title": f"Cancel {number}", "payload": f"Cancel order {number}"}
    assert state_of(chat, number) == "placed"


def test_unsure_intent_cancels_nothing(chat: Chat) -> None:
    number = order(chat, "placed")
    tracker = chat.tracker("cancel?", "cancel_order", [{"entity": "order_id", "value": number}])
    tracker["latest_message"]["intent"]["confidence"] = 0.3
    assert chat.take("action_cancel_order", tracker).keys == ["order_cancel_which"]
    assert state_of(chat, number) == "placed"


@pytest.mark.parametrize("state", ["shipped", "delivered", "cancelled"])
def test_order_that_left_is_not_cancelled(chat: Chat, state: str) -> None:
    number = order(chat, state)
    assert cancel(chat, order_id=number).keys[:2] == ["order_too_late", f"order_{state}"]
    assert state_of(chat, number) == state


# --- sending it back


@pytest.mark.parametrize(
    ("country", "days_ago", "key"),
    [
        ("DE", 14, "order_return_noted"),
        ("DE", 15, "order_return_over"),
        ("GB", 14, "order_return_noted"),
        ("CN", 7, "order_return_noted"),
        ("CN", 8, "order_return_over"),
        ("CH", 1, "order_return_no_right"),
        ("US", 1, "order_return_unknown"),
        ("JP", 1, "order_return_unknown"),
    ],
)
def test_return_goes_by_the_law_of_the_country_that_it_went_to(
    chat: Chat, country: str, days_ago: int, key: str
) -> None:
    number = order(chat, "delivered", days_ago, country)
    reply = send_back(chat, order_id=number)
    assert reply.keys[0] == key
    is_noted = key == "order_return_noted"
    assert state_of(chat, number) == ("return_requested" if is_noted else "delivered")
    assert bool(reply.payload.get("sources")) == (key in {"order_return_noted", "order_return_over"})
    assert (reply.payload["type"] == "handoff") == (key in {"order_return_no_right", "order_return_unknown"})


def test_noted_return_says_until_when_and_what_is_excepted(chat: Chat) -> None:
    reply = send_back(chat, order_id=order(chat, "delivered", 4))
    assert reply.keys == [
        "order_return_noted", "order_return_until", "rights_postage_buyer_if_told", "rights_exceptions",
        "rights_import_any_return_within",
    ]  # fmt: skip
    assert "14 days" in reply.text
    assert "December 2, 2026" in reply.text
    check(reply.payload, "Orders")


def test_return_where_the_exceptions_are_not_on_record_says_that_they_are_not_known(chat: Chat) -> None:
    reply = send_back(chat, order_id=order(chat, "delivered", 4, "TH"))
    assert reply.keys == ["order_return_noted", "order_return_until", "rights_unknown"]
    assert "goods that are excepted" in reply.text


def test_delivery_without_a_day_on_record_is_for_a_person(chat: Chat) -> None:
    from dataclasses import replace

    orders, owner = chat.shop.commerce.till.orders, f"user:{chat.sender}"
    kept = chat.shop.commerce.orders.order(owner, order(chat, "delivered"))
    orders.keep(owner, replace(kept, order_id="CA-1234567", delivered_at=None))
    assert send_back(chat, order_id="CA-1234567").keys[0] == "order_return_unknown"


def test_what_has_not_arrived_cannot_go_back(chat: Chat) -> None:
    assert send_back(chat, order_id=order(chat, "shipped")).keys[:2] == ["order_not_arrived", "order_shipped"]


def test_without_a_number_nothing_goes_back_but_is_asked(chat: Chat) -> None:
    number = order(chat, "delivered")
    reply = send_back(chat)
    assert reply.keys == ["order_return_which"]
    assert reply.message["buttons"][0]["payload"] == f"I want to return order {number}"
    assert state_of(chat, number) == "delivered"


# --- languages, erasing


@pytest.mark.parametrize("language", ["zh-Hans", "ar", "th", "tr"])
def test_orders_are_told_in_the_language(chat: Chat, language: str) -> None:
    chat.language = language
    order(chat, "shipped")
    reply = status(chat)
    assert reply.message["language"] == chat.shop.texts.spoken(language)
    assert "{" not in reply.text
    assert reply.payload["orders"][0]["lines"][0]["title"]


def test_orders_are_exported_and_erased(chat: Chat) -> None:
    number = order(chat, "delivered")
    exported = chat.shop.store.export(f"user:{chat.sender}")
    assert [kept["order_id"] for kept in exported["orders"]] == [number]
    chat.say("action_delete_my_data", "forget me", "delete_my_data")
    assert status(chat).keys == ["order_none"]


# --- yes


@pytest.mark.parametrize(
    ("turn", "state", "after"), [(cancel, "paid", "cancelled"), (send_back, "delivered", "return_requested")]
)
def test_yes_to_the_only_order_is_enough(chat: Chat, turn: Any, state: str, after: str) -> None:
    number = order(chat, state)
    turn(chat)
    chat.say("action_affirm", "yes", "affirm")
    assert state_of(chat, number) == after


def test_yes_means_nothing_any_more_once_something_else_was_said(chat: Chat) -> None:
    number = order(chat, "paid")
    cancel(chat)
    chat.say("action_thank", "thanks", "thank")
    chat.say("action_affirm", "yes", "affirm")
    assert state_of(chat, number) == "paid"


def test_yes_to_several_orders_cancels_none(chat: Chat) -> None:
    numbers = [order(chat, "paid"), order(chat, "placed")]
    assert len(cancel(chat).message["buttons"]) == 2
    chat.say("action_affirm", "yes", "affirm")
    assert [state_of(chat, number) for number in numbers] == ["paid", "placed"]
