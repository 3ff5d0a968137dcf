"""Reading a merchant's feed into products, with a reason for every row that is left out."""

import json
import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal, InvalidOperation
from pathlib import Path
from typing import Any

from retrieval.errors import CatalogError
from retrieval.feed_mapping import FeedMapping
from retrieval.lexicon import Lexicon
from retrieval.product import Product

MAX_PRICE = Decimal(10_000_000)
MAX_TEXT = 20_000
_UNWANTED = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ud800-\udfff]")
_DECODER = json.JSONDecoder()


@dataclass(frozen=True, slots=True)
class Reject:
    """A row that was not imported: its file, its line there (1-based), and why."""

    file: str
    line: int
    reason: str


@dataclass(frozen=True, slots=True)
class Feed:
    """What a feed gave: the products in its order, and the rows that gave none."""

    products: tuple[Product, ...]
    rejects: tuple[Reject, ...]


def read_feed(
    path: Path, mapping: FeedMapping, lexicon: Lexicon, progress: Callable[[int], None] | None = None
) -> Feed:
    """Read a feed file, or every file of a folder that ends in the mapping's format, in order of name.

    `progress` is called with the number of rows read so far. A row that cannot become a product, or repeats an id, is
    a Reject; raises CatalogError only where no file can be read at all.
    """
    files = sorted(path.glob(f"*.{mapping.format}")) if path.is_dir() else [path]
    if not files or not all(file.is_file() for file in files):
        raise CatalogError(f"There is no {mapping.format} feed at {path}: check the path.")
    products: dict[str, Product] = {}
    rejects: list[Reject] = []
    n_rows = 0
    for file in files:
        for line, row in _rows(file, mapping.format):
            n_rows += 1
            try:
                product = _product(row, mapping, lexicon)
                if product.product_id in products:
                    raise ValueError(f"the id {product.product_id!r} stood in an earlier row already")
            except ValueError as error:
                rejects.append(Reject(file.name, line, str(error)))
            else:
                products[product.product_id] = product
            if progress:
                progress(n_rows)
    return Feed(tuple(products.values()), tuple(rejects))


def _rows(path: Path, form: str) -> Iterator[tuple[int, Any]]:
    """Give each row with its line; a row that is no JSON is given as the ValueError's text."""
    try:
        text = path.read_text(encoding="utf-8-sig")
    except (OSError, UnicodeDecodeError) as error:
        raise CatalogError(f"{path} cannot be read as UTF-8 ({error}): check the file and its encoding.") from error
    if form == "json":
        yield from _array_rows(text, path)
        return
    for line, row in enumerate(text.splitlines(), start=1):
        if row.strip():
            try:
                yield line, json.loads(row)
            except ValueError as error:
                yield line, f"not JSON: {error}"


def _array_rows(text: str, path: Path) -> Iterator[tuple[int, Any]]:
    start = text.find("[")
    if start < 0 or text[:start].strip():
        raise CatalogError(f"{path} is no JSON array: a feed of the format json starts with '['.")
    line, at = 1 + text.count("\n", 0, start), start + 1
    while True:
        gap = re.compile(r"[\s,]*").match(text, at)
        end = gap.end() if gap else at
        line, at = line + text.count("\n", at, end), end
        if at >= len(text) or text[at] == "]":
            return
        try:
            row, end = _DECODER.raw_decode(text, at)
        except ValueError as error:
            yield line, f"not JSON from here on, the rest of the file is lost: {error}"
            return
        yield line, row
        line, at = line + text.count("\n", at, end), end


def _product(row: Any, mapping: FeedMapping, lexicon: Lexicon) -> Product:
    """Turn a row into a product; raises ValueError with the reason in words."""
    if not isinstance(row, Mapping):
        raise ValueError(row if isinstance(row, str) else f"not an object but {type(row).__name__}")

    def value(name: str) -> Any:
        return mapping.value(row, name)

    merchant_id = value("merchant_id")
    merchant = mapping.merchants.get(merchant_id)
    if merchant is None:
        raise ValueError(f"unknown merchant {merchant_id!r}; known are {sorted(mapping.merchants)}")
    titles = _texts(value("titles"))
    if merchant.language not in titles:
        raise ValueError(f"no title in the merchant's language {merchant.language}")
    category = lexicon.category_named(_text(value("category")))
    return Product(
        product_id=_required(value("product_id"), "id"),
        merchant_id=merchant.merchant_id,
        language=merchant.language,
        titles=titles,
        descriptions=_texts(value("descriptions")),
        price=_price(value("price")),
        currency=_text(value("currency")) or merchant.currency,
        category=category,
        department=lexicon.departments.get(category) or _text(value("department")).casefold(),
        brand=_text(value("brand")),
        colors=_words(value("colors")) or lexicon.values_in("color", titles[merchant.language], merchant.language),
        materials=_words(value("materials")),
        sizes=_words(value("sizes")),
        audience=_text(value("audience")),
        weight_kg=_number(value("weight_kg"), "weight"),
        hs_code=_text(value("hs_code")) or None,
        origin=_text(value("origin")) or None,
        attributes=_attributes(value("attributes")),
        image=_text(value("image")),
        url=_text(value("url")),
        stock=_whole(value("stock"), "stock"),
        rating=_number(value("rating"), "rating"),
        n_ratings=_whole(value("n_ratings"), "number of ratings") or 0,
        added=_date(value("added")),
    )


def _text(value: Any) -> str:
    return _UNWANTED.sub("", str(value)).strip()[:MAX_TEXT] if value is not None else ""


def _required(value: Any, name: str) -> str:
    text = _text(value)
    if not text:
        raise ValueError(f"no {name}")
    return text


def _texts(value: Any) -> dict[str, str]:
    pairs = value.items() if isinstance(value, Mapping) else ()
    return {language: _text(text) for language, text in pairs if _text(text)}


def _words(value: Any) -> tuple[str, ...]:
    values = value if isinstance(value, list) else [value]
    return tuple(_text(part) for part in values if _text(part))


def _attributes(value: Any) -> dict[str, str | float | bool]:
    pairs = value.items() if isinstance(value, Mapping) else ()
    return {str(key): part if isinstance(part, bool | int | float) else _text(part) for key, part in pairs if part}


def _price(value: Any) -> Decimal:
    try:
        price = Decimal(str(value).strip())
    except InvalidOperation as error:
        raise ValueError(f"the price {value!r} is not a number") from error
    if not price.is_finite() or not 0 < price <= MAX_PRICE:
        raise ValueError(f"the price {value!r} is not between 0 and {MAX_PRICE}")
    return price


def _number(value: Any, name: str) -> float | None:
    if value is None or value == "":
        return None
    try:
        number = float(value)
    except (TypeError, ValueError) as error:
        raise ValueError(f"the {name} {value!r} is not a number") from error
    if not 0 <= number < float("inf"):
        raise ValueError(f"the {name} {value!r} is not a positive number")
    return number


def _whole(value: Any, name: str) -> int | None:
    number = _number(value, name)
    return None if number is None else int(number)


def _date(value: Any) -> date | None:
    text = _text(value)
    try:
        return date.fromisoformat(text) if text else None
    except ValueError as error:
        raise ValueError(f"the date {text!r} is not of the form 2026-11-22") from error
