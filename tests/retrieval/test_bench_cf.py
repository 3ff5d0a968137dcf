"""The measurement beside scikit-surprise: its figures on a small share of the real ratings; time is not asserted."""

import json
from pathlib import Path

import pytest
from click.testing import CliRunner

from actions.commands.bench_cf import command
from retrieval.benchmarks.cf import run
from retrieval.errors import StoreError

N_SAMPLE = 6_000


@pytest.fixture
def sample(shared_data: Path, tmp_path: Path) -> Path:
    pytest.importorskip("surprise", reason="scikit-surprise is not installed")
    source = shared_data / "movielens-latest-small" / "ratings.csv"
    if not source.is_file():
        pytest.skip(f"{source}, real ratings that are no part of the project, is not on this machine")
    with source.open(encoding="utf-8") as lines:
        head = [line for _, line in zip(range(N_SAMPLE + 1), lines, strict=False)]
    path = tmp_path / "ratings.csv"
    path.write_text("".join(head), encoding="utf-8")
    return path


def test_predictions_are_those_of_surprise(sample: Path) -> None:
    lines: list[str] = []
    report = run(sample, 3, 7, lines.append)
    assert report["max_abs_difference"] < 1e-6
    assert abs(report["rmse"] - report["reference_rmse"]) < 1e-3
    assert 0.8 < report["rmse"] < 1.2
    assert report["n_other_neighbours"] == 0
    assert report["n_pairs_compared"] == report["n_ratings"] == N_SAMPLE
    assert report["speedup"] > 0
    assert len(lines) == 3


def test_same_seed_gives_same_figures(sample: Path) -> None:
    first, second, other = (run(sample, 2, seed, lambda _: None)["rmse"] for seed in (1, 1, 2))
    assert first == second != other


def test_command_prints_json_on_demand(sample: Path) -> None:
    result = CliRunner().invoke(command, ["--data", str(sample), "--folds", "2", "--json"])
    assert result.exit_code == 0, result.output
    assert {"rmse", "reference_rmse", "max_abs_difference", "speedup"} <= json.loads(result.stdout).keys()


def test_command_prints_a_table(sample: Path) -> None:
    result = CliRunner().invoke(command, ["--data", str(sample), "--folds", "2"])
    assert result.exit_code == 0, result.output
    assert "times faster" in result.stdout


def test_command_says_that_the_file_is_absent(tmp_path: Path) -> None:
    result = CliRunner().invoke(command, ["--data", str(tmp_path / "none.csv")])
    assert result.exit_code == 1
    assert "cannot read ratings" in result.stderr


def test_more_folds_than_ratings_are_refused(tmp_path: Path) -> None:
    path = tmp_path / "ratings.csv"
    path.write_text("userId,movieId,rating\n1,1,3\n", encoding="utf-8")
    with pytest.raises(StoreError, match="2 folds of 1 ratings"):
        run(path, 2, 0, lambda _: None)


def test_surprise_not_installed_is_said_with_the_remedy(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "ratings.csv"
    path.write_text("userId,movieId,rating\n1,1,3\n1,2,4\n2,1,3\n", encoding="utf-8")
    monkeypatch.setitem(__import__("sys").modules, "surprise", None)
    with pytest.raises(StoreError, match="pip install scikit-surprise"):
        run(path, 2, 0, lambda _: None)
