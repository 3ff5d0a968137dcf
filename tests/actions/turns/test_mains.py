from collections.abc import Iterator
from dataclasses import replace
from typing import Any

import pytest

from actions.shop import Shop
from tests.actions.chat import Chat, Reply
from tests.actions.small_shop import PRODUCTS, build_shop

HEADPHONES, TEE = PRODUCTS[0], next(one for one in PRODUCTS if one.product_id == "c01")
EUROPEAN = {"voltage": "220-240", "plug": "E/F", "power_w": 2200, "capacity_l": 1.7, "height_cm": 24}
GOODS = {
    "k1": (HEADPHONES, EUROPEAN),
    "k2": (PRODUCTS[6], {"voltage": "100", "plug": "A", "power_w": 1000, "capacity_l": 0.8}),
    "k3": (HEADPHONES, {"voltage": "100-240", "plug": "C"}),
    "k4": (HEADPHONES, {}),
}


@pytest.fixture(scope="module")
def shop(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Shop]:
    """A shop that sells kettles besides, of which the last states nothing."""
    kettles = [
        replace(like, product_id=name, category="kettle", department="kitchen", hs_code="8516.79", weight_kg=1.2,
                titles={"en": f"Kettle {name}", like.language: f"Kettle {name}"}, attributes=attributes)
        for name, (like, attributes) in GOODS.items()
    ]  # fmt: skip
    built = build_shop(tmp_path_factory.mktemp("kettles"), (HEADPHONES, TEE, *kettles))
    yield built
    built.store.close()


def talk(shop: Shop, country: str, product_id: str, language: str = "en", sender: str = "s1") -> Chat:
    """Return a conversation in which a product is the one spoken of."""
    metadata = {"country": country, "currency": "EUR"} if country else {"currency": "EUR"}
    slots = {"shown": [product_id], "focus": product_id}
    return Chat(shop, language=language, metadata=metadata, slots=slots, sender=sender)


def test_details_say_that_it_works_as_it_is(shop: Shop) -> None:
    reply = talk(shop, "DE", "k1").say("action_select", "", ordinal=[1])
    assert reply.keys == ["selected", "measured", "measured", "mains_fits", "selected_stock"]
    (card,) = reply.payload["products"]
    assert card["works"] is None
    assert card["mains"]["plugs"] == ["E", "F"]
    assert [one["text"] for one in card["measures"]] == ["1.2 kg", "1.7 L", "24 cm"]


def test_details_say_what_keeps_it_from_working_and_convert_measures(shop: Shop) -> None:
    reply = talk(shop, "US", "k1").say("action_select", "", ordinal=[1])
    assert reply.keys == ["selected", "measured", "measured", "mains_overload", "selected_stock"]
    assert "Capacity: 1.8 qt (1.7 L)" in reply.text
    (card,) = reply.payload["products"]
    assert card["works"]["verdict"] == "will_not_work"
    assert card["works"]["text"] == "Does not work there (United States)"
    texts = {one["label"]: one["text"] for one in card["measures"]}
    assert texts == {"Weight": "2.6 lb (1.2 kg)", "Capacity": "1.8 qt (1.7 L)", "Height": "9.4 in (24 cm)"}


def test_details_of_other_goods_and_without_a_country_say_nothing_of_mains(shop: Shop) -> None:
    assert talk(shop, "US", TEE.product_id).say("action_select", "", ordinal=[1]).keys == ["selected", "selected_stock"]
    assert talk(shop, "", "k4").say("action_select", "", ordinal=[1]).keys == ["selected", "selected_stock"]


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("Does it work in Japan?", "en"),
        ("能在日本用吗？", "zh-Hans"),
        ("هل يعمل في اليابان؟", "ar"),
        ("ใช้ในญี่ปุ่นได้ไหม", "th"),
        ("Japonya'da çalışır mı?", "tr"),
    ],
)
@pytest.mark.parametrize("action", ["action_mains", "action_hand_on", "action_out_of_scope"])
def test_question_whether_it_works_in_a_country_is_answered(shop: Shop, action: str, text: str, language: str) -> None:
    chat = talk(shop, "DE", "k2", language)
    reply = chat.say(action, text, country="JP")
    assert reply.keys == ["mains_fits", "mains_source"]
    assert reply.payload["country"] == "JP"
    assert reply.payload["products"][0]["verdict"] == "fits"
    assert reply.payload["supply"]["source"]["checked_on"] == "2026-11-26"
    assert "destination" not in chat.slots


def test_question_about_the_plug_is_answered_with_what_is_stated(shop: Shop) -> None:
    reply = talk(shop, "DE", "k2").say("action_hand_on", "Which plug does it have?")
    assert reply.keys == ["mains_stated", "mains_transformer_power", "mains_also_adapter", "mains_source"]
    assert "100 V" in reply.text
    assert "1,000 W" in reply.text


