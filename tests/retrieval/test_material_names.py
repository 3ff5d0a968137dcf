"""Words that name materials: those of the file, those of the lexicon behind them, and the last words of long names."""

import pytest

from actions.settings import PROJECT
from actions.wording.texts import LANGUAGES
from retrieval.lexicon import Lexicon
from retrieval.material_names import material_name, material_names

LEXICON = {
    "rubber": {"en": ("rubber", "silicone"), "tr": ("kauçuk", "lastik")},
    "ceramic": {"en": ("ceramic", "stoneware"), "tr": ("seramik",)},
}
FILE = {"silicone": {"also": ["silicone gel"], "tr": "silikon"}, "ceramic": {"also": ["kaolin"]}}
NAMES = material_names(FILE, LEXICON)


@pytest.mark.parametrize(
    ("english", "turkish"),
    [
        ("rubber", "kauçuk"),
        ("silicone", "silikon"),
        ("silicone gel", "silikon"),
        ("stoneware", "seramik"),
        ("kaolin", "seramik"),
        ("natural rubber", "kauçuk"),
        ("moon dust", ""),
    ],
)
def test_material_is_named_by_its_own_words_before_those_of_a_broader_one(english: str, turkish: str) -> None:
    assert material_name(NAMES, english, "tr") == turkish


def test_material_is_called_what_it_is_in_english() -> None:
    assert material_name(NAMES, "moon dust", "en") == "moon dust"


def test_materials_that_are_only_shown_are_not_searched_by() -> None:
    lexicon = Lexicon.load(PROJECT / "data")
    assert lexicon.display("material", "aluminium", "ar") == "ألومنيوم"
    assert "aluminium" not in lexicon.words["material"]


def test_every_material_has_a_word_in_every_language() -> None:
    lexicon = Lexicon.load(PROJECT / "data")
    for english in lexicon.shown_materials:
        for language in LANGUAGES:
            assert lexicon.word("material", english, language), (english, language)
