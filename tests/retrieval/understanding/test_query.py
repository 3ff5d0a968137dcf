"""What a query wishes for, and what of it is searched for."""

import pytest

from retrieval.filters import Filters
from retrieval.understanding import Wishes
from tests.retrieval.understanding.words import read


@pytest.mark.parametrize(
    ("language", "text", "wishes"),
    [
        ("en", "black leather wallet", Wishes(categories=("wallet",), colors=("black",), materials=("leather",))),
        ("en", "board game for my wife", Wishes(categories=("board game",), audience="women")),
        ("en", "Nike Air Max running shoes", Wishes(categories=("running shoes",), brands=("Nike Air Max",))),
        ("de", "schwarze Lederstiefel", Wishes(categories=("boots",), colors=("black",), materials=("leather",))),
        ("de", "Spielzeug für Kinder", Wishes(departments=("toys",), audience="kids")),
        ("fr", "robe rouge en soie", Wishes(categories=("dress",), colors=("red",), materials=("silk",))),
        ("es", "zapatos negros para mi padre", Wishes(departments=("shoes",), colors=("black",), audience="men")),
        ("it", "sciarpa di lana blu", Wishes(categories=("scarf",), colors=("blue",), materials=("wool",))),
        ("pt", "vestido vermelho para mulher", Wishes(categories=("dress",), colors=("red",), audience="women")),
        ("nl", "zwarte rugzak", Wishes(categories=("backpack",), colors=("black",))),
        ("pl", "czerwona sukienka", Wishes(categories=("dress",), colors=("red",))),
        ("ru", "чёрные кроссовки для мужчин", Wishes(categories=("sneakers",), colors=("black",), audience="men")),
        ("tr", "annem için kırmızı çanta", Wishes(categories=("handbag",), colors=("red",), audience="women")),
        ("ar", "حذاء رياضي أسود للرجال", Wishes(categories=("sneakers",), colors=("black",), audience="men")),
        ("hi", "काले जूते", Wishes(departments=("shoes",), colors=("black",))),
        ("th", "กระเป๋าเป้สีดำ", Wishes(categories=("backpack",), colors=("black",))),
        ("vi", "váy màu đỏ cho nữ", Wishes(categories=("dress",), colors=("red",), audience="women")),
        ("id", "sepatu lari hitam", Wishes(categories=("running shoes",), colors=("black",))),
        ("sv", "röd klänning", Wishes(categories=("dress",), colors=("red",))),
        ("zh-Hans", "送妈妈的红色围巾", Wishes(categories=("scarf",), colors=("red",), audience="women")),
        ("zh-Hant", "黑色真皮錢包", Wishes(categories=("wallet",), colors=("black",), materials=("leather",))),
        ("ja", "父に贈る黒い革の財布", Wishes(("wallet",), (), (), ("black",), ("leather",), "men")),
        ("ko", "빨간 원피스", Wishes(categories=("dress",), colors=("red",))),
        ("ja", "leather wallet", Wishes(categories=("wallet",), materials=("leather",))),
        ("zh-Hans", "飞步跑鞋", Wishes(categories=("running shoes",), brands=("飞步",))),
    ],
)
def test_named_values_become_wishes(language: str, text: str, wishes: Wishes) -> None:
    assert read(language, text).wishes == wishes


@pytest.mark.parametrize(
    ("language", "text", "field"),
    [
        ("en", "schwarz", "colors"),
        ("en", "wool scarf", "brands"),
        ("th", "ประชาชน", "categories"),
        ("ja", "タイヤ", "categories"),
        ("ko", "차이", "categories"),
    ],
)
def test_word_of_another_language_or_within_another_word_is_no_wish(language: str, text: str, field: str) -> None:
    assert getattr(read(language, text).wishes, field) == ()


@pytest.mark.parametrize(
    ("language", "text", "left"),
    [
        ("en", "I am looking for red shoes, please", "red shoes"),
        ("de", "Haben Sie Regenjacken?", "Regenjacken"),
        ("fr", "je cherche un sac à dos", "un sac à dos"),
        ("zh-Hans", "我想买耳机", "耳机"),
        ("zh-Hans", "有没有瑜伽垫", "瑜伽垫"),
        ("ja", "ヘッドホンを探しています", "ヘッドホン"),
        ("ko", "헤드폰 추천해주세요", "헤드폰"),
        ("ar", "أبحث عن سماعات", "سماعات"),
        ("th", "อยากได้หูฟัง", "หูฟัง"),
        ("tr", "kulaklık arıyorum", "kulaklık"),
        ("en", "running shoes under 80 €", "running shoes"),
    ],
)
def test_filler_and_conditions_are_not_searched_for(language: str, text: str, left: str) -> None:
    assert read(language, text).text == left


def test_only_a_price_leaves_nothing_to_search_for() -> None:
    understood = read("en", "under 50 €")
    assert understood.text == ""
    assert understood.filters.max_price == 50


@pytest.mark.parametrize("text", ["I am looking for", "a", "the", "?", "x"])
def test_text_that_says_nothing_is_searched_for_as_it_is(text: str) -> None:
    understood = read("en", text)
    assert understood.text == text
    assert understood.filters == Filters()


@pytest.mark.parametrize(("language", "text"), [("en", ""), ("ja", "   "), ("th", "\u200b"), ("xx", "\x00")])
def test_empty_text_asks_for_nothing(language: str, text: str) -> None:
    understood = read(language, text)
    assert understood.filters == Filters()
    assert understood.wishes == Wishes()


def test_five_thousand_words_are_kept_to_be_searched_for() -> None:
    text = "red shoes " + "lorem ipsum " * 2500 + "end"
    understood = read("en", text)
    assert understood.wishes.colors == ("red",)
    assert understood.text.endswith("ipsum end")
    assert len(understood.text.split()) == 5003


def test_conditions_of_the_base_stay_unless_replaced() -> None:
    base = Filters(destination="JP", max_price=20, categories=("tea",), in_stock=False)
    filters = read("en", "size M over 30 €", base).filters
    assert (filters.destination, filters.categories, filters.in_stock) == ("JP", ("tea",), False)
    assert (filters.min_price, filters.max_price, filters.sizes) == (30, None, ("M",))


@pytest.mark.parametrize(
    ("language", "text"),
    [("de", "роза"), ("ru", "red shoes"), ("en", "赤い靴"), ("ar", "Schuhe"), ("zh-Hans", "скатерть")],
)
def test_text_in_another_script_than_its_language_is_searched_for_whole(language: str, text: str) -> None:
    assert read(language, text).text == text
