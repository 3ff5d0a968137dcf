import json
from pathlib import Path

import pytest
from click.testing import CliRunner

from actions.commands.landed_cost_rates import command
from retrieval.errors import PricingError
from retrieval.pricing.rates_file import FILE_NAME

FILE = "Date,USD,JPY\n2026-11-25,1.1201,176.02\n2026-11-24,dear,175.80\n"


@pytest.fixture(autouse=True)
def cache(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An empty cache folder, as the settings name it."""
    monkeypatch.setenv("CROSSAISLE_CACHE", str(tmp_path / "cache"))
    return tmp_path / "cache"


def test_file_is_kept_and_what_was_rejected_is_said(tmp_path: Path, cache: Path) -> None:
    path = tmp_path / "eurofxref-hist.csv"
    path.write_text(FILE)
    told = CliRunner().invoke(command, [str(path)])
    assert told.exit_code == 0, told.output
    assert "2 days read, 2 of them new." in told.output
    assert "Rejected: 1 × rate that is no number over zero." in told.output
    assert "The latest rates are of 2026-11-25." in told.output
    assert (cache / FILE_NAME).exists()


def test_figures_come_as_json_too(tmp_path: Path) -> None:
    path = tmp_path / "rates.csv"
    path.write_text(FILE)
    for n_new in (2, 0):
        found = json.loads(CliRunner().invoke(command, [str(path), "--json"]).output)
        assert (found["n_days_read"], found["n_days_new"], found["latest"]) == (2, n_new, "2026-11-25")
        assert found["rejected"] == {"rate that is no number over zero": 1}


def test_without_a_file_the_day_of_the_rates_in_use_is_said(cache: Path) -> None:
    assert "The latest rates are of 20" in CliRunner().invoke(command, []).output
    assert not cache.exists()


def test_file_that_is_not_the_banks_changes_nothing(tmp_path: Path, cache: Path) -> None:
    path = tmp_path / "page.html"
    path.write_text("<html><p>Not found</p></html>")
    told = CliRunner().invoke(command, [str(path)])
    assert isinstance(told.exception, PricingError)
    assert not (cache / FILE_NAME).exists()
