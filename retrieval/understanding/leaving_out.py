"""A query without its words of some kinds: what is left of "red shoes" when the colour does not matter any more."""

from collections.abc import Collection

from retrieval.understanding.conditions import blanked
from retrieval.understanding.tokens import normalised
from retrieval.understanding.vocabulary import Vocabulary


def without_kinds(text: str, language: str, vocabulary: Vocabulary, kinds: Collection[str]) -> str:
    """Return `text` without the words that can only mean something of these kinds, such as color and brand."""
    read = normalised(text)
    book = vocabulary.book(language)
    tokens = book.tokens(read)
    spans = [
        (tokens[match.first].start, tokens[match.last - 1].end)
        for match in book.matches(read, tokens)
        if match.meanings and all(meaning.kind in kinds for meaning in match.meanings)
    ]
    return " ".join(blanked(read, spans).split())
