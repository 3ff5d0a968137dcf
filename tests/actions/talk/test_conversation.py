from decimal import Decimal
from typing import Any

import pytest
from rasa_sdk import Tracker

from actions.talk.client import currency_of
from actions.talk.conversation import Conversation
from actions.talk.search_state import SearchState
from retrieval.filters import Filters
from retrieval.findings import Reason


def tracker(text: str = "hi", entities: Any = (), metadata: Any = None, **slots: Any) -> Tracker:
    message = {
        "text": text,
        "intent": {"name": "search_product"},
        "entities": list(entities),
        "metadata": metadata,
        "language": {"code": "ja", "confidence": 0.9, "source": "text"},
    }
    return Tracker("s1", slots, message, [], False, None, {}, "action_listen")


def entity(name: str, value: Any, start: int = 0, end: int = 0) -> dict[str, Any]:
    return {"entity": name, "value": value, "start": start, "end": end}


def test_language_of_the_message_serves_until_one_is_chosen() -> None:
    assert Conversation.from_tracker(tracker()).language == "ja"
    assert Conversation.from_tracker(tracker(language="de")).language == "de"


def test_country_comes_from_what_was_said_then_from_the_client() -> None:
    client = {"country": "at", "locale": "de-DE", "currency": "chf"}
    assert Conversation.from_tracker(tracker(metadata=client)).country == "AT"
    assert Conversation.from_tracker(tracker(metadata=client, destination="JP")).country == "JP"
    assert Conversation.from_tracker(tracker(metadata={"locale": "pt-BR"})).country == "BR"
    assert [
        Conversation.from_tracker(tracker(metadata={"country": code})).country for code in ("uk", "XI", "Mars")
    ] == [
        "GB",
        "XI",
        "",
    ]


def test_currency_comes_from_what_was_said_then_the_client_then_the_country() -> None:
    assert Conversation.from_tracker(tracker(metadata={"currency": "chf", "country": "AT"})).currency == "CHF"
    assert Conversation.from_tracker(tracker(metadata={"country": "JP"})).currency == "JPY"
    assert Conversation.from_tracker(tracker(metadata={"country": "XI"})).currency == "GBP"
    assert Conversation.from_tracker(tracker(currency="USD", metadata={"currency": "CHF"})).currency == "USD"


@pytest.mark.parametrize(
    "metadata",
    [
        None,
        [],
        "x",
        {"country": 7},
        {"country": "Atlantis", "currency": "DOGE"},
        {"locale": "☃"},
        {"locale": "x" * 9999},
    ],
)
def test_metadata_of_any_form_is_borne(metadata: Any) -> None:
    made = Conversation.from_tracker(tracker(metadata=metadata))
    assert (made.country, made.currency) == ("", "")


@pytest.mark.parametrize(
    ("country", "currency"), [("DE", "EUR"), ("JP", "JPY"), ("BR", "BRL"), ("HR", "EUR"), ("", "")]
)
def test_currency_of_a_country_is_todays(country: str, currency: str) -> None:
    assert currency_of(country) == currency


def test_ordinals_point_into_the_list_shown() -> None:
    shown = ["a", "b", "c"]
    for positions, expected in (
        ([2], ("b",)),
        ([-1], ("c",)),
        ([1, 3], ("a", "c")),
        ([9], ()),
        ([0], ()),
        ([2, 2], ("b",)),
    ):
        made = Conversation.from_tracker(tracker(entities=[entity("ordinal", positions)], shown=shown))
        assert made.product_ids_named() == expected


def test_it_means_the_one_named_then_the_one_spoken_of_then_the_only_one() -> None:
    def asked(entities: Any = (), **slots: Any) -> str:
        return Conversation.from_tracker(tracker(entities=entities, **slots)).product_in_question()

    assert asked([entity("ordinal", [2])], shown=["a", "b"], focus="z") == "b"
    assert asked(shown=["a", "b"], focus="z") == "z"
    assert asked(shown=["a"]) == "a"
    assert asked(shown=["a", "b"]) == ""
    assert asked([entity("ordinal", [7])], shown=["a", "b"], focus="z") == "", "a wrong number is not the focus"


def test_price_and_country_are_left_out_of_what_is_searched_for() -> None:
    text = "red shoes under 50 euro to Spain"
    entities = [entity("color", "red", 0, 3), entity("max_price", 50, 10, 23), entity("country", "ES", 27, 32)]
    assert Conversation.from_tracker(tracker(text, entities)).residual_text == "red shoes to"


@pytest.mark.parametrize("value", [-5, 0, "NaN", "Infinity", 1e12, "cheap", None])
def test_absurd_price_counts_as_none(value: Any) -> None:
    made = Conversation.from_tracker(tracker(entities=[entity("max_price", value)]))
    assert made.entities.amount("max_price") is None


def test_search_state_survives_the_slot() -> None:
    state = SearchState(
        kind="search",
        query_id="q",
        text="跑鞋",
        language="zh-Hans",
        filters=Filters(categories=("shoe",), max_price=Decimal("79.90"), currency="CNY", destination="CN"),
        ranked=("a", "b"),
        n_shown=1,
        total=2,
        reasons={"a": (Reason("match", {"color": "red"}), Reason("new"))},
    )
    assert SearchState.from_slot(state.as_slot()) == state
    assert SearchState.from_slot(SearchState().as_slot()) == SearchState()


@pytest.mark.parametrize(
    "value", [None, 3, "x", [], {}, {"filters": {"max_price": "x"}, "ranked": []}, {"filters": {"a": 1}, "ranked": []}]
)
def test_slot_of_another_form_counts_as_no_search(value: Any) -> None:
    assert SearchState.from_slot(value) == SearchState()
