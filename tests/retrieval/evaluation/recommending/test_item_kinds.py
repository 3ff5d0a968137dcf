import numpy as np
import pytest

from retrieval.evaluation.recommending.item_kinds import kinds_of, likeness_of
from retrieval.recommenders.interactions import Interactions
from retrieval.recommenders.item_facts import ItemFacts

IDS = ("cup", "jug", "hat")


def facts(categories=("", "", ""), brands=("", "", ""), styles=("", "", ""), vectors=None):
    found = np.zeros((3, 0), np.float32) if vectors is None else np.array(vectors, np.float32)
    return ItemFacts(IDS, ("",) * 3, categories, brands, styles, np.full(3, -1, np.int8), found)


TRAIN = Interactions.from_records(
    [("ann", "cup", 5.0, 1.0), ("ann", "jug", 5.0, 2.0), ("bob", "hat", 4.0, 1.0)], item_ids=IDS
)


def test_item_divides_among_category_and_styles_in_equal_parts():
    kinds = kinds_of(facts(categories=("mug", "mug", ""), styles=("轻便 vintage", "", ""))).toarray()
    assert kinds.sum(axis=1).tolist() == pytest.approx([1.0, 1.0, 0.0])
    assert sorted(kinds[0].tolist()) == pytest.approx([1 / 3] * 3)


def test_nothing_known_leaves_empty_rows():
    assert kinds_of(ItemFacts.unknown(IDS)).nnz == 0
    assert kinds_of(ItemFacts.unknown(())).shape[0] == 0


def test_likeness_is_of_embeddings_first_centred():
    found = likeness_of(facts(categories=("a", "a", "a"), vectors=[[1, 0.1], [1, -0.1], [0, 0]]), TRAIN)
    cosines = (found.rows @ found.rows.T).toarray()
    assert found.source == "vectors"
    assert cosines[0, 1] == pytest.approx(-1.0)
    assert cosines[2].tolist() == [0.0, 0.0, 0.0]


def test_likeness_is_of_words_where_there_are_no_embeddings():
    found = likeness_of(facts(categories=("mug", "mug", "hat"), brands=("Kim", "Lee", "Kim")), TRAIN)
    assert (found.rows @ found.rows.T).toarray()[0].tolist() == pytest.approx([1.0, 0.5, 0.5])


def test_likeness_is_of_who_chose_it_where_nothing_is_known():
    found = likeness_of(facts(), TRAIN)
    assert found.source == "who chose it"
    assert (found.rows @ found.rows.T).toarray()[0].tolist() == pytest.approx([1.0, 1.0, 0.0])
