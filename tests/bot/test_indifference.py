"""Conditions taken back or turned round, and words that point at several, in every language."""

import pytest

from bot.entities.entity import Context


def found(extractor, language, text):
    return [(entity.name, entity.value) for entity in extractor.extract(text, Context(language))]


@pytest.mark.parametrize(
    ("language", "text", "value"),
    [
        ("en", "any colour", "any_color"),
        ("en", "the price doesn't matter", "any_price"),
        ("en", "any size", "any_size"),
        ("de", "doch egal welche Marke", "any_brand"),
        ("de", "die Farbe ist mir egal", "any_color"),
        ("fr", "peu importe la marque", "any_brand"),
        ("es", "cualquier color", "any_color"),
        ("it", "il prezzo non importa", "any_price"),
        ("pt", "qualquer cor", "any_color"),
        ("nl", "merk maakt niet uit", "any_brand"),
        ("pl", "kolor obojętny", "any_color"),
        ("ru", "цвет неважен", "any_color"),
        ("tr", "renk fark etmez", "any_color"),
        ("ar", "السعر لا يهم", "any_price"),
        ("ar", "أي لون", "any_color"),
        ("hi", "कोई भी रंग", "any_color"),
        ("th", "สีอะไรก็ได้", "any_color"),
        ("vi", "màu nào cũng được", "any_color"),
        ("id", "warna apa saja", "any_color"),
        ("sv", "märket spelar ingen roll", "any_brand"),
        ("zh-Hans", "什么颜色都行", "any_color"),
        ("zh-Hant", "牌子無所謂", "any_brand"),
        ("ja", "色は問わない", "any_color"),
        ("ko", "색상은 상관없어요", "any_color"),
        ("en", "other colours please", "other_color"),
        ("de", "eine andere Marke", "other_brand"),
        ("zh-Hans", "看看别的颜色", "other_color"),
        ("ar", "ألوان أخرى من فضلك", "other_color"),
        ("th", "ขอดูสีอื่น", "other_color"),
        ("tr", "başka renkler lütfen", "other_color"),
        ("hi", "दूसरे रंग दिखाओ", "other_color"),
        ("en", "no, I meant blue", "instead"),
        ("zh-Hans", "不，我是说蓝色", "instead"),
        ("ar", "لا، قصدت الأزرق", "instead"),
        ("th", "ไม่ใช่ หมายถึงสีน้ำเงิน", "instead"),
        ("tr", "hayır, mavi demek istedim", "instead"),
    ],
)
def test_a_condition_is_taken_back_or_turned_round(extractor, language, text, value):
    entities = found(extractor, language, text)
    assert ("refinement", value) in entities
    assert not {"ordinal", "category"} & {name for name, _ in entities}


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("en", "what is the price of any of these"),
        ("en", "do you have any discount, and what is the price"),
        ("en", "a different size"),
        ("zh-Hans", "红色的"),
        ("de", "welche Farbe hat er?"),
        ("tr", "rengi ne?"),
    ],
)
def test_a_question_takes_nothing_back(extractor, language, text):
    assert not any(name == "refinement" for name, _ in found(extractor, language, text))


@pytest.mark.parametrize(
    ("language", "text", "value"),
    [
        ("en", "both", "both"),
        ("en", "those two", "both"),
        ("en", "compare all of them", "all"),
        ("en", "the other one", "other"),
        ("de", "die beiden", "both"),
        ("zh-Hans", "这两个比较一下", "both"),
        ("zh-Hans", "另一个", "other"),
        ("ja", "両方", "both"),
        ("ko", "둘 다", "both"),
        ("ar", "كلاهما", "both"),
        ("th", "ทั้งสองอัน", "both"),
        ("tr", "ikisini karşılaştır", "both"),
        ("hi", "दोनों", "both"),
        ("vi", "cả hai", "both"),
        ("ru", "сравни оба", "both"),
    ],
)
def test_words_point_at_several(extractor, language, text, value):
    assert ("reference", value) in found(extractor, language, text)


@pytest.mark.parametrize(("language", "text"), [("zh-Hans", "来两个"), ("en", "two of them"), ("sv", "den andra")])
def test_quantities_and_the_second_point_at_no_pair(extractor, language, text):
    assert not any(name == "reference" for name, _ in found(extractor, language, text))


def test_the_first_forty_are_as_many_positions(extractor):
    assert found(extractor, "en", "compare the first 40") == [("ordinal", tuple(range(1, 41)))]
