"""Every locale file, whichever languages there are, and how texts are chosen and filled."""

import re
import unicodedata
from collections.abc import Iterator, Mapping
from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest
import yaml
from babel import Locale

from actions.settings import SettingsError
from actions.wording import values
from actions.wording.texts import LANGUAGES, Entry, Line, Texts
from retrieval.lexicon import Lexicon

FOLDER = Path(__file__).resolve().parents[3] / "actions" / "locales"
LEXICON = Lexicon({}, {})
TEXTS = Texts.load(FOLDER, LEXICON)
ENGLISH = {key: TEXTS.entry("en", key) for key in TEXTS.keys("en")}

COUNTS = frozenset({"n", "days"})
"""The placeholders that say how many: a plural form such as "one" may spell that out instead."""

TITLE_LENGTH = 24
LATIN_WORDS = re.compile(r"\bAI\b", re.ASCII)
SCRIPTS = {
    "zh-Hans": {"CJK"},
    "zh-Hant": {"CJK"},
    "ja": {"CJK", "HIRAGANA", "KATAKANA", "KATAKANA-HIRAGANA", "IDEOGRAPHIC"},
    "ko": {"HANGUL"},
    "ru": {"CYRILLIC"},
    "ar": {"ARABIC"},
    "hi": {"DEVANAGARI"},
    "th": {"THAI"},
}
"""The first words of the Unicode names of the letters that a language is written in; others are written in Latin."""

TYPICAL = {
    "n": values.number(60),
    "days": values.span(2, 4),
    "total": values.money(Decimal("1234.50"), "EUR"),
    "price": values.money(Decimal("1234.50"), "EUR"),
    "rating": values.number(4.6),
    "rate": values.percent(Decimal("0.081")),
    "date": values.day(date(2026, 3, 5)),
    "rate_date": values.day(date(2026, 3, 4)),
    "currency": values.currency_name("ISK"),
    "shown_currency": values.currency_name("EUR"),
    "language": values.language_name("el"),
    "languages": values.listing([values.language_name(code) for code in LANGUAGES]),
    "unknown": values.listing([values.phrase(f"unknown_{kind}") for kind in ("shipping", "duty", "vat")]),
    "what": values.listing([values.word("category", "shirt"), values.word("color", "red")]),
}
"""Values to fill texts with; a placeholder that is not here is filled with a plain word."""

every_language = pytest.mark.parametrize("language", TEXTS.languages)
every_translation = pytest.mark.parametrize("language", [code for code in TEXTS.languages if code != "en"])
every_button_country = pytest.mark.parametrize("country", ["DE", "GB", "US", "JP"])


def placeholders(text: str) -> set[str]:
    return set(re.findall(r"\{(\w+)\}", text))


def is_button(entry: Entry) -> bool:
    return isinstance(entry, Mapping) and "title" in entry


def is_plural(entry: Entry) -> bool:
    return isinstance(entry, Mapping) and not is_button(entry)


def parts(entry: Entry) -> dict[str, str]:
    """Return the strings of an entry: by plural category, by part of a button, or the only one under ""."""
    return dict(entry) if isinstance(entry, Mapping) else {"": entry}


def strings(language: str) -> Iterator[tuple[str, str]]:
    for key in sorted(TEXTS.keys(language)):
        for part, text in parts(TEXTS.entry(language, key)).items():
            yield f"{key}.{part}".rstrip("."), text


def typical(text: str) -> dict[str, values.Value]:
    return {name: TYPICAL.get(name, values.plain("Nord")) for name in placeholders(text)}


def plural_categories(language: str) -> set[str]:
    """Return the categories of a language; "other" always, CLDR does not list it."""
    return {*Locale.parse(language, sep="-").plural_form.tags, "other"}


def plain(text: str) -> str:
    """Return `text` with ordinary spaces, none before a percent sign, and without marks of direction."""
    spaced = re.sub("[\N{NO-BREAK SPACE}\N{NARROW NO-BREAK SPACE}]", " ", text)
    marks = "\N{LEFT-TO-RIGHT MARK}\N{RIGHT-TO-LEFT MARK}\N{ARABIC LETTER MARK}"
    isolates = "\N{FIRST STRONG ISOLATE}\N{POP DIRECTIONAL ISOLATE}"
    return re.sub(f"[{marks}{isolates}]", "", spaced).replace(" %", "%")


