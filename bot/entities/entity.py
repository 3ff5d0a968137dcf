"""What is found in a message."""

from dataclasses import dataclass

Value = str | int | float | tuple[int, ...]
"""Text, a number, or positions."""


@dataclass(frozen=True, slots=True)
class Entity:
    """An entity: its contract name and value, and the slice `[start:end]` of the message that says it.

    `role` tells apart countries: "origin" where goods come from, "" elsewhere.
    """

    name: str
    value: Value
    start: int
    end: int
    role: str = ""


@dataclass(frozen=True, slots=True)
class Context:
    """What helps to read a message: its language (BCP 47), the shopper's country and currency, "" where unknown."""

    language: str
    country: str = ""
    currency: str = ""
