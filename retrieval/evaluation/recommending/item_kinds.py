"""What items have in common, for measuring how varied a list is and whether it fits a taste."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy import sparse

from retrieval.recommenders.interactions import Interactions
from retrieval.recommenders.item_facts import ItemFacts


@dataclass(frozen=True, slots=True, eq=False)
class Likeness:
    """Rows of unit length (n_items, dim), whose products are the cosines of items; `source` says what they are of."""

    rows: sparse.csr_array
    source: str


def kinds_of(facts: ItemFacts) -> sparse.csr_array:
    """Return (n_items, n_kinds): how an item divides among its category and the words of its style, in equal parts.

    Rows sum to 1, or hold nothing where neither is known.
    """
    named = [
        {category, *styles.split()} - {""} for category, styles in zip(facts.categories, facts.styles, strict=True)
    ]
    matrix = _marked(named)
    return _divided(matrix, np.asarray(matrix.sum(axis=1)).ravel())


def likeness_of(facts: ItemFacts, train: Interactions) -> Likeness:
    """Return what tells items alike: embeddings where there are any, else category, style and brand, else who chose it.

    Embeddings are centred first, as those of some encoders all point much the same way.
    """
    if facts.vectors.shape[1]:
        vectors = facts.vectors.astype(np.float64)
        is_known = vectors.any(axis=1)
        vectors[is_known] -= vectors[is_known].mean(axis=0) if is_known.any() else 0
        return Likeness(_unit(sparse.csr_array(vectors)), "vectors")
    named = [
        {f"category={category}", f"brand={brand}", *(f"style={style}" for style in styles.split())}
        - {"category=", "brand="}
        for category, styles, brand in zip(facts.categories, facts.styles, facts.brands, strict=True)
    ]
    if any(named):
        return Likeness(_unit(_marked(named)), "category, style and brand")
    touched = train.matrix(np.ones(len(train))).T
    return Likeness(_unit(sparse.csr_array(touched)), "who chose it")


def _marked(named: Sequence[set[str]]) -> sparse.csr_array:
    """Return (n, n_names) with a 1 wherever a name is in a set; columns are sorted names."""
    columns = {name: column for column, name in enumerate(sorted(set().union(*named)))}
    rows = np.repeat(np.arange(len(named)), [len(names) for names in named])
    indices = np.array([columns[name] for names in named for name in sorted(names)], dtype=np.int64)
    return sparse.csr_array((np.ones(len(indices)), (rows, indices)), shape=(len(named), max(len(columns), 1)))


def _unit(matrix: sparse.csr_array) -> sparse.csr_array:
    return _divided(matrix, np.sqrt(np.asarray(matrix.multiply(matrix).sum(axis=1)).ravel()))


def _divided(matrix: sparse.csr_array, by: NDArray[np.float64]) -> sparse.csr_array:
    """Return a matrix with each row divided by a number; rows of 0 stay as they are, without entries."""
    divided = sparse.csr_array(sparse.diags_array(1 / np.where(by > 0, by, 1.0)) @ matrix)
    divided.eliminate_zeros()
    return divided
