"""Items as vectors, whose product with a user's vector is the score."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray


@dataclass(frozen=True, slots=True, eq=False)
class ItemVectors:
    """`vectors` (n_items, dim) and `biases` (n_items,) float32: of user u and item i the score is u · i + bias."""

    vectors: NDArray[np.float32]
    biases: NDArray[np.float32]

    def scores(self, users: NDArray[np.float32]) -> NDArray[np.float32]:
        """Return the scores of all items for users (n, dim), (n, n_items) float32."""
        return (users @ self.vectors.T + self.biases).astype(np.float32)

    def scores_of(self, users: NDArray[np.float32], item: int) -> NDArray[np.float32]:
        """Return the scores of one item, (n,) float32."""
        scores: NDArray[np.float32] = (users @ self.vectors[item] + self.biases[item]).astype(np.float32)
        return scores
