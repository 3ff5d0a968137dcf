"""Shoppers in different variants get lists made by different models, weights and shares of places to try."""

import json
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import numpy as np
import pytest
import yaml
from click.testing import CliRunner

import actions.commands.evaluate_experiment as evaluate_experiment
from actions.cli import group
from actions.learned.arms import ArmMaker, takes_part
from actions.learned.models import registry
from actions.settings import Settings
from retrieval.candidate_ranking import AS_ALL
from retrieval.database import create_engine_for
from retrieval.errors import ArtifactError
from retrieval.events import Event
from retrieval.learning.ranker import LearnedRanker
from retrieval.quality.changes import Changes
from retrieval.quality.experiments import Experiments
from retrieval.quality.exposures import ExposureLog
from retrieval.quality.lineage import lineage_of
from retrieval.quality.ranker_training import KIND as RANKER
from retrieval.quality.trials import Trials
from retrieval.ranking import Weights
from retrieval.recommenders.interactions import Interactions
from retrieval.recommenders.item_facts import ItemFacts
from retrieval.recommenders.popularity import Popularity
from retrieval.shopper_store import PERSONALISATION, ShopperStore
from tests.fakes import NoCollaborative
from tests.retrieval.small_finder import TODAY, kinds, recommended, small_finder

PRODUCTS = kinds(*(f"kind {number}" for number in range(12)))
DECLARED = {
    "layer": "recommendations", "enabled": True, "traffic": [0, 100], "variants": {"control": 1, "candidate": 1},
    "primary": "click", "window_days": 1,
}  # fmt: skip


class Alike:
    """Every product was looked at as often and taken up as seldom."""

    def of(self, product_ids: list[str], without: str = "") -> tuple[np.ndarray, np.ndarray]:
        del without
        return np.full(len(product_ids), 10.0), np.ones(len(product_ids))


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    return replace(Settings.from_environment(), cache=tmp_path, database_url=f"sqlite:///{tmp_path / 'shop.db'}")


@pytest.fixture
def store(settings: Settings) -> ShopperStore:
    return ShopperStore(create_engine_for(settings.database_url))


@pytest.fixture
def maker(settings: Settings, store: ShopperStore) -> ArmMaker:
    return ArmMaker(settings, NoCollaborative(), store, Alike)


def keep_recommender(settings: Settings, favourite: str) -> int:
    """Keep a version by which everybody wants one product; it does not come to serve."""
    ids = tuple(product.product_id for product in PRODUCTS)
    records = [(f"u{number}", favourite, 5.0, float(number)) for number in range(30)]
    interactions = Interactions.from_records(records, item_ids=ids)
    model = Popularity.fit(interactions, ItemFacts.unknown(ids))
    lineage = lineage_of(interactions, {}, 0)
    return registry(settings).register("popularity", lineage, {}, "not checked", model.save).number


def keep_weights(settings: Settings, weights: Weights) -> int:
    lineage = lineage_of(Interactions.from_records([]), {}, 0)
    ranker = LearnedRanker(weights, (1.0,), 10, 60)
    return registry(settings, RANKER).register("clicks", lineage, {}, "not checked", ranker.save).number


def trials_of(folder: Path, maker: ArmMaker, store: ShopperStore, **declared: Any) -> Trials:
    folder.mkdir(exist_ok=True)
    (folder / "one.yml").write_text(yaml.safe_dump({**DECLARED, **declared}))
    log = ExposureLog(create_engine_for(maker.settings.database_url))
    return Trials.of(Experiments.load(folder), log, maker.arm, lambda user_id: takes_part(store, user_id))


def in_variant(trials: Trials, variant: str) -> str:
    """Return a shopper of a variant."""
    ids = (f"顾客 {number}" for number in range(100))
    return next(one for one in ids if trials.experiments.variant("one", one, TODAY) == variant)


def did_the_same(store: ShopperStore, *user_ids: str) -> None:
    for user_id in user_ids:
        store.add_events([Event.now(user_id, "view", product_id="p0"), Event.now(user_id, "cart", product_id="p1")])


