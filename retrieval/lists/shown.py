"""Which products of a list were shown before, in a form short enough to be kept with a conversation."""

import base64
from collections.abc import Iterable
from dataclasses import dataclass
from hashlib import blake2b
from typing import Self

import numpy as np
from numpy.typing import NDArray

_BYTES = 6
"""Bytes of a digest: of a thousand products shown and a million on sale, two are taken for one in 3 of 10^6 lists."""


@dataclass(frozen=True, slots=True)
class Shown:
    """Digests of the products shown, eight letters each in `text`."""

    text: str = ""

    @classmethod
    def from_text(cls, text: str) -> Self:
        """Read what `text` of an earlier one held; raises ValueError where it is not of this form."""
        if len(base64.b64decode(text, altchars=b"-_", validate=True)) % _BYTES:
            raise ValueError(f"{text!r} is no row of digests of {_BYTES} bytes: start a new list.")
        return cls(text)

    def with_products(self, product_ids: Iterable[str]) -> Self:
        """Return these and further products."""
        digests = b"".join(_digest(product_id) for product_id in product_ids)
        return type(self)(self.text + base64.urlsafe_b64encode(digests).decode())

    def among(self, digests: NDArray[np.uint64]) -> NDArray[np.bool_]:
        """Return which of the products with these digests (n_products,) were shown."""
        packed = base64.urlsafe_b64decode(self.text)
        shown = [int.from_bytes(packed[at : at + _BYTES], "big") for at in range(0, len(packed), _BYTES)]
        found: NDArray[np.bool_] = np.isin(digests, np.array(shown, dtype=np.uint64))
        return found


NOTHING_SHOWN = Shown()


def digests_of(product_ids: Iterable[str]) -> NDArray[np.uint64]:
    """Return the digest of each product id."""
    return np.array([int.from_bytes(_digest(product_id), "big") for product_id in product_ids], dtype=np.uint64)


def _digest(product_id: str) -> bytes:
    return blake2b(product_id.encode(), digest_size=_BYTES).digest()
