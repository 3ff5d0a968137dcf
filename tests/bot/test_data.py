"""Domain, rules and examples agree with one another and with the contract."""

import unicodedata
from collections import Counter
from dataclasses import replace

import pytest
import yaml

from bot.entities.lexicon import CATALOGUE, Lexicon
from bot.held_out import HELD_OUT, SPLITS, read_held_out, read_phrases
from bot.language import SERVED

INTENTS = {
    "greet", "goodbye", "thank", "affirm", "deny", "help", "search_product", "refine_search", "show_more",
    "select_product", "compare_products", "similar_products", "recommend_for_me", "gift_advice", "bundle_advice",
    "explain_recommendation", "ask_offer", "ask_landed_cost", "ask_shipping", "ask_restrictions", "ask_size",
    "ask_mains", "ask_return_policy", "ask_payment", "set_currency", "set_destination", "set_language", "add_to_cart",
    "view_cart", "remove_from_cart", "checkout", "order_status", "cancel_order", "return_order", "price_alert",
    "talk_to_human", "feedback_positive", "feedback_negative", "delete_my_data", "out_of_scope",
    "go_back", "start_over",
}  # fmt: skip
UNRULED = {"action_agent_says"}
"""Actions that no message leads to: the shop runs them when a person answers instead."""
FIRST = {"en", "zh-Hans", "ja", "de", "fr", "es", "pt", "ar"}
JUDGED = [language for language in SERVED if (HELD_OUT / "test" / f"{language}.yml").exists()]


def load(path):
    return yaml.load(path.read_text(encoding="utf-8"), Loader=getattr(yaml, "CSafeLoader", yaml.SafeLoader))  # noqa: S506


def spoken(text):
    """Return `text` without what nobody hears."""
    return " ".join(
        "".join(c if c.isalnum() or unicodedata.category(c)[0] == "M" else " " for c in text).casefold().split()
    )


@pytest.fixture(scope="module")
def examples(settings):
    found = {}
    for path in (settings.bot / "data" / "nlu").glob("*.yml"):
        for entry in load(path)["nlu"]:
            assert entry["metadata"]["language"] == path.stem
            lines = entry["examples"].strip().splitlines()
            found[path.stem, entry["intent"]] = [line.removeprefix("- ") for line in lines]
    return found


@pytest.fixture(scope="module")
def domain(settings):
    return load(settings.bot / "domain.yml")


def test_the_domain_has_the_contracts_intents(domain):
    names = {next(iter(intent)) for intent in domain["intents"]}
    assert names == INTENTS | {"nlu_fallback"}


def test_each_intent_has_one_rule_with_an_action_of_the_domain(settings, domain):
    rules = load(settings.bot / "data" / "rules.yml")["rules"]
    steps = {rule["steps"][0]["intent"]: rule["steps"][1]["action"] for rule in rules}
    assert set(steps) == INTENTS | {"nlu_fallback"}
    assert set(steps.values()) == set(domain["actions"]) - UNRULED


def test_no_slot_steers_the_dialogue(domain):
    assert all(slot["influence_conversation"] is False for slot in domain["slots"].values())


@pytest.mark.parametrize("language", SERVED)
def test_every_intent_has_examples_in_every_language(examples, language):
    least = 8 if language in FIRST else 3
    assert {intent for lang, intent in examples if lang == language} == INTENTS
    assert min(len(examples[language, intent]) for intent in INTENTS) >= least


def test_no_example_belongs_to_two_intents(examples):
    seen = Counter((language, text) for (language, _), texts in examples.items() for text in set(texts))
    assert [key for key, n in seen.items() if n > 1] == []


@pytest.mark.parametrize("split", SPLITS)
def test_nothing_held_out_was_trained_on(examples, split):
    trained = {(language, spoken(text)) for (language, _), texts in examples.items() for text in texts}
    assert [u.text for u in read_held_out(HELD_OUT / split) if (u.language, spoken(u.text)) in trained] == []


def test_the_splits_share_nothing():
    dev, test = ({(u.language, spoken(u.text)) for u in read_held_out(HELD_OUT / split)} for split in SPLITS)
    assert dev & test == set()


def test_every_language_holds_out_every_intent():
    held_out = {(u.language, u.intent) for u in read_held_out(HELD_OUT / "dev")}
    assert held_out >= {(a, b) for a in SERVED for b in INTENTS}


@pytest.mark.parametrize("language", JUDGED)
def test_every_intent_is_judged_by_four_utterances_at_least(language):
    n = Counter(u.intent for u in read_held_out(HELD_OUT / "test") if u.language == language)
    assert set(n) >= INTENTS
    assert min(n.values()) >= 4


@pytest.mark.parametrize("language", JUDGED)
def test_the_language_is_judged_by_twenty_words_and_twenty_pairs(language):
    phrases = {phrase for phrase in read_phrases(HELD_OUT / "test") if phrase.language == language}
    assert Counter(phrase.kind for phrase in phrases) == {"words": 20, "pairs": 20}


@pytest.mark.parametrize("split", SPLITS)
def test_what_is_held_out_gives_entities_of_the_domain_with_values_of_the_lexicon(settings, domain, split):
    lexicon = Lexicon.load(replace(settings, shop_lexicon=settings.bot / "no-such-file.json"))
    for utterance in read_held_out(HELD_OUT / split):
        assert {name for name, _ in utterance.entities} <= set(domain["entities"]), utterance
        for name, value in utterance.entities:
            assert name not in CATALOGUE or value in lexicon.words[name], utterance
