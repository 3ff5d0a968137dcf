"""Simulated shoppers: their goals, what they say, dead ends, and a whole talk with a small bot over HTTP."""

import json
import random
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from decimal import Decimal
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest

from actions.dialogues.bot import Bot
from actions.dialogues.dead_ends import DeadEnds
from actions.dialogues.goals import Goal, draw_goals
from actions.dialogues.phrases import Phrases, load_phrases
from actions.dialogues.reply import Reply
from actions.dialogues.report import DialogueReport
from actions.dialogues.shelf import Shelf
from actions.dialogues.shopper import Shopper
from actions.dialogues.simulation import converse
from actions.settings import PROJECT
from actions.wording.texts import LANGUAGES, Line, Texts
from retrieval.errors import EvaluationError
from retrieval.lexicon import Lexicon
from retrieval.pricing.rates import ExchangeRates
from tests.actions.dialogues.answers import SHELF, card, cart, listed, thing, told

GOAL = Goal("de", "DE", "EUR", "mug", "red", Decimal(11), 8, "search", False, "", False, False, True)


@pytest.fixture(scope="module")
def phrases() -> dict[str, Phrases]:
    return load_phrases(PROJECT / "data")


@pytest.fixture(scope="module")
def texts() -> Texts:
    return Texts.load(PROJECT / "actions" / "locales", Lexicon({}, {}))


@pytest.fixture(scope="module")
def dead_ends() -> DeadEnds:
    return DeadEnds.load(PROJECT)


def shopper(phrases: dict[str, Phrases], goal: Goal = GOAL) -> Shopper:
    return Shopper(goal, phrases[goal.language], SHELF, random.Random(1))


def test_every_language_has_phrases_with_the_places_they_need(phrases: dict[str, Phrases]) -> None:
    assert set(phrases) == set(LANGUAGES)
    for language, own in phrases.items():
        assert all("{what}" in way for way in own.ways["search"]), language
        assert all("{what}" in way and "{color}" in way for way in own.ways["with_color"]), language
        assert all("{what}" in way and "{price}" in way for way in own.ways["with_price"]), language
        assert all("{color}" in way for way in (*own.ways["color"], *own.ways["correct"])), language
        assert all("{price}" in way for way in own.ways["price"]), language
        assert len(own.ways["picks"]) == 5, language
        assert {currency for _, currency in own.places} == set(own.money), language


def test_goals_are_met_by_a_product_of_the_demo_shop_and_follow_from_the_seed(phrases: dict[str, Phrases]) -> None:
    shelf, rates, spoken = Shelf.load(PROJECT / "data"), ExchangeRates.load(), tuple(phrases.values())
    goals = draw_goals(spoken, shelf, rates, 60, 3)
    assert goals == draw_goals(spoken, shelf, rates, 60, 3)
    assert goals != draw_goals(spoken, shelf, rates, 60, 4)
    assert {goal.language for goal, _ in goals} == set(LANGUAGES)
    for goal, _ in goals:
        assert any(
            one.category == goal.category
            and one.is_in_stock
            and goal.country not in one.not_to
            and (not goal.color or goal.color in one.colors)
            and (goal.budget is None or rates.convert(one.price, one.currency, goal.currency).amount <= goal.budget)
            for one in shelf.things.values()
        ), goal


def test_no_goal_asks_for_what_is_sold_out_or_not_sent(phrases: dict[str, Phrases]) -> None:
    shelf = Shelf.of([thing("a", in_stock=False), thing("b", not_to="TR", color="blue"), thing("c", color="green")])
    goals = draw_goals((phrases["tr"],), shelf, ExchangeRates.load(), 20, 0)
    assert {goal.color for goal, _ in goals} <= {"", "green"}


@pytest.mark.parametrize(
    ("price", "color", "is_met"), [("10", "red", True), ("12", "red", False), ("10", "blue", False)]
)
def test_product_meets_a_goal_by_kind_price_and_what_is_seen_of_it(price: str, color: str, is_met: bool) -> None:
    (shown,) = listed(card("a", price)).cards
    assert replace(GOAL, color=color).is_met_by(shown, SHELF) is is_met
    assert not replace(GOAL, category="tea").is_met_by(shown, SHELF)
    assert not replace(GOAL, currency="USD").is_met_by(shown, SHELF)


