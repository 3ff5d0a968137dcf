import pytest

from bot.examples import read_examples
from bot.importer import ExampleImporter


@pytest.fixture(scope="module")
def examples(settings):
    return read_examples(settings)


def test_written_examples_come_first_and_nothing_is_there_twice(examples):
    keys = [(example.text.casefold(), example.language) for example in examples]
    further = [example for example in examples if example.source != "written"]
    assert examples[-len(further) :] == further
    assert len(set(keys[-len(further) :])) == len(further)
    assert not set(keys[-len(further) :]) & set(keys[: -len(further)])


def test_vietnamese_and_turkish_are_learned_without_marks_too(examples):
    careless = {(example.text, example.language) for example in examples if example.source == "careless"}
    assert ("xin chao", "vi") in careless
    assert {language for _, language in careless} >= {"vi", "tr", "pl", "sv", "de", "fr", "es", "pt"}


def test_a_bare_word_of_the_catalogue_is_a_search(examples):
    named = [example for example in examples if example.source == "catalogue"]
    assert {example.intent for example in named} == {"search_product"}
    assert len({example.language for example in named}) == 20
    assert not [one for one in named if one.language in {"ar", "hi", "th", "ja", "ru"} and one.text.isascii()]


def test_rasa_sees_one_example_of_each_intent(examples):
    messages = ExampleImporter(training_data_paths=[]).get_nlu_data().intent_examples
    assert sorted(message.get("intent") for message in messages) == sorted({example.intent for example in examples})
