import pytest

from bot.entities.lexicon import Lexicon
from bot.entities.numbers import ascii_digits, find_numbers
from bot.entities.tokens import tokenize

NUMBERS = [
    ("de", "1.299,00 €", [1299]), ("de", "1299,5", [1299.5]), ("de", "1'299 CHF", [1299]), ("de", "1.299", [1299]),
    ("en", "1,299.00", [1299]), ("en", "1.299", [1.299]), ("en", "1,5", [1.5]), ("en", "20-50", [20, 50]),
    ("fr", "1 299,00 €", [1299]), ("fr", "entre 20 et 50", [20, 50]), ("sv", "1 299 kr", [1299]), ("en",
    "42 100", [42, 100]),
    ("ar", "١٬٢٩٩٫٥٠", [1299.5]), ("ar", "٥٠", [50]), ("hi", "५०० रुपये", [500]), ("hi", "5 हज़ार", [5000]),
    ("th", "๕๐ บาท", [50]),
    ("ja", "１２００円", [1200]), ("ja", "5千円", [5000]), ("ja", "1万2千円", [12000]), ("ja", "一万円", [10000]),
    ("zh-Hans", "五百块", [500]), ("zh-Hans", "三十五元", [35]), ("zh-Hant", "兩千元", [2000]), ("zh-Hans",
    "1.5万", [15000]),
    ("ko", "3만 5천원", [35000]), ("ko", "오만원", [50000]), ("id", "200 ribu", [200000]), ("vi", "500k", [500000]),
    ("en", "fifty dollars", [50]), ("en", "twenty five", [25]), ("en", "two hundred", [200]), ("en", "5k", [5000]),
    ("ru", "5 тысяч", [5000]), ("pl", "5 tys", [5000]), ("en", "", []), ("en", "none", []),
]  # fmt: skip


@pytest.fixture(scope="module")
def words(settings):
    return Lexicon.load(settings).numbers


@pytest.mark.parametrize(("language", "text", "values"), NUMBERS)
def test_numbers_are_read_as_the_language_writes_them(words, language, text, values):
    found = find_numbers(text, tokenize(text), language, words[language])
    assert [number.plain for number in found] == values
    assert all(text[number.start : number.end].strip() for number in found)


def test_ascii_digits_keep_every_position():
    text = "٥٠ € १२ ＄３．５"
    assert len(ascii_digits(text)) == len(text)
    assert "50" in ascii_digits(text)
