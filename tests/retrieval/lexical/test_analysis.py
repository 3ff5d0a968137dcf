"""What a text is indexed under, language by language."""

import pytest

import retrieval.lexical
from retrieval.lexical import analyse


def shared(one: str, other: str, language: str) -> set[str]:
    return set(analyse(one, language)) & set(analyse(other, language))


def test_exported_members() -> None:
    assert retrieval.lexical.__all__ == sorted(retrieval.lexical.__all__)


@pytest.mark.parametrize(
    ("language", "written", "asked"),
    [
        ("en", "Running shoes", "SHOE"),
        ("en", "children's bikes", "bike"),
        ("de", "Wanderschuhe für Kinder", "Kind"),
        ("de", "Große Kopfhörer", "GROSS"),
        ("de", "Kopfhörer", "kopfhoerer"),
        ("fr", "l'écharpe rouge", "echarpes"),
        ("fr", "Chaussées d'été", "ete"),
        ("es", "Camisetas", "camiseta"),
        ("it", "dell'orologio", "orologi"),
        ("pt", "relógios de pulso", "relogio"),
        ("nl", "rode schoenen", "schoen"),
        ("pl", "słuchawki bezprzewodowe", "słuchawek"),
        ("ru", "чёрные кроссовки", "черный"),
        ("ru", "кроссовки", "кроссовок"),
        ("tr", "IŞIK", "ışık"),
        ("tr", "İpek eşarp", "ipek"),
        ("tr", "ipek", "İPEK"),
        ("tr", "kılıf", "KILIF"),
        ("tr", "ayakkabıları", "ayakkabı"),
        ("ar", "السماعات اللاسلكية", "سماعات"),
        ("ar", "حَقِيبَة", "حقيبه"),
        ("ar", "أحذية", "احذية"),
        ("ar", "شـــاي", "شاي"),
        ("ar", "٥٠٠ مل", "500"),
        ("hi", "जूते", "जूता"),
        ("hi", "टी-शर्ट", "टीशर्ट"),
        ("hi", "चाँदी", "चांदी"),
        ("th", "หูฟังไร้สายสีดำ", "หูฟัง"),
        ("th", "รองเท้าวิ่ง", "รองเท้า"),
        ("vi", "giày chạy bộ", "giay"),
        ("vi", "Tai nghe", "TAI NGHE"),
        ("id", "sepatunya", "sepatu"),
        ("sv", "ryggsäckar", "ryggsäck"),
        ("ko", "헤드폰을", "헤드폰"),
        ("ko", "운동화는", "운동화"),
        ("ko", "무선이어폰", "이어폰"),
        ("ja", "ﾜｲﾔﾚｽヘッドホン", "ヘッドホン"),
        ("ja", "りんごジュース", "リンゴ"),
        ("ja", "コンピューター", "コンピュータ"),
        ("zh-Hans", "徒步登山鞋", "登山鞋"),
        ("zh-Hans", "登山鞋", "鞋"),
        ("zh-Hans", "ＵＳＢ充电器", "usb"),
    ],
)
def test_ways_of_writing_share_a_term(language: str, written: str, asked: str) -> None:
    assert shared(written, asked, language)


def test_traditional_chinese_is_found_by_simplified() -> None:
    assert analyse("藍牙耳機", "zh-Hant") == analyse("蓝牙耳机", "zh-Hans")


@pytest.mark.parametrize(
    ("language", "one", "other"),
    [
        ("th", "ไก่", "ไข่"),
        ("hi", "काला", "केला"),
        ("ja", "かき", "かぎ"),
        ("zh-Hans", "手机", "耳机壳"),
    ],
)
def test_marks_that_tell_words_apart_are_kept(language: str, one: str, other: str) -> None:
    assert analyse(one, language)[0] != analyse(other, language)[0]


@pytest.mark.parametrize(
    ("written", "joined"),
    [
        ("WH-1000XM5", "wh1000xm5"),
        ("iPhone15", "iphone15"),
        ("3,5mm", "3.5mm"),
        ("EU-38", "eu38"),
        ("T-Shirt", "tshirt"),
        ("T恤", "t恤"),
        ("H&M", "hm"),
    ],
)
def test_what_is_written_as_one_is_kept_whole_beside_its_parts(written: str, joined: str) -> None:
    found = analyse(written, "zh-Hans" if "恤" in written else "en")
    assert joined in found
    assert len(found) > 1


def test_accented_vietnamese_comes_beside_the_bare_word() -> None:
    assert analyse("bàn", "vi") == ["bàn", "ban"]


def test_foreign_words_in_another_script_are_read_as_english() -> None:
    assert shared("Bluetooth headphones أسود", "headphone", "ar")


@pytest.mark.parametrize("text", ["", "   ", "!?…", "😀😀", "\u200b", "\ud83d"])
def test_text_without_letters_has_no_terms(text: str) -> None:
    assert analyse(text, "en") == []
