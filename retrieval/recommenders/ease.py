"""EASE: each item foretold from all others by least squares, in closed form."""

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Self

import numpy as np
from numpy.typing import NDArray
from scipy import sparse

from retrieval.errors import StoreError
from retrieval.recommenders.interactions import History, Interactions
from retrieval.recommenders.item_facts import ItemFacts
from retrieval.recommenders.popularity import everybodys
from retrieval.recommenders.recommender import Cause, Mask, Recommended, best_of
from retrieval.recommenders.storage import load_model, save_model
from retrieval.recommenders.weights import weighted, weighted_rows

_KIND, _FORMAT = "ease", 1
_ROWS_AT_ONCE = 64


@dataclass(frozen=True, slots=True)
class EaseSettings:
    """How strongly weights are held down, and how large the matrix to be inverted may become.

    regularisation: λ, added to the diagonal; more of it for less data.
    most_rows: rows of the inverted matrix at most, each of as many numbers: 10,000 take 800 MB while fitting. With more
    users and more items than that, only the most active users teach.
    """

    regularisation: float = 200.0
    most_rows: int = 10_000

    def __post_init__(self) -> None:
        if not (self.regularisation > 0 and self.most_rows >= 1):
            raise StoreError(f"{self} cannot work; regularisation lies over 0, most_rows starts at 1")


@dataclass(frozen=True, slots=True, eq=False)
class Ease:
    """Linear autoencoder without a hidden layer.

    Steck 2019, "Embarrassingly shallow autoencoders for sparse data", https://doi.org/10.1145/3308558.3313710.
    With X (n_users, n_items) the weights of interactions, scores are x B for the row x of a history, where::

        P = (XᵀX + λI)⁻¹        B = I − P · diag(P)⁻¹

    so that the diagonal of B is 0. Where users are fewer than items, P is not built: by Woodbury's identity
    P = (I − Xᵀ K X) / λ with K = (XXᵀ + λI)⁻¹, which has a row for each user only, and x B follows from products with X
    and K.

    `inverse` is K in that case, beside X in `rows`; else B itself, and `rows` is empty. `diagonal` (n_items,) float64
    is that of P, `everybody` what an empty history gets.
    """

    item_ids: tuple[str, ...]
    settings: EaseSettings
    rows: sparse.csr_array
    inverse: NDArray[np.float32]
    diagonal: NDArray[np.float64]
    everybody: NDArray[np.float32]

    @classmethod
    def fit(cls, interactions: Interactions, facts: ItemFacts, settings: EaseSettings = EaseSettings()) -> Self:
        """Invert the smaller of both matrices."""
        del facts
        n_items = interactions.n_items
        rows = weighted(interactions)
        rows = rows[np.diff(rows.indptr) > 0]
        everybody = everybodys(interactions)
        if n_items <= min(rows.shape[0], settings.most_rows):
            inverse = _inverse((rows.T @ rows).toarray(), settings.regularisation)
            diagonal = np.diag(inverse).copy()
            inverse /= -diagonal
            np.fill_diagonal(inverse, 0.0)
            nothing = sparse.csr_array((0, n_items), dtype=np.float64)
            return cls(interactions.item_ids, settings, nothing, inverse.astype(np.float32), diagonal, everybody)
        if rows.shape[0] > settings.most_rows:
            most = np.argsort(-np.diff(rows.indptr), kind="stable")[: settings.most_rows]
            rows = rows[np.sort(most)]
        inverse = _inverse((rows @ rows.T).toarray(), settings.regularisation)
        diagonal = (1 - _diagonal_of_product(rows, inverse)) / settings.regularisation
        return cls(interactions.item_ids, settings, rows, inverse.astype(np.float32), diagonal, everybody)

    def scores(self, histories: Sequence[History]) -> NDArray[np.float32]:
        """Return x B of each history; what everybody wants for an empty one."""
        asked = weighted_rows(histories, len(self.item_ids))
        if self.rows.shape[0]:
            common = (self.rows @ asked.T).toarray().T  # this way round, as turning `rows` each time takes longer
            outer = (common @ self.inverse) @ self.rows
            foretold = (asked.toarray() - outer) / self.settings.regularisation
            found = asked.toarray() - foretold / self.diagonal
        elif self.inverse.size:
            found = np.asarray(asked @ self.inverse)
        else:
            found = np.zeros(asked.shape)
        scores: NDArray[np.float32] = found.astype(np.float32)
        scores[np.diff(asked.indptr) == 0] = self.everybody
        return scores

    def recommend(self, history: History, top_k: int, allowed: Mask | None = None) -> Recommended:
        """Return what the history foretells most."""
        return best_of(self.scores([history])[0], top_k, history, allowed)

    def explain(self, history: History, item: int) -> tuple[Cause, ...]:
        """Return what each item of the history adds, w_j B_ji, whether for or against; strongest first."""
        if not len(history):
            return (Cause("popular", float(self.everybody[item])),)
        pairs = zip(history.items, history.ratings, strict=True)
        ones = [History.of([int(other)], [float(rating)]) for other, rating in pairs]
        shares = self.scores(ones)[:, item]
        causes = [Cause("item", float(share), int(other)) for share, other in zip(shares, history.items, strict=True)]
        return tuple(sorted(causes, key=lambda cause: (-cause.share, cause.item)))

    def save(self, folder: Path) -> None:
        """Write the inverse, and whose rows it takes."""
        arrays = {
            "inverse": self.inverse,
            "diagonal": self.diagonal,
            "everybody": self.everybody,
            "data": self.rows.data,
            "indices": self.rows.indices.astype(np.int32),
            "indptr": self.rows.indptr.astype(np.int64),
        }
        save_model(folder, _KIND, _FORMAT, self.item_ids, asdict(self.settings), arrays)

    @classmethod
    def load(cls, folder: Path) -> Self:
        """Read what `save` wrote."""
        stored = load_model(folder, _KIND, _FORMAT)
        n, indptr = len(stored.item_ids), stored.array("indptr", -1)
        n_users = len(indptr) - 1
        rows = sparse.csr_array((stored.array("data", -1), stored.array("indices", -1), indptr), shape=(n_users, n))
        n_rows = n_users or len(stored.array("inverse", -1, -1))
        return cls(
            stored.item_ids,
            EaseSettings(**stored.settings),
            rows,
            stored.array("inverse", n_rows, n_rows),
            stored.array("diagonal", n),
            stored.array("everybody", n),
        )


def _inverse(gram: NDArray[np.float64], regularisation: float) -> NDArray[np.float64]:
    """Return (gram + λI)⁻¹, whose eigenvalues all lie over 0."""
    gram[np.diag_indices_from(gram)] += regularisation
    return np.asarray(np.linalg.inv(gram), dtype=np.float64)


def _diagonal_of_product(rows: sparse.csr_array, inverse: NDArray[np.float64]) -> NDArray[np.float64]:
    """Return the diagonal of Xᵀ K X, (n_items,), a few rows of K at a time."""
    found = np.zeros(rows.shape[1])
    for start in range(0, len(inverse), _ROWS_AT_ONCE):
        part = slice(start, start + _ROWS_AT_ONCE)
        found += np.asarray(rows[part].multiply(inverse[part] @ rows).sum(axis=0)).ravel()
    return found
