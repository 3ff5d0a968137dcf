import json
from pathlib import Path

import pytest
from click.testing import CliRunner

from actions.commands.import_ import command
from retrieval.catalogue import FILE_NAME, Catalogue
from retrieval.errors import ArtifactError

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


def cup(product_id: str, price: str = "3") -> dict[str, str]:
    return {"id": product_id, "name": "Tasse", "price": price}


def prices(cache: Path) -> dict[str, str]:
    return {product.product_id: str(product.price) for product in Catalogue.load(cache)}


def rejects_in(path: Path) -> list[tuple[str, int, str]]:
    records = [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]
    return [(record["file"], record["line"], record["reason"]) for record in records]


def test_good_rows_are_imported_and_bad_ones_reported_with_line_and_reason(run, tmp_path: Path) -> None:
    rejects = tmp_path / "rejects.jsonl"
    rows = [cup("1"), "{", {"id": "2", "name": "Hut", "price": "-1"}]
    done = run(rows, "--json", "--rejects", str(rejects))
    assert done.exit_code == 0, done.output
    figures = json.loads(done.stdout)
    assert (figures["imported"], figures["rejected"], figures["rejects"]) == (1, 2, str(rejects))
    first, second = rejects_in(rejects)
    assert first[:2] == ("feed.jsonl", 2)
    assert second[:2] == ("feed.jsonl", 3)
    assert "price" in second[2]
    assert f"rejected feed.jsonl:3: {second[2]}" in done.stderr
    assert prices(tmp_path / "cache") == {"1": "3"}
    assert "m" not in json.loads((tmp_path / "cache" / "lexicon.json").read_text())["brands"]


def test_rejects_are_kept_in_the_cache_folder_and_the_file_is_named(run, tmp_path: Path) -> None:
    done = run([cup("杯"), {"id": "كوب", "name": "Hut", "price": "teuer"}])
    path = tmp_path / "cache" / "rejects" / "test.jsonl"
    assert str(path) in done.stderr
    assert [line for _, line, _ in rejects_in(path)] == [2]
    run([cup("杯")])
    assert path.read_text() == ""


def test_first_rejects_are_shown_and_all_written(run, tmp_path: Path) -> None:
    done = run([cup("1"), *["{"] * 50])
    assert done.stderr.count("rejected feed.jsonl") == 20
    assert "and 30 more" in done.stderr
    assert len(rejects_in(tmp_path / "cache" / "rejects" / "test.jsonl")) == 50


def test_feed_without_any_good_row_changes_nothing(run, tmp_path: Path) -> None:
    run([{"id": "1", "name": "Tasse", "price": "3"}])
    done = run(["{"])
    assert done.exit_code == 1
    assert "nothing is changed" in done.output
    assert len(Catalogue.load(tmp_path / "cache")) == 1
    assert not (tmp_path / "cache" / "importing").exists()


def test_feed_that_breaks_off_changes_nothing(run, tmp_path: Path) -> None:
    """Products that stand behind the break would be taken off sale."""
    run([cup("1"), cup("2")])
    feed = tmp_path / "broken.json"
    feed.write_text('{"products": [{"id": 7, "title": "Hut", "handle": "hut", "variants": [{"price": "9"}]}, {"id"')
    options = ["--merchant-country", "DE", "--merchant-language", "de", "--merchant-currency", "EUR", "--no-index"]
    done = CliRunner().invoke(command, [str(feed), *options])
    assert done.exit_code == 1
    assert "nothing is changed" in done.output
    assert "broken.json:1" in done.output
    assert prices(tmp_path / "cache") == {"1": "3", "2": "3"}


def test_update_replaces_and_adds_by_id_and_leaves_the_rest(run, tmp_path: Path) -> None:
    run([cup("1"), cup("2"), cup("3")])
    done = run([cup("4", "7"), cup("2", "5")], "--update", "--json")
    figures = json.loads(done.stdout)
    assert {name: figures[name] for name in ("added", "replaced", "deleted", "products", "imported")} == {
        "added": 1,
        "replaced": 1,
        "deleted": 0,
        "products": 4,
        "imported": 2,
    }
    assert list(prices(tmp_path / "cache").items()) == [("1", "3"), ("2", "5"), ("3", "3"), ("4", "7")]


def test_update_of_nothing_is_an_import(run, tmp_path: Path) -> None:
    done = run([cup("1")], "--update", "--delete", "2", "--json")
    assert json.loads(done.stdout).items() >= {"source": "test", "added": 1, "unknown": 1}.items()
    assert prices(tmp_path / "cache") == {"1": "3"}


@pytest.mark.usefixtures("run")
def test_nothing_can_be_deleted_where_there_is_no_catalogue() -> None:
    done = CliRunner().invoke(command, ["--delete", "1", "--no-index"])
    assert isinstance(done.exception, ArtifactError)
    assert "There is no catalogue" in str(done.exception)


