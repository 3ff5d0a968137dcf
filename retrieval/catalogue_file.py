"""The catalogue's file as a sequence of products: only their places are in memory, each is read when asked for.

The file is lines of JSON in UTF-8: first the format and the source, then a line for each product, last what counts for
all of them (`Closing`). Reading by position rather than through a memory map keeps pages of a file of gigabytes out of
the process's own memory, and a file that somebody truncates gives an error instead of a killed process. Whoever has it
open keeps it when another takes its place.
"""

import hashlib
import json
import os
import weakref
from array import array
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache, partial
from itertools import pairwise
from pathlib import Path
from typing import Any, overload

import numpy as np
from numpy.typing import NDArray

from retrieval.errors import ArtifactError
from retrieval.product import Merchant, Product
from retrieval.product_record import LINE_START, id_in_line, merchant_from_record, merchant_records, product_from_line

FORMAT_VERSION = 2
N_CACHED = 16_384
"""Products, and rows by id, that are kept once read: 3 KB each, so some 50 MB, and a small shop whole."""

_REMEDY = "import its feed again, or run `crossaisle import demo`"
_BLOCK_BYTES = 4 << 20


@dataclass(frozen=True, slots=True)
class Closing:
    """What stands at the end of the file, each sorted.

    The merchants, how many products each sells, each category with its department, and the brands.
    """

    merchants: Mapping[str, Merchant]
    n_sold: Mapping[str, int]
    categories: Mapping[str, str]
    brands: tuple[str, ...]

    def line(self) -> bytes:
        """Return it as JSON, the same for equal content."""
        record = {
            "merchants": merchant_records(self.merchants.values()),
            "n_sold": dict(self.n_sold),
            "categories": dict(self.categories),
            "brands": list(self.brands),
        }
        return json.dumps(record, ensure_ascii=False).encode()


def opening_line(source: str) -> bytes:
    """Return the first line of a catalogue's file."""
    return json.dumps({"format": FORMAT_VERSION, "source": source}, ensure_ascii=False).encode() + b"\n"


def last_line(closing: bytes, n_products: int, fingerprint: str) -> bytes:
    """Return the last line: what `Closing.line` gave, and what guards the whole."""
    return b'{"n_products": %d, "fingerprint": "%s", "closing": %s}\n' % (n_products, fingerprint.encode(), closing)


def source_in(path: Path) -> str | None:
    """Return where the products of a catalogue's file came from, None where there is none; of any format."""
    try:
        with path.open("rb") as file:
            record = json.loads(file.readline(_BLOCK_BYTES))
    except (OSError, ValueError):
        return None
    source = record.get("source") if isinstance(record, dict) else None
    return source if isinstance(source, str) else None


class RecordFile:
    """The lines of the products in an open file. Safe to read from several threads."""

    def __init__(self, path: Path, descriptor: int, places: NDArray[np.int64]) -> None:
        """Take over `descriptor`; `places` (n_products + 1,) say at which byte each line begins, and the last ends."""
        self._path = path
        self._descriptor = descriptor
        self._places = places
        weakref.finalize(self, os.close, descriptor)

    def __len__(self) -> int:
        return len(self._places) - 1

    def line(self, row: int) -> bytes:
        """Return the line of the product at `row`.

        Raises ArtifactError where the file was cut meanwhile, IndexError where there is no such row.
        """
        if not 0 <= row < len(self):
            raise IndexError(f"There is no row {row} among {len(self)} products.")
        begin, end = int(self._places[row]), int(self._places[row + 1])
        line = os.pread(self._descriptor, end - begin, begin)
        if len(line) != end - begin:
            raise ArtifactError(f"{self._path} was truncated while it was in use, at byte {begin}: {_REMEDY}.")
        return line

    def lines(self) -> Iterator[bytes]:
        """Give all lines in order, reading some megabytes at a time."""
        begin = 0
        while begin < len(self):
            beyond = int(np.searchsorted(self._places, self._places[begin] + _BLOCK_BYTES, side="right")) - 1
            end = min(max(beyond, begin + 1), len(self))
            places = (self._places[begin : end + 1] - self._places[begin]).tolist()
            block = os.pread(self._descriptor, places[-1], int(self._places[begin]))
            if len(block) != places[-1]:
                raise ArtifactError(f"{self._path} was truncated while it was in use: {_REMEDY}.")
            for start, stop in pairwise(places):
                yield block[start:stop]
            begin = end

    def product(self, row: int) -> Product:
        """Read the product at `row`."""
        return product_from_line(self.line(row))


class ProductFile(Sequence[Product]):
    """Products read from their file when asked for, the last `N_CACHED` of them kept."""

    def __init__(self, records: RecordFile) -> None:
        self._records = records
        self._product = lru_cache(N_CACHED)(records.product)

    def __len__(self) -> int:
        return len(self._records)

    @overload
    def __getitem__(self, row: int) -> Product: ...
    @overload
    def __getitem__(self, row: slice) -> Sequence[Product]: ...
    def __getitem__(self, row: int | slice) -> Product | Sequence[Product]:
        if isinstance(row, slice):
            return tuple(self._product(each) for each in range(len(self))[row])
        return self._product(row if row >= 0 else row + len(self))

    def __iter__(self) -> Iterator[Product]:
        """Give all products in order; those that do not fit into what is kept are read and let go of."""
        if len(self) <= N_CACHED:
            return map(self._product, range(len(self)))
        return map(product_from_line, self._records.lines())


