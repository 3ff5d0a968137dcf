import jsonschema
import pytest
from rasa.core.actions.action import RemoteAction
from rasa.core.nlg.callback import CallbackNaturalLanguageGenerator, nlg_response_format_spec
from rasa.shared.core.events import Event, SlotSet
from rasa.shared.exceptions import RasaException

from bot.channels.checks import check_once

ACTIONS = [
    {"events": [], "responses": []},
    {"events": [{"event": "slot", "name": "focus", "value": "1"}], "responses": [{"text": "Hi"}]},
    {"events": [{"event": "no such event"}], "responses": []},
    {"events": "none", "responses": []},
    {"events": [], "responses": ["text"]},
]
TEXTS = [
    {"text": "Hi"},
    {"text": "Hi", "custom": {}},
    {"text": 1},
    {"text": "Hi", "custom": None},
    {"text": "Hi", "buttons": [1]},
]


def is_valid(content, schema):
    try:
        jsonschema.validate(content, schema)
    except jsonschema.ValidationError:
        return False
    return True


def passes(check, *errors):
    try:
        return check()
    except errors:
        return False


@pytest.mark.parametrize("content", ACTIONS)
def test_answers_of_actions_are_judged_as_rasa_judges_them(content):
    check_once()
    wanted = is_valid(content, RemoteAction.action_response_format_spec())
    action = RemoteAction("action_greet", None)
    assert passes(lambda: action._validate_action_result(content), jsonschema.ValidationError) == wanted


@pytest.mark.parametrize("content", TEXTS)
def test_texts_are_judged_as_rasa_judges_them(content):
    check_once()
    wanted = is_valid(content, nlg_response_format_spec())
    assert passes(lambda: CallbackNaturalLanguageGenerator.validate_response(content), RasaException) == wanted


def test_events_are_still_found_by_name():
    check_once()
    assert Event.resolve_by_type("slot") is SlotSet
    with pytest.raises(ValueError, match="Unknown event"):
        Event.resolve_by_type("no such event")
