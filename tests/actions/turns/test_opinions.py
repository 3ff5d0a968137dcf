"""What shoppers think of answers: kept with the list and the models, asked for why, and counted."""

import json
from dataclasses import replace

import pytest
from click.testing import CliRunner

from actions.commands.evaluate_feedback import command
from actions.shop import Shop
from tests.actions.chat import Chat
from tests.actions.conftest import ShopMaker


def criticised(shop: Shop, language: str = "en") -> Chat:
    chat = Chat(shop, language)
    chat.say("action_search", "", category="tea")
    chat.say("action_feedback", "bad", "feedback_negative")
    return chat


def test_opinion_names_the_list_its_kind_and_the_models_that_made_it(shop: Shop) -> None:
    told = replace(shop, versions=lambda: {"recommender": "3 hybrid"})
    chat = criticised(told, "de")
    (kept,) = shop.feedback.all()
    assert kept.query_id == chat.slots["search_state"]["query_id"]
    assert (kept.value, kept.kind, kept.language, kept.models) == (-1, "search", "de", {"recommender": "3 hybrid"})


@pytest.mark.parametrize("language", ["en", "zh-Hans", "ar", "th", "tr", "ja", "hi"])
@pytest.mark.parametrize("place", range(4))
def test_button_under_a_criticism_gives_its_reason(shop: Shop, language: str, place: int) -> None:
    chat = Chat(shop, language)
    chat.say("action_search", "", category="tea")
    button = chat.say("action_feedback", "bad", "feedback_negative").message["buttons"][place]
    reply = chat.say("action_refine", button["payload"], "refine_search", refinement="cheaper")
    reason = ["price", "not_meant", "quality", "unclear"][place]
    assert [one.reason for one in shop.feedback.all()] == [reason]
    assert (reply.keys == ["reason_noted"]) == (reason != "price")


def test_who_finds_it_too_dear_is_shown_cheaper_ones(shop: Shop) -> None:
    chat = Chat(shop)
    chat.say("action_search", "", category="headphones")
    button = chat.say("action_feedback", "bad", "feedback_negative").message["buttons"][0]
    assert chat.say("action_refine", button["payload"], "refine_search", refinement="cheaper").payload["products"]


def test_reason_may_be_left_out(shop: Shop) -> None:
    chat = criticised(shop)
    assert chat.say("action_thank").keys == ["you_are_welcome"]
    assert [one.reason for one in shop.feedback.all()] == [""]


def test_criticism_of_no_list_offers_a_person_alone(shop: Shop) -> None:
    (button,) = Chat(shop).say("action_feedback", "bad", "feedback_negative").message["buttons"]
    assert button["title"] == "Talk to a person"


def test_command_counts_opinions_by_language(make_shop: ShopMaker, monkeypatch: pytest.MonkeyPatch) -> None:
    shop = make_shop()
    criticised(shop, "th")
    Chat(shop, "tr", sender="s2").say("action_feedback", "great", "feedback_positive")
    monkeypatch.setattr("actions.commands.evaluate_feedback.Settings.from_environment", lambda: shop.settings)
    printed = json.loads(CliRunner().invoke(command, ["--json"], catch_exceptions=False).output)
    assert printed["overall"]["n"] == 2
    goods = {one["value"]: one["good"] for one in printed["groups"] if one["group"] == "language"}
    assert goods == {"th": 0.0, "tr": 1.0}
    assert "th" in CliRunner().invoke(command, [], catch_exceptions=False).output
