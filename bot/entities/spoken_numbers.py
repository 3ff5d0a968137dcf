"""Numbers in words: one hundred and fifty, fünfundzwanzig, mille cinq cents, năm trăm nghìn."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from bot.entities.tokens import Token, tokenize

_ARABIC_AND = "و"
_HUNDRED = 100
_THOUSAND = 1000
_SHORTEST_PART = 3
"""Letters of a word within a compound, but for the "e" and the like that join."""

_LONGEST_COMPOUND = 40


@dataclass(frozen=True, slots=True)
class Vocabulary:
    """The number words of a language, folded as tokens are, each as the tuple of its tokens.

    `written` has the words but for the `multipliers` as they are written, and `multipliers` what multiplies digits
    before it. `ones` are words for one that are articles too: they count before hundreds and more alone. `joiners`
    stand between the parts of a number. `tens` multiply the digit before them, `teens` add ten to it. `is_compounding`
    says that parts are written together, `adds_teens` that ten to nineteen go on sixty and eighty.
    """

    words: Mapping[tuple[str, ...], float]
    written: Mapping[str, float]
    multipliers: Mapping[str, int]
    accents: Mapping[str, frozenset[str]]
    ones: frozenset[str]
    joiners: frozenset[str]
    tens: frozenset[str]
    teens: frozenset[str]
    is_compounding: bool
    adds_teens: bool

    @classmethod
    def of(cls, entry: Mapping[str, Any]) -> "Vocabulary":
        """Make the vocabulary of an entry of `bot/lexicon/numbers.yml`."""
        values = {**entry.get("words", {}), **entry.get("multipliers", {})}
        accents: dict[str, set[str]] = {}
        for word in (*values, *entry.get("tens", ())):
            for token in tokenize(str(word)):
                accents.setdefault(token.text, set()).add(token.typed)
        return cls(
            words={tuple(token.text for token in tokenize(str(word))): value for word, value in values.items()},
            written=entry.get("words", {}),
            multipliers={"".join(t.text for t in tokenize(str(w))): v for w, v in entry.get("multipliers", {}).items()},
            accents={text: frozenset(typed) for text, typed in accents.items()},
            ones=_folded(entry.get("one", ())),
            joiners=_folded(entry.get("joiners", ())),
            tens=_folded(entry.get("tens", ())),
            teens=_folded(entry.get("teens", ())),
            is_compounding=bool(entry.get("compounds")),
            adds_teens=bool(entry.get("adds_teens")),
        )


def _folded(words: Sequence[str]) -> frozenset[str]:
    return frozenset("".join(token.text for token in tokenize(str(word))) for word in words)


NO_WORDS = Vocabulary.of({})


@dataclass(frozen=True, slots=True)
class _Part:
    """A number word at tokens `[first:last]`; `is_joined` where a joiner stands before it."""

    value: float
    first: int
    last: int
    kind: str = ""
    is_joined: bool = False


def find_spoken(tokens: Sequence[Token], vocabulary: Vocabulary) -> Iterator[tuple[float, int, int, int]]:
    """Yield (value, first token, token behind, number of words) of numbers in words, left to right.

    Each is the longest row of words that makes one number: between fifty and sixty are two.
    """
    at = 0
    while at < len(tokens):
        parts = _row(tokens, at, vocabulary)
        n, value = _longest(parts, vocabulary)
        if n:
            yield value, parts[0].first, parts[n - 1].last, n
        at = parts[n - 1].last if n else at + 1


def _row(tokens: Sequence[Token], start: int, vocabulary: Vocabulary) -> list[_Part]:
    """Return the number words from `start` on, with nothing but joiners between them."""
    parts: list[_Part] = []
    at = start
    while at < len(tokens):
        is_joined = bool(parts) and tokens[at].text in vocabulary.joiners and not tokens[at].is_apart
        found = _words_at(tokens, at + is_joined, vocabulary, is_first=not parts)
        if not found or (parts and tokens[found[0].first].is_apart):
            break
        if is_joined:
            found[0] = _Part(found[0].value, found[0].first, found[0].last, found[0].kind, True)
        parts += found
        at = found[-1].last
    return parts


def _words_at(tokens: Sequence[Token], at: int, vocabulary: Vocabulary, is_first: bool) -> list[_Part]:
    """Return the number word that starts at a token, a compound's parts, or nothing."""
    if at >= len(tokens):
        return []
    text = tokens[at].text
    for length in (3, 2, 1):
        texts = tuple(token.text for token in tokens[at : at + length])
        if len(texts) == length and texts in vocabulary.words and _has_right_accents(tokens[at], vocabulary):
            kind = "tens" if texts[0] in vocabulary.tens else ""
            return [_Part(vocabulary.words[texts], at, at + length, kind)]
    if text in vocabulary.ones:
        return [_Part(1, at, at + 1, "one")]
    if text in vocabulary.tens and _has_right_accents(tokens[at], vocabulary):
        return [_Part(10, at, at + 1, "tens")]
    if text in vocabulary.teens:
        return [_Part(10, at, at + 1, "teens")]
    if not is_first and text.startswith(_ARABIC_AND) and (text[1:],) in vocabulary.words:
        return [_Part(vocabulary.words[text[1:],], at, at + 1, "", True)]
    if vocabulary.is_compounding and len(text) <= _LONGEST_COMPOUND:
        return [_Part(value, at, at + 1, "", is_joined) for value, is_joined in _compound(text, vocabulary)]
    return []


