"""Limits for all that is paid: "under 100 euros all in", "bis 100 Euro inkl. Versand und Zoll", "包税包邮500以下"."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from bot.entities.entity import Entity
from bot.entities.phrases import Match
from bot.entities.prices import SMALL, Amount, amounts
from bot.entities.reading import Reading

_COSTS = frozenset({"total.carriage", "total.public"})
_KINDS = _COSTS | {"total.alone", "total.before", "total.after", "total.through"}

_NEAR = 2
"""Words that may stand between an amount without a comparator and what makes it a limit: "100 euros max, all in"."""


@dataclass(frozen=True, slots=True)
class _Stretch:
    """Tokens `[first:last]` that speak of costs without a gap, and the phrases that they are made of."""

    first: int
    last: int
    hints: tuple[Match, ...]


def find_total(reading: Reading, taken: Sequence[tuple[int, int]], prices: Sequence[Entity]) -> list[Entity]:
    """Return max_total where the highest of `prices` is a limit for all that is paid, none where it is not.

    Its value is that of the highest price, and its slice the words that say so. A number that has none of a price's
    words, right beside these, is such a limit too: then it is returned as max_price as well. `taken` slices are
    something else.
    """
    stretch = next((one for one in _stretches(reading, taken) if _says_all(one)), None)
    if stretch is None:
        return []
    start, end = reading.tokens[stretch.first].start, reading.tokens[stretch.last - 1].end
    highest = [price for price in prices if price.name == "max_price"]
    if highest:
        return [Entity("max_total", highest[-1].value, start, end)]
    if prices:
        return []
    beside = [one for one in amounts(reading, taken) if one.number.value > SMALL and _is_near(one, stretch)]
    if len(beside) != 1:
        return []
    number = beside[0].number
    return [
        Entity("max_price", number.plain, number.start, number.end),
        Entity("max_total", number.plain, start, end),
    ]


def _stretches(reading: Reading, taken: Sequence[tuple[int, int]]) -> Iterator[_Stretch]:
    """Yield the stretches of a message that speak of costs, left to right, without words that only join at the ends."""
    spoken = [hint for hint in reading.hints if _is_free(reading, hint, taken)]
    denied = [hint for hint in spoken if _is(hint, {"total.never"})]
    kept = [hint for hint in spoken if _is(hint, _KINDS) and not any(_overlap(hint, one) for one in denied)]
    run: list[Match] = []
    for hint in sorted(kept, key=lambda one: (one.first, one.last)):
        if run and hint.first > max(one.last for one in run):
            yield from _trimmed(run)
            run = []
        run.append(hint)
    yield from _trimmed(run)


def _trimmed(run: Sequence[Match]) -> Iterator[_Stretch]:
    said = [hint for hint in run if not _is_joining(hint)]
    if said:
        yield _Stretch(min(one.first for one in said), max(one.last for one in said), tuple(said))


def _says_all(stretch: _Stretch) -> bool:
    """Whether it says that costs are counted in: by itself, or as a word for that in front of a cost or behind one."""
    costs = [hint for hint in stretch.hints if _is(hint, _COSTS)]
    for hint in stretch.hints:
        if _is(hint, {"total.alone"}):
            return True
        if _is(hint, {"total.before"}) and any(hint.last <= cost.first for cost in costs):
            return True
        if _is(hint, {"total.after"}) and any(cost.last <= hint.first for cost in costs):
            return True
    return False


def _is_near(amount: Amount, stretch: _Stretch) -> bool:
    return -_NEAR <= stretch.first - amount.outer_last <= _NEAR or 0 <= amount.outer_first - stretch.last <= _NEAR


def _is_free(reading: Reading, hint: Match, taken: Sequence[tuple[int, int]]) -> bool:
    return reading.is_free(*reading.span(hint), taken)


def _is(hint: Match, names: frozenset[str] | set[str]) -> bool:
    return any(meaning.name in names for meaning in hint.meanings)


def _is_joining(hint: Match) -> bool:
    return all(meaning.name in {"total.through"} or meaning.name not in _KINDS for meaning in hint.meanings)


def _overlap(one: Match, other: Match) -> bool:
    return one.first < other.last and other.first < one.last
