"""A message in parts: its tokens, numbers and phrases, for the finders of entities to read."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass

from bot.entities.entity import Context
from bot.entities.numbers import Number
from bot.entities.phrases import Match
from bot.entities.tokens import Token


@dataclass(frozen=True, slots=True)
class Reading:
    """What is known of a message before its meaning.

    `matches` are the phrases of the lexicon, none overlapping; `hints` the small words that stand beside numbers and
    names, which may overlap anything.
    """

    text: str
    context: Context
    tokens: tuple[Token, ...]
    numbers: tuple[Number, ...]
    matches: tuple[Match, ...]
    hints: tuple[Match, ...]

    def span(self, match: Match) -> tuple[int, int]:
        """Return the slice of the message that `match` covers."""
        return self.tokens[match.first].start, self.tokens[match.last - 1].end

    def first_token(self, position: int) -> int:
        """Return the index of the first token that starts at or after the character `position`."""
        return next((i for i, token in enumerate(self.tokens) if token.start >= position), len(self.tokens))

    def last_token(self, position: int) -> int:
        """Return the index after the last token that ends at or before the character `position`."""
        return next((i + 1 for i in reversed(range(len(self.tokens))) if self.tokens[i].end <= position), 0)

    def hint_before(self, name: str, token: int) -> Match | None:
        """Return the longest hint `name` that ends right before the token with index `token`, with no comma between."""
        if token < len(self.tokens) and self.tokens[token].is_apart:
            return None
        return max((h for h in self.hints if h.last == token and _means(h, name)), key=_size, default=None)

    def hint_after(self, name: str, token: int) -> Match | None:
        """Return the longest hint `name` that starts at the token with index `token`."""
        return max((h for h in self.hints if h.first == token and _means(h, name)), key=_size, default=None)

    def has_hint(self, name: str) -> bool:
        """Whether the message has the hint `name` anywhere."""
        return any(_means(hint, name) for hint in self.hints)

    def matched(self, name: str) -> list[Match]:
        """Return the matches whose best meaning is the entity `name`."""
        return [match for match in self.matches if match.meanings[0].name == name]

    def is_free(self, start: int, end: int, taken: Collection[tuple[int, int]]) -> bool:
        """Whether the slice `[start:end]` overlaps none of `taken`."""
        return not any(first < end and start < last for first, last in taken)

    def spans(self, matches: Iterable[Match]) -> list[tuple[int, int]]:
        """Return the slices of `matches`."""
        return [self.span(match) for match in matches]


def _means(hint: Match, name: str) -> bool:
    return any(meaning.name == name for meaning in hint.meanings)


def _size(match: Match) -> int:
    return match.last - match.first
