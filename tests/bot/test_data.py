"""Domain, rules and examples agree with one another and with the contract."""

from collections import Counter

import pytest
import yaml

from bot.evaluate import HELD_OUT, read_held_out
from bot.language import SERVED

INTENTS = {
    "greet", "goodbye", "thank", "affirm", "deny", "help", "search_product", "refine_search", "show_more",
    "select_product", "compare_products", "similar_products", "recommend_for_me", "gift_advice", "bundle_advice",
    "explain_recommendation", "ask_offer", "ask_landed_cost", "ask_shipping", "ask_restrictions", "ask_size",
    "ask_return_policy", "ask_payment", "set_currency", "set_destination", "set_language", "add_to_cart",
    "view_cart", "remove_from_cart", "checkout", "order_status", "cancel_order", "return_order", "price_alert",
    "talk_to_human", "feedback_positive", "feedback_negative", "delete_my_data", "out_of_scope",
}  # fmt: skip
FIRST = {"en", "zh-Hans", "ja", "de", "fr", "es", "pt", "ar"}


def load(path):
    return yaml.load(path.read_text(encoding="utf-8"), Loader=getattr(yaml, "CSafeLoader", yaml.SafeLoader))  # noqa: S506


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
    assert set(steps.values()) == set(domain["actions"])


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


def test_nothing_held_out_was_trained_on(examples):
    trained = {(language, text.casefold()) for (language, _), texts in examples.items() for text in texts}
    assert [u.text for u in read_held_out(HELD_OUT) if (u.language, u.text.casefold()) in trained] == []


def test_every_language_holds_out_every_intent():
    assert {(u.language, u.intent) for u in read_held_out(HELD_OUT)} == {(a, b) for a in SERVED for b in INTENTS}
