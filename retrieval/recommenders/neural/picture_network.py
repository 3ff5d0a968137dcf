"""A small convolutional network that turns pictures into vectors."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.lib.stride_tricks import sliding_window_view
from numpy.typing import NDArray

from retrieval.drawings import SIDE
from retrieval.errors import ArtifactError

N_LAYERS = 4
_KERNEL, _STRIDE, _CELLS = 3, 2, 2
_BATCH = 64
_GRAY_UNDER, _BLACK_UNDER, _WHITE_FROM = 0.25, 0.35, 0.85
_N_HUES = 12
N_COLORS = _N_HUES + 2
"""What `color_shares` tells apart: twelve hues, gray and black."""


@dataclass(frozen=True, slots=True, eq=False)
class PictureNetwork:
    """Four convolutions of 3 × 3 at every second pixel, means over a grid of 2 × 2, and a linear map to unit length.

    `kernels[n]` (n_out, n_in, 3, 3) with `biases[n]`, `last` (4 n_out, dim) with `last_bias`, float32.
    """

    kernels: tuple[NDArray[np.float32], ...]
    biases: tuple[NDArray[np.float32], ...]
    last: NDArray[np.float32]
    last_bias: NDArray[np.float32]

    def embed(self, pictures: NDArray[np.uint8]) -> NDArray[np.float32]:
        """Return a row of unit length for each picture (n, 64, 64, 3), (n, dim)."""
        if pictures.shape[1:] != (SIDE, SIDE, 3):
            raise ArtifactError(f"pictures have the shape {pictures.shape}; give (n, {SIDE}, {SIDE}, 3)")
        rows = [self._embed(pictures[start : start + _BATCH]) for start in range(0, len(pictures), _BATCH)]
        return np.concatenate([np.zeros((0, self.last.shape[1]), np.float32), *rows])

    def _embed(self, pictures: NDArray[np.uint8]) -> NDArray[np.float32]:
        layer = scaled(pictures)
        for kernel, bias in zip(self.kernels, self.biases, strict=True):
            layer = np.maximum(_convolved(layer, kernel) + bias, 0.0)
        n, side, _, depth = layer.shape
        half = side // _CELLS
        cells = layer.reshape(n, _CELLS, half, _CELLS, half, depth).mean(axis=(2, 4))
        rows = cells.transpose(0, 3, 1, 2).reshape(n, -1) @ self.last + self.last_bias
        lengths = np.linalg.norm(rows, axis=1, keepdims=True)
        unit: NDArray[np.float32] = (rows / np.maximum(lengths, np.finfo(np.float32).tiny)).astype(np.float32)
        return unit

    def arrays(self) -> dict[str, NDArray[Any]]:
        """Return the arrays to keep, by name."""
        named = {"last": self.last, "last_bias": self.last_bias}
        for place, (kernel, bias) in enumerate(zip(self.kernels, self.biases, strict=True)):
            named |= {f"kernel_{place}": kernel, f"bias_{place}": bias}
        return named

    @classmethod
    def from_arrays(cls, arrays: Mapping[str, NDArray[Any]]) -> "PictureNetwork":
        """Read what `arrays` gave; raises ArtifactError where one is missing."""
        try:
            return cls(
                tuple(arrays[f"kernel_{place}"] for place in range(N_LAYERS)),
                tuple(arrays[f"bias_{place}"] for place in range(N_LAYERS)),
                arrays["last"],
                arrays["last_bias"],
            )
        except KeyError as error:
            raise ArtifactError(f"The picture network lacks the array {error}: train it again.") from error


def scaled(pictures: NDArray[np.uint8]) -> NDArray[np.float32]:
    """Return pixels as -1..1."""
    return pictures.astype(np.float32) / np.float32(127.5) - np.float32(1.0)


def _convolved(layer: NDArray[np.float32], kernel: NDArray[np.float32]) -> NDArray[np.float32]:
    """Return (n, height / 2, width / 2, n_out) of (n, height, width, n_in), with a border of zeros."""
    padded = np.pad(layer, ((0, 0), (1, 1), (1, 1), (0, 0)))
    windows = sliding_window_view(padded, (_KERNEL, _KERNEL), axis=(1, 2))[:, ::_STRIDE, ::_STRIDE]
    n, height, width = windows.shape[:3]
    flat = windows.reshape(n * height * width, -1) @ kernel.reshape(len(kernel), -1).T
    return flat.reshape(n, height, width, len(kernel))


def color_shares(pictures: NDArray[np.uint8]) -> NDArray[np.float32]:
    """Return (n, 14) float32: how much of each picture has each of 12 hues, is gray or black; rows add to 1.

    Colourful pixels count by how colourful they are; pale and white ones, mostly background, do not. A picture of
    nothing else is even.
    """
    pixels = pictures.astype(np.float32) / np.float32(255)
    value, least = pixels.max(axis=3), pixels.min(axis=3)
    chroma = value - least
    saturation = chroma / np.maximum(value, 1e-6)
    red, green, blue = (pixels[..., channel] for channel in range(3))
    safe = np.maximum(chroma, 1e-6)
    hue = np.where(
        value == red,
        (green - blue) / safe % 6,
        np.where(value == green, (blue - red) / safe + 2, (red - green) / safe + 4),
    )
    bins = np.minimum((hue / 6 * _N_HUES).astype(int), _N_HUES - 1)
    is_gray, is_black = saturation < _GRAY_UNDER, value < _BLACK_UNDER
    weights = np.where(is_gray & (value < _WHITE_FROM), 0.5, np.where(is_gray, 0.0, saturation))
    weights = np.where(is_black, 0.5, weights)
    bins = np.where(is_black, _N_HUES + 1, np.where(is_gray, _N_HUES, bins))
    cells = np.arange(len(pictures))[:, None, None] * N_COLORS + bins
    sums = np.bincount(cells.ravel(), weights.ravel(), minlength=len(pictures) * N_COLORS).reshape(-1, N_COLORS)
    shares: NDArray[np.float32] = ((sums + 1e-3) / (sums + 1e-3).sum(axis=1, keepdims=True)).astype(np.float32)
    return shares
