"""Getting to know a newcomer: a list at once, one question at a time under it, and every way out of it."""

from typing import Any

import httpx
import pytest

from actions.shop import Shop
from actions.talk.onboarding import Onboarding
from actions.wording.texts import Texts
from retrieval.filters import Filters
from tests.actions.chat import Chat, Reply
from tests.actions.serving import serve


def asked(reply: Reply) -> list[str]:
    return [key for key in reply.keys if key.startswith("onboarding_")]


def categories(reply: Reply) -> list[str]:
    return [card["category"] for card in reply.payload["products"]]


def test_three_questions_come_one_at_a_time_each_with_buttons_and_a_way_round(chat: Chat) -> None:
    first = chat.say("action_recommend", "what do you recommend")
    assert first.product_ids
    assert asked(first) == ["onboarding_whom"]
    second = chat.say("action_recommend", "What do you recommend? women", audience="women")
    assert asked(second) == ["onboarding_kind"]
    third = chat.say("action_recommend", "What do you recommend? kitchen", department="kitchen")
    assert asked(third) == ["onboarding_price"]
    last = chat.say("action_recommend", "What do you recommend up to €20?", max_price=20, currency="EUR")
    assert asked(last) == []
    skip = {"title": "Skip this question", "payload": "What do you recommend for me?"}
    for reply in (first, second, third):
        assert len(reply.message["buttons"]) >= 3
        assert reply.message["buttons"][-1] == skip
    assert not {"Skip this question"} & {button["title"] for button in last.message["buttons"]}


def test_answers_are_kept_for_recommendations_to_come(chat: Chat) -> None:
    chat.say("action_recommend")
    chat.say("action_recommend", audience="women")
    chat.say("action_recommend", department="kitchen")
    chat.say("action_recommend", max_price=60, currency="EUR")
    chat.say("action_search", "perfume", category="perfume")
    reply = chat.say("action_recommend", "what do you recommend for me?")
    assert reply.keys == ["recommended_from_wishes"]
    assert reply.payload["applied"]["audience"] == "women"
    assert reply.payload["applied"]["max_price"] == 60
    assert categories(reply)[0] == "mug"
    assert "s02" not in reply.product_ids, "made for men"
    reasons = [reason["text"] for card in reply.payload["products"] for reason in card["reasons"]]
    assert not [text for text in reasons if text.startswith("Like what you have looked at")]


def test_question_left_unanswered_is_not_put_again(chat: Chat) -> None:
    questions = [asked(chat.say("action_recommend", "What do you recommend for me?")) for _ in range(5)]
    assert questions == [["onboarding_whom"], ["onboarding_kind"], ["onboarding_price"], [], []]


def test_no_ends_the_questions_and_not_the_conversation(chat: Chat) -> None:
    chat.say("action_recommend")
    assert chat.say("action_deny", "no").keys == ["deny"]
    assert asked(chat.say("action_recommend")) == []
    assert chat.say("action_search", "mug", category="mug").product_ids


FOR_MYSELF = {
    "en": "For myself!", "zh-Hans": "给自己", "zh-Hant": "給我自己。", "th": "ซื้อให้ตัวเองค่ะ", "ar": "لنفسي",
    "tr": "Kendim için", "ja": "自分用です", "ko": "저를 위해", "hi": "अपने लिए", "ru": "Для себя", "vi": "cho mình",
}  # fmt: skip


@pytest.mark.parametrize("guess", ["action_deny", "action_gift", "action_out_of_scope"])
def test_for_myself_is_no_no_whatever_it_is_taken_for(shop: Shop, guess: str) -> None:
    for language, text in FOR_MYSELF.items():
        chat = Chat(shop, language=language, sender=language)
        assert asked(chat.say("action_recommend", "?")) == ["onboarding_whom"]
        reply = chat.say(guess, text)
        assert reply.product_ids, text
        assert asked(reply) == ["onboarding_kind"], text


