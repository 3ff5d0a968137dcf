"""What tells of purchases serves where it does so better than the share of buyers at each stage."""

from pathlib import Path

import pytest

from retrieval.advice.purchase_chances import METHOD, PurchaseChances
from retrieval.errors import EvaluationError
from retrieval.quality.learnt_from import read_learnt_from
from retrieval.quality.purchase_training import KIND, train_into
from retrieval.quality.recommender_training import Trained
from retrieval.quality.registry import ModelRegistry
from tests.retrieval.advice.haggling_shoppers import Shoppers, as_interactions, haggling


def train(registry: ModelRegistry, shoppers: Shoppers) -> Trained:
    return train_into(registry, *as_interactions(shoppers), shoppers, 0, lambda _: None)


def test_what_foretells_better_than_the_stages_serves_and_whom_it_learnt_from_is_kept(tmp_path: Path) -> None:
    registry, shoppers = ModelRegistry(tmp_path, KIND), haggling(200, seed=1)
    done = train(registry, shoppers)
    assert done.serves, done.verdict.reason
    assert done.version.method == METHOD
    assert {one.metric for one in done.verdict.comparisons} == {"log_loss", "brier"}
    folder = registry.model_folder(done.version.number)
    assert PurchaseChances.load(folder).slope > 0
    learnt = read_learnt_from(folder)
    assert learnt is not None
    assert len(learnt) + done.verdict.comparisons[0].n_units == len(shoppers)
    again = train(registry, shoppers)
    assert again.serves
    assert "none of 2 metrics is worse" in again.verdict.reason


def test_what_foretells_nothing_does_not_serve(tmp_path: Path) -> None:
    """Each shopper does one thing alone: the stages know all that is to be known."""
    registry = ModelRegistry(tmp_path, KIND)
    done = train(registry, haggling(200, seed=2, n_things=1))
    assert not done.serves
    assert registry.serving() is None


def test_too_few_to_judge_by_is_said(tmp_path: Path) -> None:
    done = train(ModelRegistry(tmp_path, KIND), haggling(20, seed=3))
    assert not done.serves
    assert "cannot be judged" in done.verdict.reason


def test_damaged_version_that_serves_is_replaced(tmp_path: Path) -> None:
    registry, shoppers = ModelRegistry(tmp_path, KIND), haggling(200, seed=1)
    first = train(registry, shoppers)
    (registry.model_folder(first.version.number) / "model.json").write_text("{}")
    assert train(registry, shoppers).serves


def test_without_interactions_nothing_is_learned(tmp_path: Path) -> None:
    with pytest.raises(EvaluationError, match="no interaction"):
        train(ModelRegistry(tmp_path, KIND), [])
