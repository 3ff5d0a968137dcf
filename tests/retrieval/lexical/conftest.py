"""The demo shop's own words, for tests of analysis and spelling."""

import json
from collections.abc import Iterator
from decimal import Decimal

import pytest

from retrieval.catalogue import Catalogue
from retrieval.lexicon import Lexicon
from retrieval.product import Product
from tests.conftest import PROJECT
from tests.fakes import HERE

DATA = PROJECT / "data"


@pytest.fixture(scope="session")
def demo_lexicon() -> Lexicon:
    return Lexicon.load(DATA)


@pytest.fixture(scope="session")
def demo_catalogue(demo_lexicon: Lexicon) -> Catalogue:
    """The demo shop's products with what has words in it; all of them are sold by one merchant here."""
    return Catalogue.from_products(demo_products(demo_lexicon), [HERE], "demo")


def demo_products(lexicon: Lexicon) -> Iterator[Product]:
    for path in sorted((DATA / "demo" / "products").glob("*.jsonl")):
        for line in path.read_text(encoding="utf-8").splitlines():
            record = json.loads(line)
            yield Product(
                product_id=record["id"],
                merchant_id=HERE.merchant_id,
                language=next(iter(record["title"])),
                titles=record["title"],
                descriptions=record["description"],
                price=Decimal(record["price"]),
                currency="EUR",
                category=record["category"],
                department=lexicon.departments[record["category"]],
                brand=record["brand"],
                colors=tuple(record["colors"]),
                materials=tuple(record["materials"]),
                sizes=tuple(record["sizes"]),
                audience=record["audience"],
                attributes=record["attributes"],
            )
