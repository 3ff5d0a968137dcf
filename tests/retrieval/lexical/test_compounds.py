"""What compounds are made of."""

import pytest

from retrieval.lexical.compounds import parts_of, pieces_of

VOCABULARY = {
    "kinder",
    "wagen",
    "sonne",
    "brille",
    "wasser",
    "flasche",
    "regen",
    "jas",
    "laarzen",
    "väska",
    "hand",
    "schuhe",
}


@pytest.mark.parametrize(
    ("word", "language", "parts"),
    [
        ("kinderwagen", "de", ("kinder", "wagen")),
        ("sonnenbrille", "de", ("sonne", "brille")),
        ("wasserflasche", "de", ("wasser", "flasche")),
        ("regenlaarzen", "nl", ("regen", "laarzen")),
        ("handväska", "sv", ("hand", "väska")),
        ("brille", "de", ()),
        ("trekkingschuhe", "de", ()),
        ("wasser500ml", "de", ()),
    ],
)
def test_parts_are_words_of_the_vocabulary(word: str, language: str, parts: tuple[str, ...]) -> None:
    assert parts_of(word, VOCABULARY, language) == parts


def test_unknown_first_part_leaves_the_last() -> None:
    assert pieces_of("trekkingschuhe", VOCABULARY, "de") == ("schuhe",)
    assert pieces_of("kinderwagen", VOCABULARY, "de") == ("kinder", "wagen")
    assert pieces_of("becher", VOCABULARY, "de") == ()
