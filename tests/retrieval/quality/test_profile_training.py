"""A learned profile serves where it foretells what shoppers turn to better than frequencies do."""

from dataclasses import replace
from pathlib import Path

import pytest

from retrieval.errors import EvaluationError
from retrieval.quality.learnt_from import read_learnt_from
from retrieval.quality.profile_training import KIND, METHOD, train_into
from retrieval.quality.recommender_training import Trained
from retrieval.quality.registry import ModelRegistry
from retrieval.recommenders.neural.learned_profile import LearnedProfile
from tests.retrieval.wandering_shoppers import SETTINGS, Shoppers, as_interactions, facts, wanderers


def train(registry: ModelRegistry, shoppers: Shoppers) -> Trained:
    return train_into(registry, as_interactions(shoppers), facts(), shoppers, SETTINGS, lambda _: None)


def test_habits_that_can_be_foretold_come_to_serve_and_the_same_again_too(tmp_path: Path) -> None:
    registry, shoppers = ModelRegistry(tmp_path, KIND), wanderers(130)
    done = train(registry, shoppers)
    assert done.serves, done.verdict.reason
    assert done.version.method == METHOD
    assert {one.metric for one in done.verdict.comparisons} == {"category_loss", "band_loss"}
    folder = registry.model_folder(done.version.number)
    assert LearnedProfile.load(folder).categories == tuple(sorted({*facts().categories}))
    learnt = read_learnt_from(folder)
    assert learnt is not None
    assert len(learnt) + done.verdict.comparisons[0].n_units == len(shoppers)
    again = train(registry, shoppers)
    assert again.serves
    assert "none of 2 metrics is worse" in again.verdict.reason


def test_whims_that_nobody_can_foretell_do_not_serve(tmp_path: Path) -> None:
    registry = ModelRegistry(tmp_path, KIND)
    assert not train(registry, wanderers(130, is_random=True)).serves
    assert registry.serving() is None


def test_version_that_forgot_the_habits_does_not_take_the_place_of_one_that_knows_them(tmp_path: Path) -> None:
    registry, shoppers = ModelRegistry(tmp_path, KIND), wanderers(130)
    train(registry, shoppers)
    first, untaught = registry.serving(), replace(SETTINGS, n_passes=1)
    done = train_into(registry, as_interactions(shoppers), facts(), shoppers, untaught, lambda _: None)
    assert not done.serves
    assert "is worse" in done.verdict.reason
    assert registry.serving() == first


def test_too_few_shoppers_are_said(tmp_path: Path) -> None:
    done = train(ModelRegistry(tmp_path, KIND), wanderers(20))
    assert "cannot be judged" in done.verdict.reason
    with pytest.raises(EvaluationError, match="no event"):
        train(ModelRegistry(tmp_path, KIND), [])
