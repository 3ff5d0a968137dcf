import numpy as np
import pytest

from retrieval.errors import ArtifactError, EvaluationError
from retrieval.fusion.learning import Example, learn
from retrieval.fusion.signals import SIGNALS
from retrieval.fusion.weights import KNOWN, OTHER, OWN, FusionWeights

USE, E5 = SIGNALS.index("use"), SIGNALS.index("e5")


def example(language: str, telling: int, seed: int, group: str = KNOWN) -> Example:
    """A query whose only relevant product the signal `telling` puts first; the others are noise."""
    columns = np.random.default_rng(seed).standard_normal((40, len(SIGNALS))).astype(np.float32)
    grades = np.zeros(40, dtype=np.int64)
    grades[columns[:, telling].argmax()] = 3
    return Example(language, group, columns, grades)


def test_signal_that_tells_gets_the_weight():
    weights = learn([example("de", USE, seed) for seed in range(40)]).of("de", KNOWN)
    assert weights[USE] > 5 * max(np.delete(weights, USE).max(), 0.05)


def test_languages_learn_what_serves_them():
    examples = [example("de", USE, seed) for seed in range(40)] + [example("sv", E5, seed, OTHER) for seed in range(40)]
    weights = learn(examples)
    assert weights.of("de", KNOWN).argmax() == USE
    assert weights.of("sv", OTHER).argmax() == E5


def test_language_with_few_queries_leans_on_its_group():
    examples = [example("de", USE, seed) for seed in range(40)] + [example("fr", E5, 99)]
    assert learn(examples, language_penalty=100).of("fr", KNOWN).argmax() == USE


def test_language_never_seen_has_the_weights_of_its_group():
    weights = learn([example("de", USE, seed) for seed in range(20)])
    assert (weights.of("ko", KNOWN) == weights.groups[KNOWN]).all()
    assert weights.of("hi", OTHER) == pytest.approx(weights.groups[KNOWN], abs=0.2)


def test_language_in_another_group_than_it_was_learned_in_has_the_weights_of_that_group():
    weights = learn(
        [example("de", USE, seed) for seed in range(20)] + [example("en", E5, seed, OWN) for seed in range(20)]
    )
    assert (weights.of("de", OWN) == weights.groups[OWN]).all()


def test_no_weight_is_negative():
    weights = learn([example("de", USE, seed) for seed in range(10)])
    assert min(one.min() for one in [*weights.groups.values(), *weights.languages.values()]) >= 0


def test_relevance_is_higher_for_what_is_relevant():
    examples = [example("de", USE, seed) for seed in range(40)]
    weights = learn(examples)
    good, rest = [], []
    for one in examples:
        relevance = weights.relevance(one.columns @ weights.of("de", KNOWN))
        good.append(relevance[one.grades > 0].mean())
        rest.append(relevance[one.grades == 0].mean())
    assert np.mean(good) > 5 * np.mean(rest)


def test_nothing_relevant_teaches_nothing():
    empty = Example("de", KNOWN, np.zeros((3, len(SIGNALS)), dtype=np.float32), np.zeros(3, dtype=np.int64))
    with pytest.raises(EvaluationError, match="None of 1 judged queries"):
        learn([empty])


def test_saved_weights_come_back(tmp_path):
    weights = learn([example("de", USE, seed) for seed in range(10)])
    weights.save(tmp_path / "fusion.yml", "learned in a test")
    loaded = FusionWeights.load(tmp_path / "fusion.yml")
    assert loaded.of("de", KNOWN) == pytest.approx(weights.of("de", KNOWN), abs=1e-4)
    assert loaded.slope == pytest.approx(weights.slope, abs=1e-4)


@pytest.mark.parametrize(
    "text", ["", "groups: 3", "groups: {known: {nose: 1}, other: {}, own: {}}\nlanguages: {}\nrelevance: {}"]
)
def test_file_that_holds_no_weights_is_named(tmp_path, text):
    path = tmp_path / "fusion.yml"
    path.write_text(text)
    with pytest.raises(ArtifactError, match=r"fusion\.yml holds no weights"):
        FusionWeights.load(path)


def test_other_catalogues_move_the_order_and_not_what_counts_as_relevant():
    own = [example("de", USE, seed) for seed in range(20)]
    alone, both = learn(own), learn(own, others=[example("de", E5, seed) for seed in range(20, 40)])
    assert both.of("de", KNOWN)[E5] > alone.of("de", KNOWN)[E5]
    scores = np.concatenate([one.columns @ both.of("de", KNOWN) for one in own])
    wanted = np.concatenate([one.grades for one in own]) / 3
    assert both.relevance(scores).mean() == pytest.approx(wanted.mean(), abs=0.02)
