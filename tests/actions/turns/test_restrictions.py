"""What may be sent where, in the talk: answers, searches, lists and carts."""

from collections.abc import Iterator
from decimal import Decimal
from itertools import count
from typing import Any

import pytest

from actions.shop import Shop
from retrieval.product import Product
from tests.actions.chat import Chat
from tests.actions.small_shop import PRODUCTS, build_shop


def _made(product_id: str, english: str, category: str, department: str, hs_code: str, **fields: Any) -> Product:
    return Product(
        product_id, "tian", "zh-Hans", {"en": english, "zh-Hans": english}, Decimal(200), "CNY", category=category,
        department=department, hs_code=hs_code, stock=5, weight_kg=0.3, **fields,
    )  # fmt: skip


DRONES = tuple(_made(f"d{n}", f"Drone {n}", "drone", "toys", "8806.22", attributes={"battery_wh": 18}) for n in (1, 2))
KITES = tuple(_made(f"k{n}", f"Kite {n}", "kite", "toys", "9503.00") for n in (1, 2))
POWER_BANK = _made("b1", "Power bank", "power bank", "electronics", "8507.60", attributes={"battery_wh": 74})


@pytest.fixture(scope="module")
def stocked(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Shop]:
    """The small shop with two drones, two kites and a power bank, all sent from China to everywhere."""
    built = build_shop(tmp_path_factory.mktemp("stocked"), (*PRODUCTS, *DRONES, *KITES, POWER_BANK))
    yield built
    built.store.close()


_SENDERS = count()


def chat_in(shop: Shop, country: str, language: str = "en", **slots: Any) -> Chat:
    """Return a conversation of a shopper of their own."""
    client = {"country": country, "currency": "EUR"} if country else {}
    return Chat(shop, language, metadata=client, sender=f"sender-{next(_SENDERS)}", slots=dict(slots))


def ask(chat: Chat, text: str, **entities: Any) -> Any:
    return chat.say("action_hand_on", text, "ask_restrictions", **entities)


def test_what_is_forbidden_is_answered_with_reason_source_and_alternatives(stocked: Shop) -> None:
    chat = chat_in(stocked, "IN", shown=["d1", "d2"])
    reply = ask(chat, "can number 1 be sent to me?", ordinal=[1])
    assert reply.keys[:3] == ["restriction_prohibited", "restriction_because_import_ban", "restriction_source"]
    assert "Drone 1" in reply.text
    assert "India" in reply.text
    assert "The Hindu BusinessLine" in reply.text
    assert "November 26, 2026" in reply.text
    assert reply.payload["verdict"] == "prohibited"
    assert reply.payload["origin"] == "CN"
    assert [one["rule_id"] for one in reply.payload["findings"]] == ["in-drone", "air-battery-in-device"]
    assert {card["product_id"] for card in reply.payload["alternatives"]} == {"k1", "k2"}
    assert chat.slots["shown"] == [card["product_id"] for card in reply.payload["alternatives"]]


def test_a_kind_of_goods_is_answered_without_a_product(stocked: Shop) -> None:
    reply = ask(chat_in(stocked, "JP"), "can I get power banks sent to Japan?", category="power bank", country="JP")
    assert reply.keys[:2] == ["restriction_restricted", "restriction_because_battery_alone"]
    assert reply.payload["product_id"] is None
    assert reply.payload["goods"] == ["power_bank"]
    assert reply.payload["alternatives"] == [], "nothing hinders it"


def test_what_no_record_covers_is_never_called_allowed(stocked: Shop) -> None:
    reply = ask(chat_in(stocked, "JP"), "can I import mugs?", category="mug")
    assert reply.keys == ["restriction_unknown"]
    assert "ask the carrier" in reply.text
    assert reply.payload["verdict"] == "unknown"


