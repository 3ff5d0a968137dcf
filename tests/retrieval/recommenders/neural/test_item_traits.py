"""Traits of items by name, and vectors without what they share."""

import numpy as np
import pytest

from retrieval.recommenders.item_facts import ItemFacts
from retrieval.recommenders.neural.item_traits import ItemTraits, mean_vector, without_mean


def facts() -> ItemFacts:
    return ItemFacts(
        ("a", "b", "c"),
        ("",) * 3,
        ("鞋", "", "鞋"),
        ("Öz", "Öz", ""),
        ("sportif rahat rahat", "", ""),
        np.array([2, -1, 0], dtype=np.int8),
        np.zeros((3, 0), np.float32),
    )


def held(traits: ItemTraits, item: int) -> set[str]:
    return {traits.names[column] for column in np.flatnonzero(traits.matrix[[item]].toarray()[0])}


def test_traits_are_named_by_kind_and_none_counts_twice() -> None:
    traits = ItemTraits.of(facts())
    assert held(traits, 0) == {"category=鞋", "brand=Öz", "price_band=2", "style=sportif", "style=rahat"}
    assert held(traits, 1) == {"brand=Öz"}
    assert held(traits, 2) == {"category=鞋", "price_band=0"}
    assert traits.matrix.max() == 1.0


def test_traits_of_new_items_are_those_that_are_known() -> None:
    traits = ItemTraits.of(facts(), ("brand=Öz", "category=cup"))
    assert traits.names == ("brand=Öz", "category=cup")
    assert traits.matrix.toarray().tolist() == [[1, 0], [1, 0], [0, 0]]


@pytest.mark.parametrize("ids", [(), ("a", "b")])
def test_items_of_which_nothing_is_known_have_no_traits(ids: tuple[str, ...]) -> None:
    traits = ItemTraits.of(ItemFacts.unknown(ids))
    assert traits.names == ()
    assert traits.matrix.shape == (len(ids), 0)


def test_mean_is_of_known_vectors_and_leaves_unknown_ones_alone() -> None:
    vectors = np.array([[1, 0], [0, 1], [0, 0]], dtype=np.float32)
    mean = mean_vector(vectors)
    assert mean.tolist() == [0.5, 0.5]
    assert without_mean(vectors, mean).tolist() == [[0.5, -0.5], [-0.5, 0.5], [0, 0]]
    assert mean_vector(np.zeros((2, 3), np.float32)).tolist() == [0, 0, 0]
    assert without_mean(np.zeros((2, 0), np.float32), mean_vector(np.zeros((2, 0), np.float32))).shape == (2, 0)
