"""Rows of CSV, JSON-lines and Parquet files under the names that this project uses, whatever the file calls them."""

import csv
import json
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from retrieval.errors import StoreError

_NAMES: Mapping[str, tuple[str, ...]] = {
    "user_id": ("user_id", "user", "userid", "visitorid", "visitor_id", "customer_id", "shopper_id", "reviewerid"),
    "product_id": ("product_id", "item_id", "item", "itemid", "product", "productid", "movieid", "sku", "asin"),
    "type": ("type", "event", "event_type", "action"),
    "rating": ("rating", "score", "stars", "overall"),
    "value": ("value", "event_value", "quantity"),
    "words": ("words", "search_term", "query"),
    "ts": ("ts", "timestamp", "time", "event_time", "date", "unixreviewtime"),
    "session_id": ("session_id", "session", "sessionid", "user_session"),
    "event_id": ("event_id", "eventid"),
    "title": ("title", "name"),
    "description": ("description",),
    "category": ("category", "category_code", "genres"),
    "brand": ("brand", "store"),
    "style": ("style", "styles"),
    "price": ("price",),
}
"""What columns may be called, in the order in which they are looked for; upper and lower case are one."""

_SEPARATORS = ",;\t|"
_ROWS_AT_ONCE = 65_536

Row = Mapping[str, Any]


def known_columns(header: Sequence[str]) -> dict[str, str]:
    """Return which of a file's columns stands for which of our names.

    >>> known_columns(["visitorid", "Event", "itemid", "other"])
    {'user_id': 'visitorid', 'product_id': 'itemid', 'type': 'Event'}
    """
    by_folded = {name.strip().casefold(): name for name in header}
    found = {}
    for ours, theirs in _NAMES.items():
        name = next((by_folded[each] for each in theirs if each in by_folded), None)
        if name is not None:
            found[ours] = name
    return found


def columns_of(path: Path) -> dict[str, str]:
    """Return which columns a file has, as `known_columns` does; of JSON lines those of the first line."""
    if _kind(path) == "parquet":
        with _explained(path):
            return known_columns(_parquet(path).schema_arrow.names)
    with _explained(path), path.open(encoding="utf-8-sig", newline="") as lines:
        first = lines.readline()
    if _kind(path) == "jsonl":
        record = _object(first)
        return known_columns(list(record)) if record is not None else {}
    return known_columns(next(csv.reader([first], delimiter=_separator(first)), []))


def rows_of(path: Path) -> Iterator[Row | None]:
    """Yield each row with our names, None for one that cannot be read; a few thousand are held at a time.

    Cells of CSV are texts. Raises StoreError where the file is absent, is no such file or needs a package that is not
    installed.
    """
    columns = columns_of(path)
    if _kind(path) == "parquet":
        yield from _parquet_rows(path, columns)
        return
    read = _json_rows if _kind(path) == "jsonl" else _csv_rows
    with _explained(path), path.open(encoding="utf-8-sig", newline="") as lines:
        yield from read(lines, columns)


@contextmanager
def _explained(path: Path) -> Iterator[None]:
    """Turn what can go wrong with a file into a StoreError."""
    try:
        yield
    except OSError as error:
        raise StoreError(f"cannot read {path}: {error.strerror or error}; name a CSV, JSONL or Parquet file") from error
    except (UnicodeDecodeError, csv.Error) as error:
        raise StoreError(f"{path} is not a text file in UTF-8: {error}; convert it first") from error


def _kind(path: Path) -> str:
    endings = {".parquet": "parquet", ".pq": "parquet", ".jsonl": "jsonl", ".ndjson": "jsonl"}
    return endings.get(path.suffix.lower(), "csv")


def _separator(header: str) -> str:
    return max(_SEPARATORS, key=header.count)


def _csv_rows(lines: Iterator[str], columns: Mapping[str, str]) -> Iterator[Row | None]:
    first = next(lines, "")
    separator = _separator(first)
    header = next(csv.reader([first], delimiter=separator), [])
    places = {ours: header.index(theirs) for ours, theirs in columns.items()}
    for cells in csv.reader(lines, delimiter=separator):
        if cells:
            is_whole = len(cells) == len(header)
            yield {name: cells[place] for name, place in places.items()} if is_whole else None


def _json_rows(lines: Iterator[str], columns: Mapping[str, str]) -> Iterator[Row | None]:  # noqa: ARG001 as _csv_rows
    for line in lines:
        if line.strip():
            record = _object(line)
            known = {} if record is None else known_columns(list(record))
            yield None if record is None else {ours: record[theirs] for ours, theirs in known.items()}


def _object(line: str) -> dict[str, Any] | None:
    try:
        record = json.loads(line)
    except ValueError:
        return None
    return record if isinstance(record, dict) else None


def _parquet_rows(path: Path, columns: Mapping[str, str]) -> Iterator[Row]:
    names = {theirs: ours for ours, theirs in columns.items()}
    for batch in _parquet(path).iter_batches(batch_size=_ROWS_AT_ONCE, columns=list(names)):
        cells = {names[name]: batch.column(name).to_pylist() for name in names}
        for values in zip(*cells.values(), strict=True):
            yield dict(zip(cells, values, strict=True))


def _parquet(path: Path) -> Any:
    """Open a Parquet file; StoreError where it is none or pyarrow is not installed."""
    try:
        import pyarrow as pa
        import pyarrow.parquet as pq
    except ImportError as error:
        raise StoreError(f'{path} needs the package pyarrow; run: pip install "crossaisle[parquet]"') from error
    try:
        return pq.ParquetFile(path)
    except pa.ArrowInvalid as error:
        raise StoreError(f"{path} is no Parquet file: {error}; name another one") from error
