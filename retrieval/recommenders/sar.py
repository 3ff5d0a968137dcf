"""SAR: items met by the same users, times how lately a user met them; quick to learn and easy to explain."""

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from enum import Enum
from pathlib import Path
from typing import Self

import numpy as np
from numpy.typing import NDArray
from scipy import sparse

from retrieval.errors import StoreError
from retrieval.recommenders.interactions import History, Interactions
from retrieval.recommenders.item_facts import ItemFacts
from retrieval.recommenders.item_neighbours import positive_others, row_blocks
from retrieval.recommenders.item_weights import ItemWeights, strongest
from retrieval.recommenders.popularity import everybodys
from retrieval.recommenders.recommender import Cause, Mask, Recommended
from retrieval.recommenders.storage import load_model, save_model

_KIND, _FORMAT = "sar", 1
_SECONDS_A_DAY = 86_400.0


class SarSimilarity(Enum):
    """What is made of c users that met two items, of which n and m met each: c / (n + m − c), c / (n m), or c."""

    JACCARD = "jaccard"
    LIFT = "lift"
    COUNT = "count"


@dataclass(frozen=True, slots=True)
class SarSettings:
    """How items are compared and how fast what a user did fades.

    similarity: see `SarSimilarity`; counts favour what all meet, lift what few do, Jaccard lies between.
    half_life_days: after so many days what a user did counts half.
    least_users: pairs of items that fewer users met count as never met together.
    n_neighbours: neighbours kept of each item, the most alike.
    """

    similarity: SarSimilarity = SarSimilarity.JACCARD
    half_life_days: float = 30.0
    least_users: int = 2
    n_neighbours: int = 300

    def __post_init__(self) -> None:
        if not self.half_life_days > 0 or self.least_users < 1 or self.n_neighbours < 1:
            raise StoreError(f"{self} cannot work; half_life_days lies over 0, least_users and n_neighbours start at 1")


@dataclass(frozen=True, slots=True, eq=False)
class Sar:
    """Smart Adaptive Recommendations: affinity times similarity.

    Argyriou, González-Fierro, Zhang 2020, "Microsoft Recommenders: best practices for production-ready recommendation
    systems", https://doi.org/10.1145/3366424.3382692, and their description of SAR. With w_uj the weight of what user u
    thought of item j, t_uj when, and s the similarity of two items::

        a_uj = w_uj · 2^((t_uj − t_u) / half-life)        score_ui = Σ_j a_uj s_ji

    where t_u is the last moment of the user: a later one would multiply all scores alike. The last time of each pair
    counts, as everywhere here, not the sum of all. A moment that is not known (0) fades nothing. Items that nothing of
    the history points to follow by what everybody wants.
    """

    item_ids: tuple[str, ...]
    settings: SarSettings
    weights: ItemWeights

    @classmethod
    def fit(cls, interactions: Interactions, facts: ItemFacts, settings: SarSettings = SarSettings()) -> Self:
        """Count all pairs of items that a user met."""
        del facts
        matrix = similar_items(interactions, settings)
        return cls(interactions.item_ids, settings, ItemWeights.of(matrix, everybodys(interactions)))

    def scores(self, histories: Sequence[History]) -> NDArray[np.float32]:
        """Return affinity times similarity."""
        return self.weights.scores([self._faded(history) for history in histories])

    def recommend(self, history: History, top_k: int, allowed: Mask | None = None) -> Recommended:
        """Return what is met with what the user met, lately above all, then what most want."""
        return self.weights.recommend(self._faded(history), top_k, allowed)

    def explain(self, history: History, item: int) -> tuple[Cause, ...]:
        """Return what each item of the history adds."""
        return self.weights.causes(self._faded(history), item)

    def save(self, folder: Path) -> None:
        """Write the similarities."""
        settings = asdict(self.settings) | {"similarity": self.settings.similarity.value}
        save_model(folder, _KIND, _FORMAT, self.item_ids, settings, self.weights.arrays())

    @classmethod
    def load(cls, folder: Path) -> Self:
        """Read what `save` wrote."""
        stored = load_model(folder, _KIND, _FORMAT)
        own = dict(stored.settings)
        settings = SarSettings(**own | {"similarity": SarSimilarity(own["similarity"])})
        return cls(stored.item_ids, settings, ItemWeights.stored(stored))

    def _faded(self, history: History) -> History:
        """Return a history whose ratings fade with their age, as weights are in proportion to ratings."""
        ages = np.where(history.moments > 0, history.moments.max(initial=0.0) - history.moments, 0.0) / _SECONDS_A_DAY
        ratings = history.ratings * np.exp2(-ages / self.settings.half_life_days)
        return History(history.items, ratings, history.moments, history.facts)


def similar_items(interactions: Interactions, settings: SarSettings) -> sparse.csr_array:
    """Return (n_items, n_items) csr float32: the similarity of each item to those met with it, none to itself."""
    pattern = interactions.matrix(np.ones(len(interactions)))
    by_item = pattern.T.tocsr()
    n_users_of = np.diff(by_item.indptr).astype(np.float64)
    parts = []
    for rows in row_blocks(by_item, np.diff(pattern.indptr)):
        counts = by_item[rows] @ pattern
        counts.sort_indices()
        own = np.repeat(n_users_of[rows], np.diff(counts.indptr))
        found = _similarity(counts.data, own, n_users_of[counts.indices], settings.similarity)
        counts.data = np.where(counts.data >= settings.least_users, found, 0.0)
        parts.append(strongest(positive_others(counts, rows.start), settings.n_neighbours).astype(np.float32))
    n = interactions.n_items
    return sparse.csr_array(sparse.vstack(parts)) if parts else sparse.csr_array((n, n), dtype=np.float32)


def _similarity(
    n_both: NDArray[np.float64], n_first: NDArray[np.float64], n_second: NDArray[np.float64], similarity: SarSimilarity
) -> NDArray[np.float64]:
    if similarity is SarSimilarity.JACCARD:
        return n_both / (n_first + n_second - n_both)
    return n_both / (n_first * n_second) if similarity is SarSimilarity.LIFT else n_both
