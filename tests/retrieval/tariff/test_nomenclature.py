"""Which codes exist, and what a file of them has to hold."""

from pathlib import Path

import pytest

from retrieval.errors import ArtifactError, CatalogError
from retrieval.tariff.nomenclature import NOMENCLATURE_FILE, Nomenclature, Standing, own_words
from retrieval.tariff.nomenclature_file import read_nomenclature, save_nomenclature

SHARED = Path(__file__).resolve().parents[4] / "shared" / "data" / "hs-codes" / "harmonized-system.csv"
WHOLE = Nomenclature({"09": "tea", "0902": "tea", "090220": "green tea", "6109": "T-shirts"}, True, "a table")


def table(path: Path, rows: str, n_headings: int = 1000) -> Path:
    made = "".join(f"{number:04},text {number}\n" for number in range(1000, 1000 + n_headings))
    path.write_text(f"hscode,description\n{made}{rows}", encoding="utf-8-sig")
    return path


@pytest.mark.parametrize(
    ("code", "standing"),
    [
        ("0902.20", Standing.KNOWN),
        ("0902 20 00 10", Standing.KNOWN),
        ("0902", Standing.KNOWN),
        ("0902.99", Standing.UNKNOWN),
        ("0903", Standing.UNKNOWN),
        ("00", Standing.UNKNOWN),
        ("7701", Standing.UNKNOWN),
        ("9801.00", Standing.UNKNOWN),
        ("902.20", Standing.MALFORMED),
        ("090220001122", Standing.MALFORMED),
        ("茶", Standing.MALFORMED),
        ("٠٩٠٢", Standing.MALFORMED),
        ("ชา", Standing.MALFORMED),
        ("", Standing.MISSING),
        (" ", Standing.MISSING),
        (None, Standing.MISSING),
    ],
)
def test_standing_of_a_code_in_a_whole_nomenclature(code: str | None, standing: Standing) -> None:
    assert WHOLE.standing(code) is standing


def test_own_table_refutes_chapters_alone(tmp_path: Path) -> None:
    own = Nomenclature.load(tmp_path)
    assert own.standing("6109.99") is Standing.UNCHECKED
    assert own.standing("8479") is Standing.UNCHECKED
    assert own.standing("9901") is Standing.UNKNOWN
    assert len(own.headings) > 200


def test_own_words_are_of_headings_that_exist() -> None:
    if not SHARED.is_file():
        pytest.skip("../shared/data/hs-codes is not there")
    real = read_nomenclature(SHARED)
    assert set(own_words()) <= set(real.nomenclature.headings)
    assert [reject.reason for reject in real.rejects] == ["'TOTAL' has not two, four or six digits"]
    assert len(real.nomenclature.headings) == 1229


def test_imported_table_takes_the_place_of_the_own_one(tmp_path: Path) -> None:
    read = read_nomenclature(table(tmp_path / "codes.csv", "2000.10,first\n200010,again\n20,\n1,one\n"))
    assert [reject.reason for reject in read.rejects] == [
        "the code 200010 is there twice", "the code 20 has no text", "'1' has not two, four or six digits"
    ]  # fmt: skip
    save_nomenclature(read.nomenclature, tmp_path)
    kept = Nomenclature.load(tmp_path)
    assert (kept.is_whole, kept.source, kept.texts["200010"]) == (True, "codes.csv", "first")
    assert kept.fingerprint == read.nomenclature.fingerprint


def test_part_of_a_nomenclature_is_refused(tmp_path: Path) -> None:
    with pytest.raises(CatalogError, match="holds 999 headings"):
        read_nomenclature(table(tmp_path / "codes.csv", "", 999))


def test_table_without_the_columns_is_refused(tmp_path: Path) -> None:
    (tmp_path / "codes.csv").write_text("code,text\n0101,horses\n")
    with pytest.raises(CatalogError, match="no column description and hscode"):
        read_nomenclature(tmp_path / "codes.csv")


@pytest.mark.parametrize("text", ["", "{", '{"format": 0, "texts": {}, "source": "x"}', "[]"])
def test_damaged_file_is_named_with_the_remedy(tmp_path: Path, text: str) -> None:
    (tmp_path / NOMENCLATURE_FILE).write_text(text)
    with pytest.raises(ArtifactError, match="import hs FILE"):
        Nomenclature.load(tmp_path)
