import pytest

from retrieval.encodable import encodable


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("", ""),
        ("red shoes", "red shoes"),
        ("  two \t spaces\nand　lines ", "two spaces and lines"),
        ("red\0shoes", "red shoes"),
        ("shoes \ud83d\ude00", "shoes 😀"),
        ("half \ud83d a pair \ude00", "half � a pair �"),
        ("ﷺ", "صلى الله عليه وسلم"),
        ("<s>9,99</s> 5,99", "< s>9,99< /s> 5,99"),
        ("<pad><unk><mask>", "< pad>< unk>< mask>"),
        ("size < s, <b>", "size < s, <b>"),
        ("حذاء رياضي", "حذاء رياضي"),
        ("รองเท้าวิ่ง 👟", "รองเท้าวิ่ง 👟"),
    ],
)
def test_text_keeps_its_words_and_loses_what_encoders_stumble_over(text, expected):
    assert encodable(text) == expected


def test_what_is_encodable_stays_as_it_is():
    text = encodable(" a \0<s>\ud83dﷺ")
    assert encodable(text) == text