def _has_right_accents(token: Token, vocabulary: Vocabulary) -> bool:
    """Whether accents that are typed are the word's: năm is five, and nam in a text with accents is not."""
    typed = vocabulary.accents.get(token.text, frozenset())
    return token.typed == token.text or token.typed in typed


def _compound(text: str, vocabulary: Vocabulary) -> list[tuple[float, bool]]:
    """Return (value, whether a joiner stands before it) of the words that `text` is made of, two at least."""
    words = {word[0]: value for word, value in vocabulary.words.items() if len(word) == 1}
    words |= dict.fromkeys(vocabulary.ones, 1)

    @lru_cache(maxsize=256)
    def split(rest: str) -> tuple[tuple[float, bool], ...] | None:
        if not rest:
            return ()
        for length in range(len(rest), _SHORTEST_PART - 1, -1):
            if rest[:length] in words:
                behind = rest[length:]
                for joiner in ("", *vocabulary.joiners):
                    if behind.startswith(joiner) and (following := split(behind[len(joiner) :])) is not None:
                        if joiner and not following:
                            continue
                        joined = ((following[0][0], True), *following[1:]) if joiner else following
                        return ((words[rest[:length]], False), *joined)
        return None

    parts = split(text)
    return [*parts] if parts and len(parts) > 1 else []


def _longest(parts: Sequence[_Part], vocabulary: Vocabulary) -> tuple[int, float]:
    """Return how many of the words make one number, and its value; 0 words where none does.

    What a larger word follows, such as "three" in "two hundred and three hundred", belongs to the number behind it.
    """
    for n in range(len(parts), 0, -1):
        value = _value(parts[:n], vocabulary)
        is_cut = n < len(parts) and (parts[n].value >= _HUNDRED or parts[n].kind in {"tens", "teens"}) and n > 1
        is_whole_tokens = n == len(parts) or parts[n].first >= parts[n - 1].last
        if value is not None and not is_cut and is_whole_tokens:
            return n, value
    return 0, 0.0


def _value(parts: Sequence[_Part], vocabulary: Vocabulary) -> float | None:
    """Return the number that the words make, None where they make none."""
    if all(part.kind in {"one", "teens"} for part in parts):
        return None
    total, current, largest = 0.0, 0.0, float("inf")
    for part in parts:
        if part.value >= _THOUSAND:
            if part.value >= largest:
                return None
            total, current, largest = total + (current or 1) * part.value, 0.0, part.value
            continue
        added = _added(current, part, vocabulary)
        if added is None:
            return None
        current = added
    return total + current


def _added(current: float, part: _Part, vocabulary: Vocabulary) -> float | None:
    """Return what a number below a thousand becomes by a further word, None where the word does not go on it."""
    low = current % _HUNDRED
    if part.kind == "tens" and 2 <= low <= 9:
        return current - low + 10 * low
    if part.kind == "teens":
        return current + 10 if 2 <= low <= 9 else None
    if part.value >= _HUNDRED or part.value != int(part.value):
        is_multiplied = part.value == _HUNDRED and 0 < current < _HUNDRED and (current < 10 or low > 10)
        return current * _HUNDRED if is_multiplied else (part.value if not current else None)
    is_free = low == 0 or (low >= 20 and low % 10 == 0 and part.value < 10)
    is_teen = vocabulary.adds_teens and low in {60, 80} and 10 <= part.value < 20
    is_before_tens = part.is_joined and 1 <= low <= 9 and part.value >= 20 and part.value % 10 == 0
    return current + part.value if is_free or is_teen or is_before_tens else None
