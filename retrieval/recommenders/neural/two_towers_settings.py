"""How two towers are taught, and what they learn: plain values, so that asking needs no torch."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray


@dataclass(frozen=True, slots=True)
class TwoTowersSettings:
    """How the towers are built and taught. The defaults are those that docs/judging-recommenders.md tells of.

    dim, n_hidden: numbers of a vector, cells of the user tower's hidden layer.
    half_life_days: after so many days what a user did counts half.
    n_passes, least_steps, batch_size: how often over the users, at least so many steps, and users a step.
    most_wanted, n_random: liked items a user at a time to be foretold, further items to compete with them.
    rate, decay, drop_share: of AdamW; the share of inputs and cells left out at random.
    blank_share: of items whose own embedding is hidden for a step, so that their content learns to speak.
    """

    dim: int = 64
    n_hidden: int = 128
    half_life_days: float = 365.0
    n_passes: int = 100
    least_steps: int = 200
    batch_size: int = 128
    most_wanted: int = 24
    n_random: int = 1024
    rate: float = 0.003
    decay: float = 2.0
    drop_share: float = 0.3
    blank_share: float = 0.1
    seed: int = 0


@dataclass(frozen=True, slots=True, eq=False)
class TwoTowersWeights:
    """What the towers learnt, float32.

    Items: `embeddings` (n_items, dim + 1), `trait_embeddings` (n_traits, dim + 1), `projection` (vector dim, dim + 1),
    which is applied to vectors less `mean` (vector dim,); the last column is how much everybody wants it. Users:
    `first` (2 dim + 2 + n_facts, n_hidden) with `first_bias`, `second` (n_hidden, dim) with `second_bias`, and `shares`
    (2,) of what was liked and of what was only met.
    """

    embeddings: NDArray[np.float32]
    trait_embeddings: NDArray[np.float32]
    projection: NDArray[np.float32]
    mean: NDArray[np.float32]
    first: NDArray[np.float32]
    first_bias: NDArray[np.float32]
    second: NDArray[np.float32]
    second_bias: NDArray[np.float32]
    shares: NDArray[np.float32]