def test_two_shoppers_alike_get_lists_of_two_models_and_the_log_tells_which(
    settings: Settings, store: ShopperStore, maker: ArmMaker, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    first, second = (keep_recommender(settings, favourite) for favourite in ("p8", "p9"))
    serves = {"control": {"recommender": first}, "candidate": {"recommender": second}}
    trials = trials_of(tmp_path / "experiments", maker, store, serves=serves)
    finder = small_finder(PRODUCTS, arm=trials.arm)
    shoppers = {variant: in_variant(trials, variant) for variant in ("control", "candidate")}
    did_the_same(store, *shoppers.values())
    for variant, favourite in (("control", "p8"), ("candidate", "p9")):
        ids = [item.product.product_id for item in recommended(finder, shoppers[variant])]
        assert ids[0] == favourite
        assert trials.note(shoppers[variant], "recommend", ids, TODAY)
    assert trials.log is not None
    logged = {one.user_id: one.exposures[0].variant for one in trials.log.participants("one")}
    assert logged == {user_id: variant for variant, user_id in shoppers.items()}

    monkeypatch.setenv("CROSSAISLE_CACHE", str(tmp_path))
    monkeypatch.setattr(evaluate_experiment, "EXPERIMENTS", tmp_path / "experiments")
    done = CliRunner().invoke(group, ["evaluate", "experiment", "one", "--json"])
    assert done.exit_code == 0, done.output
    assert json.loads(done.stdout)["shoppers"] == {"control": 1, "candidate": 1}


def test_shoppers_alike_alone_serve_where_a_variant_says_so(settings: Settings, store: ShopperStore, maker) -> None:
    number = keep_recommender(settings, "p9")
    did_the_same(store, "ann")
    model, alone = (maker.arm(Changes(recommender=which)) for which in (number, 0))
    ids = ["p0", "p9"]
    assert model.scores is not None
    assert alone.scores is not None
    assert model.scores.scores_for("ann", ids)[0][1] == 1.0
    assert np.isnan(alone.scores.scores_for("ann", ids)[0]).all()


@pytest.mark.parametrize("says", [lambda number: {"weights": number}, lambda _: {"weights": "by hand"}])
def test_variant_is_ranked_by_its_own_weights(
    settings: Settings,
    store: ShopperStore,
    maker: ArmMaker,
    tmp_path: Path,
    says: Callable[[int], dict[str, Any]],
) -> None:
    """By hand what is liked comes first; the weights kept, and those that serve all others, know novelty alone."""
    odd = Weights(popular=0.0, new=0.0, stock=0.0, novelty=1.0, version="odd")
    number = keep_weights(settings, odd)
    trials = trials_of(tmp_path / "experiments", maker, store, serves={"candidate": says(number)})
    arm = trials.arm(in_variant(trials, "candidate"), "recommend", TODAY)
    assert arm.weights == (odd if says(number) == {"weights": number} else Weights())
    assert trials.arm(in_variant(trials, "control"), "recommend", TODAY) is AS_ALL
    assert trials.arm(in_variant(trials, "candidate"), "search", TODAY) is AS_ALL


def test_variant_tries_products_in_its_own_share_of_places(
    store: ShopperStore, maker: ArmMaker, tmp_path: Path
) -> None:
    trials = trials_of(tmp_path / "experiments", maker, store, serves={"candidate": {"exploration": 0.5}})
    finder = small_finder(PRODUCTS, arm=trials.arm)
    tried = {
        variant: sum(
            item.propensity is not None for item in recommended(finder, in_variant(trials, variant), explores=True)
        )
        for variant in ("control", "candidate")
    }
    assert tried["control"] == 0
    assert tried["candidate"] > 0


def test_who_refuses_personalisation_is_served_as_all_others(
    store: ShopperStore, maker: ArmMaker, tmp_path: Path
) -> None:
    trials = trials_of(tmp_path / "experiments", maker, store, serves={"candidate": {"weights": "by hand"}})
    shopper = in_variant(trials, "candidate")
    assert trials.arm(shopper, "recommend", TODAY) is not AS_ALL
    store.record_consent(shopper, PERSONALISATION, granted=False)
    assert trials.arm(shopper, "recommend", TODAY) is AS_ALL
    assert trials.variant("one", shopper, TODAY) is None
    assert not trials.note(shopper, "recommend", ["p0"], TODAY)


def test_experiment_of_a_version_that_is_not_there_does_not_run_for_anybody(
    store: ShopperStore, maker: ArmMaker, tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    trials = trials_of(tmp_path / "experiments", maker, store, serves={"candidate": {"recommender": 7}})
    assert "experiment=one does not run" in caplog.text
    for number in range(20):
        assert trials.variant("one", f"shopper {number}", TODAY) is None
        assert not trials.note(f"shopper {number}", "recommend", ["p0"], TODAY)
    with pytest.raises(ArtifactError):
        maker.arm(Changes(weights=7))


def test_old_exposures_are_forgotten_at_the_first_list_of_a_day(
    store: ShopperStore, maker: ArmMaker, tmp_path: Path
) -> None:
    trials = trials_of(tmp_path / "experiments", maker, store)
    assert trials.log is not None
    assigned, long_ago = trials.experiments.assigned("ann", TODAY), datetime.now(UTC) - timedelta(days=400)
    trials.log.record("ann", assigned, ["p0"], long_ago)
    trials.note("", "recommend", ["p0"], TODAY)
    assert list(trials.log.participants("one")) == []
    trials.log.record("ann", assigned, ["p0"], long_ago)
    trials.note("", "recommend", ["p0"], TODAY)
    assert len(list(trials.log.participants("one"))) == 1
    trials.note("", "recommend", ["p0"], TODAY + timedelta(days=1))
    assert list(trials.log.participants("one")) == []
