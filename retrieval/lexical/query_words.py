"""The words of a query, and how much of a long one is read."""

from retrieval.lexical.analysis import Word, query_chunks

MAX_QUERY_WORDS = 64
"""Words of a query that are read; further ones are left out."""
MAX_QUERY_LETTERS = 2000
"""Characters of a query that are read."""


def query_words(query: str, language: str) -> list[Word]:
    """Return the words of `query`, those beyond the limits left out."""
    found: list[Word] = []
    for chunk in query_chunks(query[:MAX_QUERY_LETTERS], language):
        found.extend(chunk)
        if len(found) >= MAX_QUERY_WORDS:
            break
    return found[:MAX_QUERY_WORDS]
