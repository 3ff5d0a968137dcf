"""Versions of a kind of model, and which of them serves.

A folder holds one kind: `versions/v000001` and so on, each written once, and `serving.json`, the history of switches,
whose last entry says what serves. That file is replaced in a single rename, so that the pointer and its history never
part, and whoever is killed at any moment leaves the former version serving.
"""

import json
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from retrieval.errors import ArtifactError
from retrieval.evaluation.metrics import Estimate
from retrieval.manifest import flush, locked
from retrieval.quality.lineage import Lineage, ModelVersion
from retrieval.quality.version_folder import (
    checked_model,
    drop_version,
    numbers_in,
    read_version,
    sweep,
    write_version,
)

SERVING_FILE = "serving.json"
_FORMAT_VERSION = 1
_LOCK_NAME = ".lock"


@dataclass(frozen=True, slots=True)
class Switch:
    """One change of what serves: to which version, when, why, and whether it went back."""

    version: int
    at: datetime
    reason: str
    is_rollback: bool = False


@dataclass(frozen=True, slots=True)
class ModelRegistry:
    """The versions of one kind of model in a folder. Threads and processes may share it: one of them writes at a time.

    Readers take no lock. Methods raise ArtifactError where a version or the folder cannot be used.
    """

    folder: Path
    kind: str

    def register(
        self,
        method: str,
        lineage: Lineage,
        metrics: Mapping[str, Estimate],
        verdict: str,
        write: Callable[[Path], Any],
    ) -> ModelVersion:
        """Keep a model as the next version, its files written by `write`; it does not serve yet."""
        with self._writing():
            switches = self.switches()
            numbers = [*numbers_in(self.versions_folder), *(switch.version for switch in switches), 0]
            version = ModelVersion(
                number=max(numbers) + 1,
                kind=self.kind,
                method=method,
                created_at=datetime.now(UTC),
                parent=switches[-1].version if switches else None,
                lineage=lineage,
                metrics=metrics,
                verdict=verdict,
            )
            return write_version(self.versions_folder, version, write)

    def versions(self) -> list[ModelVersion]:
        """Return all versions, oldest first; raises ArtifactError for one that does not say what it is."""
        return [self.version(number) for number in numbers_in(self.versions_folder)]

    def version(self, number: int) -> ModelVersion:
        """Return what a version says of itself."""
        return read_version(self.versions_folder, self.kind, number)

    def model_folder(self, number: int) -> Path:
        """Return the folder of a version's model, every file of which is checked."""
        return checked_model(self.versions_folder, self.version(number))

    def serving(self) -> ModelVersion | None:
        """Return the version that serves, None before the first."""
        switches = self.switches()
        return self.version(switches[-1].version) if switches else None

    def switch(self, number: int, reason: str) -> ModelVersion:
        """Let a version serve once it is found whole, and return it."""
        with self._writing():
            return self._switch(number, reason, is_rollback=False)

    def roll_back(self) -> ModelVersion:
        """Let the version serve again that served before the one serving now, and return it.

        Once more goes back one further, not forth again.
        """
        with self._writing():
            line = _line_of(self.switches())
            if len(line) < 2:
                raise ArtifactError(
                    f"Nothing served before version {line[0]} of {self.kind!r}; train another instead."
                    if line
                    else f"No version of {self.kind!r} serves in {self.folder}; train one first."
                )
            return self._switch(line[-2], f"rolled back from {line[-1]}", is_rollback=True)

    def switches(self) -> tuple[Switch, ...]:
        """Return every change of what serves, oldest first."""
        path = self.folder / SERVING_FILE
        try:
            content = json.loads(path.read_text(encoding="utf-8"))
        except FileNotFoundError:
            return ()
        except (OSError, ValueError) as error:
            raise ArtifactError(f"{path} cannot be read ({error}); remove it and train again.") from error
        try:
            if (content["format_version"], content["kind"]) != (_FORMAT_VERSION, self.kind):
                raise ArtifactError(
                    f"{path} is of the kind {content['kind']!r} in the format {content['format_version']}, wanted "
                    f"{self.kind!r} in {_FORMAT_VERSION}; give the folder of that kind."
                )
            return tuple(
                Switch(**{**switch, "at": datetime.fromisoformat(switch["at"])}) for switch in content["switches"]
            )
        except (KeyError, TypeError, ValueError) as error:
            raise ArtifactError(f"{path} is no history of switches ({error}); remove it and train again.") from error

    def prune(self, keep: int) -> tuple[int, ...]:
        """Remove all but the last `keep` versions, what serves and what it would be rolled back to; return which."""
        if keep < 1:
            raise ArtifactError(f"{keep} versions are to be kept; give 1 or more")
        with self._writing():
            numbers = numbers_in(self.versions_folder)
            kept = {*numbers[-keep:], *_line_of(self.switches())[-2:]}
            dropped = tuple(number for number in numbers if number not in kept)
            for number in dropped:
                drop_version(self.versions_folder, number)
            return dropped

    def remove(self, number: int) -> None:
        """Remove a version for good; raises ArtifactError where it serves or is not there."""
        with self._writing():
            switches = self.switches()
            if switches and switches[-1].version == number:
                raise ArtifactError(f"Version {number} of {self.kind!r} serves; train another first, then remove it.")
            if number not in numbers_in(self.versions_folder):
                raise ArtifactError(f"There is no version {number} of {self.kind!r}; list them first.")
            drop_version(self.versions_folder, number)

    @property
    def versions_folder(self) -> Path:
        """Where the versions are."""
        return self.folder / "versions"

    def _switch(self, number: int, reason: str, *, is_rollback: bool) -> ModelVersion:
        self.model_folder(number)
        switches = (*self.switches(), Switch(number, datetime.now(UTC), reason, is_rollback))
        content = {
            "format_version": _FORMAT_VERSION,
            "kind": self.kind,
            "switches": [{**asdict(switch), "at": switch.at.isoformat()} for switch in switches],
        }
        draft = self.folder / f"{SERVING_FILE}.tmp"
        draft.write_text(json.dumps(content, indent=2, ensure_ascii=False) + "\n", encoding="utf-8")
        flush(draft)
        draft.replace(self.folder / SERVING_FILE)
        flush(self.folder)
        return self.version(number)

    @contextmanager
    def _writing(self) -> Iterator[None]:
        """Hold the lock of the folder, with what killed processes left swept away."""
        try:
            self.versions_folder.mkdir(parents=True, exist_ok=True)
            with locked(self.folder / _LOCK_NAME):
                sweep(self.versions_folder)
                yield
        except OSError as error:
            raise ArtifactError(
                f"The models in {self.folder} cannot be written ({error}); give a folder that can be."
            ) from error


def _line_of(switches: tuple[Switch, ...]) -> list[int]:
    """Return the versions that served one after the other up to what serves now, those rolled back from left out."""
    line: list[int] = []
    for switch in switches:
        if switch.is_rollback and len(line) > 1:
            line.pop()
        elif not line or line[-1] != switch.version:
            line.append(switch.version)
    return line
