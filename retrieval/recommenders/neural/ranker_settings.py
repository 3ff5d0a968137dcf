"""How the ranker is taught, and what it learns: plain values, so that asking needs no torch."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray


@dataclass(frozen=True, slots=True)
class RankerSettings:
    """How the ranker is built and taught. The defaults were set by hand after a few trials.

    dim, n_hidden, n_second: numbers of an item's vector, cells of the first and the second hidden layer.
    half_life_days: after so many days what a user did counts half.
    n_passes, least_steps, batch_size: how often over the users, at least so many steps, and users a step.
    most_wanted, n_rivals: liked items a user at a time, and items drawn at random to tell them from.
    even_share: of the rivals that are drawn evenly, the others as often as they were met.
    rate, decay, drop_share: of AdamW; the share of inputs and cells left out at random.
    blank_share: of items whose own vector is hidden for a step, so that their content learns to speak.
    """

    dim: int = 32
    n_hidden: int = 64
    n_second: int = 32
    half_life_days: float = 365.0
    n_passes: int = 20
    least_steps: int = 200
    batch_size: int = 64
    most_wanted: int = 16
    n_rivals: int = 128
    even_share: float = 0.5
    rate: float = 0.003
    decay: float = 0.02
    drop_share: float = 0.2
    blank_share: float = 0.1
    seed: int = 0


@dataclass(frozen=True, slots=True, eq=False)
class RankerWeights:
    """What the ranker learnt, float32.

    Of items: `vectors` (n_items, dim), made of their own and of their content, `biases` (n_items,), and `told`
    (n_items, n_hidden), what the first layer adds for them. Of the first layer: `user` (2 dim + 2 + n_facts, n_hidden)
    with `user_bias`, `product` (dim, n_hidden) and `matches` (8, n_hidden). Then `second` (n_hidden, n_second) with
    `second_bias`, `last` (n_second,), `last_bias` (1,), and `shares` (2,) of what was liked and what was only met.
    """

    vectors: NDArray[np.float32]
    biases: NDArray[np.float32]
    told: NDArray[np.float32]
    user: NDArray[np.float32]
    user_bias: NDArray[np.float32]
    product: NDArray[np.float32]
    matches: NDArray[np.float32]
    second: NDArray[np.float32]
    second_bias: NDArray[np.float32]
    last: NDArray[np.float32]
    last_bias: NDArray[np.float32]
    shares: NDArray[np.float32]
