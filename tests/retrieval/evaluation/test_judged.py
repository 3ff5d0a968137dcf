"""The judged queries shipped with the project are whole, and a folder that is not is refused."""

import json
from collections import Counter
from pathlib import Path

import pytest

from retrieval.errors import CatalogError
from retrieval.evaluation.judged import JudgedQuery, read_judged
from tests.conftest import PROJECT

JUDGED = PROJECT / "data" / "judged"
N_NEEDS = 80
LETTERS = {
    "ar": [(0x0600, 0x06FF)],
    "hi": [(0x0900, 0x097F)],
    "ja": [(0x3040, 0x30FF), (0x4E00, 0x9FFF)],
    "ko": [(0xAC00, 0xD7AF)],
    "ru": [(0x0400, 0x04FF)],
    "th": [(0x0E00, 0x0E7F)],
    "zh-Hans": [(0x4E00, 0x9FFF)],
    "zh-Hant": [(0x4E00, 0x9FFF)],
}
MARKS = {
    "de": "äöüß",
    "es": "áéíñóú",
    "fr": "àâçéèêîôœû",
    "it": "àèéìòù",
    "pl": "ąćęłńóśźż",
    "pt": "ãáâçéêíóõú",
    "sv": "åäö",
    "tr": "çğıöşü",
    "vi": "ăâđêôơưáàảãạấầậếềệốồộớờợứừữựịọụ",
}
"""Letters of Latin alphabets that a language's queries hold."""
LANGUAGES = sorted({*LETTERS, *MARKS, "en", "id", "nl"})
SIMPLIFIED_ONLY = "们这个为无给买机脑书画头岁礼颜亲纸环钟衬"
TRADITIONAL_ONLY = "們這個為無給買機腦書畫頭歲禮顏親紙環鐘襯"


@pytest.fixture(scope="module")
def queries() -> list[JudgedQuery]:
    return read_judged(JUDGED)


def test_each_language_has_each_need_once(queries: list[JudgedQuery]) -> None:
    by_language = {language: [query for query in queries if query.language == language] for language in LANGUAGES}
    assert sorted({query.language for query in queries}) == sorted(LANGUAGES)
    need_ids = [query.need_id for query in by_language["en"]]
    assert len(set(need_ids)) == len(need_ids) == N_NEEDS
    assert all([query.need_id for query in found] == need_ids for found in by_language.values())


