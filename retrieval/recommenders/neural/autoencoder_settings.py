"""How the autoencoder is taught, and what it learns: plain values, so that asking needs no torch."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray


@dataclass(frozen=True, slots=True)
class AutoencoderSettings:
    """How the autoencoder is built and taught. The defaults were set by hand; docs/judging-recommenders.md has others.

    n_hidden, dim: cells of the hidden layers, numbers of the code.
    met_weight: how much an item that was only met counts beside a liked one.
    keep_share: of a user's items that are shown, from which all are to be told.
    most_pull, warm_share: weight of the code's distance from a normal one, reached after such a share of all steps.
    n_passes, least_steps, batch_size: how often over the users, at least so many steps, and users a step.
    rate, decay: of AdamW.
    """

    n_hidden: int = 256
    dim: int = 64
    met_weight: float = 0.25
    keep_share: float = 0.5
    most_pull: float = 0.2
    warm_share: float = 0.5
    n_passes: int = 50
    least_steps: int = 200
    batch_size: int = 64
    rate: float = 0.001
    decay: float = 0.01
    seed: int = 0


@dataclass(frozen=True, slots=True, eq=False)
class AutoencoderWeights:
    """What the autoencoder learnt, float32.

    `read` (n_items, n_hidden), `code` (n_hidden, dim), `unfold` (dim, n_hidden), `write` (n_items, n_hidden), each with
    its bias.
    """

    read: NDArray[np.float32]
    read_bias: NDArray[np.float32]
    code: NDArray[np.float32]
    code_bias: NDArray[np.float32]
    unfold: NDArray[np.float32]
    unfold_bias: NDArray[np.float32]
    write: NDArray[np.float32]
    write_bias: NDArray[np.float32]
