import os
import tempfile
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from threadpoolctl import threadpool_limits

from retrieval.benchmarks.search_vectors import Mixture, Shape
from retrieval.errors import ArtifactError
from retrieval.exact_index import ExactIndex
from retrieval.index import FaissIndex
from retrieval.index_kinds import IndexPlan
from retrieval.index_tuning import recall
from retrieval.manifest import IndexIdentity
from tests.retrieval.vector_index_contract import VectorIndexContract, Vectors, unit_rows


def identity_of(vectors: Vectors) -> IndexIdentity:
    return IndexIdentity("fake", vectors.shape[1], len(vectors), "f1")


SHAPE = Shape(n_clusters=40, n_dims_within=10)
GRAPH, CELLS = IndexPlan(hnsw_from=40), IndexPlan(hnsw_from=40, ivf_pq_from=40)


def saved_and_loaded(vectors: Vectors, plan: IndexPlan | None = None) -> FaissIndex:
    """Return an index whose file has gone already: what is mapped must live on."""
    with tempfile.TemporaryDirectory() as folder:
        with threadpool_limits(1):  # FAISS's threads wait for one another busily, which is slow beside other tests
            FaissIndex.build(vectors, plan).save(Path(folder), identity_of(vectors))
        return FaissIndex.load(Path(folder), identity_of(vectors))


class TestFaissIndex(VectorIndexContract):
    build = staticmethod(FaissIndex.build)


class TestGraph(VectorIndexContract):
    build = staticmethod(lambda vectors: saved_and_loaded(vectors, GRAPH))


class TestCells(VectorIndexContract):
    build = staticmethod(lambda vectors: saved_and_loaded(vectors, CELLS))


class TestFaissIndexFromDisk(VectorIndexContract):
    build = staticmethod(saved_and_loaded)


@settings(max_examples=150, deadline=None, derandomize=True)
@given(
    n_rows=st.integers(1, 400),
    dim=st.sampled_from([1, 3, 16, 384]),
    n_distinct=st.integers(1, 400),
    n_queries=st.sampled_from([1, 3, 30]),
    top_k=st.integers(1, 60),
    share_allowed=st.sampled_from([None, 0.0, 0.02, 0.5, 1.0]),
    seed=st.integers(0, 2**32 - 1),
)
def test_faiss_gives_what_the_exact_index_gives(n_rows, dim, n_distinct, n_queries, top_k, share_allowed, seed):
    """Equal rows and scores, with filters, and with many vectors that are equal."""
    rng = np.random.default_rng(seed)
    vectors = unit_rows(n_distinct, dim, seed)[rng.integers(0, n_distinct, n_rows)]
    queries = np.concatenate([unit_rows(n_queries, dim, seed + 1), vectors[:2]])
    allowed = None if share_allowed is None else rng.random(n_rows) < share_allowed
    found = FaissIndex.build(vectors).search(queries, top_k, allowed)
    wanted = ExactIndex(vectors).search(queries, top_k, allowed)
    assert found.rows.tolist() == wanted.rows.tolist()
    assert found.scores == pytest.approx(wanted.scores, abs=1e-5)


def test_vectors_that_differ_less_than_float32_adds_up_come_in_the_exact_order():
    rng = np.random.default_rng(5)
    vectors = unit_rows(1, 512, seed=5) + rng.standard_normal((3000, 512)).astype(np.float32) * 1e-6
    vectors = (vectors / np.linalg.norm(vectors, axis=1, keepdims=True)).astype(np.float32)
    queries = unit_rows(25, 512, seed=6)
    found, wanted = FaissIndex.build(vectors).search(queries, 10), ExactIndex(vectors).search(queries, 10)
    assert found.rows.tolist() == wanted.rows.tolist()
    assert found.scores.tolist() == wanted.scores.tolist()


def test_threads_that_search_together_find_what_one_finds():
    vectors, queries = unit_rows(2000, 32, seed=1), unit_rows(64, 32, seed=2)
    index = FaissIndex.build(vectors)
    masks = [np.random.default_rng(seed).random(2000) < 0.3 for seed in range(64)]
    alone = [index.search(queries[i : i + 1], 10, masks[i]).rows.tolist() for i in range(64)]
    with ThreadPoolExecutor(8) as threads:
        together = threads.map(lambda i: index.search(queries[i : i + 1], 10, masks[i]).rows.tolist(), range(64))
        assert list(together) == alone


@pytest.mark.parametrize("plan", [None, GRAPH, CELLS])
def test_loaded_index_is_mapped_and_not_read(tmp_path, plan):
    vectors = unit_rows(300, 64, seed=3)
    with threadpool_limits(1):
        manifest = FaissIndex.build(vectors, plan).save(tmp_path, identity_of(vectors))
    index = FaissIndex.load(tmp_path, identity_of(vectors))
    mapped = Path(f"/proc/{os.getpid()}/maps").read_text()
    assert str(tmp_path / manifest.file) in mapped
    assert len(index) == 300


