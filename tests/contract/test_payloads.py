"""What the shop sends is what the bot accepts: the same samples, looked at from both environments."""

import asyncio
import copy
import json
import warnings
from importlib.util import find_spec
from typing import Any

import pytest

from tests.contract import samples
from tests.contract.samples import TURNS, kept, shape

MESSAGE = {"text", "buttons", "elements", "custom", "template", "response", "image", "attachment", "language", "lines"}

every_sample = pytest.mark.parametrize("name", sorted(TURNS))
on_the_shops_side = pytest.mark.skipif(
    find_spec("rasa_sdk") is None or find_spec("httpx") is None or find_spec("rasa") is not None,
    reason="the shop's code runs in the shop's environment (.venv); this is the bot's",
)
on_the_bots_side = pytest.mark.skipif(
    find_spec("rasa") is None, reason="Rasa is in the bot's environment (.venv-bot); this is the shop's"
)


# --- what holds in both


def test_each_turn_has_its_sample_and_each_sample_its_turn() -> None:
    assert {path.stem for path in samples.FOLDER.glob("*.json")} == set(TURNS)


@every_sample
def test_sample_has_what_both_sides_rely_on(name: str) -> None:
    sample = kept(name)
    (message,) = sample["webhook"]["responses"]
    assert set(message) == MESSAGE
    assert message["text"] is None, "the text comes from /nlg"
    assert message["lines"]
    assert message["response"] == f"utter_{message['lines'][0]['key']}"
    assert all(set(line) == {"key", "values"} for line in message["lines"])
    assert all(set(button) == {"title", "payload"} for button in message["buttons"])
    assert set(sample["nlg"]) == {"text"}, "buttons and payload are Rasa's to add, once"
    assert sample["nlg"]["text"].strip()
    for event in sample["webhook"]["events"]:
        assert event["event"] in {"slot", "restart"}
        assert set(event) == {"event", "timestamp"} | ({"name", "value"} if event["event"] == "slot" else set())


@pytest.mark.parametrize(
    ("name", "type_"),
    [
        ("search", "products"),
        ("search-nothing", "products"),
        ("show-more", "products"),
        ("select", "products"),
        ("recommend", "products"),
        ("gift", "products"),
        ("bundle", "products"),
        ("restriction", "restriction"),
        ("restriction-prohibited", "restriction"),
        ("restriction-unknown", "restriction"),
        ("offer", "offer"),
        ("cart", "cart"),
        ("add-to-cart", "cart"),
        ("checkout", "cart"),
        ("order-status", "order"),
        ("cancel-order", "order"),
        ("return-order", "order"),
        ("compare", "comparison"),
        ("landed-cost", "landed_cost"),
        ("landed-cost-incomplete", "landed_cost"),
        ("hand-on", "handoff"),
        ("talk-to-human", "handoff"),
        ("price-alert", "price_alert"),
    ],
)
def test_sample_is_of_the_type_that_the_contract_names(name: str, type_: str) -> None:
    assert kept(name)["webhook"]["responses"][0]["custom"]["type"] == type_


# --- the shop's side


@pytest.fixture(scope="module")
def emitted() -> dict[str, dict[str, Any]]:
    """What the shop's server answers now."""
    return samples.emitted()


@on_the_shops_side
@every_sample
def test_shop_still_answers_with_the_structure_of_the_sample(emitted: dict[str, Any], name: str) -> None:
    assert json.loads(json.dumps(emitted[name])) == emitted[name]
    assert shape(emitted[name]) == shape(kept(name)), "run `python -m tests.contract.samples` if this is wanted"


@on_the_shops_side
@every_sample
def test_shop_still_says_the_lines_of_the_sample(emitted: dict[str, Any], name: str) -> None:
    def keys(sample: dict[str, Any]) -> list[str]:
        return [line["key"] for line in sample["webhook"]["responses"][0]["lines"]]

    assert keys(emitted[name]) == keys(kept(name))


# --- the bot's side


def quietly(dotted: str) -> Any:
    """Import a part of Rasa, whose dependencies warn of each other, and return it."""
    from importlib import import_module

    module, _, name = dotted.rpartition(".")
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        return getattr(import_module(module), name)


@on_the_bots_side
@every_sample
def test_rasa_accepts_the_answer_of_the_action(name: str) -> None:
    action = quietly("rasa.core.actions.action.RemoteAction")("action_sample", None)
    assert action._validate_action_result(kept(name)["webhook"])


@on_the_bots_side
@every_sample
def test_rasa_reads_the_slots_that_the_action_sets(name: str) -> None:
    deserialise_events = quietly("rasa.shared.core.events.deserialise_events")
    slot_set = quietly("rasa.shared.core.events.SlotSet")
    sent = kept(name)["webhook"]["events"]
    read = deserialise_events(copy.deepcopy(sent))
    assert [event.type_name for event in read] == [event["event"] for event in sent]
    slots = [event for event in sent if event["event"] == "slot"]
    set_slots = [event for event in read if isinstance(event, slot_set)]
    assert [(event.key, event.value) for event in set_slots] == [(event["name"], event["value"]) for event in slots]


@on_the_bots_side
@every_sample
def test_rasa_accepts_the_answer_of_nlg(name: str) -> None:
    generator = quietly("rasa.core.nlg.callback.CallbackNaturalLanguageGenerator")
    assert generator.validate_response(kept(name)["nlg"])


@on_the_bots_side
@every_sample
def test_rasa_asks_nlg_for_the_text_as_the_sample_does(name: str) -> None:
    tracker = quietly("rasa.shared.core.trackers.DialogueStateTracker")("s1", [])
    request_format = quietly("rasa.core.nlg.callback.nlg_request_format")
    message = copy.deepcopy(kept(name)["webhook"]["responses"][0])
    request = request_format(message.pop("response"), tracker, "rest", **message)
    assert {key: request[key] for key in kept(name)["nlg_request"]} == kept(name)["nlg_request"]


@on_the_bots_side
@every_sample
def test_rasa_utters_text_payload_and_each_button_once(name: str) -> None:
    sample = kept(name)
    (message,) = sample["webhook"]["responses"]

    class Nlg:
        async def generate(self, utter_action: str, tracker: Any, output_channel: str, **kwargs: Any) -> dict[str, Any]:
            assert utter_action == message["response"]
            assert kwargs == sample["nlg_request"]["arguments"]
            return copy.deepcopy(sample["nlg"])

    channel = quietly("rasa.core.channels.channel.CollectingOutputChannel")()
    tracker = quietly("rasa.shared.core.trackers.DialogueStateTracker")("s1", [])
    utter = quietly("rasa.core.actions.action.RemoteAction")._utter_responses
    (uttered,) = asyncio.run(utter(copy.deepcopy([message]), channel, Nlg(), tracker))
    assert uttered.text == sample["nlg"]["text"]
    assert uttered.data["buttons"] == (message["buttons"] or None)
    assert uttered.data["custom"] == (message["custom"] or None)
    assert uttered.metadata["language"] == message["language"]
    assert uttered.metadata["utter_action"] == message["response"]


@on_the_bots_side
@every_sample
def test_channel_is_given_text_buttons_and_payload_in_one_message(name: str) -> None:
    create = quietly("rasa.core.actions.action.create_bot_utterance")
    (message,) = kept(name)["webhook"]["responses"]
    draft = {**kept(name)["nlg"], **{key: value for key, value in message.items() if value}}
    given = create(draft).message()
    assert given["text"] == kept(name)["nlg"]["text"]
    assert given["language"] == message["language"]
    assert (given["buttons"] or []) == message["buttons"]
    assert (given["custom"] or {}) == message["custom"]
