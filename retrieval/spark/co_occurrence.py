"""Counting on Spark what is bought together: exactly the counts of one process."""

from collections.abc import Mapping
from dataclasses import dataclass
from operator import add
from typing import Any

from retrieval.advice.co_occurrence import CoOccurrence
from retrieval.spark.event_rows import (
    BOTH,
    LEFT_OUT,
    PAIR,
    PRODUCT,
    REJECT,
    TOTAL,
    Entry,
    entries,
    event_row,
)
from retrieval.spark.reading import rows_of


@dataclass(frozen=True, slots=True, eq=False)
class Counted:
    """Counts, the shoppers who are in them, and how many events were left out, by reason."""

    counts: CoOccurrence
    user_ids: tuple[str, ...]
    rejects: Mapping[str, int]


def count_together(session: Any, path: str) -> Counted:
    """Count a Parquet file or folder of events as `crossaisle train data collect` and `clean` write it.

    A shopper's events are brought together on one machine, and turned into baskets and a share by the functions that
    one process uses; shares are then summed up. Counts are multiples of a quarter, so sums are exact in any order. The
    counts, not the events, must fit into this process. Raises StoreError where a column is missing.
    """
    rows = rows_of(session, path, ("event_id", "user_id", "type", "product_id", "ts"), ("session_id",))
    by_user = rows.flatMap(event_row).groupByKey().cache()
    found = by_user.flatMap(entries).reduceByKey(add).collect()
    return _counted(found, tuple(sorted(by_user.keys().filter(bool).collect())))


def _counted(found: list[Entry], user_ids: tuple[str, ...]) -> Counted:
    """Put summed entries together."""
    of: dict[str, dict[tuple[str, ...], float]] = {}
    for (kind, *ids), count in found:
        of.setdefault(kind, {})[tuple(ids)] = count
    both = of.get(BOTH, {})
    by_pair = {
        (first, second): (count, int(both.get((first, second), 0)))
        for (first, second), count in of.get(PAIR, {}).items()
    }
    by_product = {product_id: count for (product_id,), count in of.get(PRODUCT, {}).items()}
    counts = CoOccurrence.from_counts(of.get(TOTAL, {}).get((), 0.0), by_product, by_pair)
    counts.n_left_out = int(of.get(LEFT_OUT, {}).get((), 0))
    rejects = {reason: int(count) for (reason,), count in of.get(REJECT, {}).items()}
    return Counted(counts, user_ids, rejects)
