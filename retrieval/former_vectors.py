"""The vectors of a former catalogue's index, found again by the texts that they were made of."""

from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from retrieval.errors import ArtifactError
from retrieval.index import FaissIndex
from retrieval.manifest import IndexIdentity, Manifest
from retrieval.text_rows import saved_digests
from retrieval.vector_index import VectorIndex

_NO_ROW = -1


@dataclass(frozen=True, slots=True)
class FormerVectors:
    """Vectors of texts that were embedded before with the same model: digests (n,), sorted, and each one's row."""

    _index: VectorIndex | None
    _digests: NDArray[np.bytes_]
    _rows: NDArray[np.int64]

    @classmethod
    def none(cls) -> "FormerVectors":
        """Return the vectors of no text."""
        return cls(None, np.empty(0, dtype="S1"), np.empty(0, dtype=np.int64))

    @classmethod
    def found(
        cls, folders: list[Path], encoder_folder: str, model: str, dim: int, wanted: NDArray[np.bytes_]
    ) -> "FormerVectors":
        """Return the vectors of the former index that has most of the texts `wanted` (n_rows,), made by `model`.

        `folders` are those of former catalogues, in each of which `encoder_folder` holds the index. What is damaged or
        was made by another model is passed over: its texts are embedded again.
        """
        candidates = []
        for folder in sorted(folders):
            try:
                manifest = Manifest.read(folder / encoder_folder)
                digests = saved_digests(folder)
            except ArtifactError:
                continue
            if (manifest.model, manifest.dim, manifest.n_rows) == (model, dim, len(digests)):
                candidates.append((int(np.isin(wanted, digests).sum()), folder, manifest, digests))
        for n_known, folder, manifest, digests in sorted(candidates, key=lambda candidate: -candidate[0]):
            if not n_known:
                break
            try:
                identity = IndexIdentity(model, dim, manifest.n_rows, manifest.fingerprint)
                index = FaissIndex.load(folder / encoder_folder, identity)
            except ArtifactError:
                continue
            order = np.argsort(digests, kind="stable")
            return cls(index, digests[order], order)
        return cls.none()

    def rows_of(self, digests: NDArray[np.bytes_]) -> NDArray[np.int64]:
        """Return the row of each text by its digest, (n,), -1 where its vector is not known."""
        if not self._digests.size:
            return np.full(len(digests), _NO_ROW, dtype=np.int64)
        places = np.minimum(np.searchsorted(self._digests, digests), self._digests.size - 1)
        return np.where(self._digests[places] == digests, self._rows[places], _NO_ROW)

    def vectors(self, rows: NDArray[np.int64]) -> NDArray[np.float32]:
        """Return the vectors of `rows` as (n, dim) float32; there are no rows where no text is known."""
        if self._index is None:
            raise ArtifactError("There are no vectors of former texts: embed the texts.")
        return self._index.vectors(rows)
