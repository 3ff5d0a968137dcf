"""How the picture network is taught."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class PictureSettings:
    """How the picture network is built and taught.

    `dim` numbers a vector, `color_weight` says how much the colours count beside the category.
    """

    dim: int = 64
    color_weight: float = 2.0
    n_passes: int = 25
    batch_size: int = 32
    rate: float = 0.002
    decay: float = 0.01
    seed: int = 0
