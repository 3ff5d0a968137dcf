from pathlib import Path

import pytest

from retrieval.advice.recipients import Recipients
from retrieval.errors import CatalogError
from tests.retrieval.advice.small_catalogue import DATA, lexicon

RECIPIENTS = Recipients.load(DATA)


def test_recipients_are_those_of_the_lexicon_and_suit_categories_of_the_tree() -> None:
    assert set(RECIPIENTS.known) == set(lexicon().words["recipient"])
    categories = set(lexicon().words["category"])
    for recipient in RECIPIENTS.known.values():
        assert {*recipient.suits, *recipient.avoid} <= categories, recipient.name
        assert recipient.suits
    assert {category for taboo in RECIPIENTS.taboos for category in taboo.categories} <= categories


@pytest.mark.parametrize(
    ("text", "age"),
    [
        ("present for a 10 year old boy", 10),
        ("gift for my wife, she turns 40", 40),
        ("something for a 7-year-old", 7),
        ("给5岁的女儿买礼物", 5),
        ("給5歲的女兒", 5),
        ("5歳の息子へ", 5),
        ("8살 아들 선물", 8),
        ("Geschenk für eine 6-jährige", 6),
        ("cadeau pour un garçon de 10 ans", 10),
        ("regalo para un niño de 9 años", 9),
        ("regalo per un bambino di 4 anni", 4),
        ("presente para menina de 12 anos", 12),
        ("cadeau voor een meisje van 8 jaar", 8),
        ("prezent dla 7-latka", 7),
        ("мальчику 8 лет", 8),
        ("10 yaşındaki oğluma hediye", 10),
        ("هدية لطفل عمره ٧ سنوات", 7),
        ("६ साल के बच्चे के लिए", 6),
        ("ของเล่นสำหรับเด็ก 5 ขวบ", 5),
        ("quà cho bé 3 tuổi", 3),
        ("kado untuk anak 4 tahun", 4),
        ("present till en 9-åring", 9),
        ("under 50 euros", None),
        ("30 languages", None),
        ("size 38", None),
        ("a 2.5 years old", None),
        ("999 years old", None),
        ("", None),
    ],
)
def test_age_is_read_in_every_language(text: str, age: int | None) -> None:
    assert RECIPIENTS.age_in(text) == age


@pytest.mark.parametrize(
    ("name", "audience", "age", "made_for", "is_child"),
    [
        ("mother", "", None, "women", False),
        ("son", "", None, "boys", True),
        ("son", "", 25, "men", False),
        ("sister", "", 9, "girls", True),
        ("friend", "", 7, "kids", True),
        ("", "boys", 10, "boys", True),
        ("", "kids", 30, "unisex", False),
        ("colleague", "", None, "unisex", False),
        ("colleague", "women", None, "women", False),
        ("", "", None, "unisex", False),
        ("nobody known", "", None, "unisex", False),
        ("", "", 14, "kids", True),
        ("", "", 15, "unisex", False),
    ],
)
def test_whom_a_gift_must_be_made_for(name: str, audience: str, age: int | None, made_for: str, is_child: bool) -> None:
    recipient = RECIPIENTS.of(name, audience, age)
    assert (recipient.audience, recipient.is_child) == (made_for, is_child)
    assert age is None or recipient.age == age


def test_taboos_hold_in_their_countries_and_for_their_occasions() -> None:
    assert "wall clock" in RECIPIENTS.left_out("CN", "")[0]
    assert RECIPIENTS.left_out("DE", "wedding") == ((), ())
    assert "candle" in RECIPIENTS.left_out("JP", "housewarming")[0]
    assert "candle" not in RECIPIENTS.left_out("JP", "birthday")[0]
    assert "alcohol" in RECIPIENTS.left_out("SA", "")[1]


@pytest.mark.parametrize("content", ["mother: {age: old, suits: [tea]}", "[1]", "a: b: c", ""])
def test_file_that_cannot_be_used_is_named(tmp_path: Path, content: str) -> None:
    (tmp_path / "advice").mkdir()
    (tmp_path / "advice" / "recipients.yml").write_text(content, encoding="utf-8")
    with pytest.raises(CatalogError, match=r"recipients\.yml"):
        Recipients.load(tmp_path)


@pytest.mark.parametrize(
    "text", ["For me.", "给自己！", "給自己用", "لِنفسي", "ใช้เอง ค่ะ", "KENDİM İÇİN", "pour moi-même"]
)
def test_for_oneself_is_told_by_the_whole_message(text: str) -> None:
    assert RECIPIENTS.is_oneself(text)


@pytest.mark.parametrize(
    "text", ["", "?", "not for me", "不是给自己", "ليس لي", "ไม่ใช่ของฉัน", "bana değil", "what do you recommend for me?"]
)
def test_what_says_more_or_the_contrary_is_not_for_oneself(text: str) -> None:
    assert not RECIPIENTS.is_oneself(text)
