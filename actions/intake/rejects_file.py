"""The file of the rows that an import left out."""

import json
import re
from pathlib import Path
from types import TracebackType

import click

from retrieval.feeds import Reject

_N_SHOWN = 20
_FOLDER = "rejects"


class RejectsFile:
    """Writes each reject as it comes, a line of JSON with `file`, `line` and `reason`; the first ones are shown too.

    Replaces the file of a former import when it is entered as a `with` block.
    """

    def __init__(self, path: Path) -> None:
        self.path = path
        self.n_rejects = 0

    def __enter__(self) -> "RejectsFile":
        try:
            self.path.parent.mkdir(parents=True, exist_ok=True)
            self._file = self.path.open("w", encoding="utf-8", errors="backslashreplace")
        except OSError as error:
            raise click.ClickException(
                f"The rejects cannot be written to {self.path} ({error.strerror}): name another file with --rejects."
            ) from error
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, traceback: TracebackType | None
    ) -> None:
        self._file.close()
        if self.n_rejects > _N_SHOWN:
            click.echo(f"  … and {self.n_rejects - _N_SHOWN} more", err=True)
        if self.n_rejects:
            click.echo(f"  the rejected rows are in {self.path}", err=True)

    def add(self, reject: Reject) -> None:
        """Write a reject."""
        record = {"file": reject.file, "line": reject.line, "reason": reject.reason}
        self._file.write(json.dumps(record, ensure_ascii=False) + "\n")
        self.n_rejects += 1
        if self.n_rejects <= _N_SHOWN:
            click.echo(f"  rejected {reject.file}:{reject.line}: {reject.reason}", err=True)


def rejects_path(cache: Path, source: str) -> Path:
    r"""Return where the rejects of a source are kept unless another file is named.

    >>> rejects_path(Path("cache"), "Röck & Co / 店").as_posix()
    'cache/rejects/Röck-Co-店.jsonl'
    """
    name = re.sub(r"[^\w.]+", "-", source).strip("-.")
    return cache / _FOLDER / f"{name or 'feed'}.jsonl"
