"""What each language's shoppers say and what it must give: {name: value}, several colours as a list."""

from itertools import pairwise

import pytest

from bot.entities.entity import Context
from bot.language import SERVED

SAID = [
    ("en", "red running shoes", {"color": "red", "category": "running shoes"}),
    ("en", "headphones 80 euro", {"category": "headphones", "max_price": 80, "currency": "EUR"}),
    ("en", "between 20 and 50", {"min_price": 20, "max_price": 50}),
    ("en", "20-50 €", {"min_price": 20, "max_price": 50, "currency": "EUR"}),
    ("en", "a camera for at most 1,299.00 dollars", {"category": "camera", "max_price": 1299, "currency": "USD"}),
    ("en", "around 100", {"min_price": 80, "max_price": 120}),
    ("en", "at least 30 pounds", {"min_price": 30, "currency": "GBP"}),
    ("en", "ship to Germany", {"country": "DE"}),
    ("en", "German shoes", {"department": "shoes"}),
    ("en", "speak German", {"language": "de"}),
    ("en", "compare 1 and 2", {"ordinal": (1, 2)}),
    ("en", "the first three", {"ordinal": (1, 2, 3)}),
    ("en", "show me the last one", {"ordinal": (-1,)}),
    ("en", "2", {"ordinal": (2,)}),
    ("en", "number two", {"ordinal": (2,)}),
    ("en", "shoes US 9 under $80", {"department": "shoes", "size": "US 9", "max_price": 80, "currency": "USD"}),
    ("en", "t-shirt M", {"category": "t-shirt", "size": "M"}),
    ("en", "where is order A1234", {"order_id": "A1234"}),
    ("en", "#10023", {"order_id": "10023"}),
    ("en", "a gift for my mother's birthday", {"recipient": "mother", "occasion": "birthday"}),
    ("en", "add two of the first one", {"quantity": 2, "ordinal": (1,)}),
    ("en", "puzzle with 1000 pieces", {"category": "puzzle"}),
    ("en", "20-40 cm vase", {"category": "vase"}),
    ("en", "watch the price of this", {}),
    ("en", "I ordered last week and heard nothing", {}),
    ("de", "Wollpullover", {"material": "wool", "category": "sweater"}),
    ("de", "blaues Sommerkleid bis 1.299,00 €", {"color": "blue", "category": "dress", "max_price": 1299,
    "currency": "EUR"}),
    ("de", "zwischen 20 und 50 Euro", {"min_price": 20, "max_price": 50, "currency": "EUR"}),
    ("de", "ich weiß nicht", {}),
    ("de", "gruener Schal", {"color": "green", "category": "scarf"}),
    ("de", "nach Österreich", {"country": "AT"}),
    ("fr", "écharpe verte à moins de 50 euros", {"category": "scarf", "color": "green", "max_price": 50,
    "currency": "EUR"}),
    ("fr", "livrer en Suède", {"country": "SE"}),
    ("fr", "comparer les trois premiers", {"ordinal": (1, 2, 3)}),
    ("es", "zapatillas rojas hasta 60 €", {"category": "sneakers", "color": "red", "max_price": 60, "currency": "EUR"}),
    ("es", "te lo agradezco", {}),
    ("es", "explícame cómo se usa", {}),
    ("pt", "tênis até R$ 200", {"category": "sneakers", "max_price": 200, "currency": "BRL"}),
    ("pt", "sim, faça isso", {}),
    ("zh-Hans", "500块以下的黑色背包", {"category": "backpack", "color": "black", "max_price": 500, "currency": "CNY"}),
    ("zh-Hans", "五百块以下", {"max_price": 500, "currency": "CNY"}),
    ("zh-Hans", "对比第一和第三款", {"ordinal": (1, 3)}),
    ("zh-Hans", "明白了", {}),
    ("zh-Hans", "寄到德国", {"country": "DE"}),
    ("zh-Hant", "紅色跑鞋", {"color": "red", "category": "running shoes"}),
    ("zh-Hant", "500元以下", {"max_price": 500, "currency": "TWD"}),
    ("ja", "5000円以下の時計", {"category": "watch", "max_price": 5000, "currency": "JPY"}),
    ("ja", "2万円以内で", {"max_price": 20000, "currency": "JPY"}),
    ("ja", "1200円のお茶", {"category": "tea", "max_price": 1200, "currency": "JPY"}),
    ("ja", "1万円から2万円のカメラ", {"category": "camera", "min_price": 10000, "max_price": 20000, "currency": "JPY"}),
    ("ja", "万年筆", {"category": "fountain pen"}),
    ("ja", "サイズ39で", {"size": "39"}),
    ("ja", "パンクしたタイヤ", {}),
    ("ko", "3만원 이하 운동화", {"category": "sneakers", "max_price": 30000, "currency": "KRW"}),
    ("ko", "첫 번째랑 두 번째 차이가 뭐예요?", {"ordinal": (1, 2)}),
    ("ar", "سماعات رأس بأقل من ٥٠ يورو", {"category": "headphones", "max_price": 50, "currency": "EUR"}),
    ("ar", "قارن بين 1 و 2", {"ordinal": (1, 2)}),
    ("ar", "باللون الأزرق", {"color": "blue"}),
    ("ru", "кроссовки до 5 тысяч рублей", {"category": "sneakers", "max_price": 5000, "currency": "RUB"}),
    ("ru", "что подойдёт к этим сапогам", {"category": "boots"}),
    ("ru", "сравни 1 и 2", {"ordinal": (1, 2)}),
    ("tr", "50 euro'nun altında ayakkabı", {"department": "shoes", "max_price": 50, "currency": "EUR"}),
    ("tr", "Almanya'ya gönder", {"country": "DE"}),
    ("pl", "buty do 200 zł", {"department": "shoes", "max_price": 200, "currency": "PLN"}),
    ("pl", "wyślij do Polski", {"country": "PL"}),
    ("hi", "५०० रुपये से कम का हेडफोन", {"category": "headphones", "max_price": 500, "currency": "INR"}),
    ("th", "2 กับ 4 อันไหนดีกว่า", {"ordinal": (2, 4)}),
    ("vi", "giày chạy bộ dưới 500k", {"category": "running shoes", "max_price": 500000}),
    ("vi", "gợi ý cho tôi", {}),
    ("id", "sepatu 200 ribu - 500 ribu", {"department": "shoes", "min_price": 200000, "max_price": 500000}),
    ("it", "scarpe da corsa rosse", {"category": "running shoes", "color": "red"}),
    ("nl", "rode hardloopschoenen", {"color": "red", "category": "running shoes"}),
    ("sv", "skor under 500 kr", {"department": "shoes", "max_price": 500, "currency": "SEK"}),
]  # fmt: skip


