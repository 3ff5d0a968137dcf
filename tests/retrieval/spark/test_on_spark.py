"""Spark on this machine beside one process, on the same Parquet files."""

from collections import Counter
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from retrieval.advice.baskets import baskets_of
from retrieval.advice.co_occurrence import CoOccurrence, Share
from retrieval.behaviour.collecting import events_of_file, write_events
from retrieval.behaviour.observed import Observed
from retrieval.behaviour.table_writer import write_rows
from retrieval.errors import StoreError
from retrieval.quality.held_out import is_held_out
from retrieval.recommenders.interactions import History, Interactions
from retrieval.recommenders.item_facts import ItemFacts
from retrieval.recommenders.matrix_factors import Als, AlsSettings
from retrieval.recommenders.methods import load_any
from retrieval.spark.als import Learnt, learn_als
from retrieval.spark.co_occurrence import count_together
from retrieval.spark.event_rows import event_of
from tests.retrieval.spark.conftest import needs_spark

pytestmark = needs_spark
SETTINGS = AlsSettings(factors=8, iterations=4, seed=5)
START = datetime(2024, 3, 1, tzinfo=UTC).timestamp()
RATING_COLUMNS: dict[str, type] = {"user_id": str, "product_id": str, "rating": float, "ts": float}


def records() -> list[tuple[str, str, float, float]]:
    """Two tastes: even users like even items, odd ones odd items, in ids of several scripts."""
    random = np.random.default_rng(2)
    names = ("買い物客", "متسوق", "ลูกค้า", "müşteri")
    return [
        (f"{names[user % 4]} {user}", f"品 {item:02}", float(random.integers(6, 11)) / 2, START + 3600.0 * step)
        for user in range(80)
        for step, item in enumerate(random.choice(np.arange(user % 2, 50, 2), 9, replace=False).tolist())
    ]


def in_one_process(given: list[tuple[str, str, float, float]]) -> Interactions:
    return Interactions.from_records(sorted(given), sorted({item for _, item, _, _ in given}))


@pytest.fixture(scope="module")
def learnt(spark: Any, tmp_path_factory: pytest.TempPathFactory) -> Learnt:
    path = tmp_path_factory.mktemp("ratings") / "ratings.parquet"
    write_rows(path, RATING_COLUMNS, records())
    return learn_als(spark, str(path), SETTINGS, lambda _: None, holds_out=False)


def loss(model: Als, given: Interactions) -> float:
    """Return what alternating least squares lessens, at the users' best points for the model's items."""
    confidences = model.settings.alpha * given.matrix().toarray() / 5
    items = model.factors.astype(np.float64)
    total = model.ridge * float((items**2).sum())
    for row in confidences:
        weights = np.where(row > 0, row, 1.0)
        wanted = (row > 0).astype(np.float64)
        system = (items * weights[:, None]).T @ items + model.ridge * np.eye(items.shape[1])
        user = np.linalg.solve(system, (weights * wanted) @ items)
        total += float((weights * (wanted - items @ user) ** 2).sum() + model.ridge * (user**2).sum())
    return total


def test_factors_are_those_of_one_process_but_for_rounding(learnt: Learnt) -> None:
    given = in_one_process(records())
    reference = Als.fit(given, ItemFacts.unknown(given.item_ids), SETTINGS)
    model = learnt.model
    assert (model.item_ids, learnt.n_interactions, learnt.user_ids) == (given.item_ids, len(given), given.user_ids)
    assert model.ridge == reference.ridge
    largest = float(np.abs(reference.factors).max())
    assert np.abs(model.factors - reference.factors).max() < 1e-3 * largest
    assert model.everybody == pytest.approx(reference.everybody, abs=1e-6)
    assert loss(model, given) == pytest.approx(loss(reference, given), rel=1e-5)
    histories = list(given.histories())
    assert np.corrcoef(model.scores(histories).ravel(), reference.scores(histories).ravel())[0, 1] > 0.99999
    alike = [
        set(model.recommend(one, 10).items.tolist()) == set(reference.recommend(one, 10).items.tolist())
        for one in histories
    ]
    assert np.mean(alike) > 0.95