def test_a_rumour_is_told_as_one(stocked: Shop) -> None:
    reply = ask(chat_in(stocked, "VN"), "may mobile phones be imported?")
    assert reply.keys[:2] == ["restriction_unconfirmed", "restriction_source"]
    assert reply.payload["verdict"] == "unknown"


@pytest.mark.parametrize(
    ("language", "country", "text", "category", "rule_id", "because"),
    [
        ("en", "CA", "can you send perfume to Canada?", "perfume", "ca-dangerous-post", "not_by_post"),
        ("zh-Hans", "CA", "香水可以寄到加拿大吗？", "perfume", "ca-dangerous-post", "not_by_post"),
        ("ar", "VN", "هل الشاي الأخضر مسموح في فيتنام؟", "tea", "vn-food", "own_use"),
        ("th", "VN", "ชาเขียวส่งเข้าเวียดนามได้ไหม", "tea", "vn-food", "own_use"),
        ("tr", "TH", "Tayland'a yüz kremi gönderir misiniz?", "face cream", "th-cosmetics", "quantity_pieces"),
        ("ko", "KR", "비타민을 한국으로 보낼 수 있나요?", "", "kr-supplement", "quantity_packs"),
        ("de", "CH", "Darf Käse in die Schweiz?", "", "ch-meat-dairy", "third_countries"),
        ("ar", "SA", "هل يمكن إرسال اللحم إلى السعودية؟", "", "sa-meat", "halal"),
    ],
)
def test_each_market_is_answered_with_its_own_rule(
    stocked: Shop, language: str, country: str, text: str, category: str, rule_id: str, because: str
) -> None:
    named = {"category": category} if category else {}
    reply = ask(chat_in(stocked, country, language), text, **named)
    assert reply.payload["verdict"] in {"restricted", "needs_papers"}
    assert reply.payload["findings"][0]["rule_id"] == rule_id
    assert reply.keys[1:3] == [f"restriction_because_{because}", "restriction_source"]
    assert "{" not in reply.text


def test_a_rumour_is_not_told_beside_what_is_known(stocked: Shop) -> None:
    reply = ask(chat_in(stocked, "VN"), "may drones be sent?", category="drone")
    assert reply.keys[:2] == ["restriction_needs_papers", "restriction_because_import_permit"]
    assert reply.keys.count("restriction_source") == 1
    assert {one["confidence"] for one in reply.payload["findings"]} == {"secondary", "unconfirmed"}, "the data has both"


def test_without_a_country_it_is_asked_and_the_answer_taken_up(stocked: Shop) -> None:
    chat = chat_in(stocked, "")
    assert ask(chat, "can I get drones sent?", category="drone").keys == ["ask_destination"]
    reply = chat.say("action_set_destination", "to Egypt", "set_destination", country="EG")
    assert reply.keys[0] == "restriction_prohibited"
    assert reply.payload["findings"][0]["rule_id"] == "eg-drone"


def test_without_goods_it_is_asked_what(stocked: Shop) -> None:
    assert ask(chat_in(stocked, "JP"), "is it allowed?").keys == ["restriction_of_what"]


def test_goods_named_are_meant_and_not_the_product_last_spoken_of(stocked: Shop) -> None:
    chat = chat_in(stocked, "AU", focus="d1")
    assert ask(chat, "can meat be sent to Australia?").payload["product_id"] is None
    assert ask(chat, "is this drone allowed?", category="drone").payload["product_id"] == "d1"
    assert ask(chat, "is it allowed?").payload["product_id"] == "d1"


