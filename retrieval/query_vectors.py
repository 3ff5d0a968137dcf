"""Vectors of the latest questions, so that a question repeated or searched anew with another filter costs nothing."""

from collections import OrderedDict
from collections.abc import Callable, Sequence
from hashlib import blake2b
from threading import Lock

import numpy as np
from numpy.typing import NDArray

from retrieval.encodable import encodable

MAX_CHARACTERS = 2000
Encode = Callable[[list[str]], NDArray[np.float32]]


class QueryVectors:
    """Encodes questions one caller at a time and remembers the last `capacity` vectors.

    The engines take one caller at a time: USE changes the thread count of the whole process while it works, and the
    others would share the same few cores. So that nobody waits for one endless message, a question is cut after
    MAX_CHARACTERS. What is remembered is a digest of each question, not the shopper's words.
    """

    def __init__(self, encode: Encode, dim: int, capacity: int = 1024) -> None:
        self._encode = encode
        self._dim = dim
        self._capacity = capacity
        self._vectors: OrderedDict[bytes, NDArray[np.float32]] = OrderedDict()
        self._lock = Lock()

    def of(self, texts: Sequence[str]) -> NDArray[np.float32]:
        """Return the vectors of `texts`, (n, dim) float32, in a new array; new ones are encoded together."""
        clean = [encodable(text)[:MAX_CHARACTERS] for text in texts]
        keys = [blake2b(text.encode(), digest_size=16).digest() for text in clean]
        vectors = np.empty((len(texts), self._dim), dtype=np.float32)
        with self._lock:
            unknown = {key: text for key, text in zip(keys, clean, strict=True) if key not in self._vectors}
            if unknown:
                self._vectors.update(zip(unknown, self._encode(list(unknown.values())), strict=True))
            for row, key in enumerate(keys):
                vectors[row] = self._vectors[key]
                self._vectors.move_to_end(key)
            while len(self._vectors) > self._capacity:
                self._vectors.popitem(last=False)
        return vectors
