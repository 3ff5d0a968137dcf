"""Print how near Spark comes to one process on MovieLens, and how long both take.

`python -m tests.retrieval.spark.measure_movielens ../shared/data/movielens-latest-small` from the project's folder.
"""

import json
import sys
import tempfile
import time
from pathlib import Path

import click
import numpy as np

from retrieval.behaviour.table_writer import write_rows
from retrieval.evaluation.recommending.datasets.movielens import read_movielens
from retrieval.quality.frozen import FrozenSet, training_part
from retrieval.quality.judging import DECISIVE, judge
from retrieval.recommenders.interactions import Interactions
from retrieval.recommenders.item_facts import ItemFacts
from retrieval.recommenders.matrix_factors import Als, AlsSettings
from retrieval.recommenders.recommender import Recommender
from retrieval.spark.als import learn_als
from retrieval.spark.session import spark_session


def main(folder: Path) -> None:
    given = read_movielens(folder).interactions
    records = sorted(
        (given.user_ids[user], given.item_ids[item], float(rating), float(moment))
        for user, item, rating, moment in zip(given.users, given.items, given.ratings, given.moments, strict=True)
    )
    everything = Interactions.from_records(records, sorted({item for _, item, _, _ in records}))
    frozen, learnt_from = FrozenSet.of(everything), training_part(everything)
    kept = [one for user in range(learnt_from.n_users) for one in _records(learnt_from, user)]
    learnt_from = Interactions.from_records(kept, everything.item_ids)
    settings = AlsSettings()
    started = time.monotonic()
    reference = Als.fit(learnt_from, ItemFacts.unknown(everything.item_ids), settings)
    seconds = time.monotonic() - started
    with tempfile.TemporaryDirectory() as written:
        path = Path(written) / "ratings.parquet"
        write_rows(path, {"user_id": str, "product_id": str, "rating": float, "ts": float}, records)
        started = time.monotonic()
        with spark_session("local[2]") as session:
            model = learn_als(session, str(path), settings, lambda line: click.echo(line, err=True)).model
    on_spark = time.monotonic() - started
    histories = list(frozen.known.histories())
    ours, theirs = model.scores(histories), reference.scores(histories)
    alike = [
        len(set(model.recommend(one, 10).items) & set(reference.recommend(one, 10).items)) / 10 for one in histories
    ]
    figures = {
        "factors_max_difference": float(np.abs(model.factors - reference.factors).max()),
        "factors_largest": float(np.abs(reference.factors).max()),
        "scores_correlation": float(np.corrcoef(ours.ravel(), theirs.ravel())[0, 1]),
        "top_10_in_common": float(np.mean(alike)),
        "ndcg_at_10": [_ndcg(model, frozen), _ndcg(reference, frozen)],
        "seconds": [round(on_spark, 1), round(seconds, 1)],
    }
    click.echo(json.dumps(figures))


def _records(given: Interactions, user: int) -> list[tuple[str, str, float, float]]:
    own = given.history(user)
    return [
        (given.user_ids[user], given.item_ids[item], float(rating), float(moment))
        for item, rating, moment in zip(own.items, own.ratings, own.moments, strict=True)
    ]


def _ndcg(model: Recommender, frozen: FrozenSet) -> float:
    return judge(model, frozen).estimates(0)[DECISIVE].mean


if __name__ == "__main__":
    main(Path(sys.argv[1]))
