"""The shop as it is now: replaced as a whole when another catalogue has been imported."""

import logging
import threading
import time
from collections.abc import Callable
from datetime import date

from actions.assembly import assemble
from actions.buying.price_watch import fire_alerts
from actions.settings import Settings
from actions.shop import Shop
from retrieval.catalogue import FILE_NAME
from retrieval.errors import RetrievalError
from retrieval.pricing.rates_file import FILE_NAME as RATES_FILE

logger = logging.getLogger(__name__)

CHECK_SECONDS = 2.0
"""How often, at most, the files are looked at."""


class CurrentShop:
    """Gives the shop to whoever answers a request.

    When the catalogue's file or that of the exchange rates has been replaced, a new shop is put together in the
    background; requests see the old one until the new one is whole, and its prices let alerts fire. A file that cannot
    be used is logged, and the old shop stays.
    """

    def __init__(self, settings: Settings, today: Callable[[], date]) -> None:
        self._settings = settings
        self._today = today
        self._version = self._version_on_disk()
        self._shop = assemble(settings, today)
        fire_alerts(self._shop)
        self._lock = threading.Lock()
        self._is_assembling = False
        self._checked_at = time.monotonic()

    def __call__(self) -> Shop:
        """Return the shop as it is now."""
        if time.monotonic() - self._checked_at > CHECK_SECONDS:
            self._look()
        return self._shop

    def _look(self) -> None:
        with self._lock:
            self._checked_at = time.monotonic()
            version = self._version_on_disk()
            if self._is_assembling or version == self._version:
                return
            self._is_assembling = True
            self._version = version
        threading.Thread(target=self._replace, name="assemble", daemon=True).start()

    def _replace(self) -> None:
        try:
            self._shop = assemble(self._settings, self._today, self._shop.metrics)
            fire_alerts(self._shop)
            logger.info(
                "shop replaced: products=%d source=%s rates=%s",
                len(self._shop.catalogue),
                self._shop.catalogue.source,
                self._shop.prices.rates.latest,
            )
        except RetrievalError:
            logger.exception("the new files cannot be used; the old one stays")
        finally:
            self._is_assembling = False

    def _version_on_disk(self) -> tuple[tuple[int, int], ...]:
        """Return what tells the files that a shop stands on from those that take their place."""
        paths = (self._settings.cache / name for name in (FILE_NAME, RATES_FILE))
        found = (path.stat() if path.exists() else None for path in paths)
        return tuple((one.st_ino, one.st_mtime_ns) if one else (0, 0) for one in found)
