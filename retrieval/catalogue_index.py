"""The index of a catalogue under one encoder: built, saved, and loaded when it is still the right one."""

import re
import shutil
from collections.abc import Callable
from pathlib import Path

from retrieval.catalogue import Catalogue
from retrieval.encoder import Encoder
from retrieval.encoders import model_version
from retrieval.errors import ArtifactError
from retrieval.index import FaissIndex
from retrieval.manifest import IndexIdentity
from retrieval.text_rows import TextRows

FOLDER = "index"
_LENGTH = 16


def load_or_build_index(
    catalogue: Catalogue,
    encoder: Encoder,
    cache: Path,
    progress: Callable[[int, int], None],
    is_forced: bool = False,
    tell: Callable[[str], None] = lambda _: None,
) -> FaissIndex:
    """Return the index of `catalogue` under `encoder`, from the cache folder where it is the right one.

    A missing, truncated, older or foreign index is named through `tell` and built anew; `progress` is called with the
    number of texts embedded and of all. `is_forced` builds anew in any case.
    """
    texts = TextRows.of(catalogue)
    identity = IndexIdentity(model_version(encoder.name), encoder.dim, len(texts.texts), catalogue.fingerprint)
    folder = index_folder(cache, catalogue, encoder)
    if not is_forced:
        try:
            return FaissIndex.load(folder, identity)
        except ArtifactError as error:
            tell(str(error))
    vectors = encoder.encode_documents(texts.texts, progress)
    FaissIndex.build(vectors).save(folder, identity)
    return FaissIndex.load(folder, identity)


def index_folder(cache: Path, catalogue: Catalogue, encoder: Encoder) -> Path:
    """Return where the index of a catalogue under an encoder is kept: each catalogue has a folder of its own."""
    return cache / FOLDER / catalogue.fingerprint[:_LENGTH] / re.sub(r"[^\w.-]+", "-", encoder.name)


def remove_other_indexes(cache: Path, catalogue: Catalogue) -> None:
    """Remove the indexes of former catalogues; a process that has one of them open keeps it."""
    for folder in (cache / FOLDER).glob("*"):
        if folder.name != catalogue.fingerprint[:_LENGTH]:
            shutil.rmtree(folder, ignore_errors=True)
