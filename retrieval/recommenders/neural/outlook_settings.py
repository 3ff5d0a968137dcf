"""How the learned profile is taught, and what it learns: plain values, so that asking needs no torch."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray


@dataclass(frozen=True, slots=True)
class OutlookSettings:
    """How the network is built and taught. The defaults were set by hand after a few trials on invented shoppers.

    `n_hidden` cells; `late_share` of the turns, the latest, are kept from training to say when to stop (after
    `patience` passes without gain) and how far to trust the chances; `n_passes` at most, `batch_size` turns at a time,
    `rate` and `decay` of Adam, `drop_share` of inputs and cells is left out at random.
    """

    n_hidden: int = 64
    late_share: float = 0.15
    n_passes: int = 150
    patience: int = 10
    batch_size: int = 64
    rate: float = 0.005
    decay: float = 0.01
    drop_share: float = 0.5
    seed: int = 0


@dataclass(frozen=True, slots=True, eq=False)
class OutlookWeights:
    """What the network learnt, float32.

    Of a row, `centre` is taken off. `first` (n_features, n_hidden) with `first_bias` is W1, `categories`
    (n_hidden, n_categories) and `bands` (n_hidden, n_bands) with their biases are W2, divided by the temperature.
    """

    centre: NDArray[np.float32]
    first: NDArray[np.float32]
    first_bias: NDArray[np.float32]
    categories: NDArray[np.float32]
    categories_bias: NDArray[np.float32]
    bands: NDArray[np.float32]
    bands_bias: NDArray[np.float32]
