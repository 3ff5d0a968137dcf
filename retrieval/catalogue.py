"""The products on sale: held in memory, kept as one file in the cache folder."""

import hashlib
import json
import os
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, fields
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

from retrieval.errors import ArtifactError, CatalogError, UnknownProduct
from retrieval.product import Merchant, Product, ShippingZone

FILE_NAME = "catalogue.jsonl"
FORMAT_VERSION = 1


@dataclass(frozen=True, slots=True)
class Catalogue:
    """Products in a fixed order (a product's place is its row), and the merchants who sell them.

    `source` names where the products came from, `fingerprint` is the SHA-256 of all of it: equal fingerprints, equal
    catalogues. Build one with `from_products` or `load`.
    """

    products: tuple[Product, ...]
    merchants: Mapping[str, Merchant]
    source: str
    fingerprint: str
    rows: Mapping[str, int]

    @classmethod
    def from_products(cls, products: Iterable[Product], merchants: Iterable[Merchant], source: str) -> "Catalogue":
        """Build a catalogue.

        Raises CatalogError where two products share an id or a product's merchant is not among `merchants`.
        """
        known = {merchant.merchant_id: merchant for merchant in merchants}
        kept = tuple(products)
        rows: dict[str, int] = {}
        for row, product in enumerate(kept):
            if product.product_id in rows:
                raise CatalogError(f"Two products share the id {product.product_id!r}: ids must be unique.")
            if product.merchant_id not in known:
                raise CatalogError(
                    f"Product {product.product_id!r} is sold by {product.merchant_id!r}, who is not among the "
                    f"merchants {sorted(known)}: add the merchant or correct the product."
                )
            rows[product.product_id] = row
        digest = hashlib.sha256()
        for record in (*(_plain(merchant) for merchant in known.values()), *(_plain(product) for product in kept)):
            digest.update(json.dumps(record, sort_keys=True, ensure_ascii=False).encode())
        return cls(products=kept, merchants=known, source=source, fingerprint=digest.hexdigest(), rows=rows)

    @classmethod
    def load(cls, folder: Path) -> "Catalogue":
        """Read the catalogue that `save` wrote into `folder`.

        Raises ArtifactError where the file is missing, truncated or of another format version.
        """
        path = folder / FILE_NAME
        remedy = "run `crossaisle import demo` to build it again"
        if not path.is_file():
            raise ArtifactError(f"There is no catalogue at {path}: {remedy}.")
        try:
            with path.open(encoding="utf-8") as lines:
                header = json.loads(next(lines, "null"))
                version = header.get("format") if isinstance(header, dict) else None
                if version != FORMAT_VERSION:
                    raise ArtifactError(f"{path} has format {version}, not {FORMAT_VERSION}: {remedy}.")
                merchants = [_merchant(record) for record in header["merchants"]]
                products = [_product(json.loads(line)) for line in lines]
        except (ValueError, KeyError, TypeError, AttributeError) as error:
            raise ArtifactError(f"{path} cannot be read ({error}): {remedy}.") from error
        catalogue = cls.from_products(products, merchants, header["source"])
        if catalogue.fingerprint != header["fingerprint"]:
            raise ArtifactError(
                f"{path} holds {len(products)} products with fingerprint {catalogue.fingerprint[:12]}, its header says "
                f"{header['n_products']} with {header['fingerprint'][:12]}: it is truncated or was edited; {remedy}."
            )
        return catalogue

    def save(self, folder: Path) -> Path:
        """Write the catalogue into `folder`, replacing a former one in a single step, and return the file."""
        folder.mkdir(parents=True, exist_ok=True)
        path = folder / FILE_NAME
        header = {
            "format": FORMAT_VERSION,
            "source": self.source,
            "fingerprint": self.fingerprint,
            "n_products": len(self.products),
            "merchants": [_plain(merchant) for merchant in self.merchants.values()],
        }
        unfinished = path.with_suffix(f".{os.getpid()}.tmp")
        with unfinished.open("w", encoding="utf-8") as file:
            for record in (header, *(_plain(product) for product in self.products)):
                file.write(json.dumps(record, ensure_ascii=False) + "\n")
            file.flush()
            os.fsync(file.fileno())
        unfinished.replace(path)
        return path

    def __len__(self) -> int:
        return len(self.products)

    def __iter__(self) -> Iterator[Product]:
        return iter(self.products)

    def __contains__(self, product_id: object) -> bool:
        return product_id in self.rows

    def get(self, product_id: str) -> Product:
        """Return the product with this id; raises UnknownProduct."""
        row = self.rows.get(product_id)
        if row is None:
            raise UnknownProduct(f"No product has the id {product_id!r}; the catalogue holds {len(self)} products.")
        return self.products[row]

    def merchant_of(self, product: Product) -> Merchant:
        """Return who sells `product`."""
        return self.merchants[product.merchant_id]

    def categories(self) -> dict[str, str]:
        """Return each category of the products with its department, sorted."""
        found = {product.category: product.department for product in self.products if product.category}
        return dict(sorted(found.items()))

    def brands(self) -> list[str]:
        """Return the brands of the products, sorted."""
        return sorted({product.brand for product in self.products if product.brand})


def _plain(record: Product | Merchant | ShippingZone) -> dict[str, Any]:
    """Turn a value of this library into what JSON can hold; fields at their defaults are left out."""
    plain: dict[str, Any] = {}
    for spec in fields(record):
        value = getattr(record, spec.name)
        if value == spec.default:
            continue
        plain[spec.name] = _plain_value(value)
    return plain


def _plain_value(value: Any) -> Any:
    if isinstance(value, ShippingZone):
        return _plain(value)
    if isinstance(value, Decimal | date):
        return str(value)
    if isinstance(value, frozenset):
        return sorted(value)
    if isinstance(value, tuple):
        return [_plain_value(part) for part in value]
    return value


def _restored(record: Mapping[str, Any], readers: Mapping[str, Callable[[Any], Any]]) -> dict[str, Any]:
    return {key: readers[key](value) if key in readers else value for key, value in record.items()}


def _zone(record: Mapping[str, Any]) -> ShippingZone:
    return ShippingZone(**_restored(record, {"destinations": tuple, "base": Decimal, "per_kg": Decimal, "days": tuple}))


def _merchant(record: Mapping[str, Any]) -> Merchant:
    readers: dict[str, Callable[[Any], Any]] = {
        "shipping": lambda zones: tuple(_zone(zone) for zone in zones),
        "excludes": frozenset,
    }
    return Merchant(**_restored(record, readers))


def _product(record: Mapping[str, Any]) -> Product:
    readers: dict[str, Callable[[Any], Any]] = {
        "price": Decimal,
        "colors": tuple,
        "materials": tuple,
        "sizes": tuple,
        "added": date.fromisoformat,
    }
    return Product(**_restored(record, readers))
