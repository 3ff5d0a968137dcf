"""`crossaisle import taxonomy`."""

import json
from pathlib import Path

import pytest
from click.testing import CliRunner

from actions.commands.import_taxonomy import command
from retrieval.errors import CatalogError
from retrieval.taxonomy import Taxonomy

ENGLISH = "1 - Sporting Goods\n2 - Sporting Goods > Bicycles\n"
GERMAN = "1 - Sportartikel\n2 - Sportartikel > Fahrräder\n"


@pytest.fixture
def files(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("CROSSAISLE_CACHE", str(tmp_path / "cache"))
    for locale, text in (("en-US", ENGLISH), ("de-DE", GERMAN)):
        (tmp_path / f"taxonomy-with-ids.{locale}.txt").write_text(text, encoding="utf-8")
    return tmp_path


def test_files_of_several_languages_are_joined(files: Path) -> None:
    given = [str(path) for path in files.glob("*.txt")]
    result = CliRunner().invoke(command, [*given, "--json"], catch_exceptions=False)
    assert result.exit_code == 0
    assert json.loads(result.stdout)["languages"] == {"de": 2, "en": 2}
    assert Taxonomy.load(files / "cache")["Fahrräder"] == "Bicycles"


def test_folder_gives_its_files(files: Path) -> None:
    result = CliRunner().invoke(command, [str(files)], catch_exceptions=False)
    assert "de 2, en 2" in result.stdout


def test_folder_without_a_taxonomy_is_refused(files: Path) -> None:
    (files / "empty").mkdir()
    with pytest.raises(CatalogError, match="holds none of"):
        CliRunner().invoke(command, [str(files / "empty")], catch_exceptions=False)


def test_language_is_for_one_file(files: Path) -> None:
    result = CliRunner().invoke(command, [str(files), "--language", "de"])
    assert result.exit_code == 2


def test_wrong_format_changes_nothing(files: Path) -> None:
    CliRunner().invoke(command, [str(files)], catch_exceptions=False)
    with pytest.raises(CatalogError, match="is google's, not shopify's"):
        CliRunner().invoke(command, [str(files), "--format", "shopify"], catch_exceptions=False)
    assert Taxonomy.load(files / "cache")["Fahrräder"] == "Bicycles"
