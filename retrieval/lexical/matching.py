"""How the words of a query may be met: each by one of several alternatives, the best of which counts."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass

from retrieval.lexical.analysis import Word

PIECES_WEIGHT = 0.7
VARIANT_WEIGHT = 0.9
_LONGEST_SPAN = 5


@dataclass(frozen=True, slots=True)
class Alternative:
    """Terms that together stand for a word, and how well (0..1)."""

    term_ids: tuple[int, ...]
    weight: float


@dataclass(frozen=True, slots=True)
class Group:
    """One wish of the query: `words` words of it, met by the best of `alternatives`, or by none."""

    alternatives: tuple[Alternative, ...]
    n_words: int = 1


@dataclass(frozen=True, slots=True)
class Vocabulary:
    """The terms of an index with their ids; the surfaces of its words with their term's; how it splits compounds."""

    terms: Mapping[str, int]
    surfaces: Mapping[str, int]
    compound_pieces: Callable[[str], tuple[str, ...]]

    def id_of(self, name: str) -> int | None:
        """Return the id of a term, or of a surface's term; None where no text has it."""
        term_id = self.terms.get(name)
        return self.surfaces.get(name) if term_id is None else term_id

    def knows_any(self, names: Iterable[str]) -> bool:
        """Return whether any of `names` is a term or a surface."""
        return any(name in self.terms or name in self.surfaces for name in names)


def joined_forms(words: Sequence[Word]) -> frozenset[str]:
    """Return the surfaces of `words`, and of neighbours that may be one word, joined."""
    surfaces = [word.surface for word in words]
    ends = range(1, _LONGEST_SPAN + 1)
    return frozenset("".join(surfaces[at : at + n_words]) for at in range(len(surfaces)) for n_words in ends)


def groups_of(words: Sequence[Word], vocabulary: Vocabulary, is_idle: Callable[[str], bool]) -> list[Group]:
    """Return the groups of a query's `words`, in order, each once.

    Neighbours whose joined form is in the vocabulary are one group, met by that form or by the words themselves.
    `is_idle` says which words to leave out beside others; where all are idle, all count.
    """
    are_all_idle = all(is_idle(word.surface) for word in words)
    groups: dict[tuple[str, ...], Group] = {}
    at = 0
    while at < len(words):
        span = _joined_span(words, at, vocabulary)
        members = words[at : at + max(span, 1)]
        at += len(members)
        kept = [word for word in members if are_all_idle or not is_idle(word.surface)]
        key = tuple(word.surface for word in kept)
        if not kept or key in groups:
            continue
        if span:
            groups[key] = _span_group(members, kept, vocabulary)
        else:
            groups[key] = Group(alternatives_of(kept[0], vocabulary))
    return list(groups.values())


def alternatives_of(word: Word, vocabulary: Vocabulary) -> tuple[Alternative, ...]:
    """Return what stands for `word`: its terms, then the pieces that it or a compound has."""
    found: list[Alternative] = []
    weight = 1.0
    for term in word.terms:
        term_id = vocabulary.id_of(term)
        if term_id is not None:
            found.append(Alternative((term_id,), weight))
        weight = VARIANT_WEIGHT
    pieces = word.pieces or vocabulary.compound_pieces(word.surface)
    piece_ids = [vocabulary.id_of(piece) for piece in pieces]
    known = tuple(piece_id for piece_id in piece_ids if piece_id is not None)
    if known:
        found.append(Alternative(known, PIECES_WEIGHT * len(known) / len(pieces)))
    return tuple(found)


def _joined_span(words: Sequence[Word], at: int, vocabulary: Vocabulary) -> int:
    """Return how many words from `at` on, at least two, are one word of the vocabulary when joined; 0 for none."""
    joined, longest = words[at].surface, 0
    for n_words, word in enumerate(words[at + 1 : at + _LONGEST_SPAN], start=2):
        joined += word.surface
        if joined in vocabulary.surfaces:
            longest = n_words
    return longest


def _span_group(members: Sequence[Word], kept: Sequence[Word], vocabulary: Vocabulary) -> Group:
    joined = vocabulary.surfaces["".join(word.surface for word in members)]
    parts = [alternatives_of(word, vocabulary) for word in kept]
    term_ids = tuple(found[0].term_ids[0] for found in parts if found)
    alternatives = [Alternative((joined,), 1.0)]
    if term_ids:
        alternatives.append(Alternative(term_ids, len(term_ids) / len(kept)))
    return Group(tuple(alternatives), len(kept))
