"""`crossaisle train fusion`."""

from collections.abc import Callable

import click
import numpy as np

from actions.assembly import FUSION_WEIGHTS, Searching
from actions.judging import judged_queries, searching_demo_shop
from actions.settings import Settings
from retrieval.evaluation.judged import JudgedQuery
from retrieval.filters import Filters
from retrieval.fusion.learning import Example, learn


@click.command("fusion")
def command() -> None:
    """Learn how much each part of the search counts, from the development half of the judged queries."""
    train_fusion(click.echo)


def train_fusion(tell: Callable[[str], None]) -> None:
    """Learn the weights of the search from the development queries and put them into the project's file.

    Each query is read as the shop's own search reads it, and ranked among the products that meet its conditions.
    """
    parts = searching_demo_shop(Settings.from_environment())
    queries = judged_queries("dev")
    ids = [product.product_id for product in parts.catalogue]
    examples = []
    for number, query in enumerate(queries, start=1):
        examples.append(_example(query, parts, ids))
        if number % 100 == 0:
            tell(f"  {number} of {len(queries)} queries read")
    weights = learn(examples)
    weights.save(
        FUSION_WEIGHTS,
        f"Learned by `crossaisle train fusion` from {len(queries)} judged queries in "
        f"{len({query.language for query in queries})} languages; see retrieval/fusion.",
    )
    tell(f"  learned from {len(queries)} queries: {FUSION_WEIGHTS}")


def _example(query: JudgedQuery, parts: Searching, ids: list[str]) -> Example:
    said = parts.asking.read(query.text, query.language, Filters(in_stock=False))
    allowed, _, _ = parts.columns.relaxed(said.filters)
    signals = parts.search.signals(said.text, query.language, allowed, said.wishes)
    return Example(
        language=query.language,
        group=parts.search.group_of(query.language),
        columns=signals.columns,
        grades=np.array([query.grades.get(ids[row], 0) for row in signals.rows], dtype=np.int64),
    )
