import numpy as np
import pytest

from retrieval.exact_index import ExactIndex
from retrieval.index_kinds import Effort, IndexKind, IndexPlan
from retrieval.index_tuning import held_out_queries, recall, tune
from retrieval.vector_index import Hits
from tests.retrieval.vector_index_contract import unit_rows


def hits(*scores: list[float]) -> Hits:
    return Hits(np.zeros((len(scores), len(scores[0])), dtype=np.int64), np.array(scores, dtype=np.float32))


def test_recall_counts_hits_as_near_as_the_last_of_the_truly_nearest():
    exact = hits([0.9, 0.8, 0.7], [0.9, 0.9, 0.9])
    assert recall(hits([0.9, 0.7, 0.6], [0.9, 0.9, 0.9]), exact, 3) == pytest.approx(5 / 6)
    assert recall(hits([0.9, 0.7, 0.6], [0.9, 0.9, 0.9]), exact, 1) == 1


def test_recall_of_nothing_wanted_is_whole():
    nothing = Hits(np.empty((2, 0), dtype=np.int64), np.empty((2, 0), dtype=np.float32))
    assert recall(nothing, nothing, 10) == 1


@pytest.mark.parametrize(("needs", "most", "wanted"), [(1, 500, 1), (37, 500, 38), (400, 500, 412), (900, 500, 500)])
def test_least_breadth_that_reaches_the_recall_is_taken(needs, most, wanted):
    exact = hits([0.9] * 100)

    def search(_queries, _top_k, effort):
        return exact if effort.breadth_at_10 >= needs else hits([0.1] * 100)

    effort, measured = tune(np.zeros((1, 4), dtype=np.float32), exact, search, most, 0.98, (1,))
    assert effort.breadth_at_10 == effort.breadth_at_100
    assert needs <= effort.breadth_at_10 <= wanted * 1.12 or effort.breadth_at_10 == most
    assert measured == (1.0 if needs <= most else 0.0)


def test_more_candidates_are_fetched_where_breadth_alone_does_not_do():
    exact = hits([0.9] * 100)

    def search(_queries, _top_k, effort):
        return exact if effort.n_candidates_per_hit >= 40 else hits([0.1] * 100)

    effort, measured = tune(np.zeros((1, 4), dtype=np.float32), exact, search, 50, 0.98, (10, 40))
    assert (effort.n_candidates_per_hit, measured) == (40, 1.0)


def test_queries_lie_as_far_from_the_data_as_it_lies_from_itself():
    vectors = unit_rows(800, 24, seed=0)
    index = ExactIndex(vectors)
    queries = held_out_queries(index.vectors, index.search, 800, seed=1)
    assert np.linalg.norm(queries, axis=1) == pytest.approx(1, abs=1e-5)
    to_data = index.search(queries, 1).scores[:, 0]
    within = index.search(vectors[:300], 2).scores[:, 1]
    assert to_data.max() < 0.9999
    assert to_data.mean() == pytest.approx(within.mean(), abs=0.08)
    assert (held_out_queries(index.vectors, index.search, 800, seed=1) == queries).all()


def test_queries_of_vectors_that_are_all_equal_are_these():
    vectors = np.repeat(unit_rows(1, 8, seed=2), 40, axis=0)
    index = ExactIndex(vectors)
    assert held_out_queries(index.vectors, index.search, 40, seed=0) == pytest.approx(vectors, abs=1e-6)


def test_breadth_grows_with_the_results_wanted():
    effort = Effort(20, 110, 1)
    assert [effort.breadth(top_k) for top_k in (1, 10, 100, 1000)] == [20, 20, 110, 1010]
    assert Effort(20, 10, 1).breadth(100) == 20


def test_kind_is_chosen_by_number():
    plan = IndexPlan(hnsw_from=10, ivf_pq_from=20)
    kinds = [plan.kind_for(n_rows) for n_rows in (0, 9, 10, 19, 20)]
    assert kinds == [IndexKind.FLAT, IndexKind.FLAT, IndexKind.HNSW, IndexKind.HNSW, IndexKind.IVF_PQ]


@pytest.mark.parametrize("dim", [1, 3, 8, 97, 384, 512])
def test_codes_divide_every_length_of_vector(dim):
    n_codes = int(IndexPlan().recipe(IndexKind.IVF_PQ, 5000, dim).split("PQ")[1].split("x")[0])
    assert dim % n_codes == 0
    assert n_codes <= max(1, dim // 4)
