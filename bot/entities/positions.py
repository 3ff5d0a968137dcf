"""Positions in the list last shown, and quantities: "the second", "compare 1 and 2", "two of them"."""

from collections.abc import Sequence
from itertools import pairwise

from bot.entities.entity import Entity
from bot.entities.numbers import Number
from bot.entities.reading import Reading

_MOST_POSITIONS = 20
"""No list shows more products than these; a larger bare number is something else."""

_SHORT = 2
"""Tokens of a message that is a position and nothing else: "2", "die 1"."""

_MOST_PIECES = 99
_MOST_FIRST = 40
"""Positions that "the first so many" stands for at most; who says more gets to hear how long the list is."""

_JOINERS = frozenset({
    ",", "، ", "،", "、", "&", "+", "/", "vs", "vs.", "versus", "or", "oder", "ou", "o",
    "или", "czy", "mi", "of", "hay", "या", "หรือ", "กับ", "또는", "아니면", "veya",
    "ya da", "yoksa", "atau", "eller", "还是", "還是", "或", "それとも", "か", "أم", "أو", "та", "и", "lub", "albo",
    "と", "跟", "和",
})  # fmt: skip
_AROUND_JOINERS = " ,、番号"
NOT_COUNTED_AFTER = frozenset("第这那這前后後哪几幾每同上下この二")


def find_positions(reading: Reading, taken: Sequence[tuple[int, int]]) -> list[Entity]:
    """Return the ordinals: each a tuple of 1-based positions, -1 for the last.

    Words and numbered phrases ("third", "number 3", "3番目") come from the lexicon. Bare numbers count where nothing
    else is said, or where they are joined to another position; "the first three" are three positions.
    """
    found = [_of_first(reading, number) for number in reading.numbers if number.value <= _MOST_FIRST]
    entities = [entity for entity in found if entity and reading.is_free(entity.start, entity.end, taken)]
    used = [(entity.start, entity.end) for entity in entities]
    for match in reading.matched("ordinal"):
        span = reading.span(match)
        if reading.is_free(*span, [*taken, *used]):
            entities.append(Entity("ordinal", (int(match.meanings[0].value),), *span))
    used = [(entity.start, entity.end) for entity in entities]
    free = [n for n in reading.numbers if _is_position(n) and reading.is_free(n.start, n.end, [*taken, *used])]
    entities += _bare(reading, free, used)
    return sorted(entities, key=lambda entity: entity.start)


def find_quantities(reading: Reading, taken: Sequence[tuple[int, int]]) -> list[Entity]:
    """Return the first quantity: a number before pieces or a category ("来三个", "two mugs"), 3x, x3."""
    for number in reading.numbers:
        is_free = reading.is_free(number.start, number.end, taken)
        if not is_free or number.value != int(number.value) or not 1 <= number.value <= _MOST_PIECES:
            continue
        if number.is_word and (number.value == 1 or reading.text[: number.start][-1:] in NOT_COUNTED_AFTER):
            continue
        last, first = reading.last_token(number.end), reading.first_token(number.start)
        if reading.text[number.start - 1 : number.start] in NOT_COUNTED_AFTER and number.start:
            continue
        if number.is_word and _is_comparator_of_a_price(reading, first):
            continue
        is_timesed = first > 0 and reading.tokens[first - 1].text in {"x", "×"} and reading.tokens[first].is_glued
        is_of_category = number.value > 1 and any(match.first == last for match in reading.matched("category"))
        if reading.hint_after("pieces", last) or is_timesed or (is_of_category and number.value <= _MOST_POSITIONS):
            return [Entity("quantity", int(number.value), number.start, number.end)]
    return []


def _is_comparator_of_a_price(reading: Reading, token: int) -> bool:
    """Whether a number word stands behind an amount and compares with it: `100 euro altı` is below, and not six."""
    is_comparator = reading.hint_after("max.after", token) or reading.hint_after("min.after", token)
    is_behind = any(reading.last_token(one.end) == token and not one.is_word for one in reading.numbers)
    return bool(is_comparator) and (is_behind or any(one.last == token for one in reading.matched("currency")))


def _of_first(reading: Reading, number: Number) -> Entity | None:
    first, last = reading.first_token(number.start), reading.last_token(number.end)
    before, after = reading.hint_before("first_n.before", first), reading.hint_after("first_n.after", last)
    if number.value < 2 or number.value != int(number.value) or not (before or after):
        return None
    if reading.hint_after("unit", last) and not reading.hint_after("pieces", last):
        return None
    start = reading.tokens[before.first].start if before else number.start
    end = reading.tokens[after.last - 1].end if after and not before else number.end
    return Entity("ordinal", tuple(range(1, int(number.value) + 1)), start, end)


def _is_position(number: Number) -> bool:
    return not number.is_word and number.value == int(number.value) and 1 <= number.value <= _MOST_POSITIONS


def _bare(reading: Reading, free: list[Number], used: list[tuple[int, int]]) -> list[Entity]:
    """Return bare numbers that are positions: the whole message, or joined to one another or to a known position."""
    is_nothing_else = not used and not any(match.meanings[0].name != "ordinal" for match in reading.matches)
    if len(reading.tokens) <= _SHORT and len(free) == 1 and is_nothing_else and not _is_unit_behind(reading, free[0]):
        return [_entity(free[0])]
    places = sorted([(n.start, n.end) for n in free] + used)
    joined: set[tuple[int, int]] = set()
    for left, right in pairwise(places):
        if _is_joined(reading, left[1], right[0]):
            joined |= {left, right}
    return [_entity(n) for n in free if (n.start, n.end) in joined and not _is_unit_behind(reading, n)]


def _is_unit_behind(reading: Reading, number: Number) -> bool:
    return bool(reading.hint_after("unit", reading.last_token(number.end)))


def _is_joined(reading: Reading, end: int, start: int) -> bool:
    """Whether nothing but a joiner stands in the slice between two positions."""
    between = reading.text[end:start].strip().casefold()
    if between in _JOINERS or between.strip(" ,،、") in _JOINERS:
        return True
    joiner = reading.hint_after("between.joiner", reading.first_token(end))
    if not joiner or between in {"-", "–", "~"}:
        return False
    first, last = reading.span(joiner)
    return last <= start and not (reading.text[end:first] + reading.text[last:start]).strip(_AROUND_JOINERS)


def _entity(number: Number) -> Entity:
    return Entity("ordinal", (int(number.value),), number.start, number.end)
