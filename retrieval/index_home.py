"""Where the vector indexes of a catalogue live: in its folder, or on Milvus."""

import re
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

from retrieval.index import FaissIndex
from retrieval.index_kinds import IndexPlan
from retrieval.manifest import IndexIdentity
from retrieval.milvus_index import MilvusIndex
from retrieval.vector_index import VectorIndex

Progress = Callable[[int, int], None]
_NEVER = 1 << 62


class IndexHome(Protocol):
    """Keeps built indexes and gives them back."""

    def load(self, folder: Path, identity: IndexIdentity) -> VectorIndex:
        """Return the index of `identity`; raises ArtifactError where it has to be built."""

    def build(
        self, vectors: NDArray[np.float32], folder: Path, identity: IndexIdentity, progress: Progress
    ) -> VectorIndex:
        """Make the index of `vectors` (n_rows, dim) float32, put it in force in one step, and return it.

        `folder` is that of the catalogue and encoder; the vectors themselves are kept in it in any case, for the next
        catalogue that has some of the same texts. `progress` is called with the number of rows done and of all.
        """


@dataclass(frozen=True, slots=True)
class FolderHome:
    """Indexes in the catalogue's own folder, of the kind that suits their size."""

    def load(self, folder: Path, identity: IndexIdentity) -> VectorIndex:
        """Map the index in `folder`."""
        return FaissIndex.load(folder, identity)

    def build(
        self, vectors: NDArray[np.float32], folder: Path, identity: IndexIdentity, progress: Progress
    ) -> VectorIndex:
        """Build the index and save it in `folder`."""
        FaissIndex.build(vectors, progress=progress).save(folder, identity)
        return FaissIndex.load(folder, identity)


@dataclass(frozen=True, slots=True)
class MilvusHome:
    """Indexes on the Milvus at `address`, under the name of the encoder's folder. Whoever builds keeps the vectors too.

    Raises IndexServiceError where Milvus does not answer.
    """

    address: str

    def load(self, folder: Path, identity: IndexIdentity) -> VectorIndex:
        """Open the index in force; `folder` gives nothing but its name."""
        return MilvusIndex.open(self.address, _alias(folder), identity)

    def build(
        self, vectors: NDArray[np.float32], folder: Path, identity: IndexIdentity, progress: Progress
    ) -> VectorIndex:
        """Keep the vectors in `folder`, plain, and publish the index."""
        FaissIndex.build(vectors, IndexPlan(hnsw_from=_NEVER, ivf_pq_from=_NEVER)).save(folder, identity)
        return MilvusIndex.publish(self.address, _alias(folder), vectors, identity, progress)


def index_home(milvus: str | None) -> IndexHome:
    """Return the home that the address of a Milvus, or none, asks for."""
    return MilvusHome(milvus) if milvus else FolderHome()


def _alias(folder: Path) -> str:
    """Return a name as Milvus wants it, without the two underscores that part it from the rest of a collection's."""
    return "crossaisle_" + re.sub(r"[^A-Za-z0-9]+", "_", folder.name).strip("_")
