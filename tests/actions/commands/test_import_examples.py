"""The examples in data/mappings/README.md work as they stand there."""

import gzip
import json
import re
import shlex
import shutil
import zipfile
from pathlib import Path

import pytest
from click.testing import CliRunner

from actions.commands.import_ import command
from tests.conftest import PROJECT

SAMPLES = PROJECT / "tests" / "retrieval" / "feeds" / "samples"
MANUAL = (PROJECT / "data" / "mappings" / "README.md").read_text(encoding="utf-8")
EXAMPLES = re.findall(r"^crossaisle import (.+)$", MANUAL, re.MULTILINE)


@pytest.fixture
def _folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Work in a folder with the files that the examples name."""
    monkeypatch.setenv("CROSSAISLE_CACHE", str(tmp_path / "cache"))
    monkeypatch.chdir(tmp_path)
    shutil.copy(SAMPLES / "google_de.xml", tmp_path / "shop.xml")
    shutil.copy(SAMPLES / "shopify_tr.csv", tmp_path / "products.csv")
    (tmp_path / "products.json.gz").write_bytes(gzip.compress((SAMPLES / "shopify_ar.json").read_bytes()))
    (tmp_path / "pages").mkdir()
    shutil.copy(SAMPLES / "page_zh.html", tmp_path / "pages" / "scarf.html")
    record = {"name": "Alba phone", "brand": "Alba", "image": "x", "price": 99.5, "categories": ["Cell Phones"]}
    (tmp_path / "ecommerce.json").write_text(json.dumps([record]))
    with zipfile.ZipFile(tmp_path / "feeds.zip", "w") as archive:
        archive.write(SAMPLES / "mapped_tr.csv", "feeds/mapped.csv")
    shutil.copy(SAMPLES / "mapped_tr.yml", tmp_path / "my-shop.yml")


def test_there_are_six_examples() -> None:
    assert len(EXAMPLES) == 6


@pytest.mark.usefixtures("_folder")
@pytest.mark.parametrize("example", EXAMPLES)
def test_example_works(example: str) -> None:
    done = CliRunner().invoke(command, [*shlex.split(example), "--no-index", "--json"])
    assert done.exit_code == 0, done.output
    assert json.loads(done.stdout)["imported"] >= 1
