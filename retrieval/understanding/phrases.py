"""Find the phrases of a vocabulary in a query: a trie over tokens, the longest match first."""

from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from retrieval.understanding.inflection import forms, stem
from retrieval.understanding.tokens import Token, normalised, tokenize
from retrieval.understanding.words import is_whole_word

_SHORT = 3
"""Letters up to which an accent may not be left out: Spanish `te` is not tea."""

_COMPOUNDING = frozenset({"de", "nl", "sv"})
_JOINTS = ("", "s", "n", "en", "es", "er", "e")
_LONGEST_COMPOUND = 40
_HEADS = frozenset({"category", "department"})
"""What the second half of a compound names."""


@dataclass(frozen=True, slots=True)
class Meaning:
    """What a phrase says: its kind ("color", "without", …) and value. Of several, the lower `rank` counts first."""

    kind: str
    value: str
    rank: int


@dataclass(frozen=True, slots=True)
class Match:
    """Tokens `[first:last]` and what they mean, the first meaning first. `is_exact` is False for inflected forms."""

    first: int
    last: int
    meanings: tuple[Meaning, ...]
    is_exact: bool = True

    def value(self, kind: str) -> str:
        """Return the value of this kind, "" where it has none."""
        return next((meaning.value for meaning in self.meanings if meaning.kind == kind), "")

    def means(self, kinds: Iterable[str]) -> bool:
        """Whether one of its meanings is of one of these kinds."""
        return any(meaning.kind in kinds for meaning in self.meanings)


@dataclass(frozen=True, slots=True)
class Phrases:
    """Phrases of one language, as nested dicts by token; the key "" holds (meaning, spelling) of those that end there.

    Phrases are found without their accents too, but an accent that is typed must be right: `pais` finds `país`, while
    `país` does not find `pais`.
    """

    language: str
    _root: dict[str, Any] = field(default_factory=dict)

    def add(self, phrase: str, meaning: Meaning) -> None:
        """Add a phrase, in German also as it is typed without umlauts and ß."""
        for spelling in _spellings(normalised(phrase), self.language):
            tokens = tokenize(spelling)
            self._put([token.text for token in tokens], tuple(token.typed for token in tokens), meaning)
            stems = [stem(token.text, self.language) or token.text for token in tokens]
            if stems != [token.text for token in tokens]:
                self._put(stems, (), meaning)

    def _put(self, path: Sequence[str], spelling: tuple[str, ...], meaning: Meaning) -> None:
        node = self._root
        for text in path:
            node = node.setdefault(text, {})
        if node is not self._root and (meaning, spelling) not in node.setdefault("", []):
            node[""].append((meaning, spelling))

    def tokens(self, text: str) -> tuple[Token, ...]:
        """Return the tokens of `text`; compounds of German, Dutch and Swedish in halves."""
        tokens = tokenize(text)
        if self.language not in _COMPOUNDING:
            return tokens
        return tuple(part for token in tokens for part in self._halves(token))

    def find_all(self, tokens: Sequence[Token]) -> Iterator[Match]:
        """Yield all matches, overlapping or not."""
        has_accents = any(token.text != token.typed for token in tokens)
        for first in range(len(tokens)):
            for last, leaf, is_exact in self._walk(tokens, first, self._root, True, False):
                part = tokens[first:last]
                may_omit = len(part) == len(tokens) or (self.language == "vi" and not has_accents)
                known = [
                    meaning
                    for meaning, spelling in leaf
                    if not is_exact or _is_spelled(part, spelling, may_omit, self.language == "vi" and has_accents)
                ]
                if known:
                    meanings = tuple(dict.fromkeys(sorted(known, key=lambda meaning: meaning.rank)))
                    yield Match(first, last, meanings, is_exact)

    def _walk(
        self, tokens: Sequence[Token], position: int, node: dict[str, Any], is_exact: bool, is_begun: bool
    ) -> Iterator[tuple[int, list[tuple[Meaning, tuple[str, ...]]], bool]]:
        if position == len(tokens) or (is_begun and tokens[position].is_apart):
            return
        token = tokens[position]
        for form in forms(token.text, token.script, self.language):
            below = node.get(form)
            if below is not None:
                is_same = is_exact and form == token.text
                if "" in below:
                    yield position + 1, below[""], is_same
                yield from self._walk(tokens, position + 1, below, is_same, True)

    def _halves(self, token: Token) -> tuple[Token, ...]:
        """Return the two halves of a compound whose second half names a product, else `token`."""
        is_word = token.script == "latin" and len(token.text) == token.end - token.start <= _LONGEST_COMPOUND
        if not is_word or any(form in self._root for form in forms(token.text, token.script, self.language)):
            return (token,)
        for cut in range(3, len(token.text) - 2):
            head, tail = token.text[:cut], token.text[cut:]
            leaf = [found for form in forms(tail, "latin", self.language) for found in self._leaf(form)]
            if not any(meaning.kind in _HEADS for meaning, _ in leaf):
                continue
            known = next((head[: len(head) - len(joint)] for joint in _JOINTS if self._is_word(head, joint)), "")
            if known or len(tail) > _SHORT + 1:
                middle = token.start + cut
                return (
                    replace(token, text=known or head, typed=known or head, end=middle),
                    Token(tail, token.typed[cut:], middle, token.end, token.script, True, False),
                )
        return (token,)

    def _leaf(self, word: str) -> list[tuple[Meaning, tuple[str, ...]]]:
        found: list[tuple[Meaning, tuple[str, ...]]] = self._root.get(word, {}).get("", [])
        return found

    def _is_word(self, head: str, joint: str) -> bool:
        stump = head[: len(head) - len(joint)]
        return head.endswith(joint) and len(stump) >= _SHORT and bool(self._leaf(stump))


