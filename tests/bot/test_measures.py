import math

import pytest

from bot.evaluate import Judged, evaluate, table
from bot.held_out import Phrase, Utterance, conversations
from bot.measures import Scope, Score, confusion, f1, mean_of, most_confused, out_of_scope, worst_of


def parsed(intent="greet", language="de", entities=()):
    found = [{"entity": name, "value": value} for name, value in entities]
    return {"intent": {"name": intent}, "entities": found, "language": {"code": language}}


@pytest.mark.parametrize(
    ("pairs", "wanted"),
    [([], 1.0), ([({1}, {1})], 1.0), ([({1}, set())], 0.0), ([(set(), {1})], 0.0), ([({1, 2}, {1, 3})], 0.5)],
)
def test_f1_counts_over_all_pairs(pairs, wanted):
    assert f1((frozenset(a), frozenset(b)) for a, b in pairs) == wanted


def test_out_of_scope_has_recall_and_false_alarms():
    wanted = ["out_of_scope", "out_of_scope", "greet", "greet", "greet", "greet"]
    found = ["out_of_scope", "greet", "greet", "out_of_scope", "greet", "greet"]
    assert out_of_scope(wanted, found) == Scope(recall=0.5, false_alarms=0.25)
    assert math.isnan(out_of_scope(["greet"], ["greet"]).recall)


def test_the_confusion_counts_what_was_taken_for_what():
    matrix = confusion(["a", "a", "a", "b", "b"], ["a", "b", "b", "b", "c"])
    assert matrix == {"a": {"a": 1, "b": 2}, "b": {"b": 1, "c": 1}}
    assert most_confused(matrix, 5) == [("a", "b", 2), ("b", "c", 1)]
    assert most_confused(matrix, 1) == [("a", "b", 2)]


def test_mean_and_worst_are_over_languages_that_have_the_measure():
    scores = [Score(9, 1.0, 0.5, 0.8, 0.25, false_alarms=0.0), Score(1, 0.5, 1.0, 1.0, false_alarms=0.5)]
    unjudged = dict.fromkeys(("pair_accuracy", "conversation_accuracy", "out_of_scope_recall"))
    judged = {"intent_accuracy": 0.75, "entity_f1": 0.75, "language_accuracy": 0.9, "word_accuracy": 0.25}
    assert mean_of(scores) == judged | unjudged | {"false_alarms": 0.25}
    judged = {"intent_accuracy": 0.5, "entity_f1": 0.5, "language_accuracy": 0.8, "word_accuracy": 0.25}
    assert worst_of(scores) == judged | unjudged | {"false_alarms": 0.5}


def test_evaluate_prints_what_the_contract_says():
    utterance = Utterance("2", "de", "out_of_scope", frozenset({("ordinal", (2,))}))
    figures = evaluate(Judged([(utterance, parsed("nlu_fallback", "en", [("ordinal", [2])]))]))
    row = figures["languages"]["de"]
    assert (row["n"], row["intent_accuracy"], row["entity_f1"], row["language_accuracy"]) == (1, 1.0, 1.0, 0.0)
    assert (row["word_accuracy"], row["out_of_scope_recall"], row["false_alarms"]) == (None, 1.0, None)
    assert set(figures) == {"languages", "mean", "worst", "out_of_scope", "confusion", "most_confused"}
    assert table(figures).splitlines()[1].split()[:2] == ["de", "1"]


def test_the_language_of_words_pairs_and_later_turns_is_judged_by_language():
    utterance = Utterance("hallo", "de", "greet", frozenset())
    phrases = [Phrase("Schuhe", "de", "words"), Phrase("Hut", "de", "words"), Phrase("rote Schuhe", "de", "pairs")]
    phrases.append(Phrase("shoes", "en", "words"))
    german, english = parsed(language="de"), parsed(language="en")
    asked = list(zip(phrases, [german, english, german, english]))  # noqa: B905
    later = [(utterance, german), (utterance, german), (utterance, english), (utterance, english)]
    found = evaluate(Judged([(utterance, german)], asked, later))["languages"]["de"]
    assert (found["word_accuracy"], found["pair_accuracy"], found["conversation_accuracy"]) == (0.5, 1.0, 0.5)


def test_a_brand_counts_in_small_letters_too():
    utterance = Utterance("nike", "en", "search_product", frozenset({("brand", "nike")}))
    assert evaluate(Judged([(utterance, parsed(entities=[("brand", "Nike")]))]))["mean"]["entity_f1"] == 1.0


@pytest.mark.parametrize("entity", [("reference", "the red one"), ("refinement", "instead")])
def test_what_points_into_the_talk_is_neither_right_nor_wrong(entity):
    utterance = Utterance("no, I meant blue", "en", "refine_search", frozenset({("color", "blue")}))
    found = evaluate(Judged([(utterance, parsed(entities=[("color", "blue"), entity]))]))
    assert found["mean"]["entity_f1"] == 1.0


def test_conversations_are_of_one_language_and_the_same_at_each_run():
    said = [Utterance(str(i), language, "greet", frozenset()) for language in ("de", "th") for i in range(7)]
    talks = conversations(said)
    assert [[turn.language for turn in talk] for talk in talks] == [["de"] * 3] * 2 + [["th"] * 3] * 2
    assert len({turn for talk in talks for turn in talk}) == 12
    assert talks == conversations(said)
