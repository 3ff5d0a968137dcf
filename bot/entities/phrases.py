"""Find the phrases of a lexicon in a message: a trie over tokens, longest match first."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from bot.entities.boundaries import is_whole_word
from bot.entities.tokens import Token, tokenize
from bot.entities.variants import compounds, stem, variants

_SHORT = 3

_COMPOUNDING = frozenset({"de", "nl", "sv"})


@dataclass(frozen=True, slots=True)
class Meaning:
    """What a phrase says: the entity's name and value. Of two meanings of one phrase, the lower `rank` counts."""

    name: str
    value: str
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
    """All phrases of one language, as nested dicts by token.

    The key "" holds (meaning, spelling) pairs of the phrases that end there.

    Phrases are found without their accents too, but an accent that is typed must be right: `pais` finds `país`, while
    `país` does not find `pais`.
    """

    language: str
    _root: dict[str, Any] = field(default_factory=dict)

    @classmethod
    def of(cls, language: str, phrases: Iterable[tuple[str, Meaning]]) -> "Phrasebook":
        """Build the trie."""
        book = cls(language)
        for phrase, meaning in phrases:
            for spelling in _spellings(phrase, language):
                tokens = tokenize(spelling)
                book._add([token.text for token in tokens], [token.typed for token in tokens], meaning)
                stems = [stem(token.text, language) for token in tokens]
                if all(stems):
                    book._add(stems, [], meaning)
        return book

    def _add(self, path: list[str], spelling: list[str], meaning: Meaning) -> None:
        node = self._root
        for text in path:
            node = node.setdefault(text, {})
        if node is not self._root and (meaning, spelling) not in node.setdefault("", []):
            node[""].append((meaning, spelling))

    def tokens(self, text: str) -> tuple[Token, ...]:
        """Return the tokens of `text` as this book compares them, compounds in halves."""
        tokens = tokenize(text)
        if self.language not in _COMPOUNDING:
            return tokens
        return tuple(part for token in tokens for part in self._parts(token))

    def find(
        self,
        tokens: Sequence[Token],
        is_taken: Callable[[Match], bool] = lambda _match: False,
        needs_accents: bool = False,
        words: Iterable[int] = (),
    ) -> list[Match]:
        """Return the matches in `tokens` that do not overlap, left to right.

        Longer ones win, then exact ones, then those of lower rank, then earlier ones. `is_taken` rejects matches.
        `words` are tokens known to be words already, such as numbers.
        """
        known = frozenset(words)
        waiting = [match for match in self.find_all(tokens, needs_accents) if not is_taken(match)]
        waiting.sort(key=lambda m: (-_length(tokens, m), not m.is_exact, m.meanings[0].rank, m.first))
        chosen: list[Match] = []
        covered: set[int] = set()
        for neighbours in (known, covered):  # words of their own first, then what stands beside them
            left: list[Match] = []
            for match in waiting:
                span = range(match.first, match.last)
                if covered.intersection(span):
                    continue
                if is_whole_word(tokens, match.first, match.last, self.language, neighbours):
                    chosen.append(match)
                    covered.update(span)
                else:
                    left.append(match)
            waiting = left
            covered |= known
        return sorted(chosen, key=lambda match: match.first)

    def find_all(self, tokens: Sequence[Token], needs_accents: bool = False) -> list[Match]:
        """Return all matches, overlapping or not."""
        found = []
        for first in range(len(tokens)):
            for last, leaf, is_exact in self._walk(tokens, first, self._root, True):
                part = tokens[first:last]
                may_omit = not needs_accents and (self.language == "vi" or len(part) == len(tokens))
                known = [
                    m for m, spelling in leaf if not is_exact or _is_spelled(part, spelling, may_omit, needs_accents)
                ]
                if known:
                    meanings = tuple(dict.fromkeys(sorted(known, key=lambda meaning: meaning.rank)))
                    found.append(Match(first, last, meanings, is_exact))
        return found

    def _walk(
        self, tokens: Sequence[Token], position: int, node: dict[str, Any], is_exact: bool, is_begun: bool = False
    ) -> Iterator[tuple[int, list[tuple[Meaning, list[str]]], bool]]:
        if position == len(tokens) or (is_begun and tokens[position].is_apart):
            return
        for form, is_same in variants(tokens[position], self.language):
            below = node.get(form)
            if below is not None:
                if "" in below:
                    yield position + 1, below[""], is_exact and is_same
                yield from self._walk(tokens, position + 1, below, is_exact and is_same, True)

    def _parts(self, token: Token) -> tuple[Token, ...]:
        """Return the two halves of a compound whose second half is a category, else `token`."""
        if token.script != "latin" or len(token.typed) != token.end - token.start or self._knows(token):
            return (token,)
        for head, tail in compounds(token.typed):
            leaf = self._root.get(_plain(tail), {}).get("", ())
            is_known = bool(head) and "" in self._root.get(_plain(head), {})
            is_category = any(meaning.name == "category" and spelling in ([], [tail]) for meaning, spelling in leaf)
            if is_category and (is_known or (not head and len(tail) > 4)):
                cut = token.end - len(tail)
                text = head or token.typed[: -len(tail)]
                return (
                    replace(token, text=_plain(text), typed=text, end=cut),
                    Token(_plain(tail), tail, cut, token.end, token.script, True, False),
                )
        return (token,)

    def _knows(self, token: Token) -> bool:
        return any(form in self._root for form, _ in variants(token, self.language))


def _is_spelled(part: Sequence[Token], spelling: Sequence[str], may_omit: bool, needs_accents: bool) -> bool:
    """Whether the accents of `part` agree with those of `spelling`, empty where any will do.

    A typed accent must be right. One left out is forgiven in words of four letters or more, and in shorter ones where
    `may_omit`: Spanish `te` is not tea.
    """
    if not spelling or any(token.script != "latin" for token in part):
        return True
    typed = [token.typed for token in part]
    if typed == list(spelling):
        return True
    if needs_accents or any(token.typed != token.text for token in part):
        return False
    return may_omit or all(
        len(right) > _SHORT or right == given
        for right, given in zip(spelling, typed)  # noqa: B905
    )


def _plain(word: str) -> str:
    return "".join(token.text for token in tokenize(word))


def _length(tokens: Sequence[Token], match: Match) -> int:
    return tokens[match.last - 1].end - tokens[match.first].start


def _spellings(phrase: str, language: str) -> Iterator[str]:
    yield phrase
    if language == "de":
        plain = phrase.lower().replace("ä", "ae").replace("ö", "oe").replace("ü", "ue")
        if plain != phrase.lower():
            yield plain
