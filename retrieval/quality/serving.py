"""The model that serves, held for whoever answers requests, and replaced by itself when another one is to serve."""

import logging
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Generic, TypeVar

from retrieval.errors import RetrievalError
from retrieval.quality.registry import SERVING_FILE, ModelRegistry

logger = logging.getLogger(__name__)

CHECK_SECONDS = 2.0
"""How often, at most, the pointer's file is looked at."""

Model = TypeVar("Model")


@dataclass(frozen=True, slots=True)
class Served(Generic[Model]):
    """A loaded model, and which version it is."""

    version: int
    method: str
    model: Model


class ServingModel(Generic[Model]):
    """Gives the model that serves to any number of threads, None as long as there is none that can be used.

    `load(method, folder)` reads a model. When another version is switched to, it is loaded in the background; requests
    see the old one until the new one is whole. One that cannot be used is logged and stands in `trouble`, and the old
    one stays.
    """

    def __init__(
        self, registry: ModelRegistry, load: Callable[[str, Path], Model], check_seconds: float = CHECK_SECONDS
    ) -> None:
        self._registry = registry
        self._load = load
        self._check_seconds = check_seconds
        self._lock = threading.Lock()
        self._is_loading = False
        self._seen = self._pointer()
        self._checked_at = time.monotonic()
        self._served: Served[Model] | None = None
        self.trouble = ""
        self._replace()

    def __call__(self) -> Served[Model] | None:
        """Return the model that serves now, without waiting."""
        if time.monotonic() - self._checked_at >= self._check_seconds:
            self._look()
        return self._served

    def _look(self) -> None:
        with self._lock:
            self._checked_at = time.monotonic()
            pointer = self._pointer()
            if self._is_loading or pointer == self._seen:
                return
            self._is_loading = True
            self._seen = pointer
        threading.Thread(target=self._replace, name=f"load {self._registry.kind}", daemon=True).start()

    def _replace(self) -> None:
        try:
            wanted = self._registry.serving()
            former = self._served
            if wanted is None:
                self._served = None
            elif former is None or former.version != wanted.number:
                model = self._load(wanted.method, self._registry.model_folder(wanted.number))
                self._served = Served(wanted.number, wanted.method, model)
                logger.info("model=%s version=%d method=%s", wanted.kind, wanted.number, wanted.method)
            self.trouble = ""
        except RetrievalError as error:
            self.trouble = str(error)
            logger.exception("the model cannot be used; the former one, if any, stays")
        finally:
            self._is_loading = False

    def _pointer(self) -> tuple[int, int]:
        """Return what tells one pointer's file from another: its inode and when it was written."""
        try:
            found = (self._registry.folder / SERVING_FILE).stat()
        except FileNotFoundError:
            return (0, 0)
        return (found.st_ino, found.st_mtime_ns)