@pytest.mark.parametrize(("language", "text", "wanted"), SAID)
def test_entities_of_what_shoppers_say(extractor, language, text, wanted):
    found = extractor.extract(text, Context(language))
    assert {entity.name: entity.value for entity in found} == wanted


@pytest.mark.parametrize(("language", "text"), [said[:2] for said in SAID])
def test_every_entity_is_a_slice_and_none_overlaps_another(extractor, language, text):
    found = extractor.extract(text, Context(language))
    assert all(0 <= entity.start < entity.end <= len(text) for entity in found)
    assert all(a.end <= b.start or {a.name, b.name} == {"min_price", "max_price"} for a, b in pairwise(found))


def test_several_colours_are_several_entities(extractor):
    found = extractor.extract("red or blue scarf", Context("en"))
    assert [entity.value for entity in found] == ["red", "blue", "scarf"]


def test_where_goods_come_from_is_told_apart(extractor):
    found = {e.name: e.role for e in extractor.extract("olive oil from Spain", Context("en"))}
    assert found == {"category": "", "country": "origin"}


@pytest.mark.parametrize(
    ("text", "language", "country", "currency", "wanted"),
    [
        ("under ¥500", "zh-Hans", "", "", "CNY"), ("¥5000以下", "ja", "", "", "JPY"), ("under ¥500", "en", "",
        "", "JPY"),
        ("under ¥500", "en", "CN", "", "CNY"), ("under $50", "en", "", "", "USD"), ("under $50", "en", "CA", "", "CAD"),
        ("under $50", "en", "AU", "", "AUD"), ("under 50 US dollars", "en", "CA", "", "USD"), ("500 kr", "sv",
        "", "", "SEK"),
        ("500 kr", "en", "NO", "", "NOK"), ("500 kr", "en", "DK", "", "DKK"), ("500元", "zh-Hant", "HK", "", "HKD"),
        ("500元", "zh-Hans", "", "", "CNY"), ("hasta 500 pesos", "es", "AR", "", "ARS"), ("under $50", "en",
        "DE", "CAD", "CAD"),
    ],
)  # fmt: skip
def test_shared_signs_mean_what_the_shopper_means(extractor, text, language, country, currency, wanted):
    found = extractor.extract(text, Context(language, country, currency))
    assert [entity.value for entity in found if entity.name == "currency"] == [wanted]


@pytest.mark.parametrize("language", SERVED)
@pytest.mark.parametrize(
    "text", ["", " ", "…", "👍👍", "a" * 2000, "1" * 400, "%" * 300, "\u200f", "ﷺ" * 50, "1,2,3,4,5,6,7,8"]
)
def test_no_text_breaks_the_extractor(extractor, language, text):
    assert isinstance(extractor.extract(text, Context(language)), list)


def test_an_unserved_language_is_read_as_english(extractor):
    assert [e.value for e in extractor.extract("black drone", Context("cs"))] == ["black", "drone"]
