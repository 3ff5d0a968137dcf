"""What German, Dutch and Swedish compounds are made of: words that the shop's own texts have on their own.

`wanderschuhe` is a `wander` and `schuhe`, where both are words of the vocabulary. No list of a language's words is
needed, and none that the shop does not use comes in.
"""

from collections.abc import Container

_LINKS = {
    "de": ("", "s", "n", "en", "es", "e", "er"),
    "nl": ("", "s", "en", "e", "n"),
    "sv": ("", "s"),
}
_SHORTEST_PART = 4
_SHORTEST_COMPOUND = 8
_SHORTEST_HEAD, _SHORTEST_REST = 5, 3


def is_compounding(language: str) -> bool:
    """Return whether words of a language (without script and region) are split."""
    return language in _LINKS


def parts_of(word: str, vocabulary: Container[str], language: str) -> tuple[str, ...]:
    """Return the words of `vocabulary` that a folded compound is made of, () where it is none.

    Of several ways the one with the longest last part wins, as that names the thing.

    >>> parts_of("sonnenbrillenetui", {"sonne", "brille", "etui", "sonnenbrille"}, "de")
    ('sonnenbrille', 'etui')
    >>> parts_of("schuhe", {"schuhe"}, "de")
    ()
    """
    if len(word) < _SHORTEST_COMPOUND or not word.isalpha():
        return ()
    for start in range(_SHORTEST_PART, len(word) - _SHORTEST_PART + 1):
        last = word[start:]
        if last not in vocabulary:
            continue
        first = _without_link(word[:start], vocabulary, language)
        if first:
            return (first, last)
        before = parts_of(word[:start], vocabulary, language)
        if before:
            return (*before, last)
    return ()


def pieces_of(word: str, vocabulary: Container[str], language: str) -> tuple[str, ...]:
    """Return the parts of a compound, or else the longest word that it ends in, which names the thing.

    >>> pieces_of("trekkingschuhe", {"schuhe"}, "de")
    ('schuhe',)
    """
    found = parts_of(word, vocabulary, language)
    if found or len(word) < _SHORTEST_COMPOUND or not word.isalpha():
        return found
    heads = (word[start:] for start in range(_SHORTEST_REST, len(word) - _SHORTEST_HEAD + 1))
    return next(((head,) for head in heads if head in vocabulary), ())


def _without_link(word: str, vocabulary: Container[str], language: str) -> str:
    """Return `word`, less what links it to the next, if that is in `vocabulary`; else ""."""
    for link in _LINKS[language]:
        bare = word.removesuffix(link)
        if word.endswith(link) and len(bare) >= _SHORTEST_PART and bare in vocabulary:
            return bare
    return ""
