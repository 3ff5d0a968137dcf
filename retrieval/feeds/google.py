"""Google Merchant Center's feeds: RSS and Atom with `g:` elements, and tables with the same names as columns."""

import re
from collections.abc import Iterator, Mapping
from decimal import Decimal
from typing import Any

from retrieval.feeds.listing import Listing
from retrieval.feeds.rows import BadRow, Row
from retrieval.feeds.tables import Table
from retrieval.feeds.xml_items import xml_items
from retrieval.shipping.parcel_size import PACKED_SIZE

_NEEDED = ("id", "title", "price")

_KEPT = ("gtin", "mpn", "condition", "pattern", "item_group_id", "material", "energy_efficiency_class", "product_type")
_HEADS = frozenset(
    """Animals & Pet Supplies|Apparel & Accessories|Arts & Entertainment|Baby & Toddler|Business & Industrial|
    Cameras & Optics|Electronics|Food, Beverages & Tobacco|Furniture|Hardware|Health & Beauty|Home & Garden|
    Luggage & Bags|Mature|Media|Office Supplies|Religious & Ceremonial|Software|Sporting Goods|Toys & Games|
    Vehicles & Parts""".replace("\n    ", "").split("|")
)
"""The first steps of the paths in Google's taxonomy, by which an English path is known."""

_SIDE = re.compile(r"\s*(\d{1,4}(?:\.\d+)?)\s*(cm|in)\s*")
_INCH = Decimal("2.54")
"""Centimetres of an inch (ISO 80000-3)."""

Fields = Mapping[str, Any]


def google_xml(text: Iterator[str], name: str, language: str) -> Iterator[Listing | BadRow]:
    """Give the listing of each item of RSS or entry of Atom."""
    for row in xml_items(text, name):
        yield row if isinstance(row, BadRow) else _listing(row, language)


def check_columns(table: Table) -> None:
    """Raise CatalogError where a column is missing without which a row is no product."""
    written = {plain_name(column): column for column in table.columns}
    table.check([(written.get(name, name),) for name in _NEEDED])


def google_table(table: Table, language: str) -> Iterator[Listing | BadRow]:
    """Give the listing of each row."""
    names = [plain_name(column) for column in table.columns]
    for row in table.rows:
        if isinstance(row, BadRow):
            yield row
        else:
            cells = [row.record[column] for column in table.columns]
            fields = {name: [cell] for name, cell in zip(reversed(names), reversed(cells), strict=True) if cell}
            yield _listing(Row(row.line, fields), language)


def plain_name(column: str) -> str:
    """Return a column's name as the XML has it.

    >>> plain_name("Image Link"), plain_name("g:sale_price"), plain_name("price (EUR)")
    ('image_link', 'sale_price', 'price')
    """
    return column.casefold().partition("(")[0].strip().removeprefix("g:").replace(" ", "_")


def _listing(row: Row, language: str) -> Listing:
    fields: Fields = row.record

    def one(name: str) -> str:
        return str(fields.get(name, ("",))[0])

    google_path = _steps(one("google_product_category"))
    own_path = _steps(one("product_type"))
    is_english = language.split("-")[0] == "en"
    google_leaf = google_path[-1] if google_path[:1] and google_path[0] in _HEADS else ""
    own_leaf = own_path[-1] if own_path else ""
    attributes = {name: one(name) for name in _KEPT if one(name)}
    attributes.pop("material", None)
    if one("condition").casefold() == "new":
        del attributes["condition"]
    if packed := _packed_size(tuple(one(f"shipping_{side}") for side in ("length", "width", "height"))):
        attributes[PACKED_SIZE] = packed
    if google_path and not google_leaf:
        attributes["google_product_category"] = one("google_product_category")
    return Listing(
        line=row.line,
        product_id=one("id"),
        titles={"": one("title") or one("structured_title")},
        descriptions={"": one("description") or one("summary") or one("content")},
        price=one("price"),
        sale_price=one("sale_price"),
        sale_period=one("sale_price_effective_date"),
        category_names=tuple(name for name in (google_leaf, own_leaf, *google_path[-1:]) if name),
        category_noun=google_leaf or (own_leaf if is_english else ""),
        department=google_path[0] if google_leaf else "",
        brand=one("brand"),
        colors=fields.get("color"),
        materials=fields.get("material"),
        sizes=fields.get("size"),
        size_system=one("size_system"),
        gender=one("gender"),
        age_group=one("age_group"),
        weight=one("shipping_weight") or one("product_weight"),
        attributes=attributes,
        image=one("image_link"),
        url=one("link"),
        availability=one("availability"),
        stock=one("quantity_to_sell_on_facebook") or one("inventory"),
    )


def _packed_size(sides: tuple[str, ...]) -> str:
    """Return length, width and height such as `20 cm` or `8 in` in centimetres, "" unless all three are given.

    >>> _packed_size(("60 cm", "40 cm", "10 in")), _packed_size(("60 cm", "", "")), _packed_size(("x", "1 cm", "1 cm"))
    ('60x40x25.4', '', '')
    """
    found = [_SIDE.fullmatch(side) for side in sides]
    if not all(found):
        return ""
    centimetres = [Decimal(one[1]) * (_INCH if one[2] == "in" else 1) for one in found if one]
    return "x".join(format(side.normalize(), "f") for side in centimetres)


def _steps(path: str) -> list[str]:
    """Return the steps of a path such as `Apparel & Accessories > Shoes`; a number has none."""
    return [step.strip() for step in path.split(">") if step.strip()]
