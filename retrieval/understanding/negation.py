"""What a query rules out, and which of its words say so."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field

from retrieval.understanding.inflection import forms
from retrieval.understanding.phrases import Match
from retrieval.understanding.tokens import SINGLE, Token

NAMED = frozenset({"category", "department", "color", "material", "substance", "brand", "beside_cue"})
"""Kinds of words that can be ruled out."""

_PEOPLE = frozenset({"audience", "recipient"})
_KINDS = frozenset({"category", "department"})
_MADE = frozenset({"color", "material", "brand", "substance", "beside_cue"})
_PRIVATIVE = {"without_material": "material", "without_substance": "substance"}
_BEFORE = frozenset({"without", "not"})
_AFTER = frozenset({"missing", "unlike"})
_UNKNOWN_LENGTH = {"han": 4, "hiragana": 4, "katakana": 12, "thai": 12, "hangul": 8}
"""Characters up to which an unknown word is taken from a script without spaces."""


@dataclass(frozen=True, slots=True)
class RuledOut:
    """(kind, value) pairs that are ruled out, "word" being the kind of words that no lexicon knows.

    `gone` are the tokens that say so and are not to be searched for; `spent` the matches that are no wishes.
    """

    values: tuple[tuple[str, str], ...]
    gone: frozenset[int]
    spent: frozenset[int]


@dataclass(slots=True)
class _Reading:
    """A query being read: its matches by the token that they begin at and end before."""

    tokens: Sequence[Token]
    matches: Sequence[Match]
    language: str
    material_in: Callable[[Sequence[Token], Match], str]
    values: dict[tuple[str, str], None] = field(default_factory=dict)
    gone: set[int] = field(default_factory=set)
    spent: set[int] = field(default_factory=set)
    starts: dict[int, Match] = field(default_factory=dict)
    ends: dict[int, Match] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.starts = {match.first: match for match in self.matches}
        self.ends = {match.last: match for match in self.matches}


def ruled_out(
    tokens: Sequence[Token],
    matches: Sequence[Match],
    language: str,
    material_in: Callable[[Sequence[Token], Match], str],
) -> RuledOut:
    """Return what the query rules out, its matches given left to right without overlaps.

    `material_in` gives the material within the name of a category. A cue rules out the word beside it, and what that is
    joined to by "or", "nor" or, of the same kind, "and". In "not leather shoes" and "no zapatos de cuero" that is the
    leather. "not only" and "not without" rule nothing out.
    """
    reading = _Reading(tokens, matches, language, material_in)
    for match in matches:
        if match.means(_PRIVATIVE):
            _read_privative(reading, match)
        elif match.means(_BEFORE) and not match.means(NAMED):
            if not _read_before(reading, match) and match.means(_AFTER):
                _read_after(reading, match)
        elif match.means(_AFTER) and not match.means(NAMED):
            _read_after(reading, match)
    return RuledOut(tuple(reading.values), frozenset(reading.gone), frozenset(reading.spent))


def _read_privative(reading: _Reading, match: Match) -> None:
    """Read "sugar-free": it stays in the search, since the right products say so too."""
    reading.spent.add(match.first)
    if not _is_negated(reading, match):
        for meaning in match.meanings:
            if meaning.kind in _PRIVATIVE:
                reading.values[(_PRIVATIVE[meaning.kind], meaning.value)] = None


def _read_before(reading: _Reading, cue: Match) -> bool:
    if cue.first in reading.spent:
        return True
    following = reading.starts.get(cue.last)
    if following and following.means(_BEFORE | frozenset(_PRIVATIVE)) and not following.means(NAMED):
        reading.spent.update((cue.first, following.first))
        return True
    place = cue.last
    while (passed := reading.starts.get(place)) and not passed.means(NAMED | _PEOPLE) and passed.means({"through"}):
        place = passed.last
    if _is_apart(reading, cue.last, place):
        return False
    item = reading.starts.get(place)
    if item is None or not item.means(NAMED | _PEOPLE):
        is_without = cue.means({"without"}) and (item is None or not item.means({"only", "never"}))
        return is_without and _rule_out_unknown(reading, cue, place, range(place, len(reading.tokens)))
    if _is_only(reading, cue.first, item):
        return False
    items = list(_chain(reading, item, 1))
    for one in items:
        _rule_out(reading, _modifier_after(reading, one) or one)
    last = items[-1]
    kept = _modifier_after(reading, last)
    reading.gone.update(range(cue.first, cue.last))
    if kept is None:
        reading.gone.update(range(cue.first, last.last))
    else:
        reading.gone.update(range(kept.first, kept.last))
    return True


def _read_after(reading: _Reading, cue: Match) -> None:
    place = cue.first
    while (passed := reading.ends.get(place)) and not passed.means(NAMED | _PEOPLE) and passed.means({"through"}):
        place = passed.first
    if cue.first in reading.spent or _is_apart(reading, place, cue.first):
        return
    item = reading.ends.get(place)
    if item is None or not item.means(NAMED | _PEOPLE):
        if cue.means({"missing"}) and (item is None or not item.means({"only", "never"})):
            _rule_out_unknown(reading, cue, place, range(place - 1, -1, -1))
        return
    if _is_only(reading, cue.last, item):
        return
    items = list(_chain(reading, item, -1))
    for one in items:
        _rule_out(reading, _modifier_before(reading, one) or one)
    kept = _modifier_before(reading, items[0]) if len(items) == 1 else None
    reading.gone.update(range(cue.first, cue.last))
    if kept is None:
        reading.gone.update(range(items[-1].first, cue.last))
    else:
        reading.gone.update(range(kept.first, kept.last))


def _rule_out(reading: _Reading, item: Match) -> None:
    """Keep what an item means: colour and material, substance and category, else what it is first of all.

    Of a leather belt it is the leather that is ruled out.
    """
    reading.spent.add(item.first)
    kinds = [meaning for meaning in item.meanings if meaning.kind in NAMED]
    substances = [meaning for meaning in kinds if meaning.kind == "substance"]
    made = [meaning for meaning in kinds if meaning.kind in {"color", "material"}]
    within = reading.material_in(reading.tokens, item) if kinds[:1] and kinds[0].kind == "category" else ""
    if within:
        reading.values[("material", within)] = None
        return
    if substances:
        made = [*substances, *(meaning for meaning in kinds if meaning.kind == "category")]
    for meaning in made or kinds[:1]:
        kind = "material" if meaning.kind == "beside_cue" else meaning.kind
        reading.values[(kind, meaning.value)] = None


def _rule_out_unknown(reading: _Reading, cue: Match, place: int, places: Sequence[int]) -> bool:
    """Rule out the word at `place`, which no lexicon knows; `places` go from there away from the cue."""
    taken: list[int] = []
    for position in places:
        token = reading.tokens[position]
        is_known = any(match.first <= position < match.last for match in reading.matches)
        if is_known or token.script in {"digit", "sign", "other"}:
            break
        if taken and (token.script not in SINGLE or not _is_joined(reading, position, taken[-1])):
            break
        taken.append(position)
        if token.script not in SINGLE:
            break
    if not taken:
        return False
    first, last = min(taken), max(taken)
    script = reading.tokens[first].script
    word = "".join(reading.tokens[position].typed for position in sorted(taken))
    if len(word) > _UNKNOWN_LENGTH.get(script, len(word)) or (script != "han" and len(word) == 1):
        return False
    base = forms(word, script, reading.language)[-1] if script == "arabic" and word.startswith("ال") else word
    reading.values[("word", base)] = None
    reading.gone.update(range(min(cue.first, first), max(cue.last, last + 1)))
    return bool(place >= 0)


def _is_joined(reading: _Reading, position: int, neighbour: int) -> bool:
    later = max(position, neighbour)
    return reading.tokens[later].is_glued and not reading.tokens[later].is_apart


def _chain(reading: _Reading, item: Match, step: int) -> Iterator[Match]:
    """Yield an item and those joined to it, away from the cue: "leather, wool or silk"."""
    yield item
    waiting: list[Match] = []
    current = item
    while (following := _joined(reading, current, step)) is not None:
        current, is_joined = following
        if not _is_alike(item, current):
            return
        waiting.append(current)
        if is_joined:
            yield from waiting
            waiting = []


def _joined(reading: _Reading, item: Match, step: int) -> tuple[Match, bool] | None:
    """Return the item after a joiner or comma and whether a joiner stood there; None where there is none."""
    edge = item.last if step > 0 else item.first
    at = reading.starts if step > 0 else reading.ends
    between = at.get(edge)
    is_joined = between is not None and between.means({"joiner"})
    place = edge
    if is_joined and between is not None:
        place = between.last if step > 0 else between.first
        passed = at.get(place)
        if passed is not None and passed.means({"through"}) and not passed.means(NAMED):
            place = passed.last if step > 0 else passed.first
    elif not _is_apart(reading, min(edge, edge + step), max(edge, edge + step)):
        return None
    found = at.get(place)
    return (found, is_joined) if found is not None and found.means(NAMED) else None


def _is_alike(item: Match, other: Match) -> bool:
    """Whether both are of one kind; colours, materials and substances count as one."""
    kinds, others = ({meaning.kind for meaning in match.meanings} & NAMED for match in (item, other))
    return bool(kinds & others) or bool(kinds & _MADE and others & _MADE)


def _modifier_after(reading: _Reading, item: Match) -> Match | None:
    """Return the colour or material that follows a category: "zapatos de cuero"."""
    if not item.means(_KINDS) or item.means(_MADE):
        return None
    place = item.last
    while (passed := reading.starts.get(place)) and not passed.means(NAMED) and passed.means({"through"}):
        place = passed.last
    found = reading.starts.get(place)
    is_apart = _is_apart(reading, item.last, place)
    return found if found is not None and found.means({"color", "material", "beside_cue"}) and not is_apart else None


def _modifier_before(reading: _Reading, item: Match) -> Match | None:
    """Return the colour or material that stands before a category: 革の靴."""
    if not item.means(_KINDS) or item.means(_MADE):
        return None
    place = item.first
    while (passed := reading.ends.get(place)) and not passed.means(NAMED) and passed.means({"through"}):
        place = passed.first
    found = reading.ends.get(place)
    is_apart = _is_apart(reading, place, item.first)
    return found if found is not None and found.means({"color", "material", "beside_cue"}) and not is_apart else None


def _is_negated(reading: _Reading, match: Match) -> bool:
    before = reading.ends.get(match.first)
    return before is not None and before.means(_BEFORE) and not before.means(NAMED)


def _is_only(reading: _Reading, edge: int, item: Match) -> bool:
    """Whether a word such as "only" stands beside the item or the cue's far edge."""
    beside = (
        reading.ends.get(item.first),
        reading.starts.get(item.last),
        reading.ends.get(edge),
        reading.starts.get(edge),
    )
    return any(match is not None and match.means({"only"}) for match in beside)


def _is_apart(reading: _Reading, first: int, last: int) -> bool:
    """Whether a comma or the like stands before one of the tokens `[first:last]` or the one at `last`."""
    return any(reading.tokens[place].is_apart for place in range(first, min(last + 1, len(reading.tokens))))
