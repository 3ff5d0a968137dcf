"""A catalogue whose products without a usable code have the proposed one."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import overload

from retrieval.catalogue import Catalogue
from retrieval.product import Product
from retrieval.tariff.proposal import Proposal


def classified(catalogue: Catalogue, codes: Mapping[str, Proposal | None]) -> Catalogue:
    """Return `catalogue` with `codes` in place of what the merchants of these products say, None for no code at all.

    The file, its order and its fingerprint stay: they hold what merchants say.
    """
    return replace(catalogue, products=ClassifiedProducts(catalogue.products, codes)) if codes else catalogue


@dataclass(frozen=True, slots=True)
class ClassifiedProducts(Sequence[Product]):
    """`products`, those that `codes` names by id with the code there."""

    products: Sequence[Product]
    codes: Mapping[str, Proposal | None]

    def __len__(self) -> int:
        return len(self.products)

    @overload
    def __getitem__(self, row: int) -> Product: ...
    @overload
    def __getitem__(self, row: slice) -> Sequence[Product]: ...
    def __getitem__(self, row: int | slice) -> Product | Sequence[Product]:
        if isinstance(row, slice):
            return [self._classified(product) for product in self.products[row]]
        return self._classified(self.products[row])

    def __iter__(self) -> Iterator[Product]:
        return map(self._classified, self.products)

    def _classified(self, product: Product) -> Product:
        if product.product_id not in self.codes:
            return product
        proposal = self.codes[product.product_id]
        return replace(product, hs_code=proposal.heading if proposal else None, hs_proposal=proposal)
