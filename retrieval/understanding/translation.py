"""What the words of a query are in English, as far as lexicon and taxonomy know."""

from collections.abc import Sequence

from retrieval.understanding.phrases import Match
from retrieval.understanding.tokens import Token, normalised, tokenize
from retrieval.understanding.vocabulary import Vocabulary

_NOUNS = ("category", "department", "color", "material", "substance", "audience", "recipient")
_ENGLISH = "en"
_READ_CHARACTERS = 1_000


def translation(text: str, language: str, vocabulary: Vocabulary) -> str:
    """Return the English words for those of `text` that are known, in their order; "" where none is, and for English.

    What the lexicon knows comes from there, the rest from the taxonomy, if one was imported.
    """
    if language == _ENGLISH:
        return ""
    read = normalised(text)[:_READ_CHARACTERS]
    book = vocabulary.book(language)
    tokens = book.tokens(read)
    matches = book.matches(read, tokens)
    words: list[tuple[int, str]] = []
    for match in matches:
        meaning = next((one for one in match.meanings if one.kind in _NOUNS), None)
        if meaning is not None:
            shown = vocabulary.lexicon.display(meaning.kind, meaning.value, _ENGLISH)
            words.append((tokens[match.first].start, shown))
    words += [(start, english[0]) for start, english in taxonomy_names(read, tokens, matches, language, vocabulary)]
    return " ".join(dict.fromkeys(word.lower() for _, word in sorted(words)))


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
