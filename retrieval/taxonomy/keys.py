"""The form in which names of categories are compared."""

from collections.abc import Iterator, Sequence
from functools import lru_cache

from retrieval.lexical.analysis import primary_language
from retrieval.lexical.folding import fold
from retrieval.lexical.stemming import stem
from retrieval.understanding.tokens import SINGLE, Token, normalised, tokenize

LONGEST = 12
"""Tokens of the longest phrase that is looked up; in scripts without spaces a token is a character."""


def tokens_of(text: str) -> tuple[Token, ...]:
    """Return the tokens of a text, compounds whole."""
    return tokenize(normalised(text))


def parts_of(tokens: Sequence[Token], language: str) -> list[str]:
    """Return the stem of each token; characters of scripts without spaces stay as they are."""
    primary = primary_language(language)
    return [token.text if token.script in SINGLE else _stem(token.typed, primary) for token in tokens]


def key_of(name: str, language: str) -> str:
    """Return the key of a name, "" where it has no letters.

    >>> key_of("Running Shoes", "en") == key_of("running shoe", "en"), key_of("跑鞋", "zh-Hans")
    (True, '跑 鞋')
    """
    return " ".join(parts_of(tokens_of(name), language))


def keys_in(tokens: Sequence[Token], language: str) -> Iterator[tuple[int, int, str]]:
    """Yield every phrase of `tokens` as (first, last, key), longer ones first."""
    parts = parts_of(tokens, language)
    for length in range(min(LONGEST, len(parts)), 0, -1):
        for first in range(len(parts) - length + 1):
            yield first, first + length, " ".join(parts[first : first + length])


@lru_cache(maxsize=100_000)
def _stem(word: str, primary: str) -> str:
    return fold(stem(word, primary))