def test_question_without_a_country_is_answered_with_what_is_stated(shop: Shop) -> None:
    assert talk(shop, "", "k2").say("action_hand_on", "is it 110 V?").keys == ["mains_stated"]
    assert talk(shop, "", "k4").say("action_hand_on", "is it 110 V?").keys == ["mains_stated_nothing"]


def test_seller_who_states_nothing_is_said_so(shop: Shop) -> None:
    reply = talk(shop, "DE", "k4").say("action_hand_on", "does it work in Japan?", country="JP")
    assert reply.keys[0] == "mains_unstated"
    assert reply.payload["products"][0]["verdict"] == "unknown"


def test_country_without_a_record_is_said_so(shop: Shop) -> None:
    reply = talk(shop, "DE", "k1").say("action_hand_on", "does it work in Antarctica?", country="AQ")
    assert reply.keys == ["mains_stated", "mains_country_unknown"]
    assert reply.payload["supply"] is None


def test_what_has_no_mains_plug_and_what_needs_no_electricity_are_said_so(shop: Shop) -> None:
    chat = talk(shop, "DE", HEADPHONES.product_id)
    assert chat.say("action_hand_on", "does it work in Japan?", country="JP").keys == ["mains_no_plug"]
    assert talk(shop, "DE", TEE.product_id).say("action_hand_on", "which plug?").keys == ["mains_no_electricity"]


def test_sockets_of_a_country_are_told_without_a_product(shop: Shop) -> None:
    chat = Chat(shop)
    reply = chat.say("action_hand_on", "Which plugs are used in Thailand?", country="TH")
    assert reply.keys == ["mains_supply", "mains_source"]
    assert "A, B, C, and O" in reply.text
    assert Chat(shop, metadata={}).say("action_hand_on", "which plug?").keys == ["mains_of_what"]


def test_all_kettles_shown_are_judged_where_none_is_named(shop: Shop) -> None:
    chat = Chat(shop, slots={"shown": ["k1", "k2", TEE.product_id]})
    reply = chat.say("action_hand_on", "which of these work with the sockets there?")
    assert [one["product_id"] for one in reply.payload["products"]] == ["k1", "k2"]


@pytest.mark.parametrize(
    ("action", "text", "entities"),
    [
        ("action_hand_on", "what size is it?", {}),
        ("action_hand_on", "may I bring it to Japan?", {"country": "JP"}),
        ("action_search", "a kettle with a UK plug", {"category": "kettle"}),
        ("action_search", "travel adapter", {}),
        ("action_shipping", "do you ship to Japan?", {"country": "JP"}),
    ],
)
def test_other_questions_and_searches_go_their_own_way(
    shop: Shop, action: str, text: str, entities: dict[str, Any]
) -> None:
    reply: Reply = talk(shop, "DE", "k1").say(action, text, **entities)
    assert not [key for key in reply.keys if key.startswith("mains_")]


def test_words_that_may_name_what_is_wanted_are_no_question_where_nothing_is_shown(shop: Shop) -> None:
    reply = Chat(shop).say("action_out_of_scope", "travel adapter", "nlu_fallback")
    assert reply.keys == ["not_understood"]


def test_comparison_has_rows_on_working_and_measures(shop: Shop) -> None:
    chat = Chat(shop, metadata={"country": "US", "currency": "USD"}, slots={"shown": ["k1", "k3", "k2"]})
    rows = {row["attribute"]: row for row in chat.say("action_compare", "", ordinal=[1, 2, 3]).payload["rows"]}
    assert rows["works"]["label"] == "Works there (United States)"
    assert rows["works"]["values"] == ["does not work there", "with a plug adapter", "only with a transformer"]
    assert rows["works"]["best"] is None
    assert rows["weight"]["values"] == ["2.6 lb (1.2 kg)"] * 3
    assert rows["measure_capacity"]["values"] == ["1.8 qt (1.7 L)", None, "27.1 fl oz (0.8 L)"]
    assert "measure_height" not in rows


def test_comparison_marks_the_only_one_that_works_as_it_is(shop: Shop) -> None:
    chat = Chat(shop, slots={"shown": ["k1", "k2"]})
    rows = {row["attribute"]: row for row in chat.say("action_compare", "", ordinal=[1, 2]).payload["rows"]}
    assert rows["works"]["best"] == 0


def test_cart_warns_once_of_what_will_not_work(shop: Shop) -> None:
    chat = talk(shop, "US", "k1", sender="warned")
    assert "mains_overload" in chat.say("action_add_to_cart", "add it").keys
    assert "mains_overload" not in chat.say("action_add_to_cart", "add it").keys


def test_cart_does_not_warn_of_what_needs_an_adapter(shop: Shop) -> None:
    reply = talk(shop, "GB", "k3", sender="adapted").say("action_add_to_cart", "add it")
    assert not [key for key in reply.keys if key.startswith("mains_")]
