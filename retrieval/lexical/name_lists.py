"""Lists of words as arrays, to be kept in files of arrays."""

from collections.abc import Iterable

import numpy as np
from numpy.typing import NDArray

_SEPARATOR = "\n"


def joined(names: Iterable[str]) -> NDArray[np.uint8]:
    """Return names without line breaks as one array of bytes."""
    return np.frombuffer(_SEPARATOR.join(names).encode(), dtype=np.uint8)


def split(names: NDArray[np.uint8]) -> list[str]:
    """Return the names that `joined` was given."""
    return names.tobytes().decode().split(_SEPARATOR) if names.size else []
