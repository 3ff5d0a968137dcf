import yaml

from bot.examples import Example, read_examples, write_further


def test_written_examples_come_first_and_nothing_is_there_twice(settings):
    examples = read_examples(settings)
    keys = [(example.text.casefold(), example.language) for example in examples]
    further = [example for example in examples if example.source != "written"]
    assert examples[-len(further) :] == further
    assert len(set(keys[-len(further) :])) == len(further)
    assert not set(keys[-len(further) :]) & set(keys[: -len(further)])


def test_vietnamese_and_turkish_are_learned_without_marks_too(settings):
    careless = {(example.text, example.language) for example in read_examples(settings) if example.source == "careless"}
    assert ("xin chao", "vi") in careless
    assert {language for _, language in careless} >= {"vi", "tr", "pl", "sv", "de", "fr", "es", "pt"}


def test_a_bare_word_of_the_catalogue_is_a_search(settings):
    named = [example for example in read_examples(settings) if example.source == "catalogue"]
    assert {example.intent for example in named} == {"search_product"}
    assert len({example.language for example in named}) == 20
    assert not [one for one in named if one.language in {"ar", "hi", "th", "ja", "ru"} and one.text.isascii()]


def test_what_is_further_is_written_as_rasa_reads_it(tmp_path):
    examples = [
        Example("thank you", "thank", "en", "written"),
        Example("cam on", "thank", "vi", "careless"),
        Example("茶壶", "search_product", "zh-Hans", "catalogue"),
    ]
    write_further(examples, tmp_path / "further.yml")
    blocks = yaml.safe_load((tmp_path / "further.yml").read_text(encoding="utf-8"))["nlu"]
    assert [(block["intent"], block["metadata"]["language"], block["examples"]) for block in blocks] == [
        ("thank", "vi", "- cam on\n"),
        ("search_product", "zh-Hans", "- 茶壶\n"),
    ]
