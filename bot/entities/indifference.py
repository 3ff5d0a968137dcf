"""Conditions taken back: "any colour", "price doesn't matter", 颜色无所谓."""

from bot.entities.entity import Entity
from bot.entities.phrases import Match
from bot.entities.reading import Reading
from bot.entities.tokens import SINGLE

_ATTRIBUTES = {
    "color_word": "any_color",
    "brand_word": "any_brand",
    "material_word": "any_material",
    "price_word": "any_price",
    "size": "any_size",
}
"""The hint that names what does not matter, and the refinement that says so."""

_APART = 2
"""Words that may stand between the two: "the brand is really all the same"."""

_CHARACTERS_APART = 4
"""The same in characters, for scripts without spaces: 什么颜色的都行."""


def find_indifference(reading: Reading) -> list[Entity]:
    """Return a refinement for each condition that the message takes back, none overlapping another."""
    found: list[Entity] = []
    for attribute in reading.hints:
        names = [_ATTRIBUTES[meaning.name] for meaning in attribute.meanings if meaning.name in _ATTRIBUTES]
        cue = _cue(reading, attribute) if names else None
        if cue is None:
            continue
        start, end = min(attribute.first, cue.first), max(attribute.last, cue.last)
        span = reading.tokens[start].start, reading.tokens[end - 1].end
        if reading.is_free(*span, [(entity.start, entity.end) for entity in found]):
            found.append(Entity("refinement", names[0], *span))
    return found


def _cue(reading: Reading, attribute: Match) -> Match | None:
    """Return the nearest words beside `attribute` that say that it does not matter."""
    near = []
    for hint in reading.hints:
        names = {meaning.name for meaning in hint.meanings}
        gap = (hint.last, attribute.first) if hint.last <= attribute.first else (attribute.last, hint.first)
        is_before = hint.last <= attribute.first
        if "indifferent" in names or (is_before and "any" in names):
            distance = gap[1] - gap[0]
            if 0 <= distance <= _reach(reading, *gap):
                near.append((distance, -(hint.last - hint.first), hint.first, hint))
    return min(near, key=lambda one: one[:3])[3] if near else None


def _reach(reading: Reading, first: int, last: int) -> int:
    """Return how many tokens may lie between; none across a comma."""
    between = reading.tokens[first : last + 1]
    if any(token.is_apart for token in between):
        return -1
    return _CHARACTERS_APART if any(token.script in SINGLE for token in between) else _APART
