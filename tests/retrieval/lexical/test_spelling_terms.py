"""The nearest words of a language."""

import itertools

import numpy as np
import pytest
from rapidfuzz.distance import OSA

from retrieval.lexical.spelling_terms import SpellingTerms, spelling_key

LETTERS = "abcdeéжщقمक"


def terms_of(frequencies: dict[str, float]) -> SpellingTerms:
    return SpellingTerms.of(frequencies, {word: spelling_key(word) for word in frequencies})


@pytest.mark.parametrize("max_distance", [1, 2])
def test_nearest_is_as_near_as_the_nearest_of_all(max_distance: int) -> None:
    rng = np.random.default_rng(7)
    words = {"".join(rng.choice(list(LETTERS), rng.integers(6, 10))): 1.0 for _ in range(300)}
    terms = terms_of(words)
    for word in itertools.islice(words, 100):
        place = int(rng.integers(1, len(word)))
        asked = word[:place] + str(rng.choice(list(LETTERS))) + word[place + int(rng.integers(0, 2)) :]
        found = terms.nearest(asked, max_distance)
        best = min(OSA.distance(asked, other) for other in words)
        assert found is not None
        assert found.distance <= max_distance
        if found.word[0] == asked[0]:
            assert found.distance == best


def test_nothing_is_near_where_nothing_is() -> None:
    assert terms_of({"schuhe": 1.0}).nearest("fahrrad", 2) is None
    assert terms_of({}).nearest("schuhe", 2) is None


def test_short_word_keeps_its_first_letter_unless_swapped() -> None:
    assert terms_of({"butter": 1.0, "socke": 1.0}).nearest("rocke", 1) is None
    swapped = terms_of({"socke": 1.0}).nearest("oscke", 1)
    assert swapped is not None
    assert swapped.word == "socke"
