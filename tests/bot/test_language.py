import pytest

from bot.language import LATIN, SERVED, Language, LanguageFinder, matching
from bot.vocabulary import Vocabulary


class Silent:
    """A detector that never knows."""

    def probabilities(self, text):
        return {}


class Always:
    """A detector that is sure of one language."""

    def __init__(self, code):
        self.code = code

    def probabilities(self, text):
        return {code: 0.98 if code == self.code else 0.02 / (len(LATIN) - 1) for code in LATIN}


class Foreign:
    def probabilities(self, text):
        return {"cs": 0.99}


EXAMPLES = [("günstiger bitte", "de"), ("cheaper please", "en"), ("送料無料", "ja"), ("免运费", "zh-Hans")] * 3


def finder(short=None, sentence=None, names=()):
    return LanguageFinder(short or Silent(), sentence or Silent(), Vocabulary.learn(EXAMPLES), frozenset(names))


@pytest.mark.parametrize(
    "text", ["2", "👍", "", "...", "42", "XL", "EU 38", "$50", "Nike", "A1234", "https://x.example"]
)
def test_what_has_no_words_changes_nothing(text):
    found = finder(Always("fr"), names={"nike"}).find(text, conversation="tr", client="de-AT")
    assert (found.code, found.source) == ("tr", "conversation")


def test_without_a_conversation_the_client_decides():
    assert finder().find("2", client="de-AT") == Language("de", 0.5, "client")


def test_without_anything_the_language_is_english_and_nothing_is_sure():
    assert finder().find("👍") == Language("en", 0.0, "client")


def test_script_goes_before_conversation_and_client():
    assert finder(Always("en")).find("빨간 운동화", conversation="de", client="en").source == "script"


def test_shop_words_decide_where_the_detector_does_not_know():
    assert finder().find("günstiger").code == "de"


def test_japanese_words_without_kana_are_told_from_chinese():
    assert finder().find("送料無料").code == "ja"


def test_a_weak_word_stays_in_the_language_of_the_conversation():
    found = finder().find("ok cool", conversation="sv")
    assert (found.code, found.source) == ("sv", "conversation")


def test_a_clear_sentence_changes_the_language():
    found = finder(Always("fr")).find("je cherche des chaussures", conversation="de", client="de")
    assert (found.code, found.source) == ("fr", "text")


def test_a_sentence_in_a_language_that_is_not_served_says_so():
    assert finder(sentence=Foreign()).find("dobrý den hledám červené boty").code == "cs"


def test_words_that_shoppers_use_are_not_foreign():
    assert finder(Always("de"), Foreign()).find("günstiger bitte günstiger bitte").code == "de"


@pytest.mark.parametrize(
    ("locale", "code"),
    [
        ("de-AT", "de"),
        ("zh_TW", "zh-Hant"),
        ("zh-HK", "zh-Hant"),
        ("zh", "zh-Hans"),
        ("pt-BR", "pt"),
        ("fi", ""),
        ("", ""),
    ],
)
def test_locales_are_matched_to_served_languages(locale, code):
    assert matching(locale, SERVED) == code


@pytest.fixture(scope="module")
def real():
    from bot.detectors import LangDetect, Lingua

    return LanguageFinder(Lingua.load(), LangDetect.load(), Vocabulary.learn(()))


@pytest.mark.model
@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("Ich suche rote Schuhe für meine Frau", "de"), ("Kopfhörer", "de"), ("je cherche un sac à dos", "fr"),
        ("¿cuánto cuesta el envío?", "es"), ("quanto costa la spedizione", "it"), ("tênis vermelho tamanho 42", "pt"),
        ("ik zoek een koptelefoon", "nl"), ("szukam słuchawek", "pl"), ("kırmızı koşu ayakkabısı", "tr"),
        ("tôi muốn mua giày", "vi"), ("saya mencari sepatu merah", "id"), ("jag letar efter hörlurar", "sv"),
        ("show me red running shoes", "en"), ("ищу красные кроссовки", "ru"), ("dobrý den, hledám červené boty", "cs"),
        ("шукаю червоні кросівки", "uk"), ("ψάχνω παπούτσια", "el"), ("אני מחפש נעליים", "he"),
        ("etsin punaisia kenkiä lapsille", "fi"), ("piros futócipőt keresek a feleségemnek", "hu"),
    ],
)  # fmt: skip
def test_the_real_detectors_find_the_language(real, text, language):
    assert real.find(text).code == language


def test_words_of_hindi_in_latin_letters_outvote_the_detector_that_does_not_know_them():
    vocabulary = Vocabulary.learn([("mujhe joote chahiye", "hi"), ("joote dikhao mujhe", "hi"), ("red shoes", "en")])
    languages = LanguageFinder(Always("id"), Silent(), vocabulary)
    assert languages.find("mujhe joote dikhao").code == "hi"
    assert languages.find("sepatu merah").code == "id"