def folder_of(tmp_path: Path, *languages: str) -> Path:
    """Write one file a language, each with a greeting and a button that say which language it is."""
    for language in languages:
        said = f"In {language}"
        entries = {"hello": said, "button": {"title": said, "say": said}}
        (tmp_path / f"{language}.yml").write_text(yaml.safe_dump(entries), encoding="utf-8")
    return tmp_path


# --- the files


@every_language
def test_file_has_the_keys_of_english_in_its_order_each_once(language: str) -> None:
    def keys(code: str) -> list[str]:
        node = yaml.compose((FOLDER / f"{code}.yml").read_text(encoding="utf-8"))
        assert isinstance(node, yaml.MappingNode)
        return [key.value for key, _ in node.value]

    assert len(set(keys(language))) == len(keys(language))
    assert keys(language) == keys("en")


@every_language
def test_entries_are_of_the_kind_that_english_has(language: str) -> None:
    for key, english in ENGLISH.items():
        entry = TEXTS.entry(language, key)
        assert (is_button(entry), is_plural(entry)) == (is_button(english), is_plural(english)), key
        assert all(isinstance(text, str) for text in parts(entry).values()), key


@every_language
def test_no_text_is_empty_or_padded(language: str) -> None:
    assert [name for name, text in strings(language) if not text.strip() or text != text.strip()] == []


@every_language
def test_plural_entries_have_the_categories_of_the_language(language: str) -> None:
    for key, english in ENGLISH.items():
        if is_plural(english):
            assert set(parts(TEXTS.entry(language, key))) == plural_categories(language), key


@every_language
def test_buttons_have_a_title_and_what_to_say(language: str) -> None:
    for key, english in ENGLISH.items():
        if is_button(english):
            assert set(parts(TEXTS.entry(language, key))) == {"title", "say"}, key


@every_language
def test_placeholders_are_those_of_english(language: str) -> None:
    for key, english in ENGLISH.items():
        entry = TEXTS.entry(language, key)
        for part, text in parts(entry).items():
            wanted = placeholders(parts(english)["other" if is_plural(english) else part])
            may_lack = COUNTS if is_plural(english) and part != "other" else set()
            may_have = placeholders(parts(english)["one"]) if may_lack else set()
            found = placeholders(text)
            assert wanted - may_lack <= found <= wanted | may_have, f"{key}.{part}"


@every_language
def test_braces_serve_placeholders_only(language: str) -> None:
    assert [name for name, text in strings(language) if re.search(r"[{}]", re.sub(r"\{\w+\}", "", text))] == []


@pytest.mark.parametrize("language", [code for code in TEXTS.languages if code in SCRIPTS])
def test_texts_are_in_the_script_of_the_language(language: str) -> None:
    for name, text in strings(language):
        own = LATIN_WORDS.sub("", re.sub(r"\{\w+\}", "", text))
        letters = [char for char in own if char.isalpha()]
        foreign = {char for char in letters if unicodedata.name(char).split()[0] not in SCRIPTS[language]}
        assert not foreign, f"{name}: {text}"


@every_translation
def test_no_sentence_is_left_in_english(language: str) -> None:
    english = {text for _, text in strings("en") if len(re.sub(r"\{\w+\}[\W_]*", "", text).split()) > 3}
    assert [name for name, text in strings(language) if text in english] == []


@every_language
def test_reasons_and_labels_end_without_a_full_stop(language: str) -> None:
    short = ("reason_", "label_", "line_", "unknown_", "button_")
    said = ((name, text) for name, text in strings(language) if name.startswith(short) and name != "reason_noted")
    ended = [name for name, text in said if text.endswith((".", "。", "।"))]
    assert ended == []


# --- filled in


@every_language
def test_every_text_can_be_filled(language: str) -> None:
    for key, english in ENGLISH.items():
        for n in (0, 1, 2, 3, 11, 100, 1_000_000):
            facts = {name: value for text in parts(english).values() for name, value in typical(text).items()}
            facts["n"] = values.number(n)
            if is_button(english):
                said = " ".join(TEXTS.button(language, key, facts).values())
            else:
                said = TEXTS.say(language, Line(key, facts))
            assert not re.search(r"[{}]", said), key


