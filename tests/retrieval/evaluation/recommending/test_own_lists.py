"""The shop's own lists, measured."""

import math

import pytest

from retrieval.catalogue import Catalogue
from retrieval.errors import EvaluationError
from retrieval.evaluation.recommending.own_lists import Listed, judge_lists
from tests.fakes import HERE, product

KINDS = ("ชา", "كوب", "鞋", "gömlek")
CATALOGUE = Catalogue.from_products(
    [product(f"p{number:02}", category=KINDS[number % 4], brand=f"b{number}") for number in range(16)], [HERE], "test"
)
LIKED = {"ann": {"p00": 2.5, "p01": 2.5, "gone": 1.0}, "bob": {"p02": 1.0, "p03": -0.5}, "cat": {"p05": -1.0}}


def same(_: str, k: int) -> Listed:
    return ["p00", "p04", "p08", "p12"][:k], [0.8, 0.6, 0.4, 0.2][:k]


def halves(user_id: str, k: int) -> Listed:
    return (["p04", "p05", "p08", "p09"] if user_id == "ann" else ["p06", "p10"])[:k], [0.5] * 4


def test_ways_to_make_lists_are_measured_for_the_same_shoppers() -> None:
    one_kind, calibrated = judge_lists(LIKED, CATALOGUE, {"same": same, "halves": halves}, 4, seed=0)
    assert (one_kind.name, one_kind.n_lists) == ("same", 2)
    assert one_kind.coverage == 4 / 16
    assert calibrated.coverage == 6 / 16
    assert one_kind.gini == pytest.approx(0.75)
    assert one_kind.estimates["score"].mean == pytest.approx(0.5)
    assert calibrated.estimates["calibration"].mean == pytest.approx(0.0, abs=1e-9)
    assert one_kind.estimates["calibration"].mean > 1.0
    assert one_kind.estimates["diversity"].mean == pytest.approx(0.5), "alike in category, not in brand"
    assert one_kind.estimates["novelty"].mean == pytest.approx(math.log2(2)), "each is known to one of two, or to none"


def test_list_shorter_than_asked_for_is_measured_as_it_is() -> None:
    (found,) = judge_lists(LIKED, CATALOGUE, {"same": same}, 8, seed=0)
    assert found.coverage == 4 / 16


@pytest.mark.parametrize("liked", [{}, {"ann": {}}, {"ann": {"gone": 2.0}}, {"ann": {"p00": -2.0}}])
def test_without_anything_liked_there_is_nothing_to_judge(liked: dict[str, dict[str, float]]) -> None:
    with pytest.raises(EvaluationError, match="wait for events"):
        judge_lists(liked, CATALOGUE, {"same": same}, 4, seed=0)
