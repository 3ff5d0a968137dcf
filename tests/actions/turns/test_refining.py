"""Conditions taken back, corrected, contradicted and left half said."""

from collections.abc import Callable, Iterator
from itertools import count
from typing import Any

import pytest

from actions.shop import Shop
from actions.talk.search_state import MOST_TEXT, SearchState
from retrieval.product import Product
from tests.actions.chat import Chat
from tests.actions.small_shop import PRODUCTS, build_shop
from tests.actions.turns.shown_lists import amounts

_SENDERS = count()
COLORS = {one.product_id: one.colors for one in PRODUCTS}


@pytest.fixture(scope="module")
def shared(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Shop]:
    """A shop that the conversations of this module share."""
    shop = build_shop(tmp_path_factory.mktemp("refining"))
    yield shop
    shop.store.close()


@pytest.fixture
def chat(shared: Shop) -> Chat:
    return Chat(shared, sender=f"ref{next(_SENDERS)}")


def speaking(shop: Shop, language: str) -> Chat:
    return Chat(shop, language, sender=f"ref{next(_SENDERS)}")


# --- taken back


@pytest.mark.parametrize(
    ("language", "first", "text"),
    [
        ("en", "red headphones", "any colour"),
        ("de", "rote Kopfhörer", "doch egal welche Farbe"),
        ("zh-Hans", "红色耳机", "颜色无所谓"),
        ("ar", "سماعات حمراء", "أي لون"),
        ("th", "หูฟังสีแดง", "สีอะไรก็ได้"),
        ("tr", "kırmızı kulaklık", "renk fark etmez"),
    ],
)
def test_colour_is_taken_back(shared: Shop, language: str, first: str, text: str) -> None:
    chat = speaking(shared, language)
    red = chat.say("action_search", first, category="headphones", color="red")
    assert red.product_ids == ["h06"]
    reply = chat.say("action_refine", text, refinement="any_color")
    assert "color" not in reply.payload["applied"]
    assert reply.payload["applied"]["category"] == "headphones"
    assert len({COLORS[one] for one in reply.product_ids}) > 1
    kept = SearchState.from_slot(chat.slots["search_state"]).text
    assert not {"red", "rote", "红色", "حمراء", "สีแดง", "kırmızı"} & set(kept.split()), "it is not searched for either"


@pytest.mark.parametrize(
    ("entities", "word", "gone"),
    [
        ({"brand": "Klang"}, "any_brand", {"brand"}),
        ({"material": "wood"}, "any_material", {"material"}),
        ({"max_price": 40, "min_price": 10}, "any_price", {"max_price", "min_price"}),
        ({"size": "EU 38"}, "any_size", {"size"}),
    ],
)
def test_any_condition_is_taken_back_and_the_others_stay(
    chat: Chat, entities: dict[str, Any], word: str, gone: set[str]
) -> None:
    chat.say("action_search", "", category="headphones", color="black", **entities)
    reply = chat.say("action_refine", "", refinement=word)
    assert not gone & set(reply.payload["applied"])
    assert reply.payload["applied"]["category"] == "headphones"


def test_what_was_ruled_out_is_taken_back_too(chat: Chat) -> None:
    chat.say("action_search", "headphones, not black", category="headphones", color="black")
    reply = chat.say("action_refine", "any colour", refinement="any_color")
    assert "excluded" not in reply.payload["applied"]


def test_condition_is_taken_back_and_another_set_at_once(chat: Chat) -> None:
    chat.say("action_search", "", category="headphones", brand="Klang", max_price=60)
    reply = chat.say("action_refine", "any brand, but under 50", refinement="any_brand", max_price=50)
    assert "brand" not in reply.payload["applied"]
    assert max(amounts(reply)) <= 50


@pytest.mark.parametrize(
    ("word", "first", "is_other"),
    [
        ("other_color", {"color": "black"}, lambda one: "black" not in one.colors),
        ("other_brand", {"brand": "Nordton"}, lambda one: one.brand != "Nordton"),
        ("other_material", {"material": "plastic"}, lambda one: "plastic" not in one.materials),
    ],
)
def test_another_one_is_none_of_the_kind_asked_for_before(
    chat: Chat, word: str, first: dict[str, str], is_other: Callable[[Product], bool]
) -> None:
    chat.say("action_search", "", category="headphones", **first)
    reply = chat.say("action_refine", "another one", refinement=word)
    assert reply.product_ids
    assert all(is_other(chat.shop.catalogue.get(one)) for one in reply.product_ids)