class RowsById(Mapping[str, int]):
    """The row of each product by its id: a hash and a row are in memory, the id itself is compared in the file."""

    def __init__(self, records: RecordFile, id_hashes: NDArray[np.int64]) -> None:
        """Take the hash of each product's id, (n_products,), as `id_hash` makes it in this process."""
        self._records = records
        rows = np.argsort(id_hashes, kind="stable").astype(np.int32)
        # Over a function and not a method of this object, which would then refer to itself and outlive its last user.
        self._row = lru_cache(N_CACHED)(partial(_row_of, records, id_hashes[rows], rows))

    def __getitem__(self, product_id: str) -> int:
        row = self._row(product_id) if isinstance(product_id, str) else None
        if row is None:
            raise KeyError(product_id)
        return row

    def __len__(self) -> int:
        return len(self._records)

    def __iter__(self) -> Iterator[str]:
        return (product_from_line(line).product_id for line in self._records.lines())


def _row_of(records: RecordFile, hashes: NDArray[np.int64], rows: NDArray[np.int32], product_id: str) -> int | None:
    """Return the row of an id, None where there is none; `hashes`, sorted, and `rows` are (n_products,)."""
    raw = id_in_line(product_id)
    wanted = id_hash(raw)
    place = int(np.searchsorted(hashes, wanted))
    while place < len(hashes) and hashes[place] == wanted:
        row = int(rows[place])
        if records.line(row).startswith(LINE_START + raw + b'"'):
            return row
        place += 1
    return None


def id_hash(raw_id: bytes) -> int:
    """Return a 64-bit number for an id as it stands in its line; good for this process alone.

    Only the part before a quotation mark counts, so that an escaped one inside an id need not be understood.
    """
    return hash(raw_id.split(b'"', 1)[0])


@dataclass(frozen=True, slots=True)
class OpenedFile:
    """A catalogue's file, checked: its products, their rows by id, and what stands around them."""

    products: ProductFile
    rows: RowsById
    source: str
    fingerprint: str
    closing: Closing


def open_catalogue_file(path: Path) -> OpenedFile:
    """Check the file byte by byte and open it.

    Raises ArtifactError where it is missing, truncated, edited or of another format.
    """
    try:
        descriptor = os.open(path, os.O_RDONLY | os.O_CLOEXEC)
    except OSError as error:
        raise ArtifactError(f"There is no catalogue at {path} ({error.strerror}): {_REMEDY}.") from error
    records = None
    try:
        opening = json.loads(_first_line(descriptor) or b"null")
        version = opening.get("format") if isinstance(opening, dict) else None
        if version != FORMAT_VERSION:
            raise ArtifactError(f"{path} has format {version}, not {FORMAT_VERSION}: {_REMEDY}.")
        begin, content = _last_line(descriptor)
        last = json.loads(content)
        if not isinstance(last, dict) or set(last) != {"n_products", "fingerprint", "closing"}:
            raise ValueError("its last line is that of a product")
        closing = _closing(last["closing"])
        places, id_hashes, digest = _scan(descriptor, begin)
        digest.update(closing.line())
        records = RecordFile(path, descriptor, places)
    except (OSError, ValueError, KeyError, TypeError, AttributeError) as error:
        raise ArtifactError(f"{path} is truncated or was edited ({error}): {_REMEDY}.") from error
    finally:
        if records is None:
            os.close(descriptor)
    if (found := (len(records), digest.hexdigest())) != (last["n_products"], last["fingerprint"]):
        raise ArtifactError(
            f"{path} holds {found[0]} products with fingerprint {found[1][:12]}, its last line says "
            f"{last['n_products']} with {str(last['fingerprint'])[:12]}: it is truncated or was edited; {_REMEDY}."
        )
    rows = RowsById(records, id_hashes)
    return OpenedFile(ProductFile(records), rows, opening["source"], last["fingerprint"], closing)


def _closing(record: Mapping[str, Any]) -> Closing:
    merchants = [merchant_from_record(merchant) for merchant in record["merchants"]]
    known = {merchant.merchant_id: merchant for merchant in merchants}
    return Closing(known, record["n_sold"], record["categories"], tuple(record["brands"]))


def _first_line(descriptor: int) -> bytes:
    return os.pread(descriptor, _BLOCK_BYTES, 0).partition(b"\n")[0]


def _last_line(descriptor: int) -> tuple[int, bytes]:
    """Return where the last line begins, and the line; raises ValueError where it has no end."""
    size = os.fstat(descriptor).st_size
    n_bytes = _BLOCK_BYTES
    while True:
        tail = os.pread(descriptor, n_bytes, max(size - n_bytes, 0))
        if not tail.endswith(b"\n"):
            raise ValueError("its last line is not whole")
        begin = tail.rfind(b"\n", 0, -1) + 1
        if begin or n_bytes >= size:
            return size - len(tail) + begin, tail[begin:]
        n_bytes *= 2


def _scan(descriptor: int, end: int) -> tuple[NDArray[np.int64], NDArray[np.int64], Any]:
    """Read the file up to the byte `end`: where each product's line begins, the hash of its id, and the SHA-256."""
    digest = hashlib.sha256()
    places, id_hashes = array("q"), array("q")
    at, rest = 0, b""
    while at < end:
        block = os.pread(descriptor, min(_BLOCK_BYTES, end - at), at)
        if not block:
            raise ValueError("it became shorter while it was read")
        digest.update(block)
        lines = (rest + block).split(b"\n")
        begin = at - len(rest)
        rest = lines.pop()
        for line in lines:
            places.append(begin)
            begin += len(line) + 1
            id_hashes.append(id_hash(line[len(LINE_START) :]))
        at += len(block)
    if rest or not places:
        raise ValueError("its first line is not whole")
    places.append(end)
    return np.array(places, dtype=np.int64)[1:], np.array(id_hashes, dtype=np.int64)[1:], digest
