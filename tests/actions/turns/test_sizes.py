"""Does it fit? Sizes in the talk: converted, found from a measure, compared with those of a product, asked for."""

from collections.abc import Iterator
from dataclasses import replace
from decimal import Decimal
from typing import Any

import pytest

from actions.shop import Shop
from actions.wording import values
from actions.wording.texts import LANGUAGES
from tests.actions.chat import Chat, Reply
from tests.actions.small_shop import PRODUCTS, build_shop

RUNNER = next(product for product in PRODUCTS if product.product_id == "s01")
SHIRT = next(product for product in PRODUCTS if product.product_id == "c01")
THINGS = (
    replace(RUNNER, product_id="whole", sizes=tuple(f"EU {number}" for number in range(36, 44))),
    replace(RUNNER, product_id="own", brand="Stegwalk", sizes=("EU 39", "EU 40", "EU 41"), audience="unisex"),
    replace(RUNNER, product_id="gone", sizes=("EU 40",), stock=0),
    replace(RUNNER, product_id="single", sizes=("One size",)),
    replace(
        SHIRT, product_id="ring", category="ring", department="jewelry", brand="Yinhezhu", sizes=("CN 12", "CN 14")
    ),
    replace(SHIRT, product_id="strange", category="hat", sizes=("wide", "narrow")),
    replace(SHIRT, product_id="child", audience="kids", sizes=("EU 104", "EU 116", "EU 128")),
)


@pytest.fixture(scope="module")
def sized(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Shop]:
    """The small shop and some things in sizes; nothing that is asked here changes it."""
    shop = build_shop(tmp_path_factory.mktemp("sized"), (*PRODUCTS, *THINGS))
    yield shop
    shop.store.close()


def ask(shop: Shop, text: str, focus: str = "", country: str = "DE", language: str = "en", **entities: Any) -> Reply:
    chat = Chat(shop, language, metadata={"country": country, "currency": "EUR"})
    chat.slots |= {"focus": focus} if focus else {}
    return chat.say("action_hand_on", text, "ask_size", **entities)


# --- in another country's sizes


def test_size_is_told_in_the_system_asked_for(sized: Shop) -> None:
    reply = ask(sized, "I have EU 40, what is that in US?", size="EU 40", country="DE")
    assert reply.keys == ["size_same", "size_same", "size_chart_general"]
    assert reply.text.startswith(
        "EU 40 (women's shoes) is the same as: US 9.\nEU 40 (men's shoes) is the same as: US 8.\nThis is by a general"
    )
    women, men = reply.payload["outcomes"]
    assert women["equivalents"] == [{"system": "US", "sizes": ["9"], "names": ["US 9"]}]
    assert (women["measure"], women["cm"], men["audience"]) == ("foot", "25.3", "men")
    assert reply.payload["given"]["sizes"] == ["EU 40"]
    assert all(source["title"] and source["checked_on"] for source in reply.payload["sources"])


def test_country_named_is_no_new_destination(sized: Shop) -> None:
    chat = Chat(sized)
    reply = chat.say("action_hand_on", "EU 40 women, what is that in America", "ask_size", size="EU 40", country="US",
                     audience="women")  # fmt: skip
    assert reply.text.startswith("EU 40 (women's shoes) is the same as: US 9.")
    assert not chat.slots.get("destination")


def test_between_two_sizes_is_said_with_both(sized: Shop) -> None:
    reply = ask(sized, "EU 40 in JP", size="EU 40", audience="women")
    assert reply.keys == ["size_between", "size_chart_general"]
    assert reply.text.startswith("EU 40 (women's shoes) lies between two sizes: JP 25 and JP 25.5.")


def test_shoppers_own_system_comes_first(sized: Shop) -> None:
    reply = ask(sized, "foot 25 cm", country="US", audience="women")
    assert [one["system"] for one in reply.payload["outcomes"][0]["equivalents"]][:2] == ["US", "EU"]
    assert "25 cm" in reply.text


def test_clothes_in_chinese_notation(sized: Shop) -> None:
    reply = ask(sized, "160/84A", audience="women")
    (women,) = reply.payload["outcomes"]
    assert {"system": "JP", "sizes": ["9", "11"], "names": ["JP 9", "JP 11"]} in women["equivalents"]


# --- which fits


