"""The measurement of recommending on tiny data: its keys, its choice of the best; time is not asserted."""

import csv
import json
from pathlib import Path

import numpy as np
import pytest
from click.testing import CliRunner

from actions.commands.bench_recommend import command
from retrieval.benchmarks import recommend_events, recommend_pace
from retrieval.benchmarks.recommend import Bench, run
from retrieval.benchmarks.recommend_lists import Grid, judge_lists
from retrieval.benchmarks.recommend_plot import draw
from retrieval.errors import EvaluationError
from retrieval.recommenders.item_facts import ItemFacts
from tests.retrieval.recommender_contract import checkerboard, random_interactions

SMALL_GRID = Grid((4,), (1.0,), (5.0,), (0.05,), (50,))


@pytest.fixture(scope="module")
def movies(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Thirty invented users and as many movies, in MovieLens's form."""
    folder = tmp_path_factory.mktemp("movielens")
    interactions = random_interactions(30, 40)
    with (folder / "ratings.csv").open("w", newline="") as file:
        rows = csv.writer(file)
        rows.writerow(["userId", "movieId", "rating", "timestamp"])
        for place, (user, item, rating) in enumerate(
            zip(interactions.users, interactions.items, interactions.ratings, strict=True)
        ):
            rows.writerow([user + 1, item + 1, rating, place])
    with (folder / "movies.csv").open("w", newline="") as file:
        rows = csv.writer(file)
        rows.writerow(["movieId", "title", "genres"])
        rows.writerows([item + 1, f"Movie {item}", "Comedy" if item % 2 else "Drama"] for item in range(40))
    return folder


def test_lists_name_the_best_on_validation_and_judge_all() -> None:
    interactions = random_interactions(40, 30)
    facts = ItemFacts.unknown(interactions.item_ids)
    lines: list[str] = []
    found = judge_lists(interactions, facts, 0, lines.append, ("popularity", "ease", "user_neighbours"), SMALL_GRID)
    assert found.ours.keys() == {"popularity", "ease", "user_neighbours"}
    assert found.best == max(found.ours, key=lambda name: found.ours[name].validation)
    for one in (*found.ours.values(), found.implicit_als, found.implicit_bpr):
        assert 0 <= one.test.low <= one.test.mean <= one.test.high <= 1
    assert found.ours["user_neighbours"].rmse > 0
    assert np.isnan(found.ours["ease"].rmse)
    assert lines


def test_lists_are_found_where_the_answer_is_certain() -> None:
    interactions = checkerboard(30)
    found = judge_lists(
        interactions, ItemFacts.unknown(interactions.item_ids), 0, lambda _: None, ("popularity", "ease"), SMALL_GRID
    )
    assert found.best == "ease"
    assert found.ours["ease"].test.mean > 0.8 > found.ours["popularity"].test.mean
    assert found.implicit_als.test.mean > 0.8


def test_pace_is_measured_beside_implicit() -> None:
    pace = recommend_pace.measure(300, 20, 0, lambda _: None)
    assert pace.n_items == 300
    assert min(pace.p50_ms, pace.p95_ms, pace.implicit_p50_ms, pace.fit_seconds) > 0


def test_invented_popularity_is_skewed_and_seeded() -> None:
    first, again, other = (recommend_pace.invented(1000, seed) for seed in (1, 1, 2))
    assert first.items.tolist() == again.items.tolist()
    assert first.items.tolist() != other.items.tolist()
    touched = np.bincount(first.items, minlength=1000)
    assert touched.max() > 5 * touched.mean()
    assert 15 < len(first) / first.n_users < 25


def test_event_changes_the_scores_of_who_sent_it() -> None:
    data = random_interactions(40, 30)
    change = recommend_events.measure(data, ItemFacts.unknown(data.item_ids), 10, 0, lambda _: None, "ease")
    assert change.n_events == 10
    assert change.n_changed >= 9
    assert 0 < change.p50_ms <= change.p95_ms
    assert 0 < change.neighbours_p95_ms < change.p95_ms
    assert change.serving == "ease"


def test_too_few_interactions_to_keep_back_are_refused() -> None:
    with pytest.raises(EvaluationError, match="too few to keep 500 back"):
        recommend_events.measure(random_interactions(5, 5), ItemFacts.unknown(()), 500, 0, lambda _: None)


def test_report_has_the_keys_promised(movies: Path) -> None:
    bench = Bench(movies, 0, ("lists", "pace", "events"), ("popularity", "ease"), (200, 400), 2, 20, 5, SMALL_GRID)
    report = json.loads(json.dumps(run(bench, lambda _: None)))
    assert report["ndcg_at_10"].keys() == {"ours_best", "implicit_als", "implicit_bpr", "popular"}
    assert report["recommend_p50_ms"].keys() == {"200", "400"}
    assert report["event_to_change_p95_ms"] > 0
    assert report["best_method"] in {"popularity", "ease"}


def test_neighbours_equal_those_of_surprise(movies: Path) -> None:
    pytest.importorskip("surprise", reason="scikit-surprise is not installed")
    own = run(Bench(movies, parts=("neighbours",), n_folds=2), lambda _: None)["neighbours"]
    assert own["rmse"] == pytest.approx(own["reference_rmse"], abs=1e-3)
    assert own["speedup"] > 0


def test_command_prints_tables_and_draws_the_growth(movies: Path, tmp_path: Path) -> None:
    pytest.importorskip("matplotlib", reason="matplotlib is not installed")
    plot = tmp_path / "growth.png"
    options = ["--data", str(movies), "--part", "pace", "--part", "events", "--items", "200", "--items", "300"]
    result = CliRunner().invoke(command, [*options, "--queries", "20", "--events", "3", "--plot", str(plot)])
    assert result.exit_code == 0, result.output
    assert "| 200 |" in result.stdout
    assert "From an event to changed scores of 40 products" in result.stdout
    assert plot.stat().st_size > 1000


def test_plot_that_cannot_be_written_is_refused(tmp_path: Path) -> None:
    pytest.importorskip("matplotlib", reason="matplotlib is not installed")
    report = {"growth": [{"n_items": 10, "p50_ms": 1.0, "implicit_p50_ms": 2.0}]}
    with pytest.raises(EvaluationError, match="cannot be written"):
        draw(report, tmp_path / "none" / "growth.png")


def test_command_says_that_the_data_are_absent(tmp_path: Path) -> None:
    result = CliRunner().invoke(command, ["--data", str(tmp_path), "--part", "lists"])
    assert result.exit_code == 1
    assert "holds none of ratings.csv" in result.stderr
