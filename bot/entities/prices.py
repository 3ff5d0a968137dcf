"""Price limits: "under 80", "between 20 and 50 euros", "1200円以下", "headphones 80 €"."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from bot.entities.entity import Entity
from bot.entities.numbers import Number
from bot.entities.phrases import Match
from bot.entities.reading import Reading

_LEAST_IN_WORDS = 10
"""Amounts in words that need no currency; smaller ones count things."""

_DASHES = frozenset({"-", "–", "—", "‑", "~", "〜", "～", "…", "..", "/"})
_APPROXIMATION = 0.2
"""How far a price may lie from the one that was called approximate, as a share."""

SMALL = 12
"""Up to here a pair of bare numbers is positions in a list rather than prices."""


@dataclass(frozen=True, slots=True)
class Amount:
    """A number with the tokens `[first:last]` that it fills, and the currencies right before and after it."""

    number: Number
    first: int
    last: int
    before: Match | None
    after: Match | None

    @property
    def outer_first(self) -> int:
        """The first token of number and currency together."""
        return self.before.first if self.before else self.first

    @property
    def outer_last(self) -> int:
        """The token after number and currency."""
        return self.after.last if self.after else self.last

    @property
    def has_currency(self) -> bool:
        """Whether a currency stands beside the number."""
        return bool(self.before or self.after)


def amounts(reading: Reading, taken: Sequence[tuple[int, int]]) -> list[Amount]:
    """Return the numbers that may be money: those outside of `taken`, without a unit behind them, in no code."""
    currencies = reading.matched("currency")
    found = []
    for number in reading.numbers:
        first, last = reading.first_token(number.start), reading.last_token(number.end)
        if first >= last or not reading.is_free(number.start, number.end, taken):
            continue
        if number.is_word and _is_comparator(reading, first):
            continue
        before = next((match for match in currencies if match.last == first), None)
        after = next((match for match in currencies if match.first == last), None)
        amount = Amount(number, first, last, before, after)
        is_plain = number.is_word and not _is_spoken_of_as_money(reading, amount)
        if amount.has_currency or not (is_plain or _is_counted(reading, amount) or _is_in_code(reading, amount)):
            found.append(amount)
    return found


def find_prices(reading: Reading, taken: Sequence[tuple[int, int]]) -> list[Entity]:
    """Return min_price and max_price, in the order of the message; `taken` slices are something else already.

    An approximate price is a range of a fifth to both sides. A price with a currency and no further word is the
    highest.
    """
    found: list[Entity] = []
    waiting = amounts(reading, taken)
    while waiting:
        amount, *waiting = waiting
        if waiting and _is_range(reading, amount, waiting[0]):
            low, high = sorted((amount.number, waiting[0].number), key=lambda number: number.value)
            found += [_entity("min_price", low, low.plain), _entity("max_price", high, high.plain)]
            waiting = waiting[1:]
        else:
            found += _single(reading, amount)
    return found


def _single(reading: Reading, amount: Amount) -> Iterator[Entity]:
    number = amount.number
    if _has(reading, "approx", amount):
        spread = number.value * _APPROXIMATION
        for name, value in (("min_price", number.value - spread), ("max_price", number.value + spread)):
            yield _entity(name, number, int(value) if value >= 10 or value == int(value) else round(value, 2))
    elif _has(reading, "max", amount):
        yield _entity("max_price", number, number.plain)
    elif _has(reading, "min", amount):
        yield _entity("min_price", number, number.plain)
    elif amount.has_currency:
        yield _entity("max_price", number, number.plain)


def _has(reading: Reading, comparator: str, amount: Amount) -> bool:
    """Whether `comparator` (max, min, approx) stands right before or after the amount."""
    if reading.hint_before(f"{comparator}.before", amount.outer_first):
        return True
    after = amount.outer_last
    if reading.hint_after(f"{comparator}.after", after):
        return True
    is_turkish_ending = (
        reading.context.language == "tr" and after < len(reading.tokens) and len(reading.tokens[after].text) < 5
    )
    return is_turkish_ending and bool(reading.hint_after(f"{comparator}.after", after + 1))


def _is_range(reading: Reading, low: Amount, high: Amount) -> bool:
    between = reading.text[_end(reading, low) : _start(reading, high)].strip()
    joiner = reading.hint_after("between.joiner", low.outer_last)
    is_joined = bool(joiner) and joiner.last == high.outer_first
    is_dashed = between in _DASHES
    if not is_joined and not is_dashed:
        return False
    if low.has_currency or high.has_currency:
        return True
    if max(low.number.value, high.number.value) <= SMALL:
        return False
    is_framed = bool(
        reading.hint_before("between.before", low.outer_first) or reading.hint_after("between.after", high.outer_last)
    )
    return is_framed or (is_dashed and min(low.number.value, high.number.value) >= 10)


def _is_spoken_of_as_money(reading: Reading, amount: Amount) -> bool:
    """Whether a number in words is an amount without a currency: "under fifty", "between fifty and sixty euros"."""
    is_limit = _has(reading, "max", amount) or _has(reading, "min", amount)
    is_low_end = bool(reading.hint_after("between.joiner", amount.last))
    return amount.number.value >= _LEAST_IN_WORDS and (is_limit or is_low_end)


def _is_counted(reading: Reading, amount: Amount) -> bool:
    """Whether a unit follows: "26 cm", "4 stars", "6歳"."""
    return bool(reading.hint_after("unit", amount.last))


def _is_in_code(reading: Reading, amount: Amount) -> bool:
    """Whether the number is glued to Latin letters, as in A1234 or 3D."""
    neighbours = []
    if amount.first and reading.tokens[amount.first].is_glued:
        neighbours.append(reading.tokens[amount.first - 1])
    if amount.last < len(reading.tokens) and reading.tokens[amount.last].is_glued:
        neighbours.append(reading.tokens[amount.last])
    return any(token.script == "latin" or token.text == "#" for token in neighbours)


def _is_comparator(reading: Reading, token: int) -> bool:
    """Whether a number word is a comparator here: `altı` is six and "under"."""
    return bool(reading.hint_after("max.after", token) or reading.hint_after("min.after", token))


def _start(reading: Reading, amount: Amount) -> int:
    return reading.tokens[amount.outer_first].start


def _end(reading: Reading, amount: Amount) -> int:
    return reading.tokens[amount.outer_last - 1].end


def _entity(name: str, number: Number, value: int | float) -> Entity:
    return Entity(name, value, number.start, number.end)