@every_language
@every_button_country
def test_button_titles_are_short(language: str, country: str) -> None:
    for key, english in ENGLISH.items():
        if is_button(english):
            facts = {
                "n": values.number(60),
                "country": values.country(country),
                "text": values.plain("shoes"),
                "size": values.plain("42"),
                "number": values.plain("CA-100234"),
            }
            title = TEXTS.button(language, key, facts)["title"]
            assert len(title) <= TITLE_LENGTH, f"{key}: {title}"


def test_button_sends_its_values_without_marks_of_direction() -> None:
    button = TEXTS.button("ar", "button_cart_size", {"size": values.plain("42")})
    assert button["title"].endswith("\u206842\u2069")
    assert button["payload"].endswith(" 42")


@pytest.mark.parametrize(
    ("language", "n", "said"),
    [
        ("en", 0, "I found 0 products for you."),
        ("en", 1, "I found one product for you:"),
        ("en", 2, "I found 2 products for you."),
        ("en", 3, "I found 3 products for you."),
        ("en", 11, "I found 11 products for you."),
        ("en", 100, "I found 100 products for you."),
        ("ru", 1, "Нашёлся 1 подходящий товар:"),
        ("ru", 3, "Нашлось 3 товара."),
        ("ru", 11, "Нашлось 11 товаров."),
        ("ru", 21, "Нашёлся 21 подходящий товар:"),
        ("pl", 1, "Mam dla Ciebie jeden produkt:"),
        ("pl", 3, "Mam dla Ciebie 3 produkty."),
        ("pl", 21, "Mam dla Ciebie 21 produktów."),
        ("hi", 0, "आपके लिए 0 प्रोडक्ट मिला:"),
        ("hi", 2, "आपके लिए 2 प्रोडक्ट मिले।"),
        ("tr", 3, "Sizin için 3 ürün buldum."),
        ("th", 3, "เจอสินค้า 3 รายการค่ะ"),
        ("id", 3, "Ada 3 produk untukmu."),
        ("it", 1, "Ho trovato un prodotto per te:"),
        ("it", 11, "Ho trovato 11 prodotti per te."),
        ("it", 1_000_000, "Ho trovato 1.000.000 di prodotti per te."),
        ("nl", 1, "Ik heb één product voor je gevonden:"),
        ("nl", 0, "Ik heb 0 producten voor je gevonden."),
        ("sv", 1, "Jag hittade en produkt åt dig:"),
        ("sv", 2, "Jag hittade 2 produkter åt dig."),
        ("ko", 1, "상품 1개를 찾았어요."),
        ("zh-Hant", 3, "為您找到3件商品"),
        ("vi", 3, "Mình tìm được 3 sản phẩm cho bạn."),
        ("ar", 0, "لم أجد لك أي منتج."),
        ("ar", 1, "وجدت لك منتجًا واحدًا:"),
        ("ar", 2, "وجدت لك منتجين اثنين:"),
        ("ar", 3, "وجدت لك 3 منتجات."),
        ("ar", 11, "وجدت لك 11 منتجًا."),
        ("ar", 100, "وجدت لك 100 منتج."),
    ],
)
def test_plural_form_is_that_of_the_number(language: str, n: int, said: str) -> None:
    assert plain(TEXTS.say(language, Line("found", {"n": values.number(n)}))).startswith(said)


@pytest.mark.parametrize(
    ("language", "amount", "currency", "said"),
    [
        ("de", "1234.5", "EUR", "1.234,50 €"),
        ("de", "1234", "JPY", "1.234 ¥"),
        ("ar", "1234.5", "EUR", "1,234.50 €"),
        ("ru", "1234.5", "RUB", "1 234,50 ₽"),
        ("pl", "1234.5", "PLN", "1 234,50 zł"),
        ("tr", "1234.5", "TRY", "₺1.234,50"),
        ("th", "1234.5", "THB", "฿1,234.50"),
        ("hi", "123456.5", "INR", "₹1,23,456.50"),
        ("id", "1234", "IDR", "Rp1.234,00"),
        ("it", "1234.5", "EUR", "1.234,50 €"),
        ("nl", "1234.5", "EUR", "€ 1.234,50"),
        ("sv", "1234.5", "SEK", "1 234,50 kr"),
        ("ko", "1234", "KRW", "₩1,234"),
        ("zh-Hant", "1234", "TWD", "$1,234"),
        ("vi", "1234", "VND", "1.234 ₫"),
        ("ja", "1234.5", "EUR", "€1,234.50"),
        ("ja", "1234", "JPY", "￥1,234"),
    ],
)
def test_money_is_written_as_in_the_language(language: str, amount: str, currency: str, said: str) -> None:
    facts = {"title": values.plain("Nord"), "price": values.money(Decimal(amount), currency)}
    assert said in plain(TEXTS.say(language, Line("verdict_cheapest", facts)))


