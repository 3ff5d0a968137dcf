"""Order numbers: "order 10023", "#10023", "Bestellung A1234", "10023 numaralı sipariş"."""

import re
from collections.abc import Sequence

from bot.entities.entity import Entity
from bot.entities.numbers import ascii_digits
from bot.entities.reading import Reading

_CODE = re.compile(
    r"(?<![A-Za-z0-9#])#?((?:[A-Z]{1,5}-?)?\d{3,}(?:-[A-Z\d]+)*)(?![A-Za-z0-9€$£¥%]|[.,]\d)", re.IGNORECASE
)
_TYPED_LIKE_ONE = re.compile(r"(?<![A-Za-z0-9#])(#\d{3,}|[A-Z]{1,4}-\d{3,}(?:-\d+)*)(?![A-Za-z0-9])")
_NEAR = 20
"""Characters between the word for order and its number, at most."""


def find_order_ids(reading: Reading, taken: Sequence[tuple[int, int]]) -> list[Entity]:
    """Return order numbers as typed, without `#`.

    That is a code near a word for order, one that looks like one, or all there is.

    A number with a currency is a price even there.
    """
    plain = ascii_digits(reading.text)
    words = [reading.span(hint) for hint in reading.hints if any(m.name == "order" for m in hint.meanings)]
    money = [reading.span(match)[0] for match in reading.matched("currency")]
    found: list[Entity] = []
    for match in _CODE.finditer(plain):
        start, end = match.span(1)
        is_near = any(0 <= start - last <= _NEAR or 0 <= first - end <= _NEAR for first, last in words)
        is_alone = match.group().strip() == plain.strip(" .!?") and not match.group(1).isdigit()
        is_price = any(0 <= position - end <= 1 for position in money)
        if (is_near or is_alone) and not is_price and reading.is_free(start, end, taken):
            found.append(Entity("order_id", match.group(1), start, end))
    for match in _TYPED_LIKE_ONE.finditer(plain):
        start, end = match.span(1)
        start += match.group(1).startswith("#")
        if reading.is_free(start, end, [*taken, *((entity.start, entity.end) for entity in found)]):
            found.append(Entity("order_id", reading.text[start:end], start, end))
    return found[:1]
