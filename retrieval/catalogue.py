"""The products on sale, as one file in the cache folder that is read as needed."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from retrieval.catalogue_file import Closing, open_catalogue_file
from retrieval.catalogue_writer import FILE_NAME, CatalogueTally, CatalogueWriter
from retrieval.errors import CatalogError, UnknownProduct
from retrieval.product import Merchant, Product

__all__ = ["FILE_NAME", "Catalogue"]


@dataclass(frozen=True, slots=True, eq=False)
class Catalogue:
    """Products in a fixed order (a product's place is its row), and the merchants who sell them.

    `source` names where the products came from, `fingerprint` is the SHA-256 of all of it: equal fingerprints, equal
    catalogues. Build one with `from_products`, which holds its products in memory, or `load`, which reads them from the
    file: there an id or a row costs some microseconds, and a pass over all is best made once, by iterating.
    """

    products: Sequence[Product]
    merchants: Mapping[str, Merchant]
    source: str
    fingerprint: str
    rows: Mapping[str, int]
    _closing: Closing

    @classmethod
    def from_products(cls, products: Iterable[Product], merchants: Iterable[Merchant], source: str) -> "Catalogue":
        """Build a catalogue in memory, for as many products as fit there.

        Raises CatalogError where two products share an id or a product's merchant is not among `merchants`.
        """
        tally = CatalogueTally(source)
        kept = tuple(products)
        rows: dict[str, int] = {}
        for row, product in enumerate(kept):
            if product.product_id in rows:
                raise CatalogError(f"Two products share the id {product.product_id!r}: ids must be unique.")
            rows[product.product_id] = row
            tally.add(product)
        closing, fingerprint = tally.close(merchants)
        return cls(kept, closing.merchants, source, fingerprint, rows, closing)

    @classmethod
    def load(cls, folder: Path) -> "Catalogue":
        """Open the catalogue that `save` or a `CatalogueWriter` put into `folder`.

        Raises ArtifactError where the file is missing, truncated, edited or of another format version.
        """
        opened = open_catalogue_file(folder / FILE_NAME)
        closing = opened.closing
        return cls(opened.products, closing.merchants, opened.source, opened.fingerprint, opened.rows, closing)

    def save(self, folder: Path) -> Path:
        """Write the catalogue into `folder`, replacing a former one in a single step, and return the file."""
        with CatalogueWriter(folder, self.source) as writer:
            for product in self.products:
                writer.add(product)
            return writer.finish(self.merchants.values())

    def __len__(self) -> int:
        return len(self.products)

    def __iter__(self) -> Iterator[Product]:
        return iter(self.products)

    def __contains__(self, product_id: object) -> bool:
        return product_id in self.rows

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Catalogue) and self.fingerprint == other.fingerprint

    def __hash__(self) -> int:
        return hash(self.fingerprint)

    def get(self, product_id: str) -> Product:
        """Return the product with this id; raises UnknownProduct."""
        row = self.rows.get(product_id)
        if row is None:
            raise UnknownProduct(f"No product has the id {product_id!r}; the catalogue holds {len(self)} products.")
        return self.products[row]

    def merchant_of(self, product: Product) -> Merchant:
        """Return who sells `product`."""
        return self.merchants[product.merchant_id]

    def n_sold_by(self, merchant_id: str) -> int:
        """Return how many products a merchant sells."""
        return self._closing.n_sold.get(merchant_id, 0)

    def categories(self) -> dict[str, str]:
        """Return each category of the products with its department, sorted."""
        return dict(self._closing.categories)

    def brands(self) -> list[str]:
        """Return the brands of the products, sorted."""
        return list(self._closing.brands)