@pytest.mark.parametrize(
    ("language", "country", "text", "rule_id"),
    [
        ("zh-Hans", "AU", "可以寄肉类到澳大利亚吗", "au-meat"),
        ("zh-Hans", "HK", "电子烟能寄到香港吗", "hk-e-cigarette"),
        ("ar", "SA", "هل يمكن إرسال الخمر إلى السعودية؟", "sa-alcohol"),
        ("ar", "EG", "هل يُسمح بإدخال الطائرات المسيّرة إلى مصر؟", "eg-drone"),
        ("th", "TH", "บุหรี่ไฟฟ้าส่งเข้าไทยได้ไหม ผิดกฎหมายหรือเปล่า", "th-e-cigarette"),
        ("th", "JP", "ส่งไส้กรอกไปญี่ปุ่นได้ไหม", "jp-meat"),
        ("tr", "TR", "Türkiye'ye cep telefonu gönderiyor musunuz", "tr-smartphone"),
        ("tr", "CN", "Çin'e peynir gönderebilir misiniz", "cn-animal-plant"),
    ],
)
def test_forbidden_goods_are_understood_in_many_languages(
    stocked: Shop, language: str, country: str, text: str, rule_id: str
) -> None:
    reply = ask(chat_in(stocked, country, language), text)
    assert reply.payload["verdict"] == "prohibited"
    assert reply.payload["findings"][0]["rule_id"] == rule_id
    assert reply.payload["findings"][0]["source"]["checked_on"] == "2026-11-26"


def test_an_unsure_question_with_a_kind_is_searched_for(stocked: Shop) -> None:
    chat = chat_in(stocked, "DE")
    tracker = chat.tracker("mugs?", "ask_restrictions", [{"entity": "category", "value": "mug"}])
    tracker["latest_message"]["intent"]["confidence"] = 0.2
    assert chat.take("action_hand_on", tracker).payload["type"] == "products"


@pytest.mark.parametrize(
    ("action", "intent"), [("action_landed_cost", "ask_landed_cost"), ("action_shipping", "ask_shipping")]
)
def test_no_cost_to_the_door_is_given_where_it_must_not_be_sent(stocked: Shop, action: str, intent: str) -> None:
    chat = chat_in(stocked, "DE", shown=["d1"])
    reply = chat.say(action, "what does it cost to India?", intent, ordinal=[1], country="IN")
    assert reply.keys[0] == "restriction_prohibited"
    assert (
        chat_in(stocked, "DE", shown=["d1"]).say(action, "?", intent, ordinal=[1]).keys[0] != "restriction_prohibited"
    )


@pytest.mark.parametrize(
    ("language", "country", "text", "rule_id"),
    [
        ("en", "CA", "can you ship seeds to Canada?", "ca-plants"),
        ("zh-Hans", "NO", "可以寄药品到挪威吗", "no-medicine"),
        ("th", "KR", "ส่งไส้กรอกไปเกาหลีได้ไหม", "kr-meat"),
        ("tr", "CH", "İsviçre'ye peynir gönderiyor musunuz", "ch-meat-dairy"),
        ("ar", "CA", "هل ترسلون الخمر إلى كندا؟", "ca-alcohol"),
    ],
)
def test_a_question_about_sending_goods_that_the_shop_lacks_is_answered_on_those(
    stocked: Shop, language: str, country: str, text: str, rule_id: str
) -> None:
    reply = chat_in(stocked, country, language).say("action_shipping", text, "ask_shipping", country=country)
    assert reply.payload["type"] == "restriction"
    assert reply.payload["findings"][0]["rule_id"] == rule_id


def test_a_question_about_sending_what_nothing_is_known_of_is_about_sending(stocked: Shop) -> None:
    reply = chat_in(stocked, "JP").say("action_shipping", "do you ship to Japan?", "ask_shipping", country="JP")
    assert reply.keys == ["shipping_general"]


# --- lists


def test_a_search_for_what_is_forbidden_says_why_nothing_is_shown(stocked: Shop) -> None:
    reply = chat_in(stocked, "EG").say("action_search", "drones", "search_product", category="drone")
    assert reply.keys[:2] == ["restriction_search_barred", "restriction_because_import_ban"]
    assert reply.payload["type"] == "restriction"
    assert {card["product_id"] for card in reply.payload["alternatives"]} == {"k1", "k2"}


