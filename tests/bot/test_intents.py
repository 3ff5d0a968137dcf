import numpy as np
import pytest

from bot.intents import IntentModel, is_wordless
from bot.meaning import Meaning
from bot.scaling import Scaling
from bot.wording import Wording, folded

# Keras draws its seeds so.
pytestmark = pytest.mark.filterwarnings("ignore:non-integer arguments to randrange:DeprecationWarning")

NAMES = ["greet", "deny", "add_to_cart", "remove_from_cart"]
SAID = {"greet": "hello there", "deny": "no thanks", "add_to_cart": "add it", "remove_from_cart": "remove it"}


@pytest.fixture(scope="module")
def examples():
    """Vectors that tell greeting, denial and the cart apart, but not adding from removing: words alone do."""
    rng = np.random.default_rng(5)
    names = [name for name in NAMES for _ in range(40)]
    place = {"greet": 0, "deny": 1, "add_to_cart": 2, "remove_from_cart": 2}
    rows = rng.normal(0.0, 0.01, size=(len(names), 900)).astype(np.float32)
    rows[np.arange(len(names)), [place[name] for name in names]] += 1.0
    return rows, [f"{SAID[name]} {number}" for number, name in enumerate(names)], names


@pytest.fixture(scope="module")
def fitted(examples):
    return IntentModel.fit(*examples)


def test_vectors_and_words_together_tell_what_either_alone_does_not(examples, fitted):
    rows, _, names = examples
    for place in (0, 40, 80, 120):
        assert fitted.rank(rows[place : place + 1], SAID[names[place]], 1)[0][0] == names[place]


def test_probabilities_sum_to_one_and_fall(examples, fitted):
    ranked = fitted.rank(examples[0][:1], "hello there", len(NAMES))
    assert sum(probability for _, probability in ranked) == pytest.approx(1.0, abs=1e-5)
    assert [probability for _, probability in ranked] == sorted((one for _, one in ranked), reverse=True)


def test_two_intents_are_told_apart(examples):
    rows, texts, names = (part[:80] for part in examples)
    model = IntentModel.fit(rows, texts, names)
    assert [model.rank(rows[place : place + 1], texts[place], 1)[0][0] for place in (0, 79)] == ["greet", "deny"]


def test_the_network_finds_what_lies_apart_and_is_the_same_each_time(examples):
    rows, _, names = examples
    ordered, targets = np.unique(names, return_inverse=True)
    meaning, again = (Meaning.fit(rows, targets, len(NAMES)) for _ in range(2))
    found = [ordered[column] for column in meaning.scores(rows).argmax(axis=1)]
    assert found[:80] == names[:80]
    assert meaning.scores(rows) == pytest.approx(again.scores(rows), abs=1e-4)


def test_the_wording_of_one_text_does_not_depend_on_others(examples):
    _, texts, names = examples
    wording = Wording.fit(texts, np.unique(names, return_inverse=True)[1])
    together = wording.scores(texts[:3])
    apart = np.vstack([wording.scores([text]) for text in texts[:3]])
    assert together == pytest.approx(apart)
    assert together.shape == (3, len(NAMES))


@pytest.mark.parametrize(
    ("text", "plain"),
    [
        ("GRÖSSE", "grosse"),
        ("Đắt quá", "dat qua"),
        ("İÇİN", "icin"),
        ("跑鞋", "跑鞋"),
        ("ﾈｯｸﾚｽ", "ネックレス"),
        ("ถูก", "ถูก"),
    ],
)
def test_capitals_and_marks_of_latin_letters_do_not_count(text, plain):
    assert folded(text) == plain


def test_a_saved_model_ranks_as_before(examples, fitted, tmp_path):
    fitted.save(tmp_path / "intents.npz")
    again = IntentModel.load(tmp_path / "intents.npz")
    assert again.rank(examples[0][:1], "hello there", 3) == fitted.rank(examples[0][:1], "hello there", 3)


@pytest.mark.parametrize(
    ("text", "wanted"),
    [("", True), ("...", True), (" ?!", True), ("👍", False), ("2", False), ("ok", False), ("靴", False)],
)
def test_only_punctuation_says_nothing(text, wanted):
    assert is_wordless(text) is wanted


def test_scaling_centres_both_halves_and_leaves_a_missing_one_alone():
    rng = np.random.default_rng(3)
    vectors = rng.normal(5.0, 2.0, size=(40, 896)).astype(np.float32)
    vectors[::4, :512] = 0.0
    scaling = Scaling.of(vectors)
    scaled = scaling.apply(vectors)
    assert not scaled[::4, :512].any()
    assert scaled[:, 512:].mean(axis=0) == pytest.approx(np.zeros(384), abs=1e-5)
    assert np.linalg.norm(scaled[:, 512:], axis=1).mean() == pytest.approx(1.0, abs=1e-4)
