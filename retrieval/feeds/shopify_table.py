"""Shopify's product export: a table with a line for each variant and image, those of a product one after the other."""

import re
from collections.abc import Iterator, Mapping

from retrieval.feeds.listing import Listing
from retrieval.feeds.rows import BadRow
from retrieval.feeds.shopify import MAX_VARIANTS, ShopifyProduct, Variants
from retrieval.feeds.tables import Table
from retrieval.product import Merchant

_NAMES: Mapping[str, tuple[str, ...]] = {
    "handle": ("handle", "url handle"),
    "title": ("title",),
    "body": ("body (html)", "description"),
    "vendor": ("vendor",),
    "category": ("product category", "google shopping / google product category"),
    "type": ("type", "custom product type"),
    "status": ("status",),
    "published": ("published", "published on online store"),
    "price": ("variant price", "price"),
    "grams": ("variant grams", "weight value (grams)"),
    "tracker": ("variant inventory tracker", "inventory tracker"),
    "quantity": ("variant inventory qty", "inventory quantity"),
    "policy": ("variant inventory policy", "continue selling when out of stock"),
    "barcode": ("variant barcode", "barcode"),
    "image": ("image src", "product image url"),
    "gender": ("google shopping / gender", "target-gender"),
    "age_group": ("google shopping / age group", "age-group"),
    "colors": ("color-pattern",),
    "materials": ("fabric", "material"),
    **{f"name{place}": (f"option{place} name",) for place in (1, 2, 3)},
    **{f"value{place}": (f"option{place} value",) for place in (1, 2, 3)},
}
"""What a column holds → the names it has had, in small letters; of a metafield its key."""

_METAFIELD = re.compile(r"\(product\.metafields\.shopify\.([\w-]+)\)\s*$")
_NEEDED = ("handle", "title", "price")
_WITHOUT_LIMIT = frozenset({"continue", "true"})


def shopify_table(table: Table, merchant: Merchant, language: str) -> Iterator[Listing | BadRow]:
    """Give the listing of each product, with what its variants say between them."""
    columns = _columns(table.columns)
    product: _Product | None = None
    for row in table.rows:
        if isinstance(row, BadRow):
            yield row
            continue
        cells = {name: row.record[column].strip() for name, column in columns.items()}
        if not cells["handle"]:
            yield BadRow(row.line, "no handle")
            continue
        if product is None or product.handle != cells["handle"]:
            if product:
                yield from product.listing(language)
            product = _Product(row.line, cells, merchant)
        try:
            product.add(cells)
        except ValueError as error:
            yield BadRow(row.line, str(error))
    if product:
        yield from product.listing(language)


def is_shopify(columns: tuple[str, ...]) -> bool:
    """Return whether these are columns of Shopify's export."""
    names = {column.casefold() for column in columns}
    return bool(names & set(_NAMES["handle"])) and {"title", "vendor"} <= names


def check_columns(table: Table) -> None:
    """Raise CatalogError where a column is missing without which there is no product."""
    table.check([_NAMES[need] for need in _NEEDED])


class _Product:
    """The lines of one product, gathered."""

    def __init__(self, line: int, cells: Mapping[str, str], merchant: Merchant) -> None:
        self.line = line
        self.handle = cells["handle"]
        self.first = cells
        self.image = ""
        self.variants = Variants(merchant)
        self.has_bad_variant = False

    def add(self, cells: Mapping[str, str]) -> None:
        """Take in a line; raises ValueError where it is a variant that cannot be read."""
        self.image = self.image or cells.get("image", "")
        values = [cells.get(f"value{place}", "") for place in (1, 2, 3)]
        if not cells["price"] and not any(values):
            return
        if self.variants.n >= MAX_VARIANTS:
            raise ValueError(f"more than {MAX_VARIANTS} variants of {self.handle!r}")
        names = [self.first.get(f"name{place}", "") for place in (1, 2, 3)]
        options = {name: value for name, value in zip(names, values, strict=True) if name}
        weight = f"{cells['grams']} g" if cells.get("grams", "0").strip("0.") else None
        try:
            self.variants.add(options, cells["price"], _stock(cells), weight, cells.get("barcode"))
        except ValueError:
            self.has_bad_variant = True
            raise

    def listing(self, language: str) -> Iterator[Listing | BadRow]:
        """Give the product's listing, or why there is none."""
        cells = self.first
        status = cells.get("status", "").casefold()
        if status not in ("", "active"):
            yield BadRow(self.line, f"not on sale: its status is {status!r}")
        elif cells.get("published", "").casefold() == "false":
            yield BadRow(self.line, "not on sale: it is not published")
        elif self.variants.n:
            yield ShopifyProduct(
                line=self.line,
                handle=self.handle,
                title=cells["title"],
                body=cells.get("body"),
                vendor=cells.get("vendor"),
                category=cells.get("category", ""),
                kind=cells.get("type", ""),
                image=self.image,
                gender=cells.get("gender"),
                age_group=cells.get("age_group"),
                colors=[part.strip() for part in cells.get("colors", "").split(";")],
                materials=[part.strip() for part in cells.get("materials", "").split(";")],
            ).listing(self.variants, language)
        elif not self.has_bad_variant:
            yield BadRow(self.line, "no variant with a price")


def _stock(cells: Mapping[str, str]) -> int | None:
    """Return how many of a variant there are, None where it may be sold without limit; raises ValueError."""
    if not cells.get("tracker") or cells.get("policy", "").casefold() in _WITHOUT_LIMIT:
        return None
    quantity = cells.get("quantity") or "0"
    try:
        return int(quantity)
    except ValueError as error:
        raise ValueError(f"the quantity {quantity!r} is not a whole number") from error


def _columns(columns: tuple[str, ...]) -> dict[str, str]:
    """Return what is held → the column that holds it, the earlier name first."""
    written = {column.casefold(): column for column in reversed(columns)}
    written |= {found[1]: column for column in columns if (found := _METAFIELD.search(column))}
    return {
        held: written[next(name for name in names if name in written)]
        for held, names in _NAMES.items()
        if any(name in written for name in names)
    }
