"""The entities of a message."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal, InvalidOperation
from typing import Any

_SPANS_LEFT_OUT = frozenset(
    {"max_price", "max_total", "min_price", "currency", "country", "ordinal", "refinement", "reference", "language"}
)
"""What is not about the product itself."""

_CORRECTION = "instead"
"""The refinement that stays: in some languages it is the very word that rules out what is corrected."""


@dataclass(frozen=True, slots=True)
class Entities:
    """The entities of a message by name, each with its values in order of appearance.

    A country that goods are to come from is an `origin`; a `country` is where they are to go.
    """

    values: Mapping[str, tuple[Any, ...]] = field(default_factory=dict)

    @classmethod
    def of(cls, entities: list[Mapping[str, Any]]) -> "Entities":
        """Collect Rasa's entity list."""
        values: dict[str, tuple[Any, ...]] = {}
        for entity in entities:
            name = "origin" if entity.get("role") == "origin" else entity["entity"]
            if entity["value"] not in values.get(name, ()):
                values[name] = (*values.get(name, ()), entity["value"])
        return cls(values)

    def all(self, name: str) -> tuple[str, ...]:
        """Return every value of this name as text."""
        return tuple(str(value) for value in self.values.get(name, ()))

    def first(self, name: str) -> str:
        """Return the first value of this name, "" where there is none."""
        return next(iter(self.all(name)), "")

    def amount(self, name: str) -> Decimal | None:
        """Return the first value of this name as a positive amount, None where there is none."""
        try:
            amount = Decimal(self.first(name) or "NaN")
        except InvalidOperation:
            return None
        return amount if amount.is_finite() and 0 < amount < Decimal(10) ** 9 else None

    def ordinals(self) -> tuple[int, ...]:
        """Return the 1-based positions named in the message, -1 for the last."""
        positions: list[int] = []
        for value in self.values.get("ordinal", ()):
            positions.extend(int(position) for position in (value if isinstance(value, list) else [value]))
        return tuple(positions)


def residual(text: str, entities: list[Mapping[str, Any]]) -> str:
    """Return the message without what is not about the product itself: prices, countries, numbers."""
    left = list(text)
    for entity in entities:
        is_left_out = entity["entity"] in _SPANS_LEFT_OUT and entity.get("role") != "origin"
        is_left_out = is_left_out and entity["value"] != _CORRECTION
        if is_left_out and isinstance(entity.get("start"), int):
            left[entity["start"] : entity["end"]] = " " * (entity["end"] - entity["start"])
    return " ".join("".join(left).split())
