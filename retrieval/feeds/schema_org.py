"""Products in JSON-LD with the words of schema.org."""

from collections.abc import Iterator, Mapping
from decimal import Decimal
from typing import Any

from retrieval.feeds.cells import words
from retrieval.feeds.json_items import json_items
from retrieval.feeds.listing import Listing
from retrieval.feeds.prices import price_in
from retrieval.feeds.rows import MAX_DEPTH, BadRow
from retrieval.feeds.words import stock_meant
from retrieval.product import Merchant

Node = Mapping[str, Any]

_PRODUCTS = frozenset({"Product", "IndividualProduct", "SomeProducts", "ProductModel", "Vehicle", "Book"})
_GROUP = "ProductGroup"
_INSIDE = ("@graph", "itemListElement", "item", "mainEntity", "mainEntityOfPage", "itemOffered", "hasPart")
"""Where a document keeps its own products; others, such as `isRelatedTo`, name those of other pages."""

_IDS = ("sku", "productGroupID", "productID", "gtin", "gtin13", "gtin14", "gtin12", "gtin8", "mpn", "@id", "url")
_KEPT = ("gtin", "gtin13", "gtin14", "gtin12", "gtin8", "mpn", "model", "pattern")
_LIST_PRICES = ("ListPrice", "StrikethroughPrice", "SRP", "MSRP")


def schema_org_json(text: Iterator[str], merchant: Merchant, language: str) -> Iterator[Listing | BadRow]:
    """Give the listing of each product in a file of JSON-LD: an object, an array, an @graph or an ItemList."""
    n_found = 0
    line = 1
    for row in json_items(text, frozenset({"@graph", "itemListElement"})):
        line = row.line
        found = [row] if isinstance(row, BadRow) else list(listings(row.line, row.record, merchant, language))
        n_found += len(found)
        yield from found
    if not n_found:
        yield BadRow(line, "no Product and no ProductGroup of schema.org in this file")


def listings(line: int, record: Any, merchant: Merchant, language: str) -> Iterator[Listing | BadRow]:
    """Give the listing of each product in a value of JSON-LD, and why one has none."""
    for node in _nodes(record, 0):
        try:
            yield _listing(line, node, merchant, language)
        except ValueError as error:
            yield BadRow(line, str(error))


def _nodes(value: Any, depth: int) -> Iterator[Node]:
    if depth > MAX_DEPTH:
        return
    if isinstance(value, list):
        for part in value:
            yield from _nodes(part, depth + 1)
    elif isinstance(value, Mapping):
        node = {_bare(key): part for key, part in value.items()}
        if _types(node) & (_PRODUCTS | {_GROUP}):
            yield node
        else:
            for name in _INSIDE:
                yield from _nodes(node.get(name), depth + 1)


def _listing(line: int, node: Node, merchant: Merchant, language: str) -> Listing:
    variants = [{_bare(key): part for key, part in found.items()} for found in _objects(node.get("hasVariant"))]
    everything = [node, *variants]
    price, currency, availability = _offer([offer for found in everything for offer in _offers(found)], merchant)
    rating = _first(node.get("aggregateRating"))
    path = _category(node.get("category"))
    is_english = language.split("-")[0] == "en"
    audience = _first(node.get("audience"))
    system, sizes = _sizes(everything)
    return Listing(
        line=line,
        product_id=next((found for name in _IDS if (found := _text(node.get(name)))), ""),
        titles=_texts(node.get("name")) or _texts(variants[0].get("name") if variants else None),
        descriptions=_texts(node.get("description")),
        price=price,
        currency=currency,
        category_names=tuple(path[-1:]),
        category_noun=path[-1] if path and is_english else "",
        brand=_text(node.get("brand")) or _text(node.get("manufacturer")),
        colors=[word for found in everything for word in _words(found.get("color"))],
        materials=[word for found in everything for word in _words(found.get("material"))],
        sizes=sizes,
        size_system=system,
        gender=_text(audience.get("suggestedGender")).rsplit("/", 1)[-1] or _text(audience.get("audienceType")),
        age_group=_age_group(audience),
        weight=_weight(next((found["weight"] for found in everything if found.get("weight")), None)),
        origin=_country(node.get("countryOfOrigin")),
        attributes=_attributes(node, path, is_english),
        image=_text(node.get("image")) or next((_text(found.get("image")) for found in variants), ""),
        url=_text(node.get("url")) or _text(_first(node.get("offers")).get("url")),
        availability=availability,
        rating=_text(rating.get("ratingValue")),
        best_rating=_text(rating.get("bestRating")),
        n_ratings=_text(rating.get("ratingCount")) or _text(rating.get("reviewCount")),
        added=_text(node.get("releaseDate")),
    )