def test_another_colour_is_another_than_that_of_the_product_spoken_of(chat: Chat) -> None:
    chat.say("action_search", "", category="headphones")
    chat.slots["focus"] = "h06"
    reply = chat.say("action_refine", "other colours please", refinement="other_color")
    assert reply.payload["applied"]["excluded"] == {"colors": ["red"]}


# --- left half said


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("en", "and in black?"),
        ("de", "und in Schwarz?"),
        ("zh-Hans", "黑色的呢？"),
        ("ar", "وبالأسود؟"),
        ("th", "สีดำล่ะ"),
        ("tr", "peki siyah?"),
    ],
)
def test_ellipsis_is_about_the_list_in_hand(shared: Shop, language: str, text: str) -> None:
    chat = speaking(shared, language)
    chat.say("action_search", "headphones", category="headphones", color="red")
    reply = chat.say("action_search", text, "search_product", color="black")
    assert reply.payload["applied"]["category"] == "headphones"
    assert all("black" in COLORS[one] for one in reply.product_ids)


def test_search_in_whole_words_is_a_new_one(chat: Chat) -> None:
    chat.say("action_search", "headphones", category="headphones")
    reply = chat.say("action_search", "something black for a long dark winter evening", "search_product", color="black")
    assert "category" not in reply.payload["applied"]


def test_currency_without_an_amount_is_what_prices_are_shown_in(chat: Chat) -> None:
    reply = chat.say("action_search", "headphones in dollars", category="headphones", currency="USD")
    assert {card["price"]["currency"] for card in reply.payload["products"]} == {"USD"}
    assert "max_price" not in reply.payload["applied"]
    assert chat.slots["currency"] == "USD"


# --- contradictions


@pytest.mark.parametrize(
    ("entities", "kept", "gone"),
    [
        ({"min_price": 100, "max_price": 50}, "max_price", "min_price"),
        ({"max_price": 50, "min_price": 100}, "min_price", "max_price"),
    ],
)
def test_of_two_limits_that_exclude_each_other_the_later_counts_and_it_is_said(
    chat: Chat, entities: dict[str, int], kept: str, gone: str
) -> None:
    reply = chat.say("action_search", "", category="headphones", **entities)
    assert reply.keys[0] == "prices_contradict"
    assert reply.payload["applied"][kept] == entities[kept]
    assert gone not in reply.payload["applied"]
    assert reply.product_ids


def test_later_limit_counts_in_a_later_turn_too(chat: Chat) -> None:
    chat.say("action_search", "", category="headphones", min_price=100)
    reply = chat.say("action_refine", "under 50", max_price=50)
    assert reply.keys[0] == "prices_contradict"
    assert max(amounts(reply)) <= 50


def test_limits_of_two_turns_hold_together_where_they_can(chat: Chat) -> None:
    chat.say("action_search", "", category="headphones", min_price=30)
    reply = chat.say("action_refine", "under 60", max_price=60)
    assert "prices_contradict" not in reply.keys
    assert all(30 <= amount <= 60 for amount in amounts(reply))
    assert reply.product_ids


def test_earlier_limit_is_kept_in_the_currency_of_the_later_one(chat: Chat) -> None:
    chat.say("action_search", "", category="headphones", min_price=30, currency="EUR")
    reply = chat.say("action_refine", "under 12000 yen", max_price=12000, currency="JPY")
    applied = reply.payload["applied"]
    assert (applied["max_price"], applied["currency"]) == (12000, "JPY")
    assert 3000 < applied["min_price"] < 9000


@pytest.mark.parametrize(
    ("language", "text", "is_out"),
    [
        ("en", "leather headphones, not leather", True),
        ("en", "headphones, not leather, no, leather", False),
        ("de", "Kopfhörer aus Leder, kein Leder", True),
        ("zh-Hans", "皮革耳机，不要皮革", True),
        ("tr", "deri kulaklık, deri olmasın", True),
    ],
)
def test_of_asked_for_and_ruled_out_the_later_counts_and_it_is_said(
    shared: Shop, language: str, text: str, is_out: bool
) -> None:
    reply = speaking(shared, language).say("action_search", text, category="headphones", material="leather")
    applied = reply.payload["applied"]
    assert reply.keys[0] == "words_contradict"
    assert (applied.get("material") == "leather") is not is_out
    assert (applied.get("excluded") == {"materials": ["leather"]}) is is_out


