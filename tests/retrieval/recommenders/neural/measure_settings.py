"""Judge settings of a network on MovieLens' validation part; the test part is never looked at.

`python -m tests.retrieval.recommenders.neural.measure_settings FOLDER two_towers "" "decay=0.5,dim=128"`

The test part is set apart as `crossaisle evaluate recommend` does with seed 0, then a quarter of each user's training
part is held out with seed 1, as `crossaisle bench recommend` does. Only items with three interactions or more are
kept, which takes a third of the time: figures tell settings apart and are not those of all items.
"""

import ast
import sys
from dataclasses import replace
from pathlib import Path
from typing import Any

import click
import numpy as np
from numpy.typing import NDArray

from retrieval.evaluation.metrics import estimate
from retrieval.evaluation.recommending.datasets.movielens import read_movielens
from retrieval.evaluation.recommending.judging import Terms, judge
from retrieval.evaluation.recommending.splits import Split, stratified
from retrieval.recommenders.interactions import Interactions
from retrieval.recommenders.item_facts import ItemFacts
from retrieval.recommenders.methods import METHODS
from retrieval.recommenders.neural.autoencoder_settings import AutoencoderSettings
from retrieval.recommenders.neural.ranker_settings import RankerSettings
from retrieval.recommenders.neural.session_settings import SessionSettings
from retrieval.recommenders.neural.two_towers_settings import TwoTowersSettings

FEWEST = 3
SETTINGS: dict[str, Any] = {
    "autoencoder": AutoencoderSettings(),
    "dnn_ranker": RankerSettings(),
    "session_network": SessionSettings(),
    "two_towers": TwoTowersSettings(),
}


def main(folder: Path, method: str, variants: list[str]) -> None:
    """Print nDCG@10 on the validation part, with its interval, for each variant such as `decay=0.5,n_passes=100`."""
    dataset = read_movielens(folder, lambda _: None)
    inner = stratified(stratified(dataset.interactions, 0).train, 1)
    n_users_of = np.bincount(inner.train.items, minlength=inner.train.n_items)
    kept = np.flatnonzero(n_users_of >= FEWEST)
    split = Split(_of_items(inner.train, kept), _of_items(inner.test, kept))
    facts = _facts_of(dataset.facts, kept)
    for variant in variants:
        parts = (part.split("=") for part in variant.split(",") if part)
        settings = replace(SETTINGS[method], **{name: ast.literal_eval(value) for name, value in parts})
        fits = {method: lambda own, known, settings=settings: METHODS[method].fit_with(own, known, settings)}
        run = judge([split], facts, fits, Terms(10)).by_model[method][0]
        found = estimate(run.by_user["ndcg"].tolist(), 0)
        interval = f"{found.low:.4f}-{found.high:.4f}"
        click.echo(f"{variant or 'as they are':40} {found.mean:.4f} ({interval})  {run.fit_seconds:.0f} s")


def _of_items(interactions: Interactions, kept: NDArray[np.int64]) -> Interactions:
    number = np.full(interactions.n_items, -1)
    number[kept] = np.arange(len(kept))
    is_kept = number[interactions.items] >= 0
    return Interactions.from_arrays(
        interactions.user_ids,
        tuple(interactions.item_ids[item] for item in kept),
        interactions.users[is_kept],
        number[interactions.items[is_kept]].astype(np.int32),
        interactions.ratings[is_kept],
        interactions.moments[is_kept],
        interactions.facts,
    )


def _facts_of(facts: ItemFacts, kept: NDArray[np.int64]) -> ItemFacts:
    def of(words: tuple[str, ...]) -> tuple[str, ...]:
        return tuple(words[item] for item in kept)

    return ItemFacts(
        of(facts.item_ids),
        of(facts.texts),
        of(facts.categories),
        of(facts.brands),
        of(facts.styles),
        facts.price_bands[kept],
        facts.vectors[kept],
    )


if __name__ == "__main__":
    main(Path(sys.argv[1]), sys.argv[2], sys.argv[3:] or [""])
