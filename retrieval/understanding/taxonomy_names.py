"""What an imported taxonomy knows of a query's words."""

from collections.abc import Sequence

from retrieval.understanding.phrases import Match
from retrieval.understanding.tokens import Token, tokenize
from retrieval.understanding.vocabulary import Vocabulary


def taxonomy_names(
    text: str, tokens: Sequence[Token], matches: Sequence[Match], language: str, vocabulary: Vocabulary
) -> list[tuple[int, tuple[str, ...]]]:
    """Return where the taxonomy knows words of normalised `text` that no match covers, and their English names."""
    if not vocabulary.taxonomy:
        return []
    taken = [(tokens[match.first].start, tokens[match.last - 1].end) for match in matches]
    whole = tokenize(text)
    found = []
    for named in vocabulary.taxonomy.named_in(whole, language):
        start, end = whole[named.first].start, whole[named.last - 1].end
        if not any(first < end and start < last for first, last in taken):
            found.append((start, named.english))
    return found
