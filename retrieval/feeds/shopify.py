"""Shopify's public products.json, and what it has in common with the export as a table."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from retrieval.feeds.json_items import json_items
from retrieval.feeds.listing import Listing
from retrieval.feeds.option_names import COLOR, MATERIAL, SIZE, option_kind
from retrieval.feeds.prices import price_in
from retrieval.feeds.rows import BadRow
from retrieval.product import Merchant

MAX_VARIANTS = 5_000
"""Variants of one product that are looked at: more than Shopify allows."""

_NO_OPTION = "Default Title"
_MAX_VALUES = 200


@dataclass(slots=True)
class Variants:
    """What the variants of one product have in common: gathered one by one.

    `stock` is the sum of what they say, None as soon as one may be sold without limit.
    """

    merchant: Merchant
    options: dict[str, dict[str, None]] = field(default_factory=dict)
    price: Any = None
    stock: int | None = 0
    n: int = 0
    weight: Any = None
    barcode: str = ""
    _cheapest: Any = None

    def add(self, options: Mapping[str, Any], price: Any, stock: int | None, weight: Any, barcode: Any) -> None:
        """Take in a variant; raises ValueError where it has no price that can be read."""
        amount, _ = price_in(price, "", self.merchant)
        if self._cheapest is None or amount < self._cheapest:
            self._cheapest, self.price = amount, price
        for name, value in options.items():
            values = self.options.setdefault(name, {})
            if value and value != _NO_OPTION and len(values) < _MAX_VALUES:
                values[str(value)] = None
        self.stock = None if self.stock is None or stock is None else self.stock + max(stock, 0)
        self.weight = self.weight or weight
        self.barcode = self.barcode or str(barcode or "")
        self.n += 1

    def values(self, kind: str) -> list[str]:
        """Return the values of all options of a kind."""
        return [value for name, values in self.options.items() if option_kind(name) == kind for value in values]

    def others(self) -> dict[str, str]:
        """Return the options of no known kind with their values."""
        return {name: ", ".join(values) for name, values in self.options.items() if values and not option_kind(name)}


@dataclass(frozen=True, slots=True, kw_only=True)
class ShopifyProduct:
    """What both forms say of a product beside its variants."""

    line: int
    handle: str
    title: Any
    body: Any
    vendor: Any
    category: str
    kind: str
    image: Any
    gender: Any = None
    age_group: Any = None
    colors: Sequence[str] = ()
    materials: Sequence[str] = ()
    added: Any = None

    def listing(self, variants: Variants, language: str) -> Listing:
        """Return one listing for the product and its variants."""
        steps = [step.strip() for step in self.category.split(">") if step.strip()]
        leaf = steps[-1] if steps else ""
        is_english = language.split("-")[0] == "en"
        attributes = {**variants.others(), "product_type": self.kind, "gtin": variants.barcode.strip("'\" ")}
        return Listing(
            line=self.line,
            product_id=self.handle,
            titles={"": self.title},
            descriptions={"": self.body},
            price=variants.price,
            category_names=tuple(name for name in (leaf, self.kind) if name),
            # The category is Shopify's own and English, the type is the merchant's word.
            category_noun=leaf or (self.kind if is_english else ""),
            department=steps[0] if steps else "",
            brand=self.vendor,
            colors=variants.values(COLOR) or list(self.colors),
            materials=variants.values(MATERIAL) or list(self.materials),
            sizes=variants.values(SIZE),
            gender=self.gender,
            age_group=self.age_group,
            weight=variants.weight,
            attributes=attributes,
            image=self.image,
            stock=variants.stock,
            added=self.added,
        )


def shopify_json(text: Iterator[str], merchant: Merchant, language: str) -> Iterator[Listing | BadRow]:
    """Give the listing of each product of products.json, however many pages of it follow each other."""
    for row in json_items(text, frozenset({"products"})):
        if isinstance(row, BadRow):
            yield row
            continue
        try:
            yield _listing(row.line, row.record, merchant, language)
        except ValueError as error:
            yield BadRow(row.line, str(error))


def _listing(line: int, record: Any, merchant: Merchant, language: str) -> Listing:
    """Return the listing of a product; raises ValueError with the reason in words."""
    if not isinstance(record, Mapping):
        raise ValueError(f"not an object but {type(record).__name__}")
    record = record["product"] if isinstance(record.get("product"), Mapping) else record
    variants = Variants(merchant)
    names = [_name(option) for option in _objects(record.get("options"))]
    for variant in _objects(record.get("variants"))[:MAX_VARIANTS]:
        options = {name: variant.get(f"option{place}") for place, name in enumerate(names, start=1) if name}
        grams = variant.get("grams")
        stock = 0 if variant.get("available") is False else None
        weight = f"{grams} g" if isinstance(grams, int | float) and grams else None
        variants.add(options, variant.get("price"), stock, weight, variant.get("barcode"))
    if not variants.n:
        raise ValueError("no variants, and so no price")
    images = _objects(record.get("images"))
    return ShopifyProduct(
        line=line,
        handle=str(record.get("handle") or record.get("id") or ""),
        title=record.get("title"),
        body=record.get("body_html"),
        vendor=record.get("vendor"),
        category="",
        kind=str(record.get("product_type") or ""),
        image=images[0].get("src") if images else None,
        added=record.get("published_at") or record.get("created_at"),
    ).listing(variants, language)


def _objects(value: Any) -> list[Mapping[str, Any]]:
    return [part for part in value if isinstance(part, Mapping)] if isinstance(value, list) else []


def _name(option: Mapping[str, Any]) -> str:
    return str(option.get("name") or "")
