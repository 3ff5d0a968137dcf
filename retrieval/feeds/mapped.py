"""Rows whose fields a mapping names."""

from collections.abc import Iterator, Mapping
from typing import Any

from retrieval.feeds.listing import Listing
from retrieval.feeds.mapping import FeedMapping
from retrieval.feeds.places import value_at
from retrieval.feeds.rows import BadRow, Row


def mapped(rows: Iterator[Row | BadRow], mapping: FeedMapping) -> Iterator[Listing | BadRow]:
    """Give the listing of each row."""
    for row in rows:
        if isinstance(row, BadRow):
            yield row
        elif isinstance(row.record, Mapping):
            yield _listing(row.line, row.record, mapping)
        else:
            yield BadRow(row.line, f"not an object but {type(row.record).__name__}")


def _listing(line: int, record: Mapping[str, Any], mapping: FeedMapping) -> Listing:
    value = {name: value_at(record, place) for name, place in mapping.fields.items()}.get
    category = value("category")
    noun = category if isinstance(category, str) else ""
    return Listing(
        line=line,
        is_in_project_words=True,
        product_id=value("product_id"),
        merchant_id=value("merchant_id"),
        titles=_in_languages(value("titles")),
        descriptions=_in_languages(value("descriptions")),
        price=value("price"),
        sale_price=value("sale_price"),
        sale_period=value("sale_period"),
        currency=value("currency"),
        category_names=(noun,) if noun else (),
        category_noun=noun,
        department=value("department"),
        brand=value("brand"),
        colors=value("colors"),
        materials=value("materials"),
        sizes=value("sizes"),
        size_system=value("size_system"),
        gender=value("audience") or value("gender"),
        age_group=value("age_group"),
        weight=value("weight_kg"),
        hs_code=value("hs_code"),
        origin=value("origin"),
        attributes=_object(value("attributes")),
        image=value("image"),
        url=value("url"),
        availability=value("availability"),
        stock=value("stock"),
        rating=value("rating"),
        best_rating=value("best_rating"),
        n_ratings=value("n_ratings"),
        added=value("added"),
    )


def _in_languages(value: Any) -> Any:
    return {"": value} if isinstance(value, str) else value


def _object(value: Any) -> Mapping[str, Any]:
    return value if isinstance(value, Mapping) else {}
