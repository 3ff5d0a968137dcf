"""Products that the shop wants in no list, as a file names them: recalled, disputed, or against the law somewhere."""

import logging
import threading
import time
from pathlib import Path

from retrieval.errors import CatalogError

logger = logging.getLogger(__name__)

CHECK_SECONDS = 2.0
"""How often, at most, the file is looked at."""


class BannedProducts:
    """Gives the ids in a file, one a line; what follows a `#` and a space, or stands alone after `#`, is a remark.

    A change of the file counts within two seconds. Several threads may ask. A file that cannot be read later, or is
    gone, is logged, and what was banned stays banned; an empty file bans nothing. Without a file nothing is banned.
    """

    def __init__(self, path: Path | None, check_seconds: float = CHECK_SECONDS) -> None:
        self._path = path
        self._check_seconds = check_seconds
        self._lock = threading.Lock()
        self._seen = (0, 0, 0)
        self._ids: frozenset[str] = frozenset()
        self._checked_at = time.monotonic()
        if path is not None:
            try:
                self._read(path)
            except (OSError, UnicodeDecodeError) as error:
                raise CatalogError(
                    f"The list of banned products {path} cannot be read ({error}); give a text file with an id a line."
                ) from error

    def __call__(self) -> frozenset[str]:
        """Return the ids that are banned now; the same object as long as nothing has changed."""
        if self._path is not None and time.monotonic() - self._checked_at >= self._check_seconds:
            with self._lock:
                self._checked_at = time.monotonic()
                try:
                    self._read(self._path)
                except (OSError, UnicodeDecodeError):
                    logger.exception("banned=%d the list cannot be read; it stays as it was", len(self._ids))
        return self._ids

    def _read(self, path: Path) -> None:
        found = path.stat()
        version = (found.st_ino, found.st_mtime_ns, found.st_size)
        if version == self._seen:
            return
        lines = (line.split(" #")[0].strip() for line in path.read_text(encoding="utf-8-sig").splitlines())
        self._ids = frozenset(line for line in lines if line and not line.startswith("#"))
        self._seen = version
