"""The list of methods: each is what it says, and a folder is read whatever is in it."""

from pathlib import Path

import pytest

from retrieval.errors import ArtifactError, StoreError
from retrieval.recommenders.interactions import History
from retrieval.recommenders.item_facts import ItemFacts
from retrieval.recommenders.methods import METHODS, load_any
from retrieval.recommenders.storage import kind_of, save_model
from tests.retrieval.recommender_contract import random_interactions

QUICK = ("popularity", "bayesian_rating", "user_neighbours", "item_pearson", "ease", "slim")


@pytest.mark.parametrize("name", QUICK)
def test_folder_says_its_kind_and_is_read_by_it(name: str, tmp_path: Path) -> None:
    interactions = random_interactions()
    model = METHODS[name].fit(interactions, ItemFacts.unknown(interactions.item_ids))
    model.save(tmp_path)
    assert kind_of(tmp_path) == METHODS[name].kind
    loaded = load_any(tmp_path)
    assert type(loaded) is METHODS[name].recommender
    assert loaded.scores([History.of([1])]).tolist() == model.scores([History.of([1])]).tolist()


def test_other_settings_are_of_the_same_kind_and_differ() -> None:
    for name, method in METHODS.items():
        for other in method.others:
            assert type(other) is type(method.settings), name
            assert other != method.settings, name


def test_other_settings_are_learnt_with() -> None:
    interactions = random_interactions()
    method = METHODS["item_cosine"]
    facts = ItemFacts.unknown(interactions.item_ids)
    model = method.fit_with(interactions, facts, method.others[0])
    assert model.settings == method.others[0]


def test_kind_unknown_and_folder_without_a_model_are_refused(tmp_path: Path) -> None:
    with pytest.raises(ArtifactError, match="no model"):
        load_any(tmp_path)
    save_model(tmp_path, "crystal ball", 1, (), {}, {})
    with pytest.raises(StoreError, match="kind 'crystal ball'"):
        load_any(tmp_path)