def test_model_of_spark_is_saved_and_loaded_as_any_other(learnt: Learnt, tmp_path: Path) -> None:
    learnt.model.save(tmp_path)
    loaded = load_any(tmp_path)
    history = History.of([0, 2, 4])
    assert loaded.scores([history]).tolist() == learnt.model.scores([history]).tolist()
    assert all(item % 2 == 0 for item in loaded.recommend(history, 5).items)


def test_nothing_is_learnt_of_those_held_out_and_what_they_did_comes_back(spark: Any, tmp_path: Path) -> None:
    write_rows(tmp_path / "ratings.parquet", RATING_COLUMNS, records())
    found = learn_als(spark, str(tmp_path / "ratings.parquet"), SETTINGS, lambda _: None)
    kept = [one for one in records() if not is_held_out(one[0])]
    assert found.user_ids == tuple(sorted({one[0] for one in kept}))
    assert set(found.held_out.user_ids) == {one[0] for one in records() if is_held_out(one[0])}
    given = Interactions.from_records(sorted(kept), found.model.item_ids)
    reference = Als.fit(given, ItemFacts.unknown(given.item_ids), SETTINGS)
    assert np.abs(found.model.factors - reference.factors).max() < 1e-3 * float(np.abs(reference.factors).max())


def test_the_last_of_several_ratings_of_a_pair_counts(spark: Any, tmp_path: Path) -> None:
    again = [*records(), (*records()[0][:2], 0.5, START + 9e6)]
    write_rows(tmp_path / "ratings.parquet", RATING_COLUMNS, again)
    found = learn_als(spark, str(tmp_path / "ratings.parquet"), SETTINGS, lambda _: None, holds_out=False)
    given = in_one_process(again)
    reference = Als.fit(given, ItemFacts.unknown(given.item_ids), SETTINGS)
    assert found.n_interactions == len(given) == len(records())
    assert np.abs(found.model.factors - reference.factors).max() < 1e-3 * float(np.abs(reference.factors).max())


@pytest.mark.parametrize("rating", [7.0, float("nan"), None])
def test_ratings_off_the_scale_are_refused_with_their_number(spark: Any, tmp_path: Path, rating: float | None) -> None:
    write_rows(tmp_path / "ratings.parquet", RATING_COLUMNS, [*records(), ("ann", "cup", rating, START)])
    with pytest.raises(StoreError, match=r"1 ratings of .* cannot be used"):
        learn_als(spark, str(tmp_path / "ratings.parquet"), SETTINGS, lambda _: None)


def events() -> list[Observed]:
    """Purchases, carts and removals of many days and sessions, some sent twice, some that cannot have been."""
    random = np.random.default_rng(4)
    found = []
    for number in range(3000):
        user, item = int(random.integers(60)), int(random.integers(12))
        type_ = str(random.choice(["purchase", "cart", "remove", "view"]))
        moment = START + float(random.integers(250)) * 3 * 86_400.0 + number % 7
        session = f"s{int(random.integers(9))}" if random.random() < 0.5 else None
        found.append(Observed(f"e{number}", f"ผู้ซื้อ {user}", type_, f"ürün {item}", None, moment, session))
    found += found[:50]
    return [*found, Observed("old", "ann", "purchase", "p", None, 5.0, None)]


def test_counts_are_exactly_those_of_one_process(spark: Any, tmp_path: Path) -> None:
    path = tmp_path / "events.parquet"
    write_events(events(), path)
    own: dict[str, dict[str, Any]] = {}
    for one in events_of_file(path, None, Counter()):
        event = event_of(one)
        if not isinstance(event, str):
            own.setdefault(event.user_id, {})[event.event_id] = event
    reference = CoOccurrence.of(Share.of(baskets_of(list(held.values()))) for held in own.values())
    found = count_together(spark, str(path))
    assert reference.n_left_out == found.counts.n_left_out > 0
    assert found.counts.n_baskets == reference.n_baskets > 100
    assert found.counts.by_product() == reference.by_product()
    assert list(found.counts.pairs()) == list(reference.pairs())
    assert found.user_ids == tuple(sorted(own))
    assert found.rejects == {"cannot have been": 1}


def test_file_without_a_needed_column_is_refused(spark: Any, tmp_path: Path) -> None:
    write_rows(tmp_path / "other.parquet", {"user_id": str}, [("ann",)])
    with pytest.raises(StoreError, match="no column that could be event_id or type or product_id or ts"):
        count_together(spark, str(tmp_path / "other.parquet"))
