"""The indexes of a catalogue: built, saved, and loaded when they are still the right ones."""

import os
import re
import shutil
import tempfile
from collections.abc import Callable, Iterator, Mapping
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from functools import partial
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from retrieval.catalogue import Catalogue
from retrieval.encoder import Encoder
from retrieval.encoders import model_version
from retrieval.errors import ArtifactError
from retrieval.former_vectors import FormerVectors
from retrieval.index_home import FolderHome, IndexHome
from retrieval.lexical import LexicalIndex, lexical_identity
from retrieval.lexicon import Lexicon
from retrieval.manifest import MANIFEST_NAME, IndexIdentity
from retrieval.text_rows import TextRows, saved_digests
from retrieval.vector_index import VectorIndex

FOLDER = "index"
_LEXICAL = "words"
_LENGTH = 16
_TEXTS_AT_ONCE = 8192

Tell = Callable[[str], None]
Progress = Callable[[str, int, int], None]
_IN_FOLDERS = FolderHome()


@dataclass(frozen=True, slots=True)
class CatalogueIndexes:
    """All indexes of a catalogue: its text rows, their vectors by the name of the encoder, and their words."""

    texts: TextRows
    vectors: Mapping[str, VectorIndex]
    words: LexicalIndex


def load_or_build_indexes(
    catalogue: Catalogue,
    encoders: Mapping[str, Encoder],
    lexicon: Lexicon,
    cache: Path,
    progress: Progress = lambda *_: None,
    is_forced: bool = False,
    tell: Tell = lambda _: None,
    home: IndexHome = _IN_FOLDERS,
) -> CatalogueIndexes:
    """Return the indexes of `catalogue`, from the cache folder where they are the right ones.

    One that is missing is built; one that is truncated, older or foreign is named through `tell` and built anew. Texts
    whose vectors an index of a former catalogue holds are not embedded again; `tell` says how many. `progress` is
    called with what is being made, such as "use vectors" or "use index", and the number of texts done and of all.
    `is_forced` builds everything anew in any case. `home` keeps the vector indexes.
    """
    texts = _texts(catalogue, cache, is_forced)
    words = _words(texts, catalogue, lexicon, cache, is_forced, tell)
    vectors = {
        name: _vectors(texts, catalogue, encoder, cache, progress, is_forced, tell, home)
        for name, encoder in encoders.items()
    }
    return CatalogueIndexes(texts, vectors, words)


def index_folder(cache: Path, catalogue: Catalogue, encoder: Encoder) -> Path:
    """Return where the index of a catalogue under an encoder is kept: each catalogue has a folder of its own."""
    return catalogue_folder(cache, catalogue) / re.sub(r"[^\w.-]+", "-", encoder.name)


def catalogue_folder(cache: Path, catalogue: Catalogue) -> Path:
    """Return the folder of all indexes of a catalogue."""
    return cache / FOLDER / catalogue.fingerprint[:_LENGTH]


def remove_other_indexes(cache: Path, catalogue: Catalogue, former_fingerprint: str | None = None) -> None:
    """Remove the indexes of all catalogues but this one, and the one that was in force before it.

    A process that has one of them open keeps it, but one may just be about to open the former.
    """
    kept = {(fingerprint or "")[:_LENGTH] for fingerprint in (catalogue.fingerprint, former_fingerprint)}
    for folder in (cache / FOLDER).glob("*"):
        if folder.name not in kept:
            shutil.rmtree(folder, ignore_errors=True)


def remove_unfinished_indexes(cache: Path) -> None:
    """Remove the folders in which no index was finished, as a killed process leaves them."""
    for folder in (cache / FOLDER).glob("*"):
        if not any(folder.glob(f"*/{MANIFEST_NAME}")):
            shutil.rmtree(folder, ignore_errors=True)


def _texts(catalogue: Catalogue, cache: Path, is_forced: bool) -> TextRows:
    folder = catalogue_folder(cache, catalogue)
    if not is_forced:
        try:
            return TextRows.load(folder, catalogue)
        except ArtifactError:
            pass  # they are no index of their own: what makes them anew is one pass over the products
    texts = TextRows.of(catalogue)
    texts.save(folder)
    return texts


