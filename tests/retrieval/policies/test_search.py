"""Which passage answers a question, and that none does where the shop says nothing of it."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace

import numpy as np
import pytest
from numpy.typing import NDArray

from actions.settings import PROJECT, Settings
from retrieval.encoder import Encoder, Progress
from retrieval.encoders import load_encoder
from retrieval.policies import Passage, PolicySearch, read_policies
from tests.fakes import FakeEncoder

LONG = Passage("returns", "en", "Returns", "how long to return", "thirty days", "returns.en.md")
WHO = Passage("returns", "en", "Returns", "who pays postage", "you do", "returns.en.md")
PAY = Passage("payment", "en", "Payment", "how to pay by card", "visa is fine", "payment.en.md")
GERMAN = replace(LONG, language="de", heading="how long to return", text="dreißig Tage", source="returns.de.md")


def search(*passages: Passage) -> PolicySearch:
    return PolicySearch.of(passages, {"fake": FakeEncoder()})


def test_passage_whose_words_are_asked_answers() -> None:
    (quote,) = search(LONG, WHO, PAY).ask("who pays postage", "en")
    assert quote.passage == WHO
    assert quote.score > 0.5


def test_question_about_nothing_that_is_written_has_no_answer() -> None:
    assert search(LONG, WHO, PAY).ask("tell me a joke", "en") == ()


@pytest.mark.parametrize("question", ["", "  \n"])
def test_nothing_asked_has_no_answer(question: str) -> None:
    assert search(LONG, WHO, PAY).ask(question, "en") == ()


def test_shop_without_documents_has_no_answer() -> None:
    assert search().ask("who pays postage", "en") == ()


@pytest.mark.parametrize(
    ("question", "answers"),
    [
        ("how long to return, who pays postage?", [LONG, WHO]),
        ("who pays postage and how long to return", [WHO, LONG]),
        ("hello, who pays postage?", [WHO]),
        ("who pays postage, who pays?", [WHO]),
        ("who pays postage", [WHO]),
        ("tell me, a joke", []),
    ],
)
def test_each_part_of_a_message_is_answered(question: str, answers: list[Passage]) -> None:
    quotes = search(LONG, WHO, PAY).ask_each(question, "en", ("returns",))
    assert [quote.passage for quote in quotes] == answers


def test_passages_that_answer_about_as_well_are_both_quoted() -> None:
    twin = replace(WHO, source="more.en.md")
    quotes = search(WHO, twin, LONG).ask_each("who pays postage", "en", ("returns",))
    assert {quote.passage for quote in quotes} == {WHO, twin}


def test_topic_that_is_known_leaves_out_the_others() -> None:
    quotes = search(LONG, WHO, PAY).ask("how to pay by card to return", "en", ("returns",), top_k=2)
    assert quotes
    assert {quote.passage.topic for quote in quotes} == {"returns"}


def test_several_answers_are_of_one_topic_the_best_first() -> None:
    first, second = search(LONG, WHO, PAY).ask("how long to return who pays", "en", ("returns",), top_k=2)
    assert first.score >= second.score
    assert {first.passage, second.passage} == {LONG, WHO}


@pytest.mark.parametrize(("language", "expected"), [("de", GERMAN), ("de-AT", GERMAN), ("en", LONG), ("ja", LONG)])
def test_document_in_the_shoppers_language_comes_before_english(language: str, expected: Passage) -> None:
    (quote,) = search(LONG, GERMAN, WHO, PAY).ask("how long to return", language)
    assert quote.passage == expected


class CountingEncoder(FakeEncoder):
    """Counts the texts that it embeds."""

    n_texts = 0

    def encode_documents(self, texts: Sequence[str], progress: Progress | None = None) -> NDArray[np.float32]:
        self.n_texts += len(texts)
        return super().encode_documents(texts, progress)


def test_documents_are_embedded_once_and_in_the_language_that_is_asked_in() -> None:
    encoder = CountingEncoder()
    policies = PolicySearch.of([LONG, GERMAN, WHO], {"fake": encoder})
    assert encoder.n_texts == 0
    for _ in range(2):
        policies.ask("how long to return", "de")
        assert encoder.n_texts == 2  # one heading, one text
    policies.ask("how long to return", "en")
    assert encoder.n_texts == 2 + 4


def test_topic_written_in_another_language_alone_is_quoted_in_it() -> None:
    (quote,) = search(GERMAN, PAY).ask("how long to return", "th", ("returns",))
    assert quote.passage == GERMAN


# --- the real encoders on the demo shop's English documents; the questions were written after the thresholds were set

ANSWERED = {
    "en": ("do you accept amex", "payment"),
    "zh-Hans": ("退货的运费谁出？", "returns"),
    "zh-Hant": ("保固期多長？", "warranty"),
    "ja": ("着払いはできますか", "payment"),
    "ko": ("할부 결제 가능한가요?", "payment"),
    "de": ("Kann ich auf Rechnung kaufen?", "payment"),
    "fr": ("Combien de temps dure la garantie ?", "warranty"),
    "es": ("¿Cuándo me devuelven el dinero?", "returns"),
    "it": ("Avete un negozio fisico?", "contact"),
    "pt": ("Vocês embrulham para presente?", "contact"),
    "nl": ("Kan ik mijn pakket volgen?", "delivery"),
    "pl": ("Ile mam dni na zwrot?", "returns"),
    "ru": ("Можно ли оплатить картой?", "payment"),
    "tr": ("Kargom kaybolursa ne olur?", "delivery"),
    "ar": ("هل يمكنني الدفع عند الاستلام؟", "payment"),
    "hi": ("क्या आप मेरा डेटा बेचते हैं?", "privacy"),
    "th": ("มีหน้าร้านไหม", "contact"),
    "vi": ("Tôi có thể đổi trả trong bao lâu?", "returns"),
    "id": ("Apakah ada kartu hadiah?", "contact"),
    "sv": ("Vem betalar returfrakten?", "returns"),
}
UNANSWERED = {
    "en": "who won the election",
    "zh-Hans": "帮我写一封情书",
    "ja": "近くのラーメン屋を教えて",
    "de": "Wie wird man Pilot?",
    "tr": "Bana bir şiir yaz",
    "ar": "كيف أتعلم العزف على البيانو؟",
    "th": "เล่าเรื่องผีให้ฟังหน่อย",
    "hi": "मुझे एक कविता सुनाओ",
    "vi": "Thủ đô của Pháp là gì?",
    "sv": "Vad är meningen med livet?",
}


# --- the same encoders on the documents in the shopper's own language

OBLIQUE = {
    "en": ("will you gift-wrap it for me", "contact"),
    "zh-Hans": ("快递弄丢了谁负责", "delivery"),
    "zh-Hant": ("不喜歡的話，最晚哪天要寄回去", "returns"),
    "ja": ("届いた日に留守だったらどうしよう", "delivery"),
    "ko": ("마음에 안 들면 며칠 안에 돌려보내야 해요?", "returns"),
    "de": ("Der Postbote hat mich verpasst, was nun?", "delivery"),
    "fr": ("C’est vous qui réglez le renvoi du colis s’il est cassé ?", "returns"),
    "es": ("Se me rompió a los seis meses, ¿lo arreglan?", "warranty"),
    "it": ("Prendete la American Express?", "payment"),
    "pt": ("Dá para dividir em três vezes?", "payment"),
    "nl": ("Kan ik ergens langskomen om het te bekijken?", "contact"),
    "pl": ("Zapakujecie to ładnie na urodziny?", "contact"),
    "ru": ("Телефон упал в воду, починят бесплатно?", "warranty"),
    "tr": ("Bilgilerimi başka firmalara veriyor musunuz?", "privacy"),
    "ar": ("أعطيتكم عنوانًا خاطئًا، هل يمكن تصحيحه؟", "delivery"),
    "hi": ("दो साल के अंदर मशीन बिगड़ गई तो ठीक करवाएँगे?", "warranty"),
    "th": ("ใส่ไม่พอดี ส่งกลับไปได้หรือเปล่า", "returns"),
    "vi": ("Mình muốn xuất hóa đơn đỏ cho công ty", "payment"),
    "id": ("Kirim ke Indomaret terdekat saja bisa?", "delivery"),
    "sv": ("Jag vill att ni glömmer allt ni vet om mig", "privacy"),
}
"""Questions that tell of a case instead of naming the rule, written before anything was measured with them."""


@pytest.fixture(scope="module")
def encoders() -> Mapping[str, Encoder]:
    """The encoders that the server searches policies with."""
    settings = Settings.from_environment()
    return {name: load_encoder(name, settings.cache / "models", 1) for name in ("use", "e5")}


@pytest.fixture(scope="module")
def ask(encoders: Mapping[str, Encoder]) -> Callable[[str, str], str]:
    """A function that gives the topic of the demo shop's answer to a question, "" where it has none."""
    documents = [one for one in read_policies(PROJECT / "data" / "demo" / "policies") if one.language == "en"]
    policies = PolicySearch.of(documents, encoders)
    return lambda question, language: "".join(quote.passage.topic for quote in policies.ask(question, language))


