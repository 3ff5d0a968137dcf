"""The forms that feeds have: how each is told from the others, and read."""

import itertools
import re
from collections.abc import Iterator
from pathlib import Path

from retrieval.errors import CatalogError
from retrieval.feeds import google, shopify_table
from retrieval.feeds.decoding import text_chunks
from retrieval.feeds.html_pages import schema_org_page
from retrieval.feeds.json_items import json_items
from retrieval.feeds.lines import json_lines
from retrieval.feeds.listing import Listing
from retrieval.feeds.mapped import mapped
from retrieval.feeds.mapping import FORMATS, FeedMapping
from retrieval.feeds.packed import FeedFile, feed_files
from retrieval.feeds.rows import BadRow
from retrieval.feeds.schema_org import schema_org_json
from retrieval.feeds.shopify import shopify_json
from retrieval.feeds.tables import Table

SUFFIXES: dict[str, tuple[str, ...]] = {
    "csv": (".csv",),
    "google-tsv": (".tsv", ".txt", ".csv"),
    "google-xml": (".xml", ".rss", ".atom"),
    "json": (".json",),
    "json-ld": (".jsonld", ".json", ".html", ".htm"),
    "jsonl": (".jsonl", ".ndjson"),
    "shopify-csv": (".csv",),
    "shopify-json": (".json",),
    "tsv": (".tsv", ".txt"),
}
"""How the files of a folder or archive end that are read; all of these where the format is not named."""

TABLES = frozenset({"csv", "google-tsv", "shopify-csv", "tsv"})
"""Formats whose first line names columns."""

_GOOGLE_ONLY = frozenset({"image_link", "link", "availability", "google_product_category", "gtin", "product_type"})
_FEED = re.compile(r"<(?:\w+:)?(?:rss|feed|RDF)[\s>]|xmlns:g=")
_PAGE = re.compile(r"<!doctype html|<html|application/ld\+json", re.IGNORECASE)
_LINKED_DATA = re.compile(r'"@(?:context|type|graph)"\s*:')
_PRODUCTS = re.compile(r'\{\s*"products?"\s*:\s*[\[{]')
_LOOKED_AT = 64 * 1024


def detect_format(path: Path, encoding: str | None = None) -> str:
    """Return which of the FORMATS a file has, by its content; of a folder or archive, that of its first file.

    Raises CatalogError where it has none of them.
    """
    files = feed_files(path, all_suffixes())
    if not files:
        raise CatalogError(f"There is no feed at {path}: check the path.")
    return format_of(files[0], encoding)


def all_suffixes() -> tuple[str, ...]:
    """Return every suffix of SUFFIXES, sorted."""
    return tuple(sorted({suffix for suffixes in SUFFIXES.values() for suffix in suffixes}))


def format_of(file: FeedFile, encoding: str | None) -> str:
    """Return which of the FORMATS a file has; raises CatalogError where it has none of them."""
    pieces = text_chunks(file.chunks(), file.name, encoding)
    start = ""
    while len(start) < _LOOKED_AT and (piece := next(pieces, "")):
        start = (start + piece)[:_LOOKED_AT]
    start = start.lstrip("\ufeff \t\n")
    found = _markup(start) if start.startswith("<") else _json(start) if start[:1] in ("{", "[") else _table(start)
    if not found:
        raise CatalogError(f"{file.name} is in no known format: name it in the mapping, one of {list(FORMATS)}.")
    return found


def listings_of(file: FeedFile, form: str, mapping: FeedMapping) -> Iterator[Listing | BadRow]:
    """Give what a file lists; raises CatalogError where it lacks columns, before it gives anything."""
    text = text_chunks(file.chunks(), file.name, mapping.encoding)
    if form in TABLES:
        return _table_listings(text, file.name, form, mapping)
    if form in ("json", "jsonl"):
        return mapped(json_items(text) if form == "json" else json_lines(text), mapping)
    merchant = mapping.only_merchant(form)
    language = mapping.language or merchant.language
    if form == "google-xml":
        return google.google_xml(text, file.name, language)
    if form == "shopify-json":
        return shopify_json(text, merchant, language)
    first = next(text, "")
    is_page = first.lstrip().startswith("<")
    return (schema_org_page if is_page else schema_org_json)(itertools.chain([first], text), merchant, language)


def _table_listings(text: Iterator[str], name: str, form: str, mapping: FeedMapping) -> Iterator[Listing | BadRow]:
    table = Table.open(text, name)
    if form in ("csv", "tsv"):
        table.check([(column,) for column in mapping.columns])
        return mapped(table.rows, mapping)
    merchant = mapping.only_merchant(form)
    language = mapping.language or merchant.language
    if form == "shopify-csv":
        shopify_table.check_columns(table)
        return shopify_table.shopify_table(table, merchant, language)
    google.check_columns(table)
    return google.google_table(table, language)


def _markup(start: str) -> str:
    if _PAGE.search(start) and not _FEED.search(start[:4096]):
        return "json-ld"
    return "google-xml" if _FEED.search(start) else ""


def _json(start: str) -> str:
    if _PRODUCTS.match(start):
        return "shopify-json"
    if start.startswith("["):
        return "json-ld" if _LINKED_DATA.search(start[:1024]) else "json"
    first, _, rest = start.partition("\n")
    if first.rstrip().endswith("}") and rest.lstrip().startswith("{"):
        return "jsonl"
    return "json-ld" if _LINKED_DATA.search(start) else "jsonl"


def _table(start: str) -> str:
    if "\n" not in start:
        return ""
    columns = Table.open(iter([start]), "").columns
    if len(columns) < 2:
        return ""
    if shopify_table.is_shopify(columns):
        return "shopify-csv"
    names = {google.plain_name(column) for column in columns}
    if {"id", "title", "price"} <= names and names & _GOOGLE_ONLY:
        return "google-tsv"
    return "tsv" if "\t" in start.partition("\n")[0] else "csv"
