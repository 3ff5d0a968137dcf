"""Collections of Milvus as this library uses them. The only module that imports pymilvus, and only once it is needed.

A published index is a collection of its own, named after what it is of; an alias is switched to it once
it is whole. Who opened a collection keeps asking that one, whose rows are those of their catalogue: the collection in
force before stays until the next one is published, older ones are dropped then.
"""

import hashlib
import json
import uuid
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from retrieval.errors import ArtifactError, IndexServiceError
from retrieval.index_kinds import IndexKind, IndexPlan
from retrieval.manifest import REMEDY, IndexIdentity

MOST_ROWS = 16_384
"""Most rows that Milvus gives in one answer."""
_ROWS_AT_ONCE = 2048
_BREADTH = 256
_DIGEST_BYTES = 8
_UNIQUE_LENGTH = 8
_SEPARATOR = "__"
_SECONDS = 120.0


@dataclass(frozen=True, slots=True)
class MilvusCollection:
    """An open collection: vectors of `dim` numbers under the rows from 0 up to `n_rows`."""

    client: Any
    name: str
    dim: int
    n_rows: int

    def search(
        self, query: NDArray[np.float32], n_wanted: int, listed: NDArray[np.int64] | None = None
    ) -> NDArray[np.int64]:
        """Return at most `n_wanted` rows (n,) nearest to `query` (dim,), nearest first; of the `listed` ones if given.

        Raises IndexServiceError where Milvus does not answer.
        """
        expression = "" if listed is None else f"row in {listed.tolist()}"
        parameters = {"params": {"ef": max(_BREADTH, n_wanted)}}
        with _told(f"search in {self.name}"):
            found = self.client.search(
                self.name,
                data=[query],
                limit=n_wanted,
                filter=expression,
                search_params=parameters,
                output_fields=["row"],
                timeout=_SECONDS,
            )
        return np.array([hit["row"] for hit in found[0]], dtype=np.int64)

    def vectors(self, rows: NDArray[np.int64]) -> NDArray[np.float32]:
        """Return the vectors of `rows` (n,) as (n, dim) float32; raises ArtifactError where one is not there."""
        wanted, places = np.unique(rows, return_inverse=True)
        vectors = np.full((len(wanted), self.dim), np.nan, dtype=np.float32)
        for begin in range(0, len(wanted), _ROWS_AT_ONCE):
            ids = wanted[begin : begin + _ROWS_AT_ONCE].tolist()
            with _told(f"read {len(ids)} vectors of {self.name}"):
                found = self.client.get(self.name, ids=ids, output_fields=["row", "vector"], timeout=_SECONDS)
            if found:
                where = np.searchsorted(wanted, [one["row"] for one in found])
                vectors[where] = np.array([one["vector"] for one in found], dtype=np.float32)
        if np.isnan(vectors).any():
            row = int(wanted[np.isnan(vectors).any(axis=1)][0])
            raise ArtifactError(f"Milvus has no vector of row {row} in {self.name}: {REMEDY}.")
        return vectors[places]


def publish_collection(
    address: str,
    alias: str,
    vectors: NDArray[np.float32],
    identity: IndexIdentity,
    progress: Callable[[int, int], None] = lambda *_: None,
) -> MilvusCollection:
    """Write `vectors` into a new collection and switch `alias` to it once it is whole; drop the ones before the last.

    `progress` is called with the number of rows sent and of all. Raises IndexServiceError where Milvus cannot be
    reached or refuses, ArtifactError where it holds fewer rows in the end than were sent.
    """
    client = _client(address)
    name = f"{alias}{_SEPARATOR}{_digest(identity)}_{uuid.uuid4().hex[:_UNIQUE_LENGTH]}"
    with _told(f"publish {name}"):
        _create(client, name, identity)
        for begin in range(0, len(vectors), _ROWS_AT_ONCE):
            block = vectors[begin : begin + _ROWS_AT_ONCE]
            client.insert(name, [{"row": begin + i, "vector": vector} for i, vector in enumerate(block)])
            progress(begin + len(block), len(vectors))
        client.flush(name)
        n_written = int(client.get_collection_stats(name)["row_count"])
        if n_written != len(vectors):
            client.drop_collection(name)
            raise ArtifactError(f"Milvus holds {n_written} rows of {len(vectors)} in {name}: {REMEDY}.")
        former = _in_force(client, alias)
        if former is None:
            client.create_alias(name, alias)
        else:
            client.alter_alias(name, alias)
        for other in client.list_collections():
            if other.startswith(f"{alias}{_SEPARATOR}") and other not in {name, former}:
                client.drop_collection(other)
    return MilvusCollection(client, name, identity.dim, identity.n_rows)


def open_collection(address: str, alias: str, expected: IndexIdentity) -> MilvusCollection:
    """Open the collection in force under `alias`; raises ArtifactError where it is missing or of something else."""
    client = _client(address)
    with _told(f"open {alias}"):
        name = _in_force(client, alias)
        if name is None:
            raise ArtifactError(f"There is no index {alias} in Milvus at {address}: {REMEDY}.")
        client.load_collection(name)
    if name.split(_SEPARATOR)[1].split("_")[0] != _digest(expected):
        raise ArtifactError(
            f"The index {name} in Milvus is foreign: it is not of {expected.n_rows} vectors by {expected.model} of the "
            f"catalogue {expected.fingerprint}; {REMEDY}."
        )
    return MilvusCollection(client, name, expected.dim, expected.n_rows)


def _digest(identity: IndexIdentity) -> str:
    """Return what a collection's name tells of its identity: Milvus Lite keeps no description of a collection."""
    text = json.dumps(asdict(identity), sort_keys=True)
    return hashlib.blake2b(text.encode(), digest_size=_DIGEST_BYTES).hexdigest()


def _create(client: Any, name: str, identity: IndexIdentity) -> None:
    from pymilvus import DataType

    schema = client.create_schema(auto_id=False)
    schema.add_field("row", DataType.INT64, is_primary=True)
    schema.add_field("vector", DataType.FLOAT_VECTOR, dim=identity.dim)
    plan, index = IndexPlan(), client.prepare_index_params()
    if plan.kind_for(identity.n_rows) is IndexKind.FLAT:
        index.add_index("vector", index_type="FLAT", metric_type="IP")
    else:
        graph = {"M": plan.n_links, "efConstruction": plan.build_breadth}
        index.add_index("vector", index_type="HNSW", metric_type="IP", params=graph)
    client.create_collection(name, schema=schema, index_params=index, consistency_level="Strong")


def _in_force(client: Any, alias: str) -> str | None:
    for name in client.list_collections():
        if name.startswith(f"{alias}{_SEPARATOR}") and alias in client.list_aliases(name).get("aliases", []):
            return str(name)
    return None


def _client(address: str) -> Any:
    try:
        from pymilvus import MilvusClient
    except ImportError as error:
        message = "pymilvus is not installed; run: pip install 'crossaisle[milvus]'"
        raise IndexServiceError(message) from error
    with _told(f"connect to {address}"):
        return MilvusClient(uri=address, timeout=_SECONDS)


@contextmanager
def _told(what: str) -> Iterator[None]:
    """Turn what pymilvus raises into an IndexServiceError that says what could not be done."""
    from pymilvus import MilvusException

    try:
        yield
    except MilvusException as error:
        message = f"Milvus could not {what} ({error}): check CROSSAISLE_MILVUS and that Milvus runs."
        raise IndexServiceError(message) from error
