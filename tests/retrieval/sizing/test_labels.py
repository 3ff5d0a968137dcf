"""Sizes as they are written."""

import pytest

from retrieval.sizing import SizeName, read_size


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("EU 38", SizeName("EU", "38")),
        ("eur 38,5", SizeName("EU", "38.5")),
        ("USA 9", SizeName("US", "9")),
        ("GB 8", SizeName("UK", "8")),
        ("JP25", SizeName("JP", "25")),
        ("UK N½", SizeName("UK", "N½")),
        ("US 7 1/4", SizeName("US", "7 1/4")),
        ("UK 4-5", SizeName("UK", "4-5")),
        ("m", SizeName("letter", "M")),
        ("3xl", SizeName("letter", "XXXL")),
        ("5XL", SizeName("letter", "5XL")),
        ("JP LL", SizeName("JP", "LL")),
        ("160/84A", SizeName("CN", "160/84A")),
        ("CN 170 / 88 a", SizeName("CN", "170/88A")),
        ("40", SizeName("", "40")),
    ],
)
def test_size_is_read(text: str, expected: SizeName) -> None:
    assert read_size(text) == expected


@pytest.mark.parametrize("text", ["", "one size", "большой", "EU", "55x40x20 cm", "N"])
def test_what_is_no_size_is_none_or_no_number_of_a_system(text: str) -> None:
    name = read_size(text)
    assert name is None or name.system == ""


def test_letters_are_written_without_a_system() -> None:
    assert [SizeName("letter", "M").text, SizeName("EU", "38").text, SizeName("", "38").text] == ["M", "EU 38", "38"]


def test_chinese_size_names_height_and_girth() -> None:
    name = read_size("160/84A")
    assert name is not None
    assert name.height_and_girth == (1600, 840)
