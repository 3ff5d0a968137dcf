"""Find the phrases of a lexicon in a message: a trie over tokens, longest match first."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from bot.entities.boundaries import is_whole_word
from bot.entities.tokens import Token, tokenize
from bot.entities.variants import compounds, variants


@dataclass(frozen=True, slots=True)
class Meaning:
    """What a phrase says: the entity's name and value. Of two meanings of one phrase, the lower `rank` counts."""

    name: str
    value: Any
    rank: int


@dataclass(frozen=True, slots=True)
class Match:
    """Tokens `[first:last]` and what they can mean, best first. `is_exact` is False for inflected forms."""

    first: int
    last: int
    meanings: tuple[Meaning, ...]
    is_exact: bool = True


@dataclass(frozen=True, slots=True)
class Phrasebook:
    """All phrases of one language, as nested dicts by token; the key "" holds the meanings of the phrase that ends there."""

    language: str
    keep_accents: bool
    _root: dict[str, Any] = field(default_factory=dict)

    @classmethod
    def of(cls, language: str, phrases: Iterable[tuple[str, Meaning]], keep_accents: bool = False) -> "Phrasebook":
        """Build the trie. Phrases that differ in case, width or accents alone fall together."""
        book = cls(language, keep_accents)
        for phrase, meaning in phrases:
            for spelling in _spellings(phrase, language):
                book._add(spelling, meaning)
        return book

    def _add(self, phrase: str, meaning: Meaning) -> None:
        node = self._root
        for token in tokenize(phrase, self.keep_accents):
            node = node.setdefault(token.text, {})
        if node is not self._root:
            meanings = node.setdefault("", [])
            if all((known.name, known.value) != (meaning.name, meaning.value) for known in meanings):
                meanings.append(meaning)
                meanings.sort(key=lambda known: known.rank)

    def tokens(self, text: str) -> tuple[Token, ...]:
        """Return the tokens of `text` as this book compares them, compounds in halves."""
        tokens = tokenize(text, self.keep_accents)
        if self.language not in {"de", "nl", "sv"}:
            return tokens
        return tuple(part for token in tokens for part in self._parts(token))

    def find(
        self, tokens: Sequence[Token], is_taken: Callable[[Match], bool] = lambda match: False
    ) -> list[Match]:
        """Return the matches in `tokens` that do not overlap, left to right.

        Longer ones win, then exact ones, then those of lower rank, then earlier ones. `is_taken` rejects matches.
        """
        candidates = [match for first in range(len(tokens)) for match in self._starting_at(tokens, first)]
        candidates = [match for match in candidates if not is_taken(match)]
        candidates.sort(key=lambda m: (-_length(tokens, m), not m.is_exact, m.meanings[0].rank, m.first))
        chosen: list[Match] = []
        covered: set[int] = set()
        waiting = candidates
        for is_strict in (True, False):
            left: list[Match] = []
            for match in waiting:
                span = range(match.first, match.last)
                if covered.intersection(span):
                    continue
                if is_whole_word(tokens, match.first, match.last, self.language, () if is_strict else covered):
                    chosen.append(match)
                    covered.update(span)
                else:
                    left.append(match)
            waiting = left
        return sorted(chosen, key=lambda match: match.first)

    def _starting_at(self, tokens: Sequence[Token], first: int) -> Iterator[Match]:
        yield from self._walk(tokens, first, first, self._root, True)

    def _parts(self, token: Token) -> tuple[Token, ...]:
        """Return the two halves of a German, Dutch or Swedish compound whose second half is a category, else `token`."""
        if token.script != "latin" or len(token.text) != token.end - token.start or self._knows(token):
            return (token,)
        for head, tail in compounds(token.text):
            meanings = self._root.get(tail, {}).get("", ())
            is_known = bool(head) and "" in self._root.get(head, {})
            if any(meaning.name == "category" for meaning in meanings) and (is_known or (not head and len(tail) > 4)):
                cut = token.end - len(tail)
                first = replace(token, text=head or token.text[: -len(tail)], end=cut)
                return first, Token(tail, cut, token.end, token.script, True, False)
        return (token,)

    def _knows(self, token: Token) -> bool:
        return any(form in self._root for form, _ in variants(token, self.language))

    def _walk(
        self, tokens: Sequence[Token], first: int, position: int, node: dict[str, Any], is_exact: bool
    ) -> Iterator[Match]:
        if position == len(tokens) or (position > first and tokens[position].is_apart):
            return
        for form, is_same in variants(tokens[position], self.language):
            below = node.get(form)
            if below is not None:
                if "" in below:
                    yield Match(first, position + 1, tuple(below[""]), is_exact and is_same)
                yield from self._walk(tokens, first, position + 1, below, is_exact and is_same)


def _length(tokens: Sequence[Token], match: Match) -> int:
    return tokens[match.last - 1].end - tokens[match.first].start


def _spellings(phrase: str, language: str) -> Iterator[str]:
    yield phrase
    if language == "de":
        plain = phrase.lower().replace("ä", "ae").replace("ö", "oe").replace("ü", "ue")
        if plain != phrase.lower():
            yield plain