# --- corrections


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("en", "no, I meant white"),
        ("de", "nein, ich meinte weiß"),
        ("zh-Hans", "不，我是说白色"),
        ("ar", "لا، قصدت الأبيض"),
        ("th", "ไม่ ฉันหมายถึงสีขาว"),
        ("tr", "hayır, beyaz demek istedim"),
    ],
)
@pytest.mark.parametrize("action", ["action_deny", "action_refine", "action_search"])
def test_correction_of_a_colour_changes_it_alone(shared: Shop, language: str, text: str, action: str) -> None:
    chat = speaking(shared, language)
    chat.say("action_search", "", category="headphones", color="red", max_price=90)
    intent = {"action_deny": "deny", "action_refine": "refine_search", "action_search": "search_product"}[action]
    reply = chat.say(action, text, intent, color="white", refinement="instead")
    assert reply.payload["applied"]["category"] == "headphones"
    assert reply.payload["applied"]["color"] == "white"
    assert reply.payload["applied"]["max_price"] == 90


@pytest.mark.parametrize(
    ("language", "text", "entities"),
    [
        ("en", "not headphones, t-shirts", {"category": ["headphones", "t-shirt"]}),
        ("de", "keine Kopfhörer, T-Shirts", {"category": ["headphones", "t-shirt"]}),
        ("en", "I meant t-shirts", {"category": "t-shirt", "refinement": "instead"}),
        ("zh-Hans", "不要耳机，要T恤", {"category": ["headphones", "t-shirt"]}),
        ("tr", "kulaklık değil, tişört", {"category": ["headphones", "t-shirt"]}),
        ("th", "ไม่เอาหูฟัง เอาเสื้อยืด", {"category": ["headphones", "t-shirt"]}),
        ("ar", "ليس سماعات رأس، بل تيشيرت", {"category": ["headphones", "t-shirt"]}),
    ],
)
def test_correction_of_the_kind_keeps_the_other_conditions(
    shared: Shop, language: str, text: str, entities: dict[str, Any]
) -> None:
    chat = speaking(shared, language)
    chat.say("action_search", "red headphones under 50", category="headphones", color="red", max_price=50)
    applied = chat.say("action_refine", text, **entities).payload["applied"]
    assert applied["category"] == "t-shirt"
    assert applied["color"] == "red"
    assert applied["max_price"] == 50
    assert "excluded" not in applied


def test_no_alone_is_no_correction(chat: Chat) -> None:
    chat.say("action_search", "", category="headphones")
    assert chat.say("action_deny", "no", "deny").keys == ["deny"]


def test_words_of_many_refinements_stay_few(chat: Chat) -> None:
    chat.say("action_search", "Headphones", category="headphones")
    for number in range(60):
        chat.say("action_refine", f"something with feature{number}")
    state = SearchState.from_slot(chat.slots["search_state"])
    assert len(state.text) <= MOST_TEXT
    assert state.text.endswith("feature59")


# --- what was said last counts most


@pytest.mark.parametrize(
    ("language", "text"),
    [("en", "in white"), ("zh-Hans", "要白色的"), ("ar", "بالأبيض"), ("th", "ขอสีขาว"), ("tr", "beyaz olsun")],
)
def test_colour_asked_for_comes_before_a_price_said_earlier(shared: Shop, language: str, text: str) -> None:
    # After "cheaper", "in white" was answered with the same cheap black ones: "there is nothing in that colour".
    chat = speaking(shared, language)
    chat.say("action_search", "headphones", category="headphones", max_price=30)
    reply = chat.say("action_refine", text, color="white")
    assert reply.keys[0] == "relaxed_max_price"
    assert reply.product_ids
    assert all("white" in COLORS[one] for one in reply.product_ids)
    assert "max_price" not in reply.payload["applied"]


def test_price_of_the_message_itself_is_not_given_up_for_its_colour(chat: Chat) -> None:
    chat.say("action_search", "headphones", category="headphones")
    reply = chat.say("action_refine", "white, under 30", color="white", max_price=30)
    assert reply.keys[0] == "relaxed_colors"


def test_words_that_name_no_condition_are_not_said_to_be_met(chat: Chat) -> None:
    # "What would last longest?" was answered with "I found 12 products for you" and the same list.
    chat.say("action_search", "headphones", category="headphones")
    assert chat.say("action_refine", "what would last longest").keys[0] == "found_closest"


def test_currency_without_a_rate_is_spoken_of_once(shared: Shop) -> None:
    # Each list in a conversation from Taiwan began with the same sentence about its currency.
    chat = Chat(shared, "zh-Hant", {"country": "TW", "currency": "TWD"}, sender=f"ref{next(_SENDERS)}")
    assert "currency_unknown" in chat.say("action_search", "耳機", category="headphones").keys
    assert "currency_unknown" not in chat.say("action_refine", "黑色的", color="black").keys
    assert "currency_unknown" in chat.say("action_refine", "白色的，新台幣計價", color="white", currency="TWD").keys