def test_not_for_myself_and_for_myself_unasked_are_answered_as_ever(chat: Chat) -> None:
    chat.say("action_recommend")
    assert chat.say("action_deny", "not for me").keys == ["deny"]
    assert chat.say("action_deny", "for me").keys == ["deny"]


def test_other_words_are_answered_as_ever_and_what_they_say_counts(chat: Chat) -> None:
    """Somebody asked for whom it is may say what they want instead: that is searched for, and not asked again."""
    chat.say("action_recommend")
    reply = chat.say("action_search", "tea", category="tea")
    assert set(categories(reply)) == {"tea"}
    assert asked(reply) == ["onboarding_price"]
    reply = chat.say("action_refine", "under 10 euros", max_price=10, currency="EUR")
    assert asked(reply) == []
    assert set(categories(chat.say("action_recommend"))) == {"tea", "mug"}


def test_turn_that_answers_nothing_leaves_the_question_open(chat: Chat) -> None:
    chat.say("action_recommend")
    assert asked(chat.say("action_landed_cost", "what does it cost", ordinal=[1])) == []
    assert asked(chat.say("action_recommend", audience="kids")) == ["onboarding_kind"]


def test_first_look_at_a_product_says_more_than_questions(chat: Chat) -> None:
    chat.say("action_recommend")
    chat.say("action_select", "the first", ordinal=[1])
    reply = chat.say("action_recommend")
    assert reply.keys == ["recommended_from_taste"]


@pytest.mark.parametrize(
    "entities", [{"category": "mug"}, {"max_price": 50}, {"audience": "men"}, {"recipient": "friend"}, {"color": "red"}]
)
def test_who_says_what_they_want_is_asked_nothing(chat: Chat, entities: dict[str, Any]) -> None:
    assert asked(chat.say("action_recommend", "recommend", **entities)) == []
    assert chat.slots.get("onboarding") is None


def test_nothing_is_asked_outside_recommendations_nor_kept_of_what_is_said_there(chat: Chat) -> None:
    assert asked(chat.say("action_search", "mug", category="mug")) == []
    assert chat.slots.get("onboarding") is None


@pytest.mark.parametrize(
    ("language", "question", "choice", "skip"),
    [
        ("zh-Hans", "是给谁用的？", "女士", "跳过这个问题"),
        ("ar", "لمن هو؟", "نسائي", "تخطي السؤال"),
        ("ja", "どなた用か", "レディース", "この質問をとばす"),
        ("de", "Für wen ist es?", "damen", "Frage überspringen"),
        ("fr", "c’est pour qui", "femme", "Passer la question"),
        ("es", "¿para quién es?", "mujer", "Saltar la pregunta"),
        ("pt", "para quem é?", "mulher", "Pular a pergunta"),
        ("th", "ซื้อให้ใครใช้คะ", "ผู้หญิง", "ข้ามคำถามนี้"),
        ("tr", "kimin için bakıyorsunuz?", "kadın", "Bu soruyu atla"),
        ("el", "who is it for?", "women", "Skip this question"),
    ],
)
def test_questions_and_buttons_are_in_the_language_spoken_else_in_english(
    shop: Shop, language: str, question: str, choice: str, skip: str
) -> None:
    reply = Chat(shop, language=language).say("action_recommend")
    assert question in reply.text
    titles = [button["title"].strip("\u2068\u2069") for button in reply.message["buttons"]]
    assert choice in titles[0].casefold()
    assert titles[-1] == skip


def test_prices_offered_are_round_and_in_the_shopper_currency(chat: Chat) -> None:
    chat.metadata = {"country": "JP", "currency": "JPY"}
    for _ in range(2):
        chat.say("action_recommend")
    reply = chat.say("action_recommend")
    assert asked(reply) == ["onboarding_price"]
    titles = [button["title"] for button in reply.message["buttons"][:-1]]
    assert titles
    assert all(title.startswith("Up to ¥") for title in titles)
    assert all(len(title.split("¥")[1].replace(",", "").rstrip("0")) <= 1 + len(".") for title in titles)


