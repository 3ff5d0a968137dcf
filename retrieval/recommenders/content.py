"""Recommending by what items are: their words, and the embeddings of their texts, beside those of what was liked."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any, Self

import numpy as np
from numpy.typing import NDArray
from scipy import sparse

from retrieval.errors import StoreError
from retrieval.lexical.analysis import analyse
from retrieval.query_language import query_language
from retrieval.recommenders.interactions import HIGHEST, LOWEST, History, Interactions, check_items
from retrieval.recommenders.item_facts import ItemFacts
from retrieval.recommenders.popularity import everybodys
from retrieval.recommenders.recommender import Cause, Mask, Recommended, best_of
from retrieval.recommenders.storage import load_model, save_model

_KIND, _FORMAT = "content", 1
_SECONDS_A_DAY = 86_400.0
_MIDDLE = (LOWEST + HIGHEST) / 2


@dataclass(frozen=True, slots=True)
class ContentSettings:
    """What of an item counts, and how long.

    vector_share: part of embeddings in the score, 0..1, where items have any; the rest is that of words.
    half_life_days: after so many days, counted from the last, what a user did counts half.
    popularity_share: how much the most wanted item gains over one that nobody wants, beside a cosine of 1.
    """

    vector_share: float = 0.5
    half_life_days: float = 90.0
    popularity_share: float = 0.05

    def __post_init__(self) -> None:
        if not (0 <= self.vector_share <= 1 and self.half_life_days > 0 and self.popularity_share >= 0):
            raise StoreError(f"{self} cannot work; vector_share lies in 0..1, half_life_days over 0")


@dataclass(frozen=True, slots=True, eq=False)
class Content:
    """Items near to the profile of a user: f(u) · f(i), both of unit length.

    f(i) is made of TF-IDF weights of the words of the item's text, category, brand and style (Salton, Buckley 1988,
    "Term-weighting approaches in automatic text retrieval", https://doi.org/10.1016/0306-4573(88)90021-0), analysed in
    the language of each text, and of its embedding less the mean of all, as some encoders' embeddings all point much
    the same way. f(u) is the sum of f over the history, weighted by how far each rating lies from the middle of the
    scale, for or against, and by its age (Pazzani, Billsus 2007, "Content-based recommendation systems",
    https://doi.org/10.1007/978-3-540-72079-9_10).

    `features` (n_items, n_features) csr float32 has rows of unit length, or empty ones.
    """

    item_ids: tuple[str, ...]
    settings: ContentSettings
    features: sparse.csr_array
    everybody: NDArray[np.float32]

    @classmethod
    def fit(cls, interactions: Interactions, facts: ItemFacts, settings: ContentSettings = ContentSettings()) -> Self:
        """Analyse the items' texts."""
        words, vectors = tf_idf(facts), _centred(facts.vectors)
        share = settings.vector_share if vectors.nnz else 0.0
        both = sparse.hstack([words * np.sqrt(1 - share), vectors * np.sqrt(share)])
        return cls(
            interactions.item_ids, settings, _unit(sparse.csr_array(both)).astype(np.float32), everybodys(interactions)
        )

    def scores(self, histories: Sequence[History]) -> NDArray[np.float32]:
        """Return the cosine of profile and item, and a little for what many want; only that for an empty history."""
        rows = sparse.vstack([self._profile(history) for history in histories]) if histories else None
        near = np.zeros((0, len(self.item_ids)))
        if rows is not None:
            near = (self.features @ rows.T).toarray().T  # this way round, as turning `features` takes longer
        return np.asarray(near + self.settings.popularity_share * self.everybody, dtype=np.float32)

    def recommend(self, history: History, top_k: int, allowed: Mask | None = None) -> Recommended:
        """Return what is nearest to the profile."""
        return best_of(self.scores([history])[0], top_k, history, allowed)

    def explain(self, history: History, item: int) -> tuple[Cause, ...]:
        """Return what each item of the history adds to the cosine, and that of being wanted."""
        own = self.features[history.items]
        weights = self._weights(history)
        length = float(np.sqrt(np.square(np.asarray(weights @ own)).sum())) if len(history) else 0.0
        shares = weights * (own @ self.features[[item]].T).toarray().ravel() / (length or 1.0)
        named = [Cause("item", float(share), int(other)) for share, other in zip(shares, history.items, strict=True)]
        popular = Cause("popular", self.settings.popularity_share * float(self.everybody[item]))
        return tuple(sorted([*named, popular], key=lambda cause: -cause.share))

    def save(self, folder: Path) -> None:
        """Write the items' features."""
        arrays: dict[str, NDArray[Any]] = {
            "data": self.features.data,
            "indices": self.features.indices.astype(np.int32),
            "indptr": self.features.indptr.astype(np.int64),
            "everybody": self.everybody,
        }
        settings = {"own": asdict(self.settings), "n_features": self.features.shape[1]}
        save_model(folder, _KIND, _FORMAT, self.item_ids, settings, arrays)

    @classmethod
    def load(cls, folder: Path) -> Self:
        """Read the items' features."""
        stored = load_model(folder, _KIND, _FORMAT)
        n = len(stored.item_ids)
        parts = (stored.array("data", -1), stored.array("indices", -1), stored.array("indptr", n + 1))
        features = sparse.csr_array(parts, shape=(n, int(stored.settings["n_features"])))
        return cls(stored.item_ids, ContentSettings(**stored.settings["own"]), features, stored.array("everybody", n))

    def _weights(self, history: History) -> NDArray[np.float64]:
        """Return how much each item of the history counts, (n,), below 0 for what is disliked."""
        ages = history.moments.max(initial=0.0) - history.moments
        decay: NDArray[np.float64] = np.exp2(-ages / (self.settings.half_life_days * _SECONDS_A_DAY))
        return (history.ratings - _MIDDLE) * decay

    def _profile(self, history: History) -> sparse.csr_array:
        """Return f(u), (1, n_features) of unit length, or empty."""
        check_items(history.items, len(self.item_ids))
        row = sparse.csr_array(self._weights(history)[None, :]) @ self.features[history.items]
        return _unit(sparse.csr_array(row))


def tf_idf(facts: ItemFacts) -> sparse.csr_array:
    """Return (n_items, n_terms) csr float64 with rows of unit length, or empty ones where an item has no words.

    A term that a text has n times weighs (1 + ln n) · ln((1 + n_items) / (1 + items with it)); one that all items share
    tells none from another and weighs nothing.
    """
    columns: dict[str, int] = {}
    data, indices, ends = [], [], [0]
    for row in zip(facts.texts, facts.categories, facts.brands, facts.styles, strict=True):
        text = " ".join(part for part in row if part)
        counted = Counter(analyse(text, query_language(text))) if text else Counter[str]()
        indices += [columns.setdefault(term, len(columns)) for term in counted]
        data += [1 + np.log(count) for count in counted.values()]
        ends.append(len(indices))
    n_items = len(facts.item_ids)
    parts = (np.array(data, np.float64), np.array(indices, np.int64), np.array(ends, np.int64))
    counts = sparse.csr_array(parts, shape=(n_items, len(columns)))
    rarity = np.log((1 + n_items) / (1 + np.bincount(counts.indices, minlength=len(columns))))
    counts.data *= rarity[counts.indices]
    return _unit(counts)


def _centred(vectors: NDArray[np.float32]) -> sparse.csr_array:
    """Return vectors less their mean, in unit length; rows of zeros, of which nothing is known, stay empty."""
    centred = vectors.astype(np.float64)
    is_known = centred.any(axis=1)
    if is_known.any():
        centred[is_known] -= centred[is_known].mean(axis=0)
    return _unit(sparse.csr_array(centred))


def _unit(matrix: sparse.csr_array) -> sparse.csr_array:
    lengths = np.sqrt(np.asarray(matrix.multiply(matrix).sum(axis=1)).ravel())
    scaled = sparse.csr_array(sparse.diags_array(1 / np.where(lengths > 0, lengths, 1.0)) @ matrix)
    scaled.eliminate_zeros()
    scaled.sort_indices()
    return scaled
