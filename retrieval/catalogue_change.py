"""A catalogue with some of its products replaced, added or taken away, written in one pass."""

from collections.abc import Collection
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from retrieval.catalogue import Catalogue
from retrieval.catalogue_writer import CatalogueWriter
from retrieval.errors import CatalogError


@dataclass(frozen=True, slots=True)
class Changes:
    """How many products were added, replaced and deleted, and the ids to delete that the catalogue does not have."""

    n_added: int
    n_replaced: int
    n_deleted: int
    unknown_ids: tuple[str, ...]


def write_changed(
    folder: Path, present: Catalogue, feed: Catalogue | None, deleted_ids: Collection[str], source: str
) -> Changes:
    """Write into `folder` the catalogue `present` as `feed` and `deleted_ids` change it.

    A product of the feed takes the row of the one with its id, or comes after all others; an id that is in both the
    feed and `deleted_ids` stays. A merchant of the feed replaces the one with its id. Raises CatalogError where no
    product would be left, and as `CatalogueWriter` does.
    """
    deleted = frozenset(deleted_ids)
    is_taken = np.zeros(len(feed) if feed else 0, dtype=bool)
    n_replaced = n_deleted = 0
    merchants = {**present.merchants, **(feed.merchants if feed else {})}
    with CatalogueWriter(folder, source) as writer:
        for product in present:
            row = feed.rows.get(product.product_id) if feed else None
            if feed and row is not None:
                writer.add(feed.products[row])
                is_taken[row] = True
                n_replaced += 1
            elif product.product_id in deleted:
                n_deleted += 1
            else:
                writer.add(product)
        for row, product in enumerate(feed or ()):
            if not is_taken[row]:
                writer.add(product)
        if not writer.n_products:
            raise CatalogError("No product would be left: nothing is changed.")
        writer.finish(merchants.values())
    unknown = tuple(sorted(product_id for product_id in deleted if product_id not in present))
    return Changes(int((~is_taken).sum()), n_replaced, n_deleted, unknown)