@pytest.mark.parametrize(
    ("language", "said"),
    [
        ("de", "5. März 2026"),
        ("ar", "5 مارس 2026"),
        ("ja", "2026年3月5日"),
        ("it", "5 marzo 2026"),
        ("nl", "5 maart 2026"),
        ("sv", "5 mars 2026"),
        ("ko", "2026년 3월 5일"),
        ("zh-Hant", "2026年3月5日"),
        ("vi", "ngày 5 tháng 3, 2026"),
    ],
)
def test_date_is_written_as_in_the_language(language: str, said: str) -> None:
    line = Line("landed_cost_as_of", {"date": values.day(date(2026, 3, 5))})
    assert said in plain(TEXTS.say(language, line))


@pytest.mark.parametrize(("language", "said"), [("de", "8,1%"), ("ar", "8.1%"), ("ja", "8.1%")])
def test_percent_keeps_its_decimals(language: str, said: str) -> None:
    assert said in plain(TEXTS.say(language, Line("line_vat", {"rate": values.percent(Decimal("0.081"))})))


@pytest.mark.parametrize(
    ("language", "said"),
    [
        ("en", "shipping, customs duty, and VAT"),
        ("de", "Versand, Zoll und Mehrwertsteuer"),
        ("ar", "الشحن والرسوم الجمركية وضريبة القيمة المضافة"),
        ("ja", "送料、関税、消費税・付加価値税"),
    ],
)
def test_list_of_phrases_is_joined_as_in_the_language(language: str, said: str) -> None:
    facts = {
        "title": values.plain("Nord"),
        "total": values.money(Decimal(10), "EUR"),
        "country": values.country("CH"),
        "unknown": values.listing([values.phrase(f"unknown_{kind}") for kind in ("shipping", "duty", "vat")]),
    }
    assert said in plain(TEXTS.say(language, Line("landed_cost_incomplete", facts)))


def test_thai_list_sets_names_in_other_letters_apart() -> None:
    names = values.listing([values.plain("Nordlicht"), values.plain("Lavande"), values.word("color", "red")])
    assert TEXTS.word("th", names) == "Nordlicht, Lavande และ red"


@pytest.mark.parametrize(
    ("language", "said"),
    [
        ("en", "1, 2"),
        ("zh-Hans", "1、2"),
        ("ja", "1、2"),
        ("ar", "1، 2"),
        ("ko", "1, 2"),
        ("tr", "1, 2"),
        ("th", "1, 2"),
    ],
)
def test_terms_stand_side_by_side_without_an_and(language: str, said: str) -> None:
    assert TEXTS.word(language, values.terms([values.plain("1"), values.plain("2")])) == said


def test_korean_list_has_commas_and_japanese_months_no_space() -> None:
    assert TEXTS.word("ko", values.listing([values.plain("흰색"), values.plain("파랑")])) == "흰색, 파랑"
    assert TEXTS.word("ja", values.unit(Decimal(6), "duration-month")) == "6か月"


@pytest.mark.parametrize(("language", "said"), [("de", "4,6"), ("ar", "4.6"), ("ja", "4.6")])
def test_number_is_written_as_in_the_language(language: str, said: str) -> None:
    facts = {"title": values.plain("Nord"), "rating": values.number(4.6)}
    assert said in plain(TEXTS.say(language, Line("verdict_rated", facts)))


@pytest.mark.parametrize(
    ("language", "said"),
    [("en", "United States"), ("ru", "США"), ("pl", "USA"), ("tr", "ABD"), ("hi", "अमेरिका"), ("th", "สหรัฐอเมริกา")],
)
def test_country_is_called_what_people_call_it(language: str, said: str) -> None:
    assert TEXTS.word(language, values.country("US")) == said


