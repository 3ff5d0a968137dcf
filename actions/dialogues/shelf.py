"""What a shopper sees who looks at the demo shop's products, and what there is to want."""

import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path
from typing import Any

import yaml

from retrieval.errors import EvaluationError


@dataclass(frozen=True, slots=True)
class Thing:
    """A product of the demo shop; `price` is in `currency`, `not_to` the countries that it is not sent to."""

    product_id: str
    category: str
    colors: tuple[str, ...]
    price: Decimal
    currency: str
    not_to: frozenset[str]
    is_in_stock: bool
    sizes: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Shelf:
    """The demo shop's products by their ids."""

    things: Mapping[str, Thing]

    @classmethod
    def of(cls, things: Iterable[Thing]) -> "Shelf":
        """Return a shelf with these things."""
        return cls({thing.product_id: thing for thing in things})

    @classmethod
    def load(cls, data: Path) -> "Shelf":
        """Read the products from the project's `data` folder; raises EvaluationError where they cannot be read."""
        folder = data / "demo"
        try:
            merchants = yaml.safe_load((folder / "merchants.yml").read_text(encoding="utf-8"))
            not_to = {one["id"]: frozenset(one.get("excludes") or ()) for one in merchants}
            currencies = {one["id"]: str(one["currency"]) for one in merchants}
            rows = _rows(sorted((folder / "products").glob("*.jsonl")))
            return cls.of(_thing(row, currencies[row["merchant"]], not_to[row["merchant"]]) for row in rows)
        except (OSError, ValueError, KeyError) as error:
            raise EvaluationError(f"{folder} cannot be read ({error!r}): restore it from the project.") from error

    def colors(self, product_id: str) -> tuple[str, ...]:
        """Return the colours that a product's picture shows, none where the shop has no such product."""
        thing = self.things.get(product_id)
        return thing.colors if thing else ()


def _rows(paths: Iterable[Path]) -> Iterator[Mapping[str, Any]]:
    for path in paths:
        with path.open(encoding="utf-8") as lines:
            yield from (json.loads(line) for line in lines)


def _thing(row: Mapping[str, Any], currency: str, not_to: frozenset[str]) -> Thing:
    price, colors, sizes = Decimal(row["price"]), tuple(row["colors"]), tuple(row["sizes"])
    return Thing(row["id"], row["category"], colors, price, currency, not_to, bool(row["stock"]), sizes)