def test_size_worn_is_compared_with_those_offered(sized: Shop) -> None:
    reply = ask(sized, "does it fit? I wear US 9", "whole", size="US 9")
    assert reply.keys == ["size_fits", "size_chart_general"]
    assert reply.text.startswith("“Red runner” comes in a size that fits: EU 40.")
    assert (reply.payload["fits"], reply.payload["in_stock"], reply.payload["product_id"]) == (["EU 40"], True, "whole")
    assert [button["title"] for button in reply.message["buttons"]] == ["Size EU 40"]


def test_first_of_the_list_is_meant_by_its_number(sized: Shop) -> None:
    chat = Chat(sized, slots={"shown": ["whole", "own"]})
    reply = chat.say("action_hand_on", "does the first fit, I wear US 9?", "ask_size", ordinal=[1], size="US 9")
    assert reply.payload["product_id"] == "whole"
    assert chat.slots["focus"] == "whole"


def test_foot_between_two_sizes_offered_is_told_both(sized: Shop) -> None:
    reply = ask(sized, "my foot is 25 cm", "whole")
    assert reply.payload["fits"] == ["EU 39", "EU 40"]
    assert "EU 39 and EU 40" in reply.text
    assert len(reply.message["buttons"]) == 2


def test_brands_own_chart_goes_before_the_general_one(sized: Shop) -> None:
    reply = ask(sized, "EU 40, does it fit?", "own", size="EU 40", audience="women")
    # 25.33 cm; Stegwalk's 40 is made for 25.0 and its 41 for 25.67
    assert reply.payload["fits"] == ["EU 40", "EU 41"]
    assert reply.keys[-1] == "size_chart_brand"
    assert reply.payload["chart"] == "Stegwalk"
    assert "Stegwalk" in reply.text


def test_american_size_of_a_shoe_for_all_is_said_to_be_taken_for_a_mans(sized: Shop) -> None:
    assert ask(sized, "US 9", "own", size="US 9").keys[0] == "size_taken_as"
    assert ask(sized, "US 9", "own", size="US 9", audience="women").keys[0] != "size_taken_as"


def test_size_that_is_not_offered_is_said_with_those_that_are(sized: Shop) -> None:
    reply = ask(sized, "my foot is 30 cm", "whole")
    assert reply.keys[0] == "size_none"
    assert "EU 43" in reply.text
    assert reply.message["buttons"] == []


def test_size_that_fits_but_is_sold_out_is_not_offered_for_the_cart(sized: Shop) -> None:
    reply = ask(sized, "I wear EU 40", "gone", size="EU 40")
    assert reply.keys[:2] == ["size_fits", "size_sold_out"]
    assert reply.message["buttons"] == []


def test_ring_of_a_brand_that_counts_its_own_way(sized: Shop) -> None:
    assert ask(sized, "54 mm", "ring").payload["fits"] == ["CN 14"]


def test_product_in_one_size_and_sizes_that_nobody_knows(sized: Shop) -> None:
    assert ask(sized, "which size?", "single").keys == ["size_one"]
    reply = ask(sized, "my head is 58 cm", "strange")
    assert "size_unread" in reply.keys
    assert "wide and narrow" in reply.text


def test_child_by_age_and_by_height(sized: Shop) -> None:
    by_age = ask(sized, "for a 6 year old", "child")
    assert by_age.payload["fits"] == ["EU 116"]
    assert "size_age_rough" in by_age.keys
    assert ask(sized, "he is 1,05 m tall", "child").payload["fits"] == ["EU 104"]


# --- what is missing is asked for


@pytest.mark.parametrize(
    ("focus", "key", "measure", "example"),
    [
        ("whole", "size_ask_shoes", "foot", "25 cm"),
        ("c01", "size_ask_tops", "chest", "96 cm"),
        ("ring", "size_ask_ring", "finger", "54 mm"),
        ("strange", "size_ask_hat", "head", "58 cm"),
        ("child", "size_ask_child_tops", "height", "116 cm"),
    ],
)
def test_missing_measure_is_asked_for_once(sized: Shop, focus: str, key: str, measure: str, example: str) -> None:
    reply = ask(sized, "which size do I need?", focus)
    assert reply.keys == [key]
    assert example in reply.text
    assert (reply.payload["type"], reply.payload["asked"]) == ("size", measure)


