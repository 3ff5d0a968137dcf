"""What the tests of feeds share: the shipped lexicon, and reading a feed to its end."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

import pytest

from retrieval.feeds import FeedMapping, Reject, read_feed
from retrieval.lexicon import Lexicon
from retrieval.product import Product
from tests.conftest import PROJECT

SAMPLES = Path(__file__).resolve().parent / "samples"
NOW = datetime(2026, 11, 22, 12, tzinfo=UTC)


@dataclass(frozen=True, slots=True)
class Given:
    """All that a feed gave, in its order."""

    products: Sequence[Product]
    rejects: Sequence[Reject]

    def get(self, product_id: str) -> Product:
        return next(product for product in self.products if product.product_id == product_id)

    def ids(self) -> list[str]:
        return [product.product_id for product in self.products]

    def reasons(self) -> list[tuple[int, str]]:
        return [(reject.line, reject.reason) for reject in self.rejects]


Read = Callable[[Path, FeedMapping], Given]


@pytest.fixture(scope="session")
def lexicon() -> Lexicon:
    return Lexicon.load(PROJECT / "data")


@pytest.fixture(scope="session")
def read(lexicon: Lexicon) -> Read:
    def call(path: Path, mapping: FeedMapping) -> Given:
        found = list(read_feed(path, mapping, lexicon, now=NOW))
        products = [row for row in found if isinstance(row, Product)]
        return Given(products, [row for row in found if isinstance(row, Reject)])

    return call


def merchant(country: str, language: str, currency: str, form: str = "") -> FeedMapping:
    return FeedMapping.for_merchant("shop", country, language, currency, form)
