"""One import at a time into a cache folder."""

import fcntl
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

_NAME = ".import.lock"


@contextmanager
def import_lock(cache: Path, waiting: Callable[[], None]) -> Iterator[None]:
    """Hold the lock of the folder; `waiting` is called where another process has it and must be waited for.

    The system lets go of it even if the process is killed.
    """
    cache.mkdir(parents=True, exist_ok=True)
    with (cache / _NAME).open("w") as file:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            waiting()
            fcntl.flock(file, fcntl.LOCK_EX)
        yield