def test_example_is_in_inches_where_shoppers_measure_in_inches(sized: Shop) -> None:
    assert "10 in" in ask(sized, "which size?", "whole", country="US").text
    assert sized.texts.word("ru", values.unit(Decimal(10), "length-inch")) == "10 дюйм."


@pytest.mark.parametrize("action", ["action_search", "action_out_of_scope", "action_select"])
def test_answer_to_the_question_is_taken_up_under_whatever_intent(sized: Shop, action: str) -> None:
    intents = {
        "action_search": "search_product",
        "action_out_of_scope": "nlu_fallback",
        "action_select": "select_product",
    }
    chat = Chat(sized, slots={"focus": "whole"})
    chat.say("action_hand_on", "which size do I need?", "ask_size")
    reply = chat.say(action, "24.7 cm", intents[action])
    assert reply.payload["fits"] == ["EU 39"]
    assert chat.slots["pending"] is None


def test_kind_asked_about_is_kept_for_the_answer(sized: Shop) -> None:
    chat = Chat(sized)
    assert chat.say("action_hand_on", "which ring size do I need?", "ask_size", category="ring").keys == [
        "size_ask_ring"
    ]
    reply = chat.say("action_search", "5.4 cm", "search_product")
    assert reply.payload["garment"] == "ring"
    assert "EU 54" in reply.text


def test_yes_is_no_answer_to_the_question(sized: Shop) -> None:
    chat = Chat(sized, slots={"focus": "whole"})
    chat.say("action_hand_on", "which size do I need?", "ask_size")
    assert "size" not in chat.say("action_affirm", "yes", "affirm").keys[0]


def test_question_about_nothing_is_asked_back(sized: Shop) -> None:
    assert ask(sized, "which size do I need?").keys == ["size_of_what"]


def test_question_about_what_has_no_sizes_goes_to_a_person(sized: Shop) -> None:
    assert ask(sized, "does it fit my ears?", "h01").keys == ["handed_on"]


# --- what cannot be


@pytest.mark.parametrize(
    ("text", "entities", "key", "said"),
    [
        ("EU 99", {"size": "EU 99"}, "size_no_such", "from EU 34 to EU 44"),
        ("my foot is 0 cm", {}, "size_no_measure", "0 cm"),
        ("my foot is 900 cm", {}, "size_no_measure", "900 cm"),
        ("RU 40", {"size": "RU 40"}, "size_unknown_system", "RU"),
        ("my ring is BR 18", {"size": "BR 18", "category": "ring"}, "size_unknown_system", "BR"),
        ("shoes in M", {"size": "M", "category": "sneakers"}, "size_unknown_system", "M"),
    ],
)
def test_size_or_measure_that_cannot_be_is_said(
    sized: Shop, text: str, entities: dict[str, str], key: str, said: str
) -> None:
    reply = ask(sized, text, **entities)
    assert reply.keys == [key]
    assert said in reply.text


def test_system_without_reliable_figures_is_named_beside_those_that_have_some(sized: Shop) -> None:
    reply = ask(sized, "EU 54 ring in US and BR", size="EU 54", category="ring")
    assert reply.payload["unknown"] == ["BR"]
    assert "size_unknown_system" in reply.keys


@pytest.mark.parametrize("text", ["", "\0", "EU" * 5_000, "🦊 40", "9" * 400, "-5 cm foot", "1/0 EU"])
def test_text_of_any_form_is_answered(sized: Shop, text: str) -> None:
    assert ask(sized, text, "whole").keys


# --- in every language


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_language_is_answered_in_its_own_units(sized: Shop, language: str) -> None:
    reply = ask(sized, "25 cm", "whole", language=language)
    assert reply.payload["fits"] == ["EU 39", "EU 40"]
    assert "EU 39" in reply.text
    asked = ask(sized, "?", "whole", language=language)
    assert asked.keys == ["size_ask_shoes"]


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("zh-Hans", "我脚长25.3厘米"),
        ("ar", "طول قدمي ٢٥٫٣ سم"),
        ("th", "เท้ายาว 25.3 ซม."),
        ("tr", "ayağım 25,3 cm"),
        ("ja", "足は25.3センチです"),
    ],
)
def test_measure_said_in_the_shoppers_language_finds_the_size(sized: Shop, language: str, text: str) -> None:
    assert ask(sized, text, "whole", language=language).payload["fits"] == ["EU 40"]
