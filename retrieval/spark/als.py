"""Learning factors on Spark: the same model, by the same steps, as `retrieval.recommenders.matrix_factors.Als`."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from retrieval.errors import StoreError
from retrieval.quality.held_out import is_held_out
from retrieval.recommenders.interactions import Interactions
from retrieval.recommenders.matrix_factors import Als, AlsSettings
from retrieval.spark.als_rows import RowBlock, blocks_of, first_factors, gram_of, solved
from retrieval.spark.rating_rows import latest, rating_row, weight
from retrieval.spark.reading import rows_of

Tell = Callable[[str], None]


@dataclass(frozen=True, slots=True, eq=False)
class Learnt:
    """A model, how much it was learnt from and by which users, and what the users held out of it did."""

    model: Als
    n_interactions: int
    user_ids: tuple[str, ...]
    first_moment: float
    last_moment: float
    held_out: Interactions


def learn_als(session: Any, path: str, settings: AlsSettings, tell: Tell, *, holds_out: bool = True) -> Learnt:
    """Learn from a Parquet file or folder of ratings as `crossaisle train data transform` writes it.

    Users and items are numbered in the order of their ids; of several ratings of a pair the last counts. With
    `holds_out` nothing is learnt of the shoppers that models are judged on; what those did comes back.

    Interactions stay spread over the machines. Factors of both sides go to each of them in every round: at 64 factors
    256 bytes for each user and item, 2.6 GB for ten million. Raises StoreError where ratings cannot be used.
    """
    ratings = rows_of(session, path, ("user_id", "product_id", "rating"), ("ts",)).map(rating_row)
    bad = ratings.filter(lambda one: one[0] is None)
    n_bad = bad.count()
    if n_bad:
        raise StoreError(f"{n_bad} ratings of {path} cannot be used, such as {bad.first()[1]}; clean the file first")
    pairs = ratings.reduceByKey(latest).map(lambda one: (one[0][0], (one[0][1], *one[1]))).cache()
    item_ids = tuple(sorted(pairs.map(lambda one: one[1][0]).distinct().collect()))
    learnt_from = pairs.filter(lambda one: not is_held_out(one[0])) if holds_out else pairs
    held_out = pairs.filter(lambda one: is_held_out(one[0])) if holds_out else None
    users = _users(session, learnt_from, item_ids, settings.alpha)
    user_ids = tuple(users.map(lambda one: one[0][0]).collect())
    if not user_ids:
        raise StoreError(f"{path} holds no rating to learn from; collect more first")
    tell(f"  {len(user_ids):,} users and {len(item_ids):,} items are numbered")
    by_user = users.map(lambda one: (one[1], one[0][1])).mapPartitions(blocks_of).cache()
    by_item = by_user.flatMap(lambda block: block.turned()).groupByKey().sortByKey().mapPartitions(blocks_of).cache()
    n, first, last = learnt_from.map(lambda one: (1, one[1][2], one[1][2])).reduce(
        lambda a, b: (a[0] + b[0], min(a[1], b[1]), max(a[2], b[2]))
    )
    ridge = settings.regularisation * max(1.0, n / len(user_ids))
    factors = _rounds(session, (by_user, by_item), (len(user_ids), len(item_ids)), settings, ridge, tell)
    model = Als.of_factors(item_ids, settings, ridge, factors, _everybodys(by_item, len(item_ids)))
    records = [] if held_out is None else held_out.map(lambda one: (one[0], *one[1])).collect()
    return Learnt(model, n, user_ids, first, last, Interactions.from_records(sorted(records), item_ids))


def _users(session: Any, pairs: Any, item_ids: tuple[str, ...], alpha: float) -> Any:
    """Return ((user_id, [(item, confidence)]), number), rising by id."""
    columns = session.sparkContext.broadcast({item_id: column for column, item_id in enumerate(item_ids)})

    def entry(one: tuple[str, tuple[str, float, float]]) -> tuple[str, tuple[int, float]]:
        return one[0], (columns.value[one[1][0]], alpha * weight(one[1][1]))

    return pairs.map(entry).groupByKey().sortByKey().zipWithIndex()


def _rounds(
    session: Any, sides: tuple[Any, Any], sizes: tuple[int, int], settings: AlsSettings, ridge: float, tell: Tell
) -> NDArray[np.float32]:
    """Return the items' factors after all rounds, users' first in each."""
    factors = list(first_factors(*sizes, settings.factors, settings.seed))
    sent = [session.sparkContext.broadcast(each) for each in factors]
    for number in range(settings.iterations):
        for side in (0, 1):
            found = _half(sides[side], sent[side], sent[1 - side], gram_of(factors[1 - side], ridge), sizes[side])
            sent[side].destroy()
            factors[side], sent[side] = found, session.sparkContext.broadcast(found)
        tell(f"  round {number + 1} of {settings.iterations} is done")
    return np.asarray(factors[1], dtype=np.float32)


def _half(blocks: Any, former: Any, others: Any, gram: NDArray[np.float64], n: int) -> NDArray[np.float32]:
    """Return one side's factors, solved where its blocks are."""

    def work(block: RowBlock) -> tuple[int, NDArray[np.float32]]:
        part = former.value[block.first : block.first + len(block)]
        return block.first, solved(block, part, others.value, gram)

    found = np.zeros((n, len(gram)), dtype=np.float32)
    for first, rows in blocks.map(work).collect():
        found[first : first + len(rows)] = rows
    return found


def _everybodys(by_item: Any, n_items: int) -> NDArray[np.float32]:
    """Return what everybody together thinks of each item, as `popularity.everybodys` does."""
    sums = np.zeros(n_items)
    for first, part in by_item.map(lambda block: (block.first, block.sums())).collect():
        sums[first : first + len(part)] = part
    return (sums / max(float(sums.max(initial=0.0)), np.finfo(np.float64).tiny)).astype(np.float32)