@pytest.mark.parametrize("language", ["en", "zh-Hans", "ar", "th", "tr"])
def test_shopper_searches_picks_buys_and_looks_into_the_cart(phrases: dict[str, Phrases], language: str) -> None:
    talking, own = shopper(phrases, replace(GOAL, language=language, budget=None, color="")), phrases[language]
    assert own.word("category", "mug") in talking.next_message()
    talking.hear(listed(card("b", "12") | {"category": "tea"}, card("a", "10")))
    assert talking.next_message() == own.ways["picks"][1]
    talking.hear(listed(card("a", "10")))
    assert talking.next_message() in own.ways["cart"]
    talking.hear(told("Which size?", "EU 38"))
    assert talking.next_message() == "EU 38"
    talking.hear(cart("a"))
    assert talking.is_in_cart
    assert talking.next_message() in own.ways["view"]
    assert talking.is_done


def test_list_without_the_product_is_narrowed_turned_over_and_asked_for_anew(phrases: dict[str, Phrases]) -> None:
    talking = shopper(phrases)
    said = []
    for _ in range(7):
        said.append(talking.next_message())
        talking.hear(listed(card("c", "9")))
    assert any("rot" in message.casefold() for message in said)
    assert any("11" in message for message in said)
    assert sum(message in phrases["de"].ways["more"] for message in said) >= 2
    assert not talking.found


def test_slip_of_the_finger_swaps_two_letters(phrases: dict[str, Phrases]) -> None:
    slipped = phrases["de"].misspelt("kopfhörer", random.Random(2))
    assert slipped != "kopfhörer"
    assert sorted(slipped) == sorted("kopfhörer")
    assert phrases["zh-Hans"].misspelt("头戴式耳机", random.Random(2)) == "头戴式耳机"
    assert phrases["de"].misspelt("tee", random.Random(2)) == "tee"


@pytest.mark.parametrize("language", ["en", "zh-Hans", "ar", "th", "tr"])
def test_dead_ends_are_told_in_every_language(dead_ends: DeadEnds, texts: Texts, language: str) -> None:
    lost = told(texts.say(language, Line("not_understood", {})))
    assert dead_ends.of(told(texts.say(language, Line("apology", {}))), told("Hello")) == "apology"
    assert dead_ends.of(lost, told("Hello")) == ""
    assert dead_ends.of(lost, lost) == "not understood twice"


def test_silence_empty_lists_and_unasked_persons_are_dead_ends(dead_ends: DeadEnds) -> None:
    assert dead_ends.of(Reply(()), told("Hello")) == "silence"
    assert dead_ends.of(listed(), told("Hello")) == "empty list"
    handed = Reply(({"text": "A person will help.", "custom": {"type": "handoff"}},))
    assert dead_ends.of(handed, told("Hello")) == "handed over"
    assert dead_ends.of(listed(card("a", "10")), told("Hello")) == ""


@contextmanager
def small_bot(answers: list[Reply]) -> Iterator[str]:
    """A bot on a real socket that gives these answers in turn, then the last one again and again."""
    left = list(answers)

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            self.rfile.read(int(self.headers["Content-Length"]))
            reply = left.pop(0) if len(left) > 1 else left[0]
            self.send_response(200)
            self.end_headers()
            self.wfile.write(json.dumps(reply.messages).encode())

        def log_message(self, *_: object) -> None:
            """Say nothing."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_port}"
    finally:
        server.shutdown()
        thread.join()
        server.server_close()


def test_talk_over_http_is_counted(phrases: dict[str, Phrases], dead_ends: DeadEnds) -> None:
    answers = [listed(card("c", "9")), listed(card("a", "10"), card("b", "12")), listed(card("a", "10")), cart("a")]
    with small_bot(answers) as url:
        won = converse(shopper(phrases), Bot(url), dead_ends)
    with small_bot([listed()]) as url:
        lost = converse(shopper(phrases), Bot(url), dead_ends)
    assert (won.is_success, won.turns_to_product, won.n_turns, won.dead_ends) == (True, 2, 5, ())
    assert (lost.is_success, lost.turns_to_product, lost.n_turns) == (False, 0, GOAL.patience)
    assert set(lost.dead_ends) == {"empty list"}
    report = DialogueReport((won, lost), (), 1.0)
    assert report.as_json()["languages"]["de"] == {
        "n": 2, "success": 0.5, "mean_turns": 2.0, "dead_ends": 8, "scripts": 0, "scripts_passed": 0,
    }  # fmt: skip
    assert report.as_json()["success"] == 0.5
    assert "empty list" in report.table()


def test_bot_that_does_not_run_is_named_with_the_remedy() -> None:
    with pytest.raises(EvaluationError, match="make up"):
        Bot("http://127.0.0.1:9").say("s", "hello", {})
