"""Where a version of a model comes from, and how good it was found to be."""

import hashlib
import math
import platform
from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass, field
from datetime import UTC, datetime
from importlib import metadata
from pathlib import Path
from typing import Any, Self

from retrieval.errors import ArtifactError
from retrieval.evaluation.metrics import Estimate
from retrieval.recommenders.interactions import Interactions

_PACKAGES = ("numpy", "scipy", "scikit-learn", "implicit", "torch")
_CODE_FOLDERS = ("recommenders", "quality")


@dataclass(frozen=True, slots=True)
class Lineage:
    """What a model was made of: enough to make it again, and to say whether two were made of the same.

    `data_fingerprint` is the SHA-256 of the data it learnt from, `first_moment` and `last_moment` are the ends of its
    time, None without data. `code` maps this project and the packages it learns with to their versions, and `source`
    to a digest of the code. `judged_on` is the fingerprint of the frozen data kept from it, "" where there is none.
    """

    data_fingerprint: str
    n_users: int
    n_items: int
    n_interactions: int
    first_moment: datetime | None
    last_moment: datetime | None
    parameters: Mapping[str, Any]
    seed: int
    code: Mapping[str, str]
    judged_on: str = ""


@dataclass(frozen=True, slots=True)
class StoredFile:
    """A file of a version: its path within, size and CRC-32."""

    path: str
    n_bytes: int
    crc32: int


@dataclass(frozen=True, slots=True)
class ModelVersion:
    """A version of a kind of model. Once written it never changes.

    `method` says which class reads it; `parent` is the version that served when it was made, None for the first.
    """

    number: int
    kind: str
    method: str
    created_at: datetime
    parent: int | None
    lineage: Lineage
    metrics: Mapping[str, Estimate]
    verdict: str
    files: tuple[StoredFile, ...] = field(default=())

    def as_json(self) -> dict[str, Any]:
        """Return what JSON can hold; a figure that is none becomes null."""
        content = asdict(self)
        content["created_at"] = self.created_at.isoformat()
        for name in ("first_moment", "last_moment"):
            moment = getattr(self.lineage, name)
            content["lineage"][name] = moment and moment.isoformat()
        content["metrics"] = {
            name: [None if math.isnan(value) else value for value in (one.mean, one.low, one.high)]
            for name, one in self.metrics.items()
        }
        content["files"] = [asdict(file) for file in self.files]
        return content

    @classmethod
    def from_json(cls, content: Any, path: Path) -> Self:
        """Read what `as_json` gave; raises ArtifactError, naming `path`, where it is something else."""
        try:
            lineage = dict(content["lineage"])
            for name in ("first_moment", "last_moment"):
                lineage[name] = lineage[name] and datetime.fromisoformat(lineage[name])
            metrics = {
                name: Estimate(*(math.nan if value is None else float(value) for value in bounds))
                for name, bounds in content["metrics"].items()
            }
            rest = {name: content[name] for name in ("kind", "method", "verdict", "parent")}
            return cls(
                number=int(content["number"]),
                created_at=datetime.fromisoformat(content["created_at"]),
                lineage=Lineage(**lineage),
                metrics=metrics,
                files=tuple(StoredFile(**file) for file in content["files"]),
                **rest,
            )
        except (KeyError, TypeError, ValueError, AttributeError) as error:
            raise ArtifactError(
                f"{path} describes no version of a model ({type(error).__name__}: {error}); train again."
            ) from error


def lineage_of(interactions: Interactions, parameters: Mapping[str, Any], seed: int, judged_on: str = "") -> Lineage:
    """Return the lineage of what is learnt from `interactions` with this code."""
    moments = interactions.moments
    ends = (float(moments.min()), float(moments.max())) if len(moments) else None
    return Lineage(
        data_fingerprint=fingerprint_of(interactions),
        n_users=int((interactions.ends[1:] > interactions.ends[:-1]).sum()),
        n_items=interactions.n_items,
        n_interactions=len(interactions),
        first_moment=datetime.fromtimestamp(ends[0], UTC) if ends else None,
        last_moment=datetime.fromtimestamp(ends[1], UTC) if ends else None,
        parameters=dict(parameters),
        seed=seed,
        code=code_versions(),
        judged_on=judged_on,
    )


def fingerprint_of(interactions: Interactions) -> str:
    """Return the SHA-256 of interactions: equal fingerprints, equal data.

    >>> one = Interactions.from_records([("ann", "cup", 5.0, 1.0)])
    >>> other = Interactions.from_records([("ann", "cup", 4.0, 1.0)])
    >>> fingerprint_of(one) == fingerprint_of(one), fingerprint_of(one) == fingerprint_of(other)
    (True, False)
    """
    digest = hashlib.sha256()
    for ids in (interactions.user_ids, interactions.item_ids):
        update_with_texts(digest, ids)
    for array in (interactions.users, interactions.items, interactions.ratings, interactions.moments):
        digest.update(array.tobytes())
    return digest.hexdigest()


def update_with_texts(digest: "hashlib._Hash", texts: Iterable[str]) -> None:
    """Take texts into a digest so that no other division of the same letters gives the same."""
    for text in texts:
        encoded = text.encode()
        digest.update(len(encoded).to_bytes(8, "little") + encoded)


def code_versions() -> dict[str, str]:
    """Return the versions of this project, of CPython and of what models are made with, and a digest of the code."""
    digest, top = hashlib.sha256(), Path(__file__).parent.parent
    for folder in _CODE_FOLDERS:
        for path in sorted((top / folder).rglob("*.py")):
            update_with_texts(digest, [str(path.relative_to(top)), path.read_text(encoding="utf-8")])
    versions = {"crossaisle": _version("crossaisle"), "python": platform.python_version()}
    versions |= {name: _version(name) for name in _PACKAGES}
    return {**versions, "source": digest.hexdigest()[:16]}


def _version(package: str) -> str:
    try:
        return metadata.version(package)
    except metadata.PackageNotFoundError:
        return "not installed"
