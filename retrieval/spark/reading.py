"""Rows of Parquet files on Spark, under the names that this project uses."""

from collections.abc import Sequence
from typing import Any

from retrieval.behaviour.table_files import known_columns
from retrieval.errors import StoreError


def rows_of(session: Any, path: str, needed: Sequence[str], wished: Sequence[str] = ()) -> Any:
    """Return the rows of a Parquet file or folder as dicts of our names: a resilient distributed data set.

    Raises StoreError where a needed column is missing; a wished one may be.
    """
    table = session.read.parquet(path)
    columns = known_columns(table.columns)
    missing = [name for name in needed if name not in columns]
    if missing:
        raise StoreError(f"{path} has no column that could be {' or '.join(missing)}; it has {table.columns}")
    taken = [name for name in (*needed, *wished) if name in columns]
    named = table.select([table[columns[name]].alias(name) for name in taken])
    return named.rdd.map(lambda row: row.asDict())
