"""Writing a catalogue's file product by product, in memory that does not grow with the products' texts."""

import hashlib
import os
from array import array
from collections import Counter
from collections.abc import Iterable
from pathlib import Path
from types import TracebackType

import numpy as np

from retrieval.catalogue_file import Closing, id_hash, last_line, opening_line
from retrieval.errors import ArtifactError, CatalogError
from retrieval.product import Merchant, Product
from retrieval.product_record import LINE_START, product_line

FILE_NAME = "catalogue.jsonl"
UNFINISHED = "catalogue.*.tmp"
"""Pattern of the files that a killed writer leaves behind."""

_BUFFER_BYTES = 1 << 20


class CatalogueTally:
    """What must be known of products once all were seen: fingerprint, categories, brands, and whether they fit."""

    def __init__(self, source: str) -> None:
        self.n_products = 0
        self._digest = hashlib.sha256(opening_line(source))
        self._categories: dict[str, str] = {}
        self._brands: set[str] = set()
        self._n_sold: Counter[str] = Counter()
        self._first_sold: dict[str, str] = {}

    def add(self, product: Product) -> bytes:
        """Count `product` in and return its line; raises CatalogError as `product_line` does."""
        line = product_line(product)
        self._digest.update(line)
        self.n_products += 1
        if product.category:
            self._categories[product.category] = product.department
        if product.brand:
            self._brands.add(product.brand)
        self._n_sold[product.merchant_id] += 1
        self._first_sold.setdefault(product.merchant_id, product.product_id)
        return line

    def close(self, merchants: Iterable[Merchant]) -> tuple[Closing, str]:
        """Return the closing and the fingerprint; raises CatalogError where a product's merchant is not among them."""
        known = {merchant.merchant_id: merchant for merchant in merchants}
        for merchant_id, product_id in self._first_sold.items():
            if merchant_id not in known:
                raise CatalogError(
                    f"Product {product_id!r} is sold by {merchant_id!r}, who is not among the "
                    f"merchants {sorted(known)}: add the merchant or correct the product."
                )
        categories = dict(sorted(self._categories.items()))
        closing = Closing(known, dict(sorted(self._n_sold.items())), categories, tuple(sorted(self._brands)))
        digest = self._digest.copy()
        digest.update(closing.line())
        return closing, digest.hexdigest()


class CatalogueWriter:
    """Writes into a file beside the one in force; `finish` puts it in that one's place in a single step.

    Use it in a `with` block: without `finish` nothing is left of it, and what was in force stays.
    """

    def __init__(self, folder: Path, source: str) -> None:
        """Begin; raises ArtifactError where `folder` cannot be written."""
        self._path = folder / FILE_NAME
        self._unfinished = folder / UNFINISHED.replace("*", str(os.getpid()))
        self._tally = CatalogueTally(source)
        self._id_hashes, self._places = array("q"), array("q")
        try:
            folder.mkdir(parents=True, exist_ok=True)
            self._file = self._unfinished.open("wb", buffering=_BUFFER_BYTES)
            self._n_bytes = self._file.write(opening_line(source))
        except OSError as error:
            raise self._unwritable(error) from error

    def __enter__(self) -> "CatalogueWriter":
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, traceback: TracebackType | None
    ) -> None:
        try:
            self._file.close()
        finally:
            self._unfinished.unlink(missing_ok=True)

    @property
    def n_products(self) -> int:
        """How many products were added."""
        return self._tally.n_products

    def add(self, product: Product) -> None:
        """Write a product; raises CatalogError where it cannot be, ArtifactError where the disk refuses."""
        line = self._tally.add(product)
        self._id_hashes.append(id_hash(line[len(LINE_START) :]))
        self._places.append(self._n_bytes)
        try:
            self._n_bytes += self._file.write(line)
        except OSError as error:
            raise self._unwritable(error) from error

    def finish(self, merchants: Iterable[Merchant]) -> Path:
        """Put what was written in force and return its file.

        Raises CatalogError where two products share an id or a product's merchant is not among `merchants`,
        ArtifactError where the disk refuses.
        """
        closing, fingerprint = self._tally.close(merchants)
        try:
            self._file.flush()
            self._check_ids()
            self._file.write(last_line(closing.line(), self.n_products, fingerprint))
            self._file.flush()
            os.fsync(self._file.fileno())
            put_in_force(self._unfinished, self._path)
        except OSError as error:
            raise self._unwritable(error) from error
        return self._path

    def _check_ids(self) -> None:
        """Raise CatalogError for an id that stands twice; only ids of equal hash are read again and compared."""
        hashes = np.array(self._id_hashes, dtype=np.int64)
        order = np.argsort(hashes, kind="stable")
        is_again = hashes[order][1:] == hashes[order][:-1]
        if not is_again.any():
            return
        seen: set[bytes] = set()
        suspects = np.unique(np.concatenate([order[1:][is_again], order[:-1][is_again]]))
        with self._unfinished.open("rb") as file:
            for row in suspects:
                file.seek(self._places[row])
                line = file.readline()
                raw_id = line[len(LINE_START) : line.index(b'", "', len(LINE_START))]
                if raw_id in seen:
                    raise CatalogError(f"Two products share the id {raw_id.decode()!r}: ids must be unique.")
                seen.add(raw_id)

    def _unwritable(self, error: OSError) -> ArtifactError:
        return ArtifactError(
            f"The catalogue cannot be written to {self._path} ({error.strerror or error}): "
            "give a folder that can be, with room on its disk."
        )


def put_in_force(unfinished: Path, path: Path) -> None:
    """Put a file that is whole and on disk in the place of `path`, in a single step that outlasts a power cut."""
    unfinished.replace(path)
    descriptor = os.open(path.parent, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
