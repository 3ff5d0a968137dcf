"""Where a message is parted, and when its parts are two requests."""

import pytest

from bot.requests import Requests, are_two


@pytest.fixture(scope="module")
def requests(settings):
    return Requests.load(settings.bot / "lexicon" / "connectors.yml")


@pytest.mark.parametrize(
    ("language", "first", "between", "second"),
    [
        ("en", "show me red shoes", " and ", "what does the first cost to Japan?"),
        ("en", "prices in dollars", ". ", "ship to Canada"),
        ("de", "zeig mir rote Schuhe", ", und ", "was kostet der erste nach Japan?"),
        ("zh-Hans", "给我看红色跑鞋", "，", "第一双寄到日本要多少钱？"),
        ("zh-Hant", "給我看紅色跑鞋", "，然後", "第一雙寄到日本要多少錢？"),
        ("ja", "赤い靴を見せてください", "。", "最初の靴は日本までいくらですか"),
        ("ko", "빨간 운동화 보여 주세요", " 그리고 ", "첫 번째는 일본까지 얼마예요?"),
        ("ar", "أرني أحذية حمراء", " و", "كم يكلف الأول إلى اليابان؟"),
        ("th", "ขอดูรองเท้าวิ่งสีแดง", " แล้ว", "คู่แรกส่งไปญี่ปุ่นเท่าไหร่"),
        ("tr", "kırmızı ayakkabı göster", " ve ", "ilki Japonya'ya kaça gelir?"),
        ("hi", "लाल जूते दिखाओ", " और ", "पहला जापान तक कितने का है?"),
        ("ru", "покажи красные кроссовки", ", и ", "сколько стоит первая до Японии?"),
    ],
)
def test_a_message_is_parted_between_its_requests(requests, language, first, between, second):
    assert requests.parted(first + between + second, language) == (first, second)


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("en", "red and blue shoes"),
        ("en", "compare 1 and 2"),
        ("en", "headphones, not black"),
        ("en", ""),
        ("en", "and"),
        ("de", "rot und blau"),
        ("zh-Hans", "蓝色茶壶，40元以下"),
        ("ja", "靴、100ユーロ以下"),
        ("ar", "أحمر وأسود"),
        ("el", "κόκκινα και μπλε"),
    ],
)
def test_what_is_too_short_is_left_whole(requests, language, text):
    assert requests.parted(text, language) is None


def test_a_message_of_any_length_is_parted_in_no_time(requests):
    assert requests.parted("and " * 2_000, "en") is not None


@pytest.mark.parametrize(
    ("first", "second", "expected"),
    [
        (("search_product", 0.9), ("ask_landed_cost", 0.9), True),
        (("ask_offer", 0.9), ("search_product", 0.9), True),
        (("set_currency", 0.9), ("set_destination", 0.9), True),
        (("search_product", 0.9), ("refine_search", 0.9), False),
        (("search_product", 0.9), ("set_currency", 0.9), False),
        (("search_product", 0.9), ("search_product", 0.9), False),
        (("compare_products", 0.9), ("select_product", 0.9), False),
        (("search_product", 0.9), ("ask_landed_cost", 0.4), False),
        (("greet", 0.9), ("search_product", 0.9), False),
        ((None, 0.0), ("search_product", 0.9), False),
    ],
)
def test_two_requests_are_a_wish_and_a_question_or_two_settings(first, second, expected):
    assert are_two(first, second) is expected
