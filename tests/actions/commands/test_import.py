import json
from pathlib import Path

import pytest
from click.testing import CliRunner

from actions.commands.import_ import command
from retrieval.catalogue import Catalogue

MAPPING = """
source: test
format: jsonl
merchants: [{id: m, name: M, country: DE, language: de, currency: EUR}]
fields: {product_id: id, merchant_id: {constant: m}, titles: {de: name}, price: price}
"""


@pytest.fixture
def run(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setenv("CROSSAISLE_CACHE", str(tmp_path / "cache"))
    (tmp_path / "mapping.yml").write_text(MAPPING)

    def call(rows: list[object], *options: str):
        feed = tmp_path / "feed.jsonl"
        feed.write_text("\n".join(row if isinstance(row, str) else json.dumps(row) for row in rows))
        arguments = [str(feed), "--mapping", str(tmp_path / "mapping.yml"), "--no-index", *options]
        return CliRunner().invoke(command, arguments)

    return call


def test_good_rows_are_imported_and_bad_ones_reported_with_line_and_reason(run, tmp_path: Path) -> None:
    rejects = tmp_path / "rejects.txt"
    rows = [{"id": "1", "name": "Tasse", "price": "3"}, "{", {"id": "2", "name": "Hut", "price": "-1"}]
    done = run(rows, "--json", "--rejects", str(rejects))
    assert done.exit_code == 0, done.output
    assert json.loads(done.stdout)["imported"] == 1
    assert json.loads(done.stdout)["rejected"] == 2
    lines = rejects.read_text().splitlines()
    assert lines[0].startswith("feed.jsonl:2: not JSON")
    assert lines[1].startswith("feed.jsonl:3: the price")
    assert [product.product_id for product in Catalogue.load(tmp_path / "cache")] == ["1"]
    assert "m" not in json.loads((tmp_path / "cache" / "lexicon.json").read_text())["brands"]


def test_feed_without_any_good_row_changes_nothing(run, tmp_path: Path) -> None:
    run([{"id": "1", "name": "Tasse", "price": "3"}])
    done = run(["{"])
    assert done.exit_code == 1
    assert "nothing is changed" in done.output
    assert len(Catalogue.load(tmp_path / "cache")) == 1


def test_indexes_of_former_catalogues_are_removed(run, tmp_path: Path) -> None:
    former = tmp_path / "cache" / "index" / "former"
    former.mkdir(parents=True)
    run([{"id": "1", "name": "Tasse", "price": "3"}])
    assert not former.exists()


def test_another_catalogue_stays_where_only_a_missing_one_is_wanted(run, tmp_path: Path) -> None:
    run([{"id": "1", "name": "Tasse", "price": "3"}])
    done = CliRunner().invoke(command, ["demo", "--if-missing", "--no-index"])
    assert done.exit_code == 0
    assert Catalogue.load(tmp_path / "cache").source == "test"


def test_missing_mapping_is_wrong_usage() -> None:
    assert CliRunner().invoke(command, ["feed.json"]).exit_code == 2
