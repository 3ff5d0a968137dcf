import math

import pytest

from bot.evaluate import Phrase, Utterance, evaluate
from bot.measures import Score, f1, mean_of, out_of_scope, worst_of


@pytest.mark.parametrize(
    ("pairs", "wanted"),
    [([], 1.0), ([({1}, {1})], 1.0), ([({1}, set())], 0.0), ([(set(), {1})], 0.0), ([({1, 2}, {1, 3})], 0.5)],
)
def test_f1_counts_over_all_pairs(pairs, wanted):
    assert f1((frozenset(a), frozenset(b)) for a, b in pairs) == wanted


def test_out_of_scope_has_recall_and_false_alarms():
    wanted = ["out_of_scope", "out_of_scope", "greet", "greet", "greet", "greet"]
    found = ["out_of_scope", "greet", "greet", "out_of_scope", "greet", "greet"]
    assert out_of_scope(wanted, found) == {"recall": 0.5, "false_alarms": 0.25}
    assert math.isnan(out_of_scope(["greet"], ["greet"])["recall"])


def test_mean_and_worst_are_over_languages_that_have_the_measure():
    scores = [Score(9, 1.0, 0.5, 0.8, 0.25), Score(1, 0.5, 1.0, 1.0)]
    common = {"intent_accuracy": 0.75, "entity_f1": 0.75, "language_accuracy": 0.9}
    assert mean_of(scores) == common | {"word_accuracy": 0.25, "pair_accuracy": None}
    common = {"intent_accuracy": 0.5, "entity_f1": 0.5, "language_accuracy": 0.8}
    assert worst_of(scores) == common | {"word_accuracy": 0.25, "pair_accuracy": None}


def test_evaluate_prints_what_the_contract_says():
    utterance = Utterance("2", "de", "out_of_scope", frozenset({("ordinal", (2,))}))
    parse = {
        "intent": {"name": "nlu_fallback"},
        "entities": [{"entity": "ordinal", "value": [2]}],
        "language": {"code": "en"},
    }
    figures = evaluate([utterance], [parse])
    wanted = {"n": 1, "intent_accuracy": 1.0, "entity_f1": 1.0, "language_accuracy": 0.0}
    assert figures["languages"] == {"de": wanted | {"word_accuracy": None, "pair_accuracy": None}}
    assert set(figures) == {"languages", "mean", "worst", "out_of_scope"}


def test_the_language_of_words_and_pairs_is_judged_by_language():
    utterance = Utterance("hallo", "de", "greet", frozenset())
    phrases = [Phrase("Schuhe", "de", "words"), Phrase("Hut", "de", "words"), Phrase("rote Schuhe", "de", "pairs")]
    phrases.append(Phrase("shoes", "en", "words"))
    german, english = ({"intent": {"name": "greet"}, "entities": [], "language": {"code": x}} for x in ("de", "en"))
    found = evaluate([utterance], [german], phrases, [german, english, german, english])["languages"]["de"]
    assert (found["word_accuracy"], found["pair_accuracy"]) == (0.5, 1.0)


def test_a_brand_counts_in_small_letters_too():
    utterance = Utterance("nike", "en", "search_product", frozenset({("brand", "nike")}))
    parse = {
        "intent": {"name": "search_product"},
        "entities": [{"entity": "brand", "value": "Nike"}],
        "language": {"code": "en"},
    }
    assert evaluate([utterance], [parse])["mean"]["entity_f1"] == 1.0
