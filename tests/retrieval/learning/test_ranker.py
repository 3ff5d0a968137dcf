"""The ranker as it is learned, judged and kept."""

import json
from pathlib import Path

import numpy as np
import pytest

from retrieval.errors import ArtifactError, EvaluationError
from retrieval.learning.click_model import ClickModel
from retrieval.learning.clicks import ClickLog
from retrieval.learning.ranker import FILE_NAME, LearnedRanker, gains, train_ranker
from retrieval.ranking import FEATURES, Weights
from tests.retrieval.learning.simulated_shop import shown_lists

MATCH = Weights(**{**dict.fromkeys(FEATURES, 0.0), "match": 1.0})


def test_ranker_is_judged_on_later_lists_and_gains_on_them() -> None:
    log, _ = shown_lists(1200, seed=1, ranked_by=Weights())
    ranker, judged = train_ranker(log, Weights(), Weights(), "one")
    assert set(judged.query_ids) <= set(log.query_ids[900:])
    assert judged.learned @ judged.weights > judged.serving @ judged.weights
    assert ranker.weights.version == "one"
    assert ranker.weights.total == pytest.approx(Weights().total, abs=1e-4)
    assert (ranker.n_lists, ranker.n_taken) == (1200, log.n_taken)


def test_margin_is_what_the_shop_chose() -> None:
    log, _ = shown_lists(300, seed=2, ranked_by=Weights())
    assert train_ranker(log, Weights(margin=0.07), Weights(), "one")[0].weights.margin == 0.07


def test_too_little_to_learn_from_is_said() -> None:
    log, _ = shown_lists(8, seed=3, ranked_by=Weights())
    with pytest.raises(EvaluationError, match="50 are the fewest"):
        train_ranker(log, Weights(), Weights(), "one")


def test_gain_counts_for_those_who_did_not_look() -> None:
    """Two products of one list are taken up, at places looked at by all and by a quarter: they count 1 to 4."""
    features = np.zeros((3, len(FEATURES)))
    features[:, FEATURES.index("match")] = [0.1, 0.2, 0.9]
    log = ClickLog(("q",), np.zeros(3, np.int64), np.arange(3), features, np.array([True, False, True]))
    model = ClickModel(np.zeros(len(FEATURES)), 0.0, np.array([1.0, 0.5, 0.25]))
    found = gains(log, model, MATCH)
    # by match the third comes first, the first last
    assert found.values.tolist() == pytest.approx([0.8 * 1 + 0.2 / np.log2(4)])
    assert found.weights.tolist() == [5.0]


def test_list_of_which_nothing_was_taken_up_has_no_gain() -> None:
    log = ClickLog(
        ("q",), np.zeros(2, np.int64), np.arange(2), np.zeros((2, len(FEATURES))), np.zeros(2, dtype=np.bool_)
    )
    found = gains(log, ClickModel(np.zeros(len(FEATURES)), 0.0, np.ones(2)), MATCH)
    assert (found.query_ids, found.values.size, found.weights.size) == ((), 0, 0)


def test_saved_ranker_is_loaded_as_it_was(tmp_path: Path) -> None:
    ranker = LearnedRanker(Weights(match=0.8), (1.0, 0.5), 10, 60)
    ranker.save(tmp_path)
    assert LearnedRanker.load(tmp_path) == ranker


@pytest.mark.parametrize(
    "spoil",
    [
        lambda content: {**content, "format_version": 0},
        lambda content: {**content, "weights": {"match": 1.0}},
        lambda content: {**content, "weights": {**content["weights"], "match": -1.0}},
        lambda content: {name: value for name, value in content.items() if name != "examined"},
        lambda _: [],
    ],
)
def test_ranker_that_cannot_be_used_is_refused(tmp_path: Path, spoil) -> None:
    LearnedRanker(Weights(), (1.0,), 10, 60).save(tmp_path)
    path = tmp_path / FILE_NAME
    path.write_text(json.dumps(spoil(json.loads(path.read_text()))))
    with pytest.raises(ArtifactError, match="train ranker"):
        LearnedRanker.load(tmp_path)


def test_ranker_that_is_not_there_is_refused(tmp_path: Path) -> None:
    with pytest.raises(ArtifactError, match="train ranker"):
        LearnedRanker.load(tmp_path)


def test_ranker_of_before_a_feature_came_goes_without_it(tmp_path: Path) -> None:
    LearnedRanker(Weights(match=0.8), (1.0,), 10, 60).save(tmp_path)
    path = tmp_path / FILE_NAME
    content = json.loads(path.read_text())
    del content["weights"]["outlook"]
    path.write_text(json.dumps(content))
    assert LearnedRanker.load(tmp_path).weights == Weights(match=0.8, outlook=0.0)
