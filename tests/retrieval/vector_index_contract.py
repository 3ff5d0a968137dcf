"""What every vector index must do; a test module subclasses this and says how to build one."""

from collections.abc import Callable

import numpy as np
import pytest
from numpy.typing import NDArray

from retrieval.errors import ArtifactError
from retrieval.vector_index import VectorIndex

Vectors = NDArray[np.float32]


def unit_rows(n_rows: int, dim: int, seed: int) -> Vectors:
    """Return (n_rows, dim) float32 random rows of unit length."""
    rows = np.random.default_rng(seed).standard_normal((n_rows, dim))
    return (rows / np.linalg.norm(rows, axis=1, keepdims=True)).astype(np.float32)


class VectorIndexContract:
    build: Callable[[Vectors], VectorIndex]

    def test_index_knows_its_size(self):
        index = self.build(unit_rows(7, 16, seed=0))
        assert (len(index), index.dim) == (7, 16)

    def test_search_finds_a_row_by_itself(self):
        vectors = unit_rows(50, 16, seed=1)
        hits = self.build(vectors).search(vectors, 1)
        assert hits.rows[:, 0].tolist() == list(range(50))
        assert hits.scores == pytest.approx(1.0, abs=1e-5)

    def test_scores_are_cosines_and_fall(self):
        vectors, queries = unit_rows(60, 16, seed=2), unit_rows(5, 16, seed=3)
        hits = self.build(vectors).search(queries, 60)
        for row, query in enumerate(queries):
            assert hits.scores[row] == pytest.approx(vectors[hits.rows[row]] @ query, abs=1e-5)
        assert (np.diff(hits.scores, axis=1) <= 0).all()
        assert (np.sort(hits.rows, axis=1) == np.arange(60)).all()

    def test_hits_have_the_types_promised(self):
        hits = self.build(unit_rows(20, 8, seed=4)).search(unit_rows(3, 8, seed=5), 4)
        assert (hits.rows.shape, hits.scores.shape) == ((3, 4), (3, 4))
        assert (hits.rows.dtype, hits.scores.dtype) == (np.int64, np.float32)

    def test_ten_results_come_back_where_ten_are_allowed(self):
        vectors = unit_rows(2000, 16, seed=6)
        query = unit_rows(1, 16, seed=7)
        allowed = np.zeros(2000, dtype=bool)
        allowed[np.argsort(vectors @ query[0])[:10]] = True
        hits = self.build(vectors).search(query, 10, allowed)
        assert set(hits.rows[0].tolist()) == set(np.flatnonzero(allowed).tolist())

    def test_only_allowed_rows_come_back_and_the_rest_is_padded(self):
        allowed = np.zeros(20, dtype=bool)
        allowed[[3, 11, 17]] = True
        hits = self.build(unit_rows(20, 8, seed=8)).search(unit_rows(2, 8, seed=9), 5, allowed)
        assert [sorted(rows) for rows in hits.rows[:, :3].tolist()] == [[3, 11, 17]] * 2
        assert (hits.rows[:, 3:] == -1).all()
        assert (hits.scores[:, 3:] == -np.inf).all()

    def test_nothing_comes_back_where_nothing_is_allowed(self):
        hits = self.build(unit_rows(20, 8, seed=10)).search(unit_rows(2, 8, seed=11), 5, np.zeros(20, dtype=bool))
        assert (hits.rows == -1).all()
        assert (hits.scores == -np.inf).all()

    def test_more_than_there_are_gives_all_there_are(self):
        hits = self.build(unit_rows(4, 8, seed=12)).search(unit_rows(1, 8, seed=13), 100)
        assert hits.rows.shape == (1, 4)
        assert sorted(hits.rows[0].tolist()) == [0, 1, 2, 3]

    def test_empty_index_has_no_hits(self):
        hits = self.build(np.empty((0, 8), dtype=np.float32)).search(unit_rows(2, 8, seed=14), 5)
        assert hits.rows.shape == hits.scores.shape == (2, 0)

    def test_no_query_has_no_hits(self):
        hits = self.build(unit_rows(4, 8, seed=15)).search(np.empty((0, 8), dtype=np.float32), 3)
        assert hits.rows.shape == (0, 3)

    def test_equal_vectors_come_back_in_order_of_row(self):
        vectors = np.repeat(unit_rows(6, 24, seed=16), 50, axis=0)
        order = np.random.default_rng(17).permutation(300)
        index = self.build(vectors[order])
        for n_queries in (1, 3, 40):
            hits = index.search(np.repeat(vectors[:1], n_queries, axis=0), 20)
            assert hits.rows.tolist() == [np.flatnonzero(order < 50)[:20].tolist()] * n_queries

    def test_batch_is_as_one_by_one(self):
        index, queries = self.build(unit_rows(500, 32, seed=18)), unit_rows(70, 32, seed=19)
        batch = index.search(queries, 10)
        for row, query in enumerate(queries):
            single = index.search(query[None], 10)
            assert batch.rows[row].tolist() == single.rows[0].tolist()
            assert batch.scores[row] == pytest.approx(single.scores[0], abs=1e-5)

    def test_search_leaves_its_arguments_as_they_were(self):
        queries, allowed = unit_rows(2, 8, seed=20), np.arange(20) % 2 == 0
        before = queries.copy(), allowed.copy()
        self.build(unit_rows(20, 8, seed=21)).search(queries, 5, allowed)
        assert (queries == before[0]).all()
        assert (allowed == before[1]).all()

    def test_queries_of_another_model_are_refused(self):
        with pytest.raises(ArtifactError, match="vectors of 8 numbers"):
            self.build(unit_rows(4, 8, seed=22)).search(unit_rows(1, 9, seed=23), 3)

    def test_filter_of_another_catalogue_is_refused(self):
        with pytest.raises(ArtifactError, match="4 rows"):
            self.build(unit_rows(4, 8, seed=24)).search(unit_rows(1, 8, seed=25), 3, np.ones(5, dtype=bool))

    @pytest.mark.parametrize("top_k", [0, -1])
    def test_less_than_one_result_cannot_be_asked_for(self, top_k):
        with pytest.raises(ValueError, match="one result at least"):
            self.build(unit_rows(4, 8, seed=26)).search(unit_rows(1, 8, seed=27), top_k)

    def test_query_that_is_no_number_is_refused(self):
        with pytest.raises(ValueError, match="nan or infinity"):
            self.build(unit_rows(4, 8, seed=28)).search(np.full((1, 8), np.nan, dtype=np.float32), 2)

    def test_vectors_come_back_by_row_in_the_order_asked_for(self):
        vectors = unit_rows(40, 8, seed=29)
        rows = np.array([39, 0, 7, 7, 21], dtype=np.int64)
        found = self.build(vectors).vectors(rows)
        assert (found.dtype, found.tolist()) == (np.float32, vectors[rows].tolist())

    def test_vectors_of_no_rows_are_none(self):
        index = self.build(unit_rows(4, 8, seed=30))
        assert index.vectors(np.empty(0, dtype=np.int64)).shape == (0, 8)
        assert self.build(np.empty((0, 8), dtype=np.float32)).vectors(np.empty(0, dtype=np.int64)).shape == (0, 8)

    def test_vectors_given_are_the_callers_own(self):
        vectors = unit_rows(4, 8, seed=31)
        index, rows = self.build(vectors.copy()), np.arange(4)
        index.vectors(rows)[:] = 0
        assert index.vectors(rows).tolist() == vectors.tolist()

    @pytest.mark.parametrize("row", [-1, 4])
    def test_vector_of_a_row_that_is_not_there_is_refused(self, row):
        with pytest.raises(ArtifactError, match=f"4 rows, row {row} is none"):
            self.build(unit_rows(4, 8, seed=32)).vectors(np.array([0, row]))
