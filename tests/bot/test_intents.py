import numpy as np
import pytest

from bot.intents import IntentModel, is_wordless
from bot.scaling import Scaling

ROWS = np.array([[1.0, 0.0], [0.9, 0.1], [0.0, 1.0], [0.1, 0.9], [-1.0, -1.0], [-0.9, -1.1]], dtype=np.float32)
NAMES = ["greet", "greet", "deny", "deny", "help", "help"]


@pytest.mark.parametrize("n_intents", [2, 3])
def test_the_model_finds_the_intents_it_was_fitted_on(n_intents):
    rows, names = ROWS[: 2 * n_intents], NAMES[: 2 * n_intents]
    model = IntentModel.fit(rows, names, 10.0)
    assert [model.rank(row[None, :], 1)[0][0] for row in rows] == names


def test_probabilities_are_those_of_scikit_learn():
    from sklearn.linear_model import LogisticRegression

    reference = LogisticRegression(C=10.0, class_weight="balanced", max_iter=200, tol=1e-3).fit(ROWS, NAMES)
    ranked = dict(IntentModel.fit(ROWS, NAMES, 10.0).rank(ROWS[:1], 3))
    wanted = dict(zip(reference.classes_, reference.predict_proba(ROWS[:1])[0], strict=False))
    assert ranked == pytest.approx(wanted, abs=1e-5)


def test_a_saved_model_ranks_as_before(tmp_path):
    model = IntentModel.fit(ROWS, NAMES, 10.0)
    model.save(tmp_path / "intents.npz")
    assert IntentModel.load(tmp_path / "intents.npz").rank(ROWS[:1], 3) == model.rank(ROWS[:1], 3)


@pytest.mark.parametrize(
    ("text", "wanted"),
    [("", True), ("...", True), (" ?!", True), ("👍", False), ("2", False), ("ok", False), ("靴", False)],
)
def test_only_punctuation_says_nothing(text, wanted):
    assert is_wordless(text) is wanted


def test_scaling_centres_both_halves_and_leaves_a_missing_one_alone(tmp_path):
    rng = np.random.default_rng(3)
    vectors = rng.normal(5.0, 2.0, size=(40, 896)).astype(np.float32)
    vectors[::4, :512] = 0.0
    scaling = Scaling.of(vectors)
    scaled = scaling.apply(vectors)
    assert not scaled[::4, :512].any()
    assert scaled[:, 512:].mean(axis=0) == pytest.approx(np.zeros(384), abs=1e-5)
    assert np.linalg.norm(scaled[:, 512:], axis=1).mean() == pytest.approx(1.0, abs=1e-4)
    scaling.save(tmp_path / "scaling.npz")
    assert np.array_equal(Scaling.load(tmp_path / "scaling.npz").apply(vectors), scaled)