@pytest.mark.parametrize(
    ("language", "said"), [("en", "Northern Ireland"), ("th", "ไอร์แลนด์เหนือ"), ("ar", "أيرلندا الشمالية")]
)
def test_territory_without_a_name_in_cldr_has_one(language: str, said: str) -> None:
    """Northern Ireland was called XI."""
    assert TEXTS.word(language, values.country("XI")) == said


@pytest.mark.parametrize(("low", "high", "said"), [(2, 4, "2–4"), (3, 3, "3")])
def test_span_is_one_number_where_its_ends_are_equal(low: int, high: int, said: str) -> None:
    line = Line("landed_cost_delivery", {"n": values.number(high), "days": values.span(low, high)})
    assert TEXTS.say("de", line) == f"Die Lieferung dauert {said} Werktage."


def test_word_comes_from_the_lexicon_and_is_english_where_that_lacks_it() -> None:
    texts = Texts.load(FOLDER, Lexicon({"color": {"red": {"de": ("rot", "rote")}}}, {}))
    line = Line("reason_match", {"what": values.listing([values.word("color", word) for word in ("red", "pink")])})
    assert texts.say("de", line).endswith("rot und pink")


# --- which language


@pytest.mark.parametrize(
    ("language", "said"),
    [
        ("pt", "pt"),
        ("pt-BR", "pt"),
        ("zh", "zh-Hans"),
        ("zh-CN", "zh-Hans"),
        ("zh-TW", "zh-Hant"),
        ("zh-Hant-HK", "zh-Hant"),
        ("el", "en"),
        ("", "en"),
    ],
)
def test_text_is_in_the_exact_language_else_without_region_else_english(
    tmp_path: Path, language: str, said: str
) -> None:
    texts = Texts.load(folder_of(tmp_path, "en", "pt", "zh-Hans", "zh-Hant"), LEXICON)
    assert texts.say(language, Line("hello", {})) == f"In {said}"
    assert texts.button(language, "button") == {"title": f"In {said}", "payload": f"In {said}"}
    assert texts.spoken(language) == said
    assert texts.speaks(language) is (said != "en")


@pytest.mark.parametrize("language", ["zh-TW", "zh-Hant"])
def test_traditional_chinese_falls_back_on_english_not_on_simplified(tmp_path: Path, language: str) -> None:
    texts = Texts.load(folder_of(tmp_path, "en", "zh-Hans"), LEXICON)
    assert texts.say(language, Line("hello", {})) == "In en"
    assert not texts.speaks(language)


@pytest.mark.parametrize("language", ["en", "en-GB"])
def test_english_is_spoken_not_only_fallen_back_on(language: str) -> None:
    assert TEXTS.speaks(language)
    assert TEXTS.spoken(language) == "en"


def test_key_that_a_language_lacks_comes_from_english_with_its_plural(tmp_path: Path) -> None:
    folder = folder_of(tmp_path, "en", "ar")
    with (folder / "en.yml").open("a", encoding="utf-8") as file:
        file.write("found: {one: One thing, other: '{n} things'}\n")
    texts = Texts.load(folder, LEXICON)
    said = [texts.say("ar", Line("found", {"n": values.number(n)})) for n in (1, 2)]
    assert said == ["One thing", "2 things"]


def test_key_that_no_language_has_is_an_error() -> None:
    with pytest.raises(KeyError):
        TEXTS.say("de", Line("no_such_key", {}))


def test_file_of_an_unknown_language_is_refused(tmp_path: Path) -> None:
    with pytest.raises(SettingsError, match="tlh"):
        Texts.load(folder_of(tmp_path, "en", "tlh"), LEXICON)


def test_folder_without_english_is_refused(tmp_path: Path) -> None:
    with pytest.raises(SettingsError, match="lacks en"):
        Texts.load(folder_of(tmp_path, "de"), LEXICON)


@pytest.mark.parametrize(
    ("language", "value"),
    [
        ("ru", values.day(date(2026, 11, 26))),
        ("ar", values.money(Decimal("918.75"), "SAR")),
        ("en", values.plain("Tonwald Ltd.")),
    ],
)
def test_abbreviation_at_the_end_of_a_sentence_has_one_period(language: str, value: values.Value) -> None:
    texts = Texts({language: {"key": "{value}. {value}, {value}"}}, LEXICON)
    said = re.sub("[\u200e\u200f\u2068\u2069]", "", texts.say(language, Line("key", {"value": value})))
    assert ".." not in said
    assert "., " in said
