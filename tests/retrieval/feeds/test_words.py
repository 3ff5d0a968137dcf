import pytest

from retrieval.feeds.words import FeedWords, stock_meant
from retrieval.lexicon import Lexicon


@pytest.fixture(scope="module")
def words(lexicon: Lexicon) -> FeedWords:
    return FeedWords(lexicon)


@pytest.mark.parametrize(
    ("cell", "language", "colors"),
    [
        ("Schwarz/Blau", "de", ("black", "blue")),
        ("schwarz und weiß", "de", ("black", "white")),
        ("黑色", "zh-Hans", ("black",)),
        ("红色、白色", "zh-Hans", ("red", "white")),
        ("أسود، أحمر", "ar", ("black", "red")),
        ("สีดำ", "th", ("black",)),
        ("ขาว", "th", ("white",)),
        ("Siyah & Beyaz", "tr", ("black", "white")),
        ("KIRMIZI/YEŞİL", "tr", ("red", "green")),
        ("PINK", "tr", ("pink",)),
        ("Đen", "vi", ("black",)),
        ("dark blue", "en", ("blue",)),
        ("黑色", "en", ("black",)),
        ("black", "ja", ("black",)),
    ],
)
def test_colour_cells_become_english_colours(words: FeedWords, cell: str, language: str, colors: tuple) -> None:
    assert words.colors([cell], (language, "en")) == (colors, ())


def test_unknown_colour_is_given_back(words: FeedWords) -> None:
    assert words.colors(["Aubergine", "rot"], ("de", "en")) == (("red",), ("Aubergine",))


@pytest.mark.parametrize(
    ("title", "language", "colors"),
    [
        ("红色连衣裙", "zh-Hans", ("red",)),
        ("เสื้อสีดำ", "th", ("black",)),
        ("Rote Tasche", "de", ("red",)),
        ("Brotkorb", "de", ()),
        ("kırmızı elbise", "tr", ("red",)),
        ("KIRMIZI ELBİSE", "tr", ("red",)),
        ("حقيبة سوداء", "ar", ("black",)),
    ],
)
def test_colours_are_found_in_titles(words: FeedWords, title: str, language: str, colors: tuple) -> None:
    assert words.colors_in(title, language) == colors


def test_materials_lose_their_shares_and_english_ones_stay_as_they_are(words: FeedWords) -> None:
    assert words.materials(["80% Baumwolle, 20% Seide"], ("de", "en"))[0] == ("cotton", "silk")
    assert words.materials(["羊毛"], ("zh-Hans", "en"))[0] == ("wool",)
    assert words.materials(["ABS", "nylon"], ("en", "de"))[0] == ("ABS", "nylon")
    assert words.materials(["Waschbeton"], ("de", "en")) == ((), ("Waschbeton",))


@pytest.mark.parametrize(
    ("gender", "age_group", "language", "audience"),
    [
        ("female", "adult", "en", "women"),
        ("female", "kids", "en", "girls"),
        ("male", "toddler", "en", "boys"),
        ("male", "", "en", "men"),
        ("unisex", "adult", "en", "unisex"),
        ("unisex", "newborn", "en", "kids"),
        ("", "kids", "en", "kids"),
        ("", "adult", "en", ""),
        ("Damen", "", "de", "women"),
        ("ผู้ชาย", "", "th", "men"),
        ("女士", "", "zh-Hans", "women"),
        ("kadın", "", "tr", "women"),
        ("KADIN", "", "tr", "women"),
        ("رجالي", "", "ar", "men"),
        ("aliens", "", "en", ""),
    ],
)
def test_gender_and_age_group_become_an_audience(
    words: FeedWords, gender: str, age_group: str, language: str, audience: str
) -> None:
    assert words.audience(gender, age_group, (language, "en")) == audience


@pytest.mark.parametrize(
    ("names", "noun", "language", "category"),
    [
        (("Cell Phones",), "Cell Phones", "en", "smartphone"),
        (("Rucksäcke",), "", "de", "backpack"),
        (("马克杯",), "", "zh-Hans", "mug"),
        (("ไม่มีในต้นไม้",), "", "th", ""),
        (("Widgets",), "Widgets", "en", "widget"),
        (("Hüte aus Stroh", "Backpacks"), "", "de", "backpack"),
    ],
)
def test_category_is_looked_up_in_the_tree(
    words: FeedWords, names: tuple, noun: str, language: str, category: str
) -> None:
    assert words.category(names, noun, (language, "en")) == category


@pytest.mark.parametrize(
    ("word", "stock"),
    [
        ("in_stock", None),
        ("in stock", None),
        ("https://schema.org/InStock", None),
        ("http://schema.org/LimitedAvailability", None),
        ("preorder", None),
        ("BackOrder", None),
        ("out_of_stock", 0),
        ("https://schema.org/SoldOut", 0),
        ("Discontinued", 0),
        ("auf Lager", None),
        ("nicht auf Lager", 0),
        ("有货", None),
        ("售罄", 0),
        ("متوفر", None),
        ("غير متوفر", 0),
        ("มีสินค้า", None),
        ("สินค้าหมด", 0),
        ("stokta yok", 0),
        ("TÜKENDİ", 0),
    ],
)
def test_availability_says_whether_there_is_any(word: str, stock: int | None) -> None:
    assert stock_meant(word) == stock


def test_unknown_availability_is_refused() -> None:
    with pytest.raises(ValueError, match="'perhaps' is not known"):
        stock_meant("perhaps")
