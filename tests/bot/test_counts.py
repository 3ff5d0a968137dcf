"""How many pieces more, less or in all a message says, in words as in digits, and what only looks like it."""

import pytest

from bot.entities.entity import Context
from bot.language import SERVED

COUNTED = [
    ("en", "one less", 1), ("en", "take one away", 1), ("en", "two more", 2), ("en", "two more please", 2),
    ("en", "make it three", 3), ("en", "just one of them", 1), ("en", "add another two", 2),
    ("de", "eins weniger", 1), ("de", "nimm eins raus", 1), ("de", "noch zwei davon", 2),
    ("de", "mach drei draus", 3), ("de", "zwei mehr", 2), ("zh-Hans", "少一个", 1), ("zh-Hans", "再来两个", 2),
    ("zh-Hans", "改成三个", 3), ("zh-Hans", "拿掉一件", 1), ("zh-Hant", "少一個", 1), ("zh-Hant", "再來兩個", 2),
    ("zh-Hant", "改成三件", 3), ("ja", "一つ減らして", 1), ("ja", "ひとつ減らして", 1), ("ja", "あと二つ追加して", 2),
    ("ja", "三つにして", 3), ("ja", "1個減らして", 1), ("ja", "もう2個", 2), ("ko", "하나 빼줘", 1),
    ("ko", "두 개 더 주세요", 2),
    ("ko", "세 개로 바꿔줘", 3), ("ko", "한 개 줄여주세요", 1), ("ko", "하나만 줄여줘", 1), ("fr", "un de moins", 1),
    ("fr", "deux de plus", 2), ("fr", "mets-en trois", 3), ("fr", "enlève-en un", 1), ("es", "uno menos", 1),
    ("es", "quita uno", 1), ("es", "dos más", 2), ("es", "que sean tres", 3), ("it", "uno in meno", 1),
    ("it", "togline uno", 1), ("it", "altri due", 2), ("it", "facciamo tre", 3), ("pt", "um a menos", 1),
    ("pt", "tira um", 1), ("pt", "mais dois", 2), ("pt", "deixa três", 3), ("nl", "eentje minder", 1),
    ("nl", "haal er een weg", 1), ("nl", "nog twee erbij", 2), ("nl", "maak er drie van", 3),
    ("pl", "o jeden mniej", 1), ("pl", "odejmij jedną sztukę", 1), ("pl", "jeszcze dwie", 2),
    ("pl", "zrób z tego trzy", 3), ("ru", "на одну меньше", 1), ("ru", "убери одну штуку", 1),
    ("ru", "ещё две", 2), ("ru", "сделай три", 3), ("tr", "bir tane azalt", 1), ("tr", "bir eksik olsun", 1),
    ("tr", "iki tane daha", 2), ("tr", "üç tane olsun", 3), ("tr", "üç yap", 3), ("ar", "واحد أقل", 1),
    ("ar", "شيل واحدة", 1), ("ar", "زيد اثنين", 2), ("ar", "خليها ثلاثة", 3), ("ar", "كمان قطعتين", 2),
    ("hi", "एक कम कर दो", 1), ("hi", "एक हटा दो", 1), ("hi", "दो और डाल दो", 2), ("hi", "तीन कर दो", 3),
    ("hi", "ek kam kar do", 1), ("th", "เอาออกหนึ่งชิ้น", 1), ("th", "ลดหนึ่งชิ้น", 1),
    ("th", "เอาอีกสองชิ้น", 2), ("th", "เปลี่ยนเป็นสามชิ้น", 3), ("vi", "bớt một cái", 1),
    ("vi", "bỏ ra một cái", 1), ("vi", "thêm hai cái nữa", 2), ("vi", "lấy ba cái", 3),
    ("vi", "bot mot cai", 1), ("id", "kurangi satu", 1), ("id", "dua lagi", 2), ("id", "jadi tiga", 3),
    ("id", "kurangin satu dong", 1), ("sv", "en mindre", 1), ("sv", "ta bort en", 1), ("sv", "två till", 2),
    ("sv", "gör det till tre", 3),
]  # fmt: skip
NOT_COUNTED = [
    ("en", "one question"), ("en", "the two less expensive ones"), ("en", "show me the red one"),
    ("en", "2 more days"), ("de", "noch eine Frage"), ("de", "Ich hätte gern ein Kleid"), ("zh-Hans", "少一点"),
    ("zh-Hans", "给我看一个包"), ("fr", "je cherche une robe"), ("es", "quiero un vestido"),
    ("es", "los dos más baratos"), ("hi", "थोड़ा कम कर दो"), ("en", "Ten out of ten for your help"),
    ("vi", "Mình lỡ đặt hai lần, hủy bớt một đơn nhé"), ("en", "payable in three instalments"),
]  # fmt: skip


def quantities(extractor, language, text):
    return [found.value for found in extractor.extract(text, Context(language)) if found.name == "quantity"]


@pytest.mark.parametrize(("language", "text", "wanted"), COUNTED)
def test_pieces_are_counted(extractor, language, text, wanted):
    assert quantities(extractor, language, text) == [wanted]


@pytest.mark.parametrize(("language", "text"), NOT_COUNTED)
def test_articles_days_and_comparisons_count_nothing(extractor, language, text):
    assert quantities(extractor, language, text) == []


def test_every_language_is_tried():
    assert {language for language, _, _ in COUNTED} == set(SERVED)


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("zh-Hans", "比较一下前两个"),
        ("zh-Hant", "比較前兩個"),
        ("hi", "1 और 2 की तुलना करो"),
        ("ar", "قارن 1 و 2"),
        ("th", "เทียบ 1 กับ 2"),
        ("tr", "1 ve 2 karşılaştır"),
        ("en", "compare the first two"),
    ],
)
def test_places_in_a_list_are_no_counts(extractor, language, text):
    found = {entity.name: entity.value for entity in extractor.extract(text, Context(language))}
    assert found == {"ordinal": (1, 2)}
