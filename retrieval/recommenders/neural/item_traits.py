"""What is known of items, as named values that a network can weigh."""

from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray
from scipy import sparse

from retrieval.recommenders.item_facts import ItemFacts
from retrieval.recommenders.storage import StoredModel


@dataclass(frozen=True, slots=True, eq=False)
class ItemTraits:
    """Traits such as `category=shoes`: `names` (n_traits,), and `matrix` (n_items, n_traits) csr, 1 where one holds."""

    names: tuple[str, ...]
    matrix: sparse.csr_array

    @classmethod
    def of(cls, facts: ItemFacts, names: tuple[str, ...] | None = None) -> "ItemTraits":
        """Read category, brand, price band and each word of the style; what is not known has no trait.

        With `names`, only those count, in that order: traits of new items for a network that learnt others.
        """
        columns = {} if names is None else {name: column for column, name in enumerate(names)}
        pairs = []
        for item, held in enumerate(_named(facts)):
            for name in held:
                if names is None:
                    pairs.append((item, columns.setdefault(name, len(columns))))
                elif name in columns:
                    pairs.append((item, columns[name]))
        rows, cells = np.array(pairs, dtype=np.int32).reshape(-1, 2).T
        shape = (len(facts.item_ids), len(columns))
        return cls(tuple(columns), sparse.csr_array((np.ones(len(rows), np.float32), (rows, cells)), shape=shape))

    def arrays(self) -> dict[str, NDArray[Any]]:
        """Return the arrays that `stored` makes the matrix of again."""
        return {
            "trait_columns": self.matrix.indices.astype(np.int32),
            "trait_ends": self.matrix.indptr.astype(np.int64),
        }

    @classmethod
    def stored(cls, names: tuple[str, ...], model: StoredModel) -> "ItemTraits":
        """Read the traits of a stored model's items; raises ArtifactError where they do not fit them."""
        n_items = len(model.item_ids)
        columns, ends = model.array("trait_columns", -1), model.array("trait_ends", n_items + 1)
        shape = (n_items, len(names))
        return cls(names, sparse.csr_array((np.ones(len(columns), np.float32), columns, ends), shape=shape))


def _named(facts: ItemFacts) -> list[list[str]]:
    """Return the names of the traits of each item, none twice."""
    named = []
    for category, brand, style, band in zip(
        facts.categories, facts.brands, facts.styles, facts.price_bands, strict=True
    ):
        held = [f"category={category}"] if category else []
        held += [f"brand={brand}"] if brand else []
        held += [f"price_band={band}"] if band >= 0 else []
        held += [f"style={word}" for word in dict.fromkeys(style.split())]
        named.append(held)
    return named


def mean_vector(vectors: NDArray[np.float32]) -> NDArray[np.float32]:
    """Return the mean (dim,) of the embeddings of the items that have one; zeros where none has."""
    is_known = np.any(vectors != 0, axis=1)
    mean = vectors[is_known].mean(axis=0) if is_known.any() else np.zeros(vectors.shape[1])
    return mean.astype(np.float32)


def without_mean(vectors: NDArray[np.float32], mean: NDArray[np.float32]) -> NDArray[np.float32]:
    """Return embeddings less `mean`; rows of zeros, of items that have none, stay so.

    Encoders' vectors share a large part, which would drown what tells items apart: Mu, Viswanath 2018,
    "All-but-the-top: simple and effective postprocessing for word representations", arXiv:1702.01417.
    """
    is_known = np.any(vectors != 0, axis=1)
    return np.where(is_known[:, None], vectors - mean, 0.0).astype(np.float32)
