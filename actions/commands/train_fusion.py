"""`crossaisle train fusion`."""

from collections.abc import Callable, Sequence
from pathlib import Path

import click
import numpy as np

from actions.assembly import Searching
from actions.learned.judging import judged_queries, searching_demo_shop, searching_taxonomy
from actions.learned.models import FUSION_WEIGHTS
from actions.settings import Settings
from retrieval.evaluation.judged import JudgedQuery
from retrieval.evaluation.taxonomy_queries import N_TO_LEARN
from retrieval.filters import Filters
from retrieval.fusion.learning import Example, learn


@click.command("fusion")
@click.option(
    "--taxonomy",
    type=click.Path(path_type=Path, exists=True),
    help="A folder with names_wide.tsv: learn from some of its names too, none that search is judged by.",
)
def command(taxonomy: Path | None) -> None:
    """Learn how much each part of the search counts, from the development half of the judged queries."""
    train_fusion(click.echo, taxonomy)


def train_fusion(tell: Callable[[str], None], taxonomy: Path | None = None) -> None:
    """Learn the weights of the search from the development queries and put them into the project's file.

    Each query is read as the shop's own search reads it, and ranked among the products that meet its conditions.
    """
    settings = Settings.from_environment()
    queries = judged_queries("dev")
    examples, others = _examples(queries, searching_demo_shop(settings), tell), []
    source = f"{len(queries)} judged queries in {len({query.language for query in queries})} languages"
    if taxonomy:
        parts, names = searching_taxonomy(settings, taxonomy, N_TO_LEARN)
        others = _examples([query for query in names if query.split == "dev"], parts, tell)
        source += f" and {len(others)} names of a taxonomy"
    learn(examples, others=others).save(
        FUSION_WEIGHTS, f"Learned by `crossaisle train fusion` from {source}; see retrieval/fusion."
    )
    tell(f"  learned from {source}: {FUSION_WEIGHTS}")


def _examples(queries: Sequence[JudgedQuery], parts: Searching, tell: Callable[[str], None]) -> list[Example]:
    ids = [product.product_id for product in parts.catalogue]
    examples = []
    for number, query in enumerate(queries, start=1):
        examples.append(_example(query, parts, ids))
        if number % 100 == 0:
            tell(f"  {number} of {len(queries)} queries read")
    return examples


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
