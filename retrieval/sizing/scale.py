"""The sizes of one system as a ladder: which measure of the body each is made for."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from itertools import pairwise

from retrieval.errors import SizingError
from retrieval.sizing.labels import key_of

_QUARTER = Decimal("0.25")
"""How far towards the next size a measure still counts as this one, of the way between both."""

_HALF = Decimal("0.5")
"""How far beyond the smallest and the largest size a measure still counts as it, of the way to the next."""


@dataclass(frozen=True, slots=True)
class Size:
    """A size and the measures that it is made for, from `low` to `high`, both included; `middle` lies in between.

    `is_range` says that the table gives both ends, as for S, M and L; else they come from the sizes beside it.
    """

    label: str
    low: Decimal
    middle: Decimal
    high: Decimal
    is_range: bool = False


@dataclass(frozen=True, slots=True)
class Scale:
    """The sizes of a system, the smallest first. Made by `of_points` or `of_ranges`."""

    system: str
    sizes: tuple[Size, ...]

    @classmethod
    def of_points(cls, system: str, points: Sequence[tuple[str, Decimal]]) -> "Scale":
        """Take the one measure that each size is made for; raise SizingError where a table does not rise.

        >>> scale = Scale.of_points("JP", [("24", Decimal(240)), ("25", Decimal(250)), ("26", Decimal(260))])
        >>> [size.label for size in scale.place(Decimal(252))], [size.label for size in scale.place(Decimal(255))]
        (['25'], ['25', '26'])
        >>> scale.place(Decimal(200))
        ()
        """
        sizes = [Size(label, middle, middle, middle) for label, middle in points]
        _check(system, sizes)
        widened = []
        for place, size in enumerate(sizes):
            below = size.middle - sizes[place - 1].middle if place else None
            above = sizes[place + 1].middle - size.middle if place + 1 < len(sizes) else None
            low = size.middle - (below * _QUARTER if below is not None else (above or Decimal(0)) * _HALF)
            high = size.middle + (above * _QUARTER if above is not None else (below or Decimal(0)) * _HALF)
            widened.append(replace(size, low=low, high=high))
        return cls(system, tuple(widened))

    @classmethod
    def of_ranges(cls, system: str, ranges: Sequence[tuple[str, Decimal, Decimal]]) -> "Scale":
        """Take the smallest and largest measure of each size; raise SizingError where a table does not rise."""
        sizes = [Size(label, low, (low + high) / 2, high, is_range=True) for label, low, high in ranges]
        _check(system, sizes)
        if any(size.low > size.high for size in sizes):
            raise SizingError(f"a size of {system} ends before it begins; give the smaller measure first")
        return cls(system, tuple(sizes))

    def get(self, label: str) -> Size | None:
        """Return the size of that name, however it is written; None where the system has no such size."""
        wanted = key_of(label)
        return next((size for size in self.sizes if key_of(size.label) == wanted), None)

    def place(self, measure: Decimal) -> tuple[Size, ...]:
        """Return the size for a measure, the two that it lies between, or none where it is beyond all of them."""
        held = tuple(size for size in self.sizes if size.low <= measure <= size.high)
        if held:
            return held
        below = [size for size in self.sizes if size.high < measure]
        above = [size for size in self.sizes if size.low > measure]
        return (below[-1], above[0]) if below and above else ()

    def same_as(self, size: Size) -> tuple[Size, ...]:
        """Return the sizes that a size of another system covers: several where that one is wider."""
        if not size.is_range:
            return self.place(size.middle)
        covered = tuple(own for own in self.sizes if size.low <= own.middle < size.high)
        return covered or self.place(size.middle)


def _check(system: str, sizes: Sequence[Size]) -> None:
    """Raise SizingError where sizes do not rise, or two have one name."""
    if not sizes:
        raise SizingError(f"{system} has no sizes; give some, or mark it as unconfirmed")
    for smaller, larger in pairwise(sizes):
        if not (smaller.middle < larger.middle and smaller.high <= larger.high and smaller.low <= larger.low):
            raise SizingError(
                f"{system} {larger.label} stands behind {smaller.label} and is not larger; order the sizes by measure"
            )
    names = [key_of(size.label) for size in sizes]
    twice = next((name for name in names if names.count(name) > 1), "")
    if twice:
        raise SizingError(f"{system} {twice} is given twice; one name is one size")