def test_update_without_any_good_row_changes_nothing(run, tmp_path: Path) -> None:
    run([cup("1")])
    assert run(["{"], "--update").exit_code == 1
    assert prices(tmp_path / "cache") == {"1": "3"}


def test_ids_are_deleted_and_unknown_ones_counted_and_named(run, tmp_path: Path) -> None:
    run([cup("1"), cup("杯-2"), cup("3"), cup("4")])
    (tmp_path / "gone.txt").write_text("\ufeff杯-2\n\nnope\n", encoding="utf-8")
    done = CliRunner().invoke(
        command, ["--delete", str(tmp_path / "gone.txt"), "--delete", "4", "--delete", "nix", "--no-index", "--json"]
    )
    assert done.exit_code == 0, done.output
    figures = json.loads(done.stdout)
    assert (figures["deleted"], figures["unknown"], figures["unknown_ids"]) == (2, 2, ["nix", "nope"])
    assert figures["rejected"] == 0
    assert rejects_in(Path(figures["rejects"])) == [
        ("--delete", 3, "no product has the id 'nix'"),
        ("gone.txt", 3, "no product has the id 'nope'"),
    ]
    assert prices(tmp_path / "cache") == {"1": "3", "3": "3"}


def test_update_and_deletion_are_one_step(run, tmp_path: Path) -> None:
    run([cup("1"), cup("2")])
    run([cup("2", "5"), cup("3")], "--update", "--delete", "1", "--delete", "2")
    assert prices(tmp_path / "cache") == {"2": "5", "3": "3"}


def test_last_product_is_not_deleted(run, tmp_path: Path) -> None:
    run([cup("1")])
    done = CliRunner().invoke(command, ["--delete", "1", "--no-index"])
    assert done.exit_code == 1
    assert "nothing is changed" in done.output
    assert prices(tmp_path / "cache") == {"1": "3"}


@pytest.mark.usefixtures("run")
def test_changed_demo_shop_is_not_replaced_by_the_demo_shop(tmp_path: Path) -> None:
    cache = tmp_path / "cache"
    assert CliRunner().invoke(command, ["demo", "--no-index"]).exit_code == 0
    n_products = len(Catalogue.load(cache))
    gone = Catalogue.load(cache).products[5].product_id
    assert CliRunner().invoke(command, ["--delete", gone, "--no-index"]).exit_code == 0
    assert CliRunner().invoke(command, ["demo", "--if-missing", "--no-index"]).exit_code == 0
    assert len(Catalogue.load(cache)) == n_products - 1


@pytest.mark.usefixtures("run")
@pytest.mark.parametrize(
    "arguments",
    [
        [],
        ["--update"],
        ["feed.xml", "--delete", "1"],
        ["feed.xml", "--merchant-country", "DE"],
        ["feed.xml", "--mapping", "bestbuy", "--merchant-country", "DE"],
        ["feed.xml", "--mapping", "bestbuy", "--format", "parquet"],
        ["feed.xml", "--merchant-country", "de", "--merchant-language", "de", "--merchant-currency", "EUR"],
    ],
)
def test_wrong_usage_is_told(arguments: list[str], tmp_path: Path) -> None:
    (tmp_path / "feed.xml").write_text("<rss></rss>")
    done = CliRunner().invoke(
        command, [argument.replace("feed.xml", str(tmp_path / "feed.xml")) for argument in arguments]
    )
    assert done.exit_code == 2, done.output
    assert not (tmp_path / "cache" / FILE_NAME).exists()


def test_leftovers_of_a_killed_import_are_removed(run, tmp_path: Path) -> None:
    cache = tmp_path / "cache"
    leftovers = [
        cache / "catalogue.4711.tmp",
        cache / "lexicon.4711.tmp",
        cache / "importing" / "whole" / "catalogue.1.tmp",
    ]
    for path in leftovers:
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text("half")
    assert run([cup("1")]).exit_code == 0
    assert sorted(path.name for path in cache.iterdir()) == [".import.lock", FILE_NAME, "lexicon.json", "rejects"]


def test_unchanged_feed_leaves_the_file_alone(run, tmp_path: Path) -> None:
    run([cup("1")])
    before = (tmp_path / "cache" / FILE_NAME).stat().st_ino
    run([cup("1")])
    assert (tmp_path / "cache" / FILE_NAME).stat().st_ino == before


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


def test_categories_are_understood_by_an_imported_taxonomy(run, tmp_path: Path) -> None:
    for language, name in (("en", "Vases"), ("de", "Blumengefäße")):
        (tmp_path / f"taxonomy-with-ids.{language}.txt").write_text(f"# x\n7 - {name}\n", encoding="utf-8")
    done = CliRunner().invoke(command, ["taxonomy", *map(str, sorted(tmp_path.glob("taxonomy*")))])
    assert done.exit_code == 0, done.output
    (tmp_path / "mapping.yml").write_text(MAPPING.replace("price: price", "price: price, category: kind"))
    run([{**cup("1"), "kind": "Blumengefäße"}])
    assert list(Catalogue.load(tmp_path / "cache").categories()) == ["vase"]
