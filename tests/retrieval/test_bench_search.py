"""The measurement of vector search: its figures on few vectors; time is not asserted."""

import json
from pathlib import Path

import numpy as np
import pytest
from click.testing import CliRunner

from actions.commands.bench_search import command
from retrieval.benchmarks.search import Bench, least_breadth, recall, run, sizes
from retrieval.benchmarks.search_plot import draw
from retrieval.benchmarks.search_systems import graph_plan, hnswlib_index, usearch_index
from retrieval.benchmarks.search_vectors import Shape, make_queries, nearest_rows, write_vectors
from retrieval.errors import ArtifactError
from retrieval.exact_index import ExactIndex

SHAPE = Shape(n_clusters=50)


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    pytest.importorskip("hnswlib", reason="hnswlib is not installed")
    pytest.importorskip("usearch", reason="usearch is not installed")
    return tmp_path_factory.mktemp("bench")


@pytest.fixture(scope="module")
def report(folder: Path) -> dict:
    return run(Bench(1500, 24, 0, 60, 1, folder))


def test_report_has_what_the_contract_names(report):
    assert {"n", "dim", "systems", "ratio_vs_faiss", "filtered_recall_at_10", "growth"} <= report.keys()
    assert sorted(report["systems"]) == ["faiss", "hnswlib", "ours", "usearch"]
    assert all({"recall_at_10", "p50_ms"} <= figures.keys() for figures in report["systems"].values())
    assert all({"n", "p50_ms", "recall_at_10"} <= figures.keys() for figures in report["growth"])


def test_all_systems_find_the_nearest(report):
    assert report["filtered_recall_at_10"] == report["region_recall_at_10"] == 1.0
    assert all(figures["recall_at_10"] > 0.9 for figures in report["systems"].values())
    assert all(figures["p50_ms"] > 0 for figures in report["systems"].values())


def test_second_run_builds_nothing_and_finds_the_same(report, folder):
    def fail(*_: object) -> None:
        raise AssertionError("something was built again")

    again = run(Bench(1500, 24, 0, 60, 1, folder), fail)
    assert {name: one["recall_at_10"] for name, one in again["systems"].items()} == {
        name: one["recall_at_10"] for name, one in report["systems"].items()
    }


def test_growth_is_measured_at_every_power_of_ten():
    assert sizes(1_000_000) == [10_000, 100_000, 1_000_000]
    assert sizes(700) == [700]


def test_vectors_are_of_unit_length_and_depend_on_the_seed_alone(tmp_path):
    first = write_vectors(tmp_path / "a.npy", 300, 16, 1, SHAPE)
    assert np.linalg.norm(first, axis=1) == pytest.approx(1, abs=1e-5)
    assert (write_vectors(tmp_path / "b.npy", 300, 16, 1, SHAPE) == first).all()
    assert not (write_vectors(tmp_path / "c.npy", 300, 16, 2, SHAPE) == first).all()


def test_vectors_lie_in_a_cone_and_queries_near_them(tmp_path):
    vectors = np.asarray(write_vectors(tmp_path / "a.npy", 2000, 384, 0, SHAPE))
    queries = make_queries(50, 384, 0, SHAPE)
    assert (vectors[:500] @ vectors[500:1000].T).mean() == pytest.approx(0.865, abs=0.02)
    assert 0.9 < (queries @ vectors.T).max(axis=1).mean() < 0.99


def test_truth_is_that_of_the_exact_index(tmp_path):
    vectors = np.asarray(write_vectors(tmp_path / "a.npy", 400, 16, 1, SHAPE))
    queries = make_queries(20, 16, 1, SHAPE)
    allowed = np.random.default_rng(0).random(400) < 0.1
    for mask in (None, allowed):
        wanted = ExactIndex(vectors).search(queries, 10, mask).rows
        assert nearest_rows(vectors, queries, 10, mask).tolist() == wanted.tolist()


def test_recall_is_the_share_of_the_true_rows_found():
    truth = np.array([[1, 2], [3, 4]])
    assert recall([np.array([2, 1]), np.array([9, 3])], truth) == 0.75
    assert recall([], np.empty((0, 10), dtype=np.int64)) == 0


def test_breadth_is_the_least_that_reaches_the_recall():
    class Reaching:
        def set_breadth(self, breadth: int) -> None:
            self.breadth = breadth

        def search(self, query, top_k):
            return np.arange(10) if self.breadth >= 50 else np.arange(10) + 100

    breadth = least_breadth(Reaching(), np.zeros((3, 4), dtype=np.float32), np.tile(np.arange(10), (3, 1)), 1.0)
    assert 50 <= breadth <= 53


def test_plot_is_a_picture(report, tmp_path):
    pytest.importorskip("matplotlib", reason="matplotlib is not installed")
    draw(report, tmp_path / "growth.png")
    assert (tmp_path / "growth.png").read_bytes().startswith(b"\x89PNG")
    with pytest.raises(ArtifactError, match="cannot be written"):
        draw(report, tmp_path / "growth.nothing")


@pytest.mark.parametrize("build", [hnswlib_index, usearch_index])
def test_package_not_installed_is_said_with_the_remedy(build, tmp_path, monkeypatch):
    name = build.__name__.removesuffix("_index")
    for module in (name, f"{name}.index"):
        monkeypatch.setitem(__import__("sys").modules, module, None)
    with pytest.raises(ArtifactError, match=f"pip install {name}"):
        build(tmp_path / "index.bin", np.eye(4, dtype=np.float32), graph_plan(), 1, lambda *_: None)


def test_command_prints_json_or_a_table(folder, monkeypatch):
    monkeypatch.setenv("CROSSAISLE_CACHE", str(folder))
    options = ["--n", "1500", "--dim", "24", "--queries", "60", "--threads", "1"]
    result = CliRunner().invoke(command, [*options, "--json"])
    assert result.exit_code == 0, result.output
    assert json.loads(result.stdout)["n"] == 1500
    result = CliRunner().invoke(command, options)
    assert result.exit_code == 0, result.output
    assert "| usearch |" in result.stdout