def test_questions_are_said_in_every_language_that_is_spoken(shop: Shop) -> None:
    texts: Texts = shop.texts
    for language in texts.languages:
        reply = Chat(shop, language=language, sender=f"s-{language}").say("action_recommend")
        assert asked(reply) == ["onboarding_whom"]
        assert reply.message["language"] == language


@pytest.mark.parametrize("language", ["zh-Hans", "ar", "ja", "de", "pt", "tr", "th"])
def test_buttons_answer_whatever_the_bot_takes_their_words_for(shop: Shop, language: str) -> None:
    """ "Was empfehlen Sie? Kleidung" was taken for a bundle, and "有什么推荐？厨房用品" for nothing at all."""
    chat = Chat(shop, language=language)
    reply = chat.say("action_recommend")
    for action in ("action_bundle", "action_out_of_scope", "action_hand_on"):
        pressed = reply.message["buttons"][0]["payload"]
        reply = chat.say(action, pressed, intent="nlu_fallback", currency="CNY")
        assert "recommended_from_wishes" in reply.keys
        assert reply.product_ids
    kept = Onboarding.from_slot(chat.slots["onboarding"])
    assert (kept.audience, len(kept.departments), kept.currency) == ("women", 1, "EUR")
    assert kept.max_price is not None
    assert reply.payload["applied"]["max_price"] == kept.max_price
    assert asked(reply) == []


def test_words_of_a_button_mean_nothing_special_once_its_question_is_over(chat: Chat) -> None:
    pressed = chat.say("action_recommend").message["buttons"][0]["payload"]
    chat.say("action_deny", "no")
    assert chat.say("action_help", pressed).keys == ["help"]


# --- the slot


@pytest.mark.parametrize("value", [None, "x", [], {}, {"asked": 3}, {"max_price": "much"}, {"asked": None}])
def test_slot_of_another_form_is_nothing_asked(value: Any) -> None:
    assert Onboarding.from_slot(value) == Onboarding()


def test_slot_comes_back_as_it_was_kept(chat: Chat) -> None:
    chat.say("action_recommend")
    chat.say("action_recommend", audience="women", max_price=20, currency="EUR")
    kept = Onboarding.from_slot(chat.slots["onboarding"])
    assert (kept.asked, kept.pending, kept.audience) == (("whom", "kind"), "kind", "women")
    assert Onboarding.from_slot(kept.as_slot()) == kept
    assert kept.applied_to(Filters()).max_price == 20


# --- over HTTP


def test_interests_can_be_given_over_http(shop: Shop) -> None:
    with serve(shop) as served:

        def listed(**asked_for: str) -> list[str]:
            found = httpx.get(f"{served.url}/api/v1/recommendations", params={"country": "DE", **asked_for}).json()
            return [card["category"] for card in found["products"]]

        for interests, kinds in (
            ("Tea", {"tea"}),
            ("kitchen", {"mug"}),
            ("tea,running shoes", {"tea", "running shoes"}),
        ):
            wished = listed(interests=interests)
            assert wished[0] in kinds
            assert sum(kind in kinds for kind in wished) > sum(kind in kinds for kind in listed())
        refused = httpx.get(f"{served.url}/api/v1/recommendations?interests=drones")
    assert refused.status_code == 400
    assert "drones" in refused.json()["detail"]
    assert "kitchen" in refused.json()["detail"]


def test_stranger_begins_with_what_comes_from_their_country_and_speaks_their_language(shop: Shop) -> None:
    with serve(shop) as served:
        url = f"{served.url}/api/v1/recommendations"
        asked_for = {"country": "JP", "language": "ja", "category": "headphones"}
        found = httpx.get(url, params=asked_for).json()
    first = [card["product_id"] for card in found["products"]][:3]
    assert {"h06", "h07", "h08"} & set(first)