def test_half_of_each_language_is_for_testing(queries: list[JudgedQuery]) -> None:
    counts = Counter((query.language, query.split) for query in queries)
    assert set(counts.values()) == {N_NEEDS // 2}
    assert len(counts) == 2 * len(LANGUAGES)


def test_graded_products_are_in_the_demo_shop(queries: list[JudgedQuery]) -> None:
    product_ids = {
        json.loads(line)["id"]
        for path in (PROJECT / "data" / "demo" / "products").glob("*.jsonl")
        for line in path.read_text(encoding="utf-8").splitlines()
    }
    for query in queries:
        assert query.grades.keys() <= product_ids, query.need_id


def test_each_need_has_a_product_that_meets_it_and_more_of_grade_zero(queries: list[JudgedQuery]) -> None:
    for query in queries:
        assert 3 in query.grades.values()
        assert set(query.grades.values()) <= {1, 2, 3}
        assert len(query.grades) < 50, "recall among the first 50 could not be 1"


def test_no_two_needs_share_a_query(queries: list[JudgedQuery]) -> None:
    counts = Counter((query.language, query.text.casefold()) for query in queries)
    assert [key for key, count in counts.items() if count > 1] == []


@pytest.mark.parametrize("language", sorted(LETTERS))
def test_queries_are_in_the_languages_script(queries: list[JudgedQuery], language: str) -> None:
    texts = {query.need_id: query.text for query in queries if query.language == language}
    without = [
        need_id
        for need_id, text in texts.items()
        if not any(low <= ord(letter) <= high for letter in text for low, high in LETTERS[language])
    ]
    assert without == []


@pytest.mark.parametrize("language", sorted(MARKS))
def test_queries_have_the_languages_own_letters(queries: list[JudgedQuery], language: str) -> None:
    texts = [query.text for query in queries if query.language == language]
    assert sum(any(letter in MARKS[language] for letter in text) for text in texts) >= 3


def test_chinese_is_written_as_in_each_market(queries: list[JudgedQuery]) -> None:
    texts = {
        language: "".join(query.text for query in queries if query.language == language)
        for language in ("zh-Hans", "zh-Hant")
    }
    assert not set(texts["zh-Hans"]) & set(TRADITIONAL_ONLY)
    assert not set(texts["zh-Hant"]) & set(SIMPLIFIED_ONLY)


NEEDS = """
- id: tea
  split: dev
  grades:
    food-1: 3
    food-2: 0
- id: kite
  split: test
  grades:
    toys-1: 3
"""


def write_folder(folder: Path, needs: str = NEEDS, texts: str = "tea: çay\nkite: uçurtma\n") -> Path:
    (folder / "queries").mkdir()
    (folder / "needs.yml").write_text(needs, encoding="utf-8")
    (folder / "queries" / "tr.yml").write_text(texts, encoding="utf-8")
    return folder


def test_products_of_grade_zero_are_left_out(tmp_path: Path) -> None:
    assert read_judged(write_folder(tmp_path)) == [
        JudgedQuery("tea", "dev", "tr", "çay", {"food-1": 3}),
        JudgedQuery("kite", "test", "tr", "uçurtma", {"toys-1": 3}),
    ]


@pytest.mark.parametrize(
    ("needs", "texts", "message"),
    [
        (NEEDS, "tea: çay\nkite: uçurtma\ntea: demlik\n", r"tr.yml, line 3 .*'tea' occurs twice"),
        (NEEDS, "tea: çay\n", r"tr.yml lacks needs \['kite'\]"),
        (NEEDS, "tea: çay\nkite: uçurtma\nlamp: lamba\n", r"tr.yml has unknown needs \['lamp'\]"),
        (NEEDS, "tea: 35\nkite: uçurtma\n", r"tr.yml, tea: the query is 35"),
        (NEEDS, "- çay\n", r"tr.yml is not a mapping"),
        (NEEDS, "tea: [çay\n", r"tr.yml, line 2 is not right"),
        (NEEDS.replace("dev", "train"), "", r"tea: split is 'train'"),
        (NEEDS.replace("toys-1: 3", "toys-1: 2"), "", r"needs.yml, kite: no product has grade 3"),
        (NEEDS.replace("food-2: 0", "food-2: 4"), "", r"tea: food-2 has grade 4"),
        (NEEDS.replace("food-2: 0", "food-2: true"), "", r"tea: food-2 has grade True"),
        (NEEDS.replace("food-2: 0", "food-1: 1"), "", r"needs.yml, line 6 .*'food-1' occurs twice"),
        (NEEDS.replace("id: kite", "id: tea"), "", r"has the need 'tea' twice"),
        (NEEDS.replace("id: kite", "name: kite"), "", r"entry 2 has no id"),
        ("", "", r"needs.yml holds no list of needs"),
    ],
)
def test_a_folder_that_is_not_whole_is_refused(tmp_path: Path, needs: str, texts: str, message: str) -> None:
    with pytest.raises(CatalogError, match=message):
        read_judged(write_folder(tmp_path, needs, texts))


def test_a_folder_without_files_is_refused(tmp_path: Path) -> None:
    with pytest.raises(CatalogError, match="cannot be read"):
        read_judged(tmp_path)


def test_a_folder_without_queries_is_refused(tmp_path: Path) -> None:
    (tmp_path / "needs.yml").write_text(NEEDS, encoding="utf-8")
    with pytest.raises(CatalogError, match="holds no queries"):
        read_judged(tmp_path)
