"""What a search by text proposes."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray


@dataclass(frozen=True, slots=True)
class Candidates:
    """Products by falling relevance: catalogue rows (n,) int64, and how likely each is wanted, (n,) float32 in 0..1."""

    rows: NDArray[np.int64]
    relevance: NDArray[np.float32]