def _offers(node: Node) -> Iterator[Node]:
    """Give the offers of a product, those inside an AggregateOffer instead of it where it has any with a price."""
    for offer in _objects(node.get("offers")):
        inner = [part for part in _objects(offer.get("offers")) if _amounts(part)]
        yield from inner or [offer]


def _offer(offers: list[Node], merchant: Merchant) -> tuple[Any, str, str]:
    """Return price, currency and availability of the cheapest offer on sale, in the merchant's currency if possible.

    Raises ValueError where there is no price, or one that cannot be read.
    """
    found: list[tuple[bool, bool, Decimal, int]] = []
    prices: list[tuple[Any, str, str]] = []
    for offer in offers:
        availability = _text(offer.get("availability"))
        is_sold_out = bool(availability) and stock_meant(availability) == 0
        for value, said in _amounts(offer):
            amount, currency = price_in(value, said, merchant)
            found.append((is_sold_out, currency != merchant.currency, amount, len(prices)))
            prices.append((value, said, availability))
    if not found:
        raise ValueError("no offer with a price")
    return prices[min(found)[-1]]


def _amounts(offer: Node) -> list[tuple[Any, str]]:
    """Return the prices of an offer with their currencies; crossed-out ones do not count."""
    currency = _text(offer.get("priceCurrency"))
    for name in ("price", "lowPrice"):
        if _text(offer.get(name)):
            return [(offer[name], currency)]
    return [
        (part["price"], _text(part.get("priceCurrency")) or currency)
        for part in _objects(offer.get("priceSpecification"))
        if _text(part.get("price")) and not _text(part.get("priceType")).endswith(_LIST_PRICES)
    ]


def _texts(value: Any) -> dict[str, str]:
    """Return language → text of a value that may be tagged with languages; "" for what is not."""
    found: dict[str, str] = {}
    for part in value if isinstance(value, list) else [value]:
        language = _text(part.get("@language")) if isinstance(part, Mapping) else ""
        if text := _text(part):
            found.setdefault(language, text)
    return found


def _sizes(nodes: list[Node]) -> tuple[str, list[str]]:
    """Return the system of sizes, such as `EU`, and the sizes."""
    system, sizes = "", []
    for value in (part for node in nodes for part in _list(node.get("size"))):
        if isinstance(value, Mapping):
            # schema.org writes WearableSizeSystemEU.
            system = system or _text(value.get("sizeSystem")).rpartition("SizeSystem")[2]
        sizes += _words(value)
    return (system if len(system) <= len("GS1") else ""), sizes


def _age_group(audience: Node) -> str:
    group = _text(audience.get("suggestedAge")) or _text(audience.get("suggestedMaxAge"))
    return "kids" if group.isdigit() and int(group) < 14 else ""


def _weight(value: Any) -> Any:
    found = _first(value)
    if not found:
        return value
    return f"{_text(found.get('value'))} {_text(found.get('unitCode')) or _text(found.get('unitText'))}".strip()


def _country(value: Any) -> str:
    code = _text(value)
    return code.upper() if len(code) == 2 and code.isascii() else ""


def _category(value: Any) -> list[str]:
    """Return the steps of a category; `>` and `/` stand between them."""
    name = next(iter(_words(value)), "")
    if name.startswith(("http://", "https://")):
        return []
    return [step.strip() for step in name.replace(" / ", ">").split(">") if step.strip()]


def _attributes(node: Node, path: list[str], is_english: bool) -> dict[str, str]:
    found = {name: _text(node.get(name)) for name in _KEPT if _text(node.get(name))}
    if path and not is_english:
        found["product_type"] = " > ".join(path)
    for part in _objects(node.get("additionalProperty")):
        if name := _text(part.get("name")):
            found.setdefault(name, _text(part.get("value")))
    return found


def _words(value: Any) -> list[str]:
    return [word for part in _list(value) if (word := _text(part))]


def _text(value: Any) -> str:
    """Return the text of a value, of a node its name, address or code."""
    for part in _list(value):
        if not isinstance(part, Mapping):
            return words(part)[0] if words(part) else ""
        node = {_bare(key): inner for key, inner in part.items()}
        for name in ("@value", "name", "url", "contentUrl", "value", "codeValue", "@id"):
            if not isinstance(node.get(name), Mapping | list) and words(node.get(name)):
                return words(node[name])[0]
    return ""


def _first(value: Any) -> Node:
    return next(iter(_objects(value)), {})


def _objects(value: Any) -> list[Node]:
    return [{_bare(key): part for key, part in found.items()} for found in _list(value) if isinstance(found, Mapping)]


def _list(value: Any) -> list[Any]:
    return value if isinstance(value, list) else [] if value is None else [value]


def _types(node: Node) -> set[str]:
    return {_bare(str(name)) for name in _list(node.get("@type"))}


def _bare(name: str) -> str:
    """Return a name of schema.org without its address or prefix."""
    return name.rsplit("/", 1)[-1].removeprefix("schema:") if "schema" in name else name
