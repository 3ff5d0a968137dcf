import os
import tempfile
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from threadpoolctl import threadpool_limits

from retrieval.errors import ArtifactError
from retrieval.exact_index import ExactIndex
from retrieval.index import FaissIndex
from retrieval.index_kinds import IndexPlan
from retrieval.manifest import IndexIdentity
from tests.retrieval.vector_index_contract import VectorIndexContract, Vectors, unit_rows


def identity_of(vectors: Vectors) -> IndexIdentity:
    return IndexIdentity("fake", vectors.shape[1], len(vectors), "f1")


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


def test_loaded_index_is_mapped_and_not_read(tmp_path):
    vectors = unit_rows(100, 64, seed=3)
    manifest = FaissIndex.build(vectors).save(tmp_path, identity_of(vectors))
    index = FaissIndex.load(tmp_path, identity_of(vectors))
    mapped = Path(f"/proc/{os.getpid()}/maps").read_text()
    assert str(tmp_path / manifest.file) in mapped
    assert len(index) == 100


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
