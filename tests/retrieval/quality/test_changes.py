"""What a file may declare that a variant is served."""

from pathlib import Path
from typing import Any

import pytest

from retrieval.errors import EvaluationError
from retrieval.quality.changes import BY_HAND, SHOPPERS_ALIKE, Changes, read_changes
from retrieval.quality.experiments import Experiments
from tests.retrieval.quality.test_experiments import loaded


@pytest.mark.parametrize(
    ("declared", "expected"),
    [
        ({}, Changes()),
        ({"recommender": 7}, Changes(recommender=7)),
        ({"recommender": "shoppers alike"}, Changes(recommender=SHOPPERS_ALIKE)),
        ({"weights": "by hand", "exploration": 0}, Changes(weights=BY_HAND, exploration=0.0)),
        ({"weights": 3, "exploration": 0.25}, Changes(weights=3, exploration=0.25)),
    ],
)
def test_changes_are_read(declared: dict[str, Any], expected: Changes) -> None:
    found = read_changes(declared)
    assert found == expected
    assert found.changed == set(declared)


@pytest.mark.parametrize(
    ("declared", "complaint"),
    [
        ("recommender 7", "give a mapping"),
        ({"model": 7}, "give a mapping"),
        ({"recommender": 0}, "number of a version or 'shoppers alike'"),
        ({"recommender": True}, "number of a version"),
        ({"weights": "learned"}, "number of a version or 'by hand'"),
        ({"exploration": 1.5}, "a share from 0 to 1"),
        ({"exploration": "many"}, "a share from 0 to 1"),
    ],
)
def test_what_cannot_be_served_is_said(declared: Any, complaint: str) -> None:
    with pytest.raises(EvaluationError, match=complaint):
        read_changes(declared)


def test_variant_that_is_not_declared_cannot_be_served(tmp_path: Path) -> None:
    with pytest.raises(EvaluationError, match="serves names"):
        loaded(tmp_path, one={"serves": {"other": {"recommender": 7}}})


def test_changes_stand_with_their_variant(tmp_path: Path) -> None:
    one = loaded(tmp_path, one={"serves": {"learned": {"recommender": 7}}}).named("one")
    assert [variant.changes for variant in one.variants] == [Changes(), Changes(recommender=7)]
    assert one.changed == {"recommender"}


def test_same_thing_cannot_be_changed_in_two_layers_but_different_things_can(tmp_path: Path) -> None:
    first = {"serves": {"learned": {"recommender": 7}}}
    second = {"layer": "other", "serves": {"learned": {"recommender": 8, "exploration": 0.2}}}
    with pytest.raises(EvaluationError, match="both change recommender"):
        loaded(tmp_path, one=first, two=second)
    loaded(tmp_path, one=first, two={**second, "serves": {"learned": {"exploration": 0.2}}})
    loaded(tmp_path, one=first, two={**second, "surface": "search"})
    assert len(Experiments.load(tmp_path).by_name) == 2