def _words(
    texts: TextRows, catalogue: Catalogue, lexicon: Lexicon, cache: Path, is_forced: bool, tell: Tell
) -> LexicalIndex:
    folder = catalogue_folder(cache, catalogue) / _LEXICAL
    identity = lexical_identity(texts, catalogue)
    if not is_forced:
        try:
            return LexicalIndex.load(folder, identity)
        except ArtifactError as error:
            _tell_unless_missing(folder, error, tell)
    LexicalIndex.build(texts, catalogue, lexicon).save(folder, identity)
    return LexicalIndex.load(folder, identity)


def _vectors(
    texts: TextRows,
    catalogue: Catalogue,
    encoder: Encoder,
    cache: Path,
    progress: Progress,
    is_forced: bool,
    tell: Tell,
    home: IndexHome,
) -> VectorIndex:
    identity = IndexIdentity(model_version(encoder.name), encoder.dim, len(texts), catalogue.fingerprint)
    folder = index_folder(cache, catalogue, encoder)
    if not is_forced:
        try:
            return home.load(folder, identity)
        except ArtifactError as error:
            _tell_unless_missing(folder, error, tell)
    digests = saved_digests(folder.parent)
    former = FormerVectors.none()
    if not is_forced:
        folders = [path for path in (cache / FOLDER).glob("*") if path != folder.parent]
        former = FormerVectors.found(folders, folder.name, identity.model, identity.dim, digests)
    with _vector_file(folder, len(texts), encoder.dim) as vectors:
        n_reused, n_embedded = _fill(vectors, texts, digests, former, encoder, progress)
        tell(f"{encoder.name}: {n_reused} of {len(texts)} texts reused, {n_embedded} embedded")
        return home.build(vectors, folder, identity, partial(progress, f"{encoder.name} index"))


def _tell_unless_missing(folder: Path, error: ArtifactError, tell: Tell) -> None:
    """Name what is wrong with an index; that a new catalogue has none yet goes without saying."""
    if (folder / MANIFEST_NAME).exists():
        tell(str(error))


@contextmanager
def _vector_file(folder: Path, n_rows: int, dim: int) -> Iterator[NDArray[np.float32]]:
    """Give room on disk for vectors, (n_rows, dim) float32, until the end of the `with` block."""
    if not n_rows:
        yield np.empty((0, dim), dtype=np.float32)
        return
    with ExitStack() as stack:
        try:
            folder.mkdir(parents=True, exist_ok=True)
            file = stack.enter_context(tempfile.TemporaryFile(dir=folder))  # nameless: nothing is left if killed
            n_bytes = n_rows * dim * np.dtype(np.float32).itemsize
            os.posix_fallocate(file.fileno(), 0, n_bytes)  # a full disk is an error here, and a crash later
        except OSError as error:
            raise ArtifactError(f"{n_rows} vectors cannot be written to {folder} ({error}): give it room.") from error
        yield np.memmap(file, dtype=np.float32, shape=(n_rows, dim))


def _fill(
    vectors: NDArray[np.float32],
    texts: TextRows,
    digests: NDArray[np.bytes_],
    former: FormerVectors,
    encoder: Encoder,
    progress: Progress,
) -> tuple[int, int]:
    """Fill `vectors` (n_rows, dim), each different text embedded once at most; return how many were reused, embedded.

    A text counts as reused where its vector comes from a former index or from an equal text further up.
    """
    former_rows = former.rows_of(digests)
    unknown = np.flatnonzero(former_rows < 0)
    _, first, place = np.unique(digests[unknown], return_index=True, return_inverse=True)
    first_rows = np.arange(len(digests))
    first_rows[unknown] = unknown[first][place]
    n_wanted, n_done = len(first), 0
    for begin in range(0, len(digests), _TEXTS_AT_ONCE):
        rows = np.arange(begin, min(begin + _TEXTS_AT_ONCE, len(digests)))
        known = rows[former_rows[rows] >= 0]
        if known.size:
            vectors[known] = former.vectors(former_rows[known])
        is_new = (former_rows[rows] < 0) & (first_rows[rows] == rows)
        wanted = rows[is_new]
        if wanted.size:
            done = n_done

            def show(n_batch: int, _: int, done: int = done) -> None:
                progress(f"{encoder.name} vectors", done + n_batch, n_wanted)

            vectors[wanted] = encoder.encode_documents([texts.texts[int(row)] for row in wanted], show)
            n_done += len(wanted)
        again = rows[first_rows[rows] != rows]
        vectors[again] = vectors[first_rows[again]]
    return len(digests) - n_done, n_done
