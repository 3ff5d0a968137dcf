"""`crossaisle evaluate recommend`."""

import json
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from actions.commands.evaluate import command as evaluate
from actions.commands.evaluate_recommend import command
from retrieval.errors import EvaluationError

MEASURES = {
    "rmse", "mae", "ndcg_at_10", "precision_at_10", "recall_at_10", "f1_at_10", "map", "hr_at_10", "mrr", "coverage",
    "diversity", "novelty", "gini", "calibration", "intervals", "n_users", "fit_seconds", "verdict",
}  # fmt: skip


@pytest.fixture
def movielens(tmp_path: Path) -> Path:
    """Two tastes: users like the movies whose number is odd or even as their own, and rate the others badly."""
    movies = [f"{movie},Movie {movie} (2001),{'Comedy' if movie % 2 else 'Drama|War'}\n" for movie in range(30)]
    ratings = [
        f"{user},{movie},{5 if user % 2 == movie % 2 else 1},{1_000_000_000 + 100 * user + movie}\n"
        for user in range(20)
        for movie in range(30)
        if (user * 7 + movie * 3) % 4
    ]
    (tmp_path / "movies.csv").write_text("movieId,title,genres\n" + "".join(movies))
    (tmp_path / "ratings.csv").write_text("userId,movieId,rating,timestamp\n" + "".join(ratings) + "1,2,99,1\n")
    return tmp_path


def run(*arguments: str | Path) -> Result:
    return CliRunner().invoke(command, [str(one) for one in arguments], catch_exceptions=False)


@pytest.mark.parametrize("split", ["stratified", "k-fold", "leave-last-out", "time"])
def test_every_split_gives_what_the_contract_names(movielens: Path, split: str) -> None:
    given = ("--data", "movielens", "--path", movielens, "--models", "popularity,user_neighbours", "--json")
    result = run(*given, "--split", split, "--folds", "3")
    found = json.loads(result.stdout)
    assert (found["data"], found["split"], found["rejects"]) == ("movielens", split, {"rating outside the scale": 1})
    assert found["models"].keys() == {"popularity", "user_neighbours"}
    assert all(figures.keys() >= MEASURES for figures in found["models"].values())
    assert "1 rows refused: rating outside the scale" in result.stderr


def test_taste_is_found_and_popularity_loses(movielens: Path) -> None:
    result = run("--data", "movielens", "--path", movielens, "--models", "popularity,ease", "--json")
    models = json.loads(result.stdout)["models"]
    assert models["ease"]["ndcg_at_10"] > models["popularity"]["ndcg_at_10"]
    assert models["ease"]["verdict"] == "best"
    assert models["popularity"]["verdict"] == "loses to ease"


def test_table_and_page_are_written(movielens: Path, tmp_path: Path) -> None:
    page = tmp_path / "page.html"
    result = run("--data", "movielens", "--path", movielens, "--models", "popularity", "--html", page)
    assert "nDCG" in result.stdout
    assert "popularity" in result.stdout
    assert "<svg" in page.read_text(encoding="utf-8")


def test_same_seed_gives_the_same_figures(movielens: Path) -> None:
    def figures(seed: str) -> dict[str, float]:
        result = run("--data", "movielens", "--path", movielens, "--models", "popularity", "--seed", seed, "--json")
        found = json.loads(result.stdout)["models"]["popularity"]
        return {name: value for name, value in found.items() if name not in {"fit_seconds", "recommend_ms"}}

    assert figures("1") == figures("1") != figures("2")


def test_own_table_is_judged(tmp_path: Path) -> None:
    rows = [f"u{user},i{item},{item % 5 + 1}" for user in range(9) for item in range(10)]
    (tmp_path / "ratings.csv").write_text("\n".join(["user,item,rating", *rows]))
    result = run("--data", "csv", "--path", tmp_path / "ratings.csv", "--models", "popularity", "--k", "3", "--json")
    assert json.loads(result.stdout)["models"]["popularity"]["ndcg_at_3"] is not None


def test_data_without_a_path_is_wrong_usage() -> None:
    result = run("--data", "movielens", "--models", "popularity")
    assert result.exit_code == 2
    assert "needs --path" in result.stderr


@pytest.mark.parametrize("names", ["nonsense", "popularity,nonsense", ","])
def test_unknown_model_is_wrong_usage(movielens: Path, names: str) -> None:
    result = run("--data", "movielens", "--path", movielens, "--models", names)
    assert result.exit_code == 2
    assert "popularity" in result.stderr


def test_nothing_to_judge_is_said(tmp_path: Path) -> None:
    (tmp_path / "ratings.csv").write_text("user,item,rating\nann,cup,5\n")
    with pytest.raises(EvaluationError, match="nobody can be judged"):
        run("--data", "csv", "--path", tmp_path, "--models", "popularity")


def test_command_is_in_the_tree() -> None:
    assert "recommend" in CliRunner().invoke(evaluate, ["--help"]).stdout