@pytest.mark.model
@pytest.mark.parametrize(("language", "question"), UNANSWERED.items())
def test_nothing_is_quoted_that_has_nothing_to_do_with_the_question(
    ask: Callable[[str, str], str], language: str, question: str
) -> None:
    assert ask(question, language) == ""


@pytest.mark.model
def test_most_questions_in_every_language_reach_the_right_document(ask: Callable[[str, str], str]) -> None:
    wrong = {
        language: ask(text, language) for language, (text, topic) in ANSWERED.items() if ask(text, language) != topic
    }
    assert len(wrong) <= 4, wrong


Sources = Callable[[str, str], str]


@pytest.fixture(scope="module")
def source(encoders: Mapping[str, Encoder]) -> Sources:
    """A function that gives the file that answers a question, "" where none does."""
    policies = PolicySearch.of(read_policies(PROJECT / "data" / "demo" / "policies"), encoders)
    return lambda question, language: "".join(quote.passage.source for quote in policies.ask(question, language))


@pytest.mark.model
def test_most_questions_are_answered_from_the_document_in_their_own_language(source: Sources) -> None:
    found = {language: source(question, language) for language, (question, _) in ANSWERED.items()}
    wrong = {code: file for code, file in found.items() if file != f"{ANSWERED[code][1]}.{code}.md"}
    assert len(wrong) <= 2, wrong


@pytest.mark.model
def test_case_that_is_told_without_naming_the_rule_is_more_often_answered_rightly_than_wrongly(
    source: Sources,
) -> None:
    found = {language: source(question, language) for language, (question, _) in OBLIQUE.items()}
    missed = {code: file for code, file in found.items() if file != f"{OBLIQUE[code][1]}.{code}.md"}
    assert len(missed) <= 10, missed
    assert len([file for file in missed.values() if file]) <= 5, missed


@pytest.mark.model
@pytest.mark.parametrize(("language", "question"), UNANSWERED.items())
def test_own_document_is_not_quoted_either_for_what_has_nothing_to_do_with_it(
    source: Sources, language: str, question: str
) -> None:
    assert source(question, language) == ""
