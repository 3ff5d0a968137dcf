"""How the session network is taught, and what it learns: plain values, so that asking needs no torch."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray


@dataclass(frozen=True, slots=True)
class SessionSettings:
    """How the network is built and taught. The defaults were set by hand after a few trials.

    length: how many of the latest steps of a user count.
    dim, n_hidden: numbers of an item's vector and of the state.
    met_weight: how much a next item that was only met counts beside a liked one.
    n_passes, least_steps, batch_size: how often over the sequences, at least so many steps, and sequences a step.
    shuffle_share: of sequences whose order is mixed up, as moments often say when something was noted, not when it was
        done, and what follows at once is not all that will follow.
    n_random: further items that compete with those that came next.
    rate, decay, drop_share: of AdamW; the share of inputs and cells left out at random.
    """

    length: int = 50
    dim: int = 64
    n_hidden: int = 64
    met_weight: float = 0.25
    n_passes: int = 12
    least_steps: int = 200
    batch_size: int = 64
    shuffle_share: float = 0.5
    n_random: int = 1024
    rate: float = 0.005
    decay: float = 0.01
    drop_share: float = 0.2
    seed: int = 0


@dataclass(frozen=True, slots=True, eq=False)
class SessionWeights:
    """What the network learnt, float32; gates stand side by side: reset, update, new.

    `embeddings` (n_items, dim), `tones` (2, dim) of what was met and liked, `gap` (dim,) of the time passed, `inputs`
    (dim, 3 n_hidden) and `states` (n_hidden, 3 n_hidden) with biases, `out` (n_hidden, dim) with bias, and `biases`
    (n_items,) of the items.
    """

    embeddings: NDArray[np.float32]
    tones: NDArray[np.float32]
    gap: NDArray[np.float32]
    inputs: NDArray[np.float32]
    inputs_bias: NDArray[np.float32]
    states: NDArray[np.float32]
    states_bias: NDArray[np.float32]
    out: NDArray[np.float32]
    out_bias: NDArray[np.float32]
    biases: NDArray[np.float32]
