"""`crossaisle import hs`, and what an import of products says of their codes."""

import json
from pathlib import Path

import pytest
from click.testing import CliRunner

from actions.commands.import_ import command

MAPPING = """
source: test
format: jsonl
merchants: [{id: m, name: M, country: TH, language: th, currency: THB}]
fields: {product_id: id, merchant_id: {constant: m}, titles: {th: name}, price: price, hs_code: hs}
"""
CODES = [None, "0902.20", "902.20", "ชา", "0902.99"]


@pytest.fixture
def cache(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("CROSSAISLE_CACHE", str(tmp_path / "cache"))
    return tmp_path / "cache"


def nomenclature(folder: Path) -> Path:
    made = "".join(f"{number:04},text {number}\n" for number in range(1000, 2000))
    path = folder / "codes.csv"
    path.write_text(f"hscode,description\n0902,Tea\n090220,Green tea\n{made}TOTAL,all\n")
    return path


def products(folder: Path) -> list[str]:
    rows = [{"id": str(row), "name": "ชาเขียว", "price": "90", "hs": code} for row, code in enumerate(CODES)]
    (folder / "feed.jsonl").write_text("\n".join(json.dumps(row) for row in rows))
    (folder / "mapping.yml").write_text(MAPPING)
    return [str(folder / "feed.jsonl"), "--mapping", str(folder / "mapping.yml"), "--no-index"]


def test_codes_that_cannot_be_are_counted_named_and_written(tmp_path: Path, cache: Path) -> None:
    taken = CliRunner().invoke(command, ["hs", str(nomenclature(tmp_path)), "--json"])
    assert taken.exit_code == 0, taken.output
    assert {"codes": 1002, "headings": 1001, "rejected": 1}.items() <= json.loads(taken.stdout).items()
    assert "'TOTAL' has not two, four or six digits" in taken.stderr
    done = CliRunner().invoke(command, [*products(tmp_path), "--json"])
    assert done.exit_code == 0, done.output
    figures = json.loads(done.stdout)
    assert figures["imported"] == len(CODES)
    assert figures["hs_codes"] == {"missing": 1, "known": 1, "malformed": 2, "unknown": 1, "proposed": None}
    assert "product 4: the HS code '0902.99' does not exist" in done.stderr
    lines = (cache / "rejects" / "test.hs-codes.jsonl").read_text().splitlines()
    assert [json.loads(line)["product_id"] for line in lines] == ["2", "3", "4"]


@pytest.mark.usefixtures("cache")
def test_without_a_nomenclature_a_code_is_not_said_to_be_wrong(tmp_path: Path) -> None:
    done = CliRunner().invoke(command, products(tmp_path))
    assert done.exit_code == 0, done.output
    assert "HS codes: 2 malformed, 1 missing, 2 unchecked" in done.stdout


def test_file_that_is_no_nomenclature_changes_nothing(tmp_path: Path, cache: Path) -> None:
    (tmp_path / "few.csv").write_text("hscode,description\n0902,Tea\n")
    done = CliRunner().invoke(command, ["hs", str(tmp_path / "few.csv")])
    assert done.exit_code == 1
    assert not (cache / "tariff.json").exists()
