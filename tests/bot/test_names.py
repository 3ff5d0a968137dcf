import pytest

from bot.entities.entity import Context
from bot.entities.extract import Extractor
from bot.entities.lexicon import Lexicon


@pytest.fixture(scope="module")
def extractor(settings):
    return Extractor(Lexicon.load(settings))


def brands(extractor, text, language):
    return [entity.value for entity in extractor.extract(text, Context(language)) if entity.name == "brand"]


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("en", "only nike please"),
        ("zh-Hans", "有没有 Nike 的 running shoes 500块以下"),
        ("zh-Hant", "耐吉的鞋子"),
        ("ja", "ナイキの靴"),
        ("ko", "나이키 운동화"),
        ("th", "รองเท้าไนกี้"),
        ("tr", "Nike'dan ayakkabı"),
        ("ar", "حذاء نايك"),
        ("hi", "नाइकी के जूते"),
        ("ru", "кроссовки найк"),
    ],
)
def test_makes_that_the_shop_does_not_sell_are_understood(extractor, language, text):
    assert brands(extractor, text, language) == ["Nike"]


@pytest.mark.parametrize(
    ("language", "text", "expected"),
    [
        ("en", "a case for my Apple phone", ["Apple"]),
        ("en", "apple tea", []),
        ("it", "Dell'ordine", []),
        ("hi", "zara jaldi dikhao", []),
        ("fr", "un jean Diesel", ["Diesel"]),
        ("fr", "une voiture diesel", []),
    ],
)
def test_everyday_words_are_makes_only_with_a_capital_inside_the_message(extractor, language, text, expected):
    assert brands(extractor, text, language) == expected


def test_spelling_of_the_shop_wins(settings):
    lexicon = Lexicon.load(settings)
    shop = Lexicon(
        lexicon.words, ("NIKE",), lexicon.comparators, lexicon.markers, lexicon.numbers, lexicon.totals, lexicon.makes
    )
    assert brands(Extractor(shop), "nike shoes", "en") == ["NIKE"]


@pytest.mark.parametrize(
    ("language", "text", "code"),
    [
        ("en", "and to the Canary Islands?", "IC"),
        ("de", "und auf die Kanarischen Inseln?", "IC"),
        ("en", "to Northern Ireland", "XI"),
        ("en", "to Ireland", "IE"),
        ("zh-Hans", "寄到北爱尔兰多少钱？", "XI"),
        ("ja", "北アイルランドまで送れますか？", "XI"),
        ("ar", "هل تشحنون إلى جزر الكناري؟", "IC"),
        ("th", "ส่งไปหมู่เกาะคานารีเท่าไหร่", "IC"),
        ("tr", "Kanarya Adaları'na kaça gelir?", "IC"),
        ("de", "und nach Åland?", "AX"),
    ],
)
def test_territories_with_customs_of_their_own_are_told_from_their_states(extractor, language, text, code):
    found = [entity.value for entity in extractor.extract(text, Context(language)) if entity.name == "country"]
    assert found == [code]
