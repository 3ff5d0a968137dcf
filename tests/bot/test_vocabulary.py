import pytest

from bot.vocabulary import Vocabulary, words_of


@pytest.mark.parametrize(
    ("text", "words"),
    [("L'été 42!", ["l'été"]), ("跑鞋", ["跑", "鞋", "跑鞋"]), ("", []), ("50 €", []), ("T-Shirt", ["t", "shirt"])],
)
def test_words_are_split_as_the_script_does(text, words):
    assert words_of(text) == words


def test_a_word_of_one_language_speaks_for_it():
    evidence = Vocabulary.learn([("teuer", "de"), ("caro", "es"), ("caro", "it")]).evidence("teuer", ("de", "es", "it"))
    assert evidence["de"] > 0 > evidence["es"] == evidence["it"]


def test_an_unknown_word_says_nothing():
    assert Vocabulary.learn([("teuer", "de")]).evidence("billig", ("de", "es")) == {"de": 0.0, "es": 0.0}


def test_one_example_does_not_rule_a_language_out():
    assert Vocabulary.learn([("sale", "en")]).evidence("sale", ("en", "de"))["de"] == pytest.approx(-0.693, abs=0.01)
