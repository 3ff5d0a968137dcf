from retrieval.exact_index import ExactIndex
from tests.retrieval.vector_index_contract import VectorIndexContract


class TestExactIndex(VectorIndexContract):
    build = staticmethod(ExactIndex)
