"""Writing rows to a CSV or Parquet file, a few thousand at a time; the file appears whole or not at all."""

import csv
import os
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any

from retrieval.errors import StoreError

_ROWS_AT_ONCE = 65_536
Cell = str | float | None


def write_rows(path: Path, columns: Mapping[str, type], rows: Iterable[Sequence[Cell]]) -> int:
    """Write rows under `columns`, names with `str` or `float`, and return how many; the path's ending says how.

    None is an empty cell. Raises StoreError where the ending is neither `.csv` nor `.parquet`, the file cannot be
    written or pyarrow is needed and not installed.
    """
    writers = {".csv": _write_csv, ".parquet": _write_parquet}
    if path.suffix.lower() not in writers:
        raise StoreError(f"{path} cannot be written: name a file that ends in .csv or .parquet")
    unfinished = path.with_name(f".{path.name}.{os.getpid()}.tmp")
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        n_rows = writers[path.suffix.lower()](unfinished, columns, rows)
        unfinished.replace(path)
    except OSError as error:
        raise StoreError(f"{path} cannot be written ({error}): give a folder that can be") from error
    finally:
        unfinished.unlink(missing_ok=True)
    return n_rows


def _write_csv(path: Path, columns: Mapping[str, type], rows: Iterable[Sequence[Cell]]) -> int:
    n_rows = 0
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(columns)
        for row in rows:
            writer.writerow(["" if cell is None else cell for cell in row])
            n_rows += 1
    return n_rows


def _write_parquet(path: Path, columns: Mapping[str, type], rows: Iterable[Sequence[Cell]]) -> int:
    try:
        import pyarrow as pa
        import pyarrow.parquet as pq
    except ImportError as error:
        raise StoreError(f'{path} needs the package pyarrow; run: pip install "crossaisle[parquet]"') from error
    types = {str: pa.string(), float: pa.float64()}
    schema = pa.schema([(name, types[type_]) for name, type_ in columns.items()])
    n_rows = 0
    held: list[Sequence[Cell]] = []
    with pq.ParquetWriter(path, schema) as writer:

        def flush() -> None:
            cells: Any = list(zip(*held, strict=True)) if held else [()] * len(columns)
            writer.write_table(
                pa.table([pa.array(list(own), field.type) for own, field in zip(cells, schema, strict=True)], schema)
            )
            held.clear()

        for row in rows:
            held.append(row)
            n_rows += 1
            if len(held) == _ROWS_AT_ONCE:
                flush()
        flush()
    return n_rows
