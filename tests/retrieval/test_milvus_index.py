import itertools
import uuid

import numpy as np
import pytest

from retrieval import milvus_collection, milvus_index
from retrieval.errors import ArtifactError, IndexServiceError
from retrieval.exact_index import ExactIndex
from retrieval.manifest import IndexIdentity
from retrieval.milvus_index import MilvusIndex
from tests.retrieval.vector_index_contract import VectorIndexContract, Vectors, unit_rows

_numbers = itertools.count()


def identity_of(vectors: Vectors, fingerprint: str = "f1") -> IndexIdentity:
    return IndexIdentity("fake", vectors.shape[1], len(vectors), fingerprint)


class TestMilvusIndex(VectorIndexContract):
    @pytest.fixture(autouse=True)
    def _build(self, milvus: str) -> None:
        self.build = lambda vectors: MilvusIndex.publish(
            milvus, f"contract{next(_numbers)}", vectors, identity_of(vectors)
        )


def test_filters_give_what_the_exact_index_gives(milvus: str) -> None:
    vectors, queries = unit_rows(6000, 16, seed=1), unit_rows(3, 16, seed=2)
    index = MilvusIndex.publish(milvus, "filters", vectors, identity_of(vectors))
    for share in (0.0005, 0.01, 0.3, 0.9, 1.0):
        allowed = np.random.default_rng(3).random(6000) < share
        found, wanted = index.search(queries, 10, allowed), ExactIndex(vectors).search(queries, 10, allowed)
        assert found.rows.tolist() == wanted.rows.tolist()
        assert found.scores.tolist() == wanted.scores.tolist()


def test_answers_put_together_from_several_lists_are_the_same(milvus: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(milvus_index, "_MOST_LISTED", 64)
    monkeypatch.setattr(milvus_index, "MOST_ROWS", 16)
    vectors = np.repeat(unit_rows(60, 16, seed=9), 5, axis=0)
    index = MilvusIndex.publish(milvus, "lists", vectors, identity_of(vectors))
    allowed = np.random.default_rng(10).random(300) < 0.7
    for filtered in (None, allowed):
        found = index.search(unit_rows(2, 16, seed=11), 12, filtered)
        assert found.rows.tolist() == ExactIndex(vectors).search(unit_rows(2, 16, seed=11), 12, filtered).rows.tolist()


def test_published_index_is_opened_again(milvus: str) -> None:
    vectors = unit_rows(50, 8, seed=4)
    MilvusIndex.publish(milvus, "again", vectors, identity_of(vectors))
    index = MilvusIndex.open(milvus, "again", identity_of(vectors))
    assert index.search(vectors[:3], 1).rows.tolist() == [[0], [1], [2]]


def test_new_index_takes_the_place_of_the_former_which_stays_for_who_opened_it(milvus: str) -> None:
    generations = [unit_rows(30 + number, 8, seed=number) for number in range(3)]
    identities = [identity_of(vectors, f"f{number}") for number, vectors in enumerate(generations)]
    opened = [MilvusIndex.publish(milvus, "shop", *pair) for pair in zip(generations[:2], identities[:2], strict=True)]
    assert len(MilvusIndex.open(milvus, "shop", identities[1])) == 31
    assert opened[0].search(generations[0][:1], 1).rows.tolist() == [[0]]
    opened.append(MilvusIndex.publish(milvus, "shop", generations[2], identities[2]))
    assert opened[1].search(generations[1][:1], 1).rows.tolist() == [[0]]
    with pytest.raises(IndexServiceError, match="Milvus could not search"):
        opened[0].search(generations[0][:1], 1)


def test_publishing_that_breaks_off_leaves_the_former_index_in_force(milvus: str, monkeypatch) -> None:
    vectors = unit_rows(20, 8, seed=5)
    MilvusIndex.publish(milvus, "whole", vectors, identity_of(vectors))
    monkeypatch.setattr(milvus_collection, "_in_force", lambda *_: 1 / 0)
    with pytest.raises(ZeroDivisionError):
        MilvusIndex.publish(milvus, "whole", unit_rows(25, 8, seed=6), identity_of(unit_rows(25, 8, seed=6), "f2"))
    monkeypatch.undo()
    assert len(MilvusIndex.open(milvus, "whole", identity_of(vectors))) == 20


def test_index_of_another_catalogue_is_refused(milvus: str) -> None:
    vectors = unit_rows(20, 8, seed=7)
    MilvusIndex.publish(milvus, "foreign", vectors, identity_of(vectors))
    with pytest.raises(ArtifactError, match="foreign: it is not of 20 vectors by fake of the catalogue f2"):
        MilvusIndex.open(milvus, "foreign", identity_of(vectors, "f2"))


def test_index_that_was_never_published_is_refused(milvus: str) -> None:
    with pytest.raises(ArtifactError, match="There is no index never"):
        MilvusIndex.open(milvus, f"never{uuid.uuid4().hex}", IndexIdentity("fake", 8, 1, "f1"))


def test_vectors_that_do_not_fit_their_identity_are_refused(milvus: str) -> None:
    with pytest.raises(ArtifactError, match="20 vectors of 8"):
        MilvusIndex.publish(milvus, "unfit", unit_rows(20, 8, seed=8), IndexIdentity("fake", 8, 21, "f1"))


def test_pymilvus_not_installed_is_said_with_the_remedy(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(__import__("sys").modules, "pymilvus", None)
    with pytest.raises(IndexServiceError, match=r"pip install 'crossaisle\[milvus\]'"):
        MilvusIndex.open("shop.db", "absent", IndexIdentity("fake", 8, 1, "f1"))