@pytest.mark.parametrize(
    ("language", "text"), [("th", "ฉันอยากได้บุหรี่ไฟฟ้าสักอัน"), ("en", "I am looking for a vape pen"), ("zh-Hans", "电子烟")]
)
def test_a_search_for_what_the_shop_lacks_and_the_law_forbids_says_so(stocked: Shop, language: str, text: str) -> None:
    reply = chat_in(stocked, "TH", language).say("action_search", text, "search_product")
    assert reply.keys[0] == "restriction_search_barred"


@pytest.mark.parametrize("text", ["a mug with an e-cigarette printed on its side in gold", "wine glasses", "honey"])
def test_other_searches_are_searched(stocked: Shop, text: str) -> None:
    assert chat_in(stocked, "SA").say("action_search", text, "search_product").payload["type"] == "products"


def test_the_same_search_shows_them_elsewhere(stocked: Shop) -> None:
    reply = chat_in(stocked, "DE").say("action_search", "drones", "search_product", category="drone")
    assert set(reply.product_ids) == {"d1", "d2"}


@pytest.mark.parametrize(
    ("action", "intent", "entities"),
    [
        ("action_search", "search_product", {"department": "toys"}),
        ("action_recommend", "recommend_for_me", {}),
        ("action_similar", "similar_products", {"ordinal": [1]}),
        ("action_gift", "gift_advice", {"recipient": "child"}),
        ("action_bundle", "bundle_advice", {"ordinal": [1]}),
    ],
)
def test_no_list_holds_what_is_forbidden(stocked: Shop, action: str, intent: str, entities: dict[str, Any]) -> None:
    reply = chat_in(stocked, "EG", shown=["k1"]).say(action, "toys", intent, **entities)
    assert not {"d1", "d2"} & set(reply.product_ids)


def test_a_list_shown_again_for_another_country_loses_it(stocked: Shop) -> None:
    chat = chat_in(stocked, "DE")
    chat.say("action_search", "toys", "search_product", department="toys")
    reply = chat.say("action_set_destination", "ship to Egypt", "set_destination", country="EG")
    assert set(reply.product_ids) == {"k1", "k2"}


def test_a_card_says_on_what_condition_it_is_sent(stocked: Shop) -> None:
    reply = chat_in(stocked, "JP").say("action_search", "power banks", "search_product", category="power bank")
    (card,) = reply.payload["products"]
    assert [(one["rule_id"], one["verdict"], one["transport"]) for one in card["remarks"]] == [
        ("air-battery-alone", "restricted", "air")
    ]
    assert card["remarks"][0]["text"].startswith("A lithium battery that is sent by itself")


def test_a_card_without_a_country_has_no_remarks(stocked: Shop) -> None:
    reply = chat_in(stocked, "").say("action_search", "power banks", "search_product", category="power bank")
    assert [card["remarks"] for card in reply.payload["products"]] == [[]]


# --- carts


def test_what_is_forbidden_is_not_put_into_the_cart(stocked: Shop) -> None:
    chat = chat_in(stocked, "EG", shown=["d1"])
    reply = chat.say("action_add_to_cart", "add it", "add_to_cart", ordinal=[1])
    assert reply.keys == ["cart_prohibited"]
    assert "Egypt" in reply.text


def test_checkout_refuses_what_has_become_forbidden_by_another_country(stocked: Shop) -> None:
    chat = chat_in(stocked, "DE", shown=["d1"])
    assert "cart_added" in chat.say("action_add_to_cart", "add it", "add_to_cart", ordinal=[1]).keys
    chat.slots["destination"] = "EG"
    reply = chat.say("action_checkout", "checkout", "checkout")
    assert reply.keys[0] == "checkout_amiss"
    assert reply.payload["checkout"] is None
    (line,) = reply.payload["lines"]
    assert (line["problem"], line["counts"]) == ("prohibited", False)
    assert line["text"] == "Must not be sent to your country"
