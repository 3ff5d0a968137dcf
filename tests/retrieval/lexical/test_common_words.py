"""Words that are right though no product has them."""

import pytest

from retrieval.lexical import CommonWords

COMMON = CommonWords.of({"de": ("Geschenk", "über"), "en": ("birthday",), "hi": ("तोहफा",), "anywhere": ("शादी",)})


@pytest.mark.parametrize(
    ("folded", "language", "is_common"),
    [
        ("geschenk", "de", True),
        ("uber", "de", True),
        ("geschenk", "fr", False),
        ("birthday", "fr", True),
        ("तोहफा", "hi", True),
        ("शादी", "th", True),
        ("geschnek", "de", False),
        ("", "de", False),
    ],
)
def test_word_is_common_in_its_language_in_english_or_anywhere(folded: str, language: str, is_common: bool) -> None:
    assert COMMON.has(folded, language) is is_common
