"""Centre and scale the two halves of a message's vector."""

from dataclasses import dataclass

import numpy as np

from bot.encoders import USE_DIM


@dataclass(frozen=True, slots=True)
class Scaling:
    """Centre (dim,) float32, and spread: one number for the USE half and one for the e5 half.

    e5 vectors all lie within a narrow cone, so that raw ones give every classifier low confidence. One number a half,
    not one a column: directions of little spread hold mostly noise, which scaling would blow up.
    """

    centre: np.ndarray
    spread: np.ndarray

    @classmethod
    def of(cls, vectors: np.ndarray) -> "Scaling":
        """Measure `vectors` (n, dim); rows whose USE half is zero do not count for that half."""
        has_use = vectors[:, :USE_DIM].any(axis=1)
        halves = (vectors[has_use, :USE_DIM], vectors[:, USE_DIM:])
        centre = np.concatenate([half.mean(axis=0) if len(half) else np.zeros(half.shape[1]) for half in halves])
        lengths = [np.linalg.norm(half - half.mean(axis=0), axis=1).mean() if len(half) > 1 else 1.0 for half in halves]
        return cls(centre.astype(np.float32), np.maximum(lengths, 1e-6).astype(np.float32))

    def apply(self, vectors: np.ndarray) -> np.ndarray:
        """Return `vectors` (n, dim) so that each half has mean 0 and mean length 1; a zero USE half stays zero."""
        scaled = vectors - self.centre
        scaled[:, :USE_DIM] *= vectors[:, :USE_DIM].any(axis=1, keepdims=True) / self.spread[0]
        scaled[:, USE_DIM:] /= self.spread[1]
        return scaled