@pytest.fixture(scope="module", params=[GRAPH, CELLS], ids=["graph", "cells"])
def large(request, tmp_path_factory):
    """An index of 5,000 vectors of some clusters, of which a walk looks at few."""
    folder, vectors = tmp_path_factory.mktemp("large"), Mixture(32, 0, SHAPE).draw(5000, np.random.default_rng(0))
    with threadpool_limits(1):
        FaissIndex.build(vectors, request.param).save(folder, identity_of(vectors))
    return FaissIndex.load(folder, identity_of(vectors)), vectors


def recall_on_fresh_queries(index, vectors, allowed=None):
    queries = Mixture(32, 0, SHAPE).draw(200, np.random.default_rng(1))
    found, wanted = index.search(queries, 10, allowed), ExactIndex(vectors).search(queries, 10, allowed)
    return recall(found, wanted, 10)


def test_approximate_index_finds_as_much_as_it_says(large):
    index, vectors = large
    assert index.is_walked(10, len(vectors))
    assert index.quality.recall_at_10 >= IndexPlan().target_recall
    assert recall_on_fresh_queries(index, vectors) >= 0.96


@pytest.mark.parametrize("share", [0.01, 0.3, 0.8])
def test_filter_costs_an_approximate_index_no_recall(large, share):
    index, vectors = large
    assert recall_on_fresh_queries(index, vectors, np.random.default_rng(2).random(5000) < share) >= 0.95
    towards = vectors @ vectors[7]
    assert recall_on_fresh_queries(index, vectors, towards >= np.quantile(towards, 1 - share)) >= 0.95


def test_as_many_come_from_an_approximate_index_as_are_allowed(large):
    index, vectors = large
    allowed = vectors @ vectors[7] >= np.sort(vectors @ vectors[7])[-4000]
    hits = index.search(-vectors[7:8], 50, allowed)
    assert (hits.rows >= 0).all()
    assert allowed[hits.rows].all()
    assert (np.diff(hits.scores[0]) <= 0).all()


def test_scores_of_an_approximate_index_are_those_of_the_exact_one(large):
    index, vectors = large
    queries = unit_rows(20, 32, seed=5)
    hits = index.search(queries, 10)
    wanted = ExactIndex(vectors).search(queries, 5000)
    for line in range(20):
        scores = dict(zip(wanted.rows[line].tolist(), wanted.scores[line].tolist(), strict=True))
        assert [scores[row] for row in hits.rows[line].tolist()] == hits.scores[line].tolist()


def test_kind_follows_the_number_of_vectors_and_is_told_by_the_manifest(tmp_path):
    plan = IndexPlan(hnsw_from=100, ivf_pq_from=300)
    for n_rows, kind in ((99, "flat"), (100, "hnsw"), (300, "ivf-pq")):
        vectors = unit_rows(n_rows, 8, seed=n_rows)
        with threadpool_limits(1):
            manifest = FaissIndex.build(vectors, plan).save(tmp_path, identity_of(vectors))
        assert manifest.kind == kind
        assert 0.9 <= manifest.recall_at_10 <= 1
        assert FaissIndex.load(tmp_path, identity_of(vectors)).quality == manifest.quality


def test_index_of_a_kind_that_is_not_known_is_refused(tmp_path):
    vectors = unit_rows(10, 8, seed=0)
    FaissIndex.build(vectors).save(tmp_path, identity_of(vectors))
    path = tmp_path / "manifest.json"
    path.write_text(path.read_text().replace('"flat"', '"tree"'))
    with pytest.raises(ArtifactError, match="of kind 'tree', known are flat, hnsw, ivf-pq"):
        FaissIndex.load(tmp_path, identity_of(vectors))


def test_vectors_may_be_mapped_from_a_file_and_progress_is_told(tmp_path):
    vectors = unit_rows(500, 16, seed=1)
    np.save(tmp_path / "vectors.npy", vectors)
    told = []
    index = FaissIndex.build(np.load(tmp_path / "vectors.npy", mmap_mode="r"), None, lambda *done: told.append(done))
    assert index.vectors(np.arange(500)).tolist() == vectors.tolist()
    assert told[-1] == (500, 500)


@pytest.mark.parametrize(
    "vectors",
    [np.ones((3, 4), dtype=np.float32), np.zeros((3, 4), dtype=np.float32), np.full((3, 4), np.nan, dtype=np.float32)],
)
def test_vectors_without_unit_length_are_refused(vectors):
    with pytest.raises(ArtifactError, match="Row 0 is not of unit length"):
        FaissIndex.build(vectors)


@pytest.mark.parametrize("vectors", [np.ones(4, dtype=np.float32), np.eye(4)])
def test_vectors_of_another_kind_are_refused(vectors):
    with pytest.raises(ArtifactError, match="float32"):
        FaissIndex.build(vectors)


def test_index_is_not_saved_as_another_one(tmp_path):
    with pytest.raises(ArtifactError, match="100 vectors of 64"):
        FaissIndex.build(unit_rows(100, 64, seed=4)).save(tmp_path, IndexIdentity("fake", 64, 101, "f1"))
