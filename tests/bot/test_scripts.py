import pytest

from bot.scripts import languages_of_script

ONE_LANGUAGE = [
    ("赤い靴", "ja"), ("ランニングシューズ", "ja"), ("送料はいくら", "ja"), ("関税", "ja"),
    ("红色跑鞋", "zh-Hans"), ("运费多少", "zh-Hans"), ("无线耳机", "zh-Hans"), ("iPhone 充电器", "zh-Hans"),
    ("紅色跑鞋", "zh-Hant"), ("便宜一點", "zh-Hant"), ("關稅", "zh-Hant"), ("訂單狀態", "zh-Hant"),
    ("운동화", "ko"), ("Nike 운동화", "ko"), ("รองเท้า", "th"), ("जूते", "hi"), ("أحذية رياضية", "ar"),
    ("παπούτσια", "el"), ("נעליים", "he"), ("зелені кросівки", "uk"), ("کفش قرمز", "fa"), ("ფეხსაცმელი", "ka"),
    ("běžecké boty", "cs"),
    ("futócipő", "hu"), ("pantofi roșii", "ro"), ("løbesko", "da"),
]  # fmt: skip


@pytest.mark.parametrize(("text", "language"), ONE_LANGUAGE)
def test_script_decides_the_language(text, language):
    assert languages_of_script(text) == (language,)


@pytest.mark.parametrize("text", ["red shoes", "2", "👍", "", "кроссовки", "Größe 42"])
def test_script_leaves_the_language_open(text):
    assert languages_of_script(text) == ()


def test_characters_of_both_chinese_scripts_leave_both_open():
    assert languages_of_script("跑鞋") == ("zh-Hans", "zh-Hant")


def test_a_word_in_latin_letters_does_not_outweigh_a_chinese_one():
    assert "zh-Hans" in languages_of_script("Nike 跑鞋")
