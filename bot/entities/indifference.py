"""Conditions taken back or turned round: "any colour", "price doesn't matter", 颜色无所谓, "another brand"."""

from bot.entities.entity import Entity
from bot.entities.phrases import Match
from bot.entities.reading import Reading
from bot.entities.tokens import SINGLE

_ATTRIBUTES = {
    "color_word": "color",
    "brand_word": "brand",
    "material_word": "material",
    "price_word": "price",
    "size": "size",
}
"""The hint that names what does not matter, and what it is called in the refinement."""

_ANOTHER = frozenset({"color", "brand", "material"})
"""What there can be another one of."""

_CUES = (("any", ("indifferent", "any"), ("indifferent",)), ("other", ("another",), ("another",)))
"""How the refinement begins, and the hints that say so in front of what they are about and behind it."""

_APART = 2
"""Words that may stand between the two: "the brand is really all the same"."""

_CHARACTERS_APART = 4
"""The same in characters, for scripts without spaces: 什么颜色的都行."""


def find_indifference(reading: Reading) -> list[Entity]:
    """Return a refinement for each condition that does not matter, or shall be another; none overlaps another.

    Their values are `any_color`, `other_color` and the like.
    """
    found: list[Entity] = []
    for hint in reading.hints:
        for attribute in (_ATTRIBUTES[meaning.name] for meaning in hint.meanings if meaning.name in _ATTRIBUTES):
            for kind, before, after in _CUES:
                cue = _nearest(reading, hint, before, after) if kind == "any" or attribute in _ANOTHER else None
                if cue is None:
                    continue
                start, end = min(hint.first, cue.first), max(hint.last, cue.last)
                span = reading.tokens[start].start, reading.tokens[end - 1].end
                if reading.is_free(*span, [(entity.start, entity.end) for entity in found]):
                    found.append(Entity("refinement", f"{kind}_{attribute}", *span))
    return found


def _nearest(reading: Reading, attribute: Match, before: tuple[str, ...], after: tuple[str, ...]) -> Match | None:
    """Return the hint nearest to `attribute` among those named `before` in front of it and `after` behind it."""
    near = []
    for hint in reading.hints:
        names = {meaning.name for meaning in hint.meanings}
        is_before = hint.last <= attribute.first
        first, last = (hint.last, attribute.first) if is_before else (attribute.last, hint.first)
        if names.intersection(before if is_before else after) and 0 <= last - first <= _reach(reading, first, last):
            near.append((last - first, hint.first - hint.last, hint.first, hint))
    return min(near, key=lambda one: one[:3])[3] if near else None


def _reach(reading: Reading, first: int, last: int) -> int:
    """Return how many tokens may lie between; none across a comma."""
    between = reading.tokens[first : last + 1]
    if any(token.is_apart for token in between):
        return -1
    return _CHARACTERS_APART if any(token.script in SINGLE for token in between) else _APART