def chosen(tokens: Sequence[Token], matches: Iterable[Match], language: str, first: Collection[str]) -> list[Match]:
    """Return the matches that do not overlap, left to right.

    Those of the kinds `first` win, then longer ones, exact ones, those of lower rank, and earlier ones. In scripts
    without spaces those that are words of their own come first, then what stands beside them.
    """
    waiting = sorted(
        matches,
        key=lambda match: (
            not match.means(first),
            -_length(tokens, match),
            not match.is_exact,
            match.meanings[0].rank,
            match.first,
        ),
    )
    found: list[Match] = []
    covered: set[int] = set()
    while waiting:
        left: list[Match] = []
        n_found = len(found)
        for match in waiting:
            span = range(match.first, match.last)
            if not covered.isdisjoint(span):
                continue
            if is_whole_word(tokens, match.first, match.last, language, covered):
                found.append(match)
                covered.update(span)
            else:
                left.append(match)
        if len(found) == n_found:
            break
        waiting = left
    return sorted(found, key=lambda match: match.first)


def _is_spelled(part: Sequence[Token], spelling: Sequence[str], may_omit: bool, needs_accents: bool) -> bool:
    """Whether the accents of `part` agree with those of `spelling`, empty where any will do."""
    if not spelling or any(token.script != "latin" for token in part):
        return True
    typed = tuple(token.typed for token in part)
    if typed == tuple(spelling):
        return True
    if needs_accents or any(token.typed != token.text for token in part):
        return False
    return may_omit or all(len(right) > _SHORT or right == given for right, given in zip(spelling, typed, strict=False))


def _length(tokens: Sequence[Token], match: Match) -> int:
    return tokens[match.last - 1].end - tokens[match.first].start


def _spellings(phrase: str, language: str) -> Iterator[str]:
    yield phrase
    if language == "de":
        bare = phrase.lower().replace("ä", "ae").replace("ö", "oe").replace("ü", "ue").replace("ß", "ss")
        if bare != phrase.lower():
            yield bare
        if "ß" in phrase:
            yield phrase.lower().replace("ß", "ss")
