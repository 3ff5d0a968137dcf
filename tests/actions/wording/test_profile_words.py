"""What is known of a shopper, said in their language."""

from datetime import UTC, datetime, timedelta
from decimal import Decimal

import pytest

from actions.shop import Shop
from actions.wording import values
from actions.wording.profile_words import profile_lines, profile_payload
from retrieval.events import Event
from retrieval.profile import Profile
from tests.actions.serving import serve
from tests.actions.small_shop import API_TOKEN

DONE = (("purchase", "s01"), ("purchase", "h03"), ("view", "h04"), ("cart", "h08"), ("purchase", "c03"))


def euros(amount: Decimal) -> values.Value:
    return values.money(amount, "EUR")


@pytest.fixture
def ann(shop: Shop) -> Shop:
    shop.record(*(Event.now("ann", kind, product_id) for kind, product_id in DONE))
    return shop


def said(shop: Shop, language: str) -> list[str]:
    found = profile_payload(shop.profile("ann"), shop.store.export("ann"), language, "EUR", shop.texts, shop.prices)
    sentences: list[str] = found["sentences"]
    return sentences


def test_profile_is_told_in_whole_sentences(ann: Shop) -> None:
    sentences = said(ann, "en")
    assert sentences[0] == (
        "What I know of your taste rests on 5 products that you looked at, put into the cart or bought."
    )
    (interests,) = [sentence for sentence in sentences if sentence.startswith("You are interested in: ")]
    assert "headphones" in interests
    assert "running shoes" in interests
    assert any(sentence.startswith("Brands you like: ") and "Klang" in sentence for sentence in sentences)
    assert [sentence for sentence in sentences if sentence.startswith("Your size (") and sentence.endswith(": L.")]
    assert sentences[-1] == "In recommendations, your lasting taste counts 70% and what you did lately 30%."


@pytest.mark.parametrize(
    ("language", "begins", "names"),
    [
        ("zh-Hans", "您感兴趣的：", "耳机"),
        ("ar", "ما يهمك:", "سماعات"),
        ("ja", "ご関心のあるもの：", "ヘッドホン"),
        ("de", "Sie interessieren sich für:", "Kopfhörer"),
        ("th", "สิ่งที่คุณสนใจ:", "หูฟัง"),
        ("tr", "İlgi alanlarınız:", "kulaklık"),
        ("el", "You are interested in:", "headphones"),
    ],
)
def test_sentences_are_in_the_language_asked_for_else_in_english(
    ann: Shop, language: str, begins: str, names: str
) -> None:
    (interests,) = [sentence for sentence in said(ann, language) if sentence.startswith(begins)]
    assert names in interests


@pytest.mark.parametrize(
    "language", ["en", "de", "fr", "es", "pt", "ja", "zh-Hans", "ar", "ru", "pl", "tr", "th", "hi", "id"]
)
def test_no_sentence_holds_a_code_or_a_number_nobody_understands(ann: Shop, language: str) -> None:
    for sentence in said(ann, language):
        assert "_" not in sentence
        assert "{" not in sentence
        assert "0." not in sentence.replace("0.0", "")


def test_stranger_is_told_that_nothing_is_known(shop: Shop) -> None:
    assert [line.key for line in profile_lines(Profile.empty(), euros)] == ["profile_nothing"]
    assert said(shop, "en") == ["I do not know your taste yet."]


def test_what_was_done_lately_is_said_where_it_differs(shop: Shop) -> None:
    long_ago = datetime.now(UTC) - timedelta(days=40)
    events = [Event(f"e{n}", "ann", "purchase", f"h0{n}", None, long_ago, None) for n in range(1, 5)]
    events.append(Event.now("ann", "view", "t02"))
    shop.record(*events)
    assert "Lately you are after: tea." in said(shop, "en")


def test_shopper_own_language_and_currency_are_used_where_none_is_asked_for(ann: Shop) -> None:
    ann.store.set_shopper("ann", language="ja", currency="JPY")
    assert any("￥" in sentence and sentence.startswith("よくお選び") for sentence in said(ann, ""))


def test_export_shows_the_profile(ann: Shop) -> None:
    import httpx

    ours = {"Authorization": f"Bearer {API_TOKEN}"}
    with serve(ann) as served:
        found = httpx.get(f"{served.url}/api/v1/shoppers/ann?language=de", headers=ours).json()
    assert found["profile"]["language"] == "de"
    assert len(found["events"]) == len(DONE)
    assert found["profile"]["sentences"][-1].startswith("Bei Empfehlungen zählt")
