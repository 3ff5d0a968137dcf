"""A size chart: the scales of several systems on one measure of the body, with where each comes from."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from itertools import pairwise

from retrieval.sizing.measures import Garment, Measure
from retrieval.sizing.scale import Scale


@dataclass(frozen=True, slots=True)
class ChartSource:
    """Where figures come from; `confidence` is official, secondary or unconfirmed, whose figures count as unknown."""

    title: str
    url: str
    checked_on: date
    confidence: str


@dataclass(frozen=True, slots=True)
class Chart:
    """Sizes of `garments` for `audiences`, all of them by one `measure`.

    `brand` is "" for a general chart. `body` holds, row by row, measures that go together, each rising; `aliases` the
    systems that are written as another is; `bare` the systems that a number without one is looked up in, in order.
    `limits` are the measures outside which no body is, `reach` how far off a body may be from what a size is made for
    and still wear it, where none comes nearer. `unknown` are systems whose figures could not be confirmed.
    """

    chart_id: str
    garments: tuple[Garment, ...]
    audiences: tuple[str, ...]
    measure: Measure
    limits: tuple[Decimal, Decimal]
    reach: Decimal
    scales: Mapping[str, Scale]
    sources: Mapping[str, ChartSource]
    brand: str = ""
    body: Mapping[Measure, tuple[Decimal, ...]] = field(default_factory=dict)
    aliases: Mapping[str, str] = field(default_factory=dict)
    bare: tuple[str, ...] = ()
    unknown: tuple[str, ...] = ()

    def scale(self, system: str) -> Scale | None:
        """Return the scale of a system or of the one that it is written as, None where there is none."""
        return self.scales.get(self.aliases.get(system, system))

    def source(self, system: str) -> ChartSource:
        """Return where the scale of a system comes from."""
        return self.sources[self.aliases.get(system, system)]

    def takes(self, measure: Measure) -> bool:
        """Return whether sizes can be told from a measure of this kind."""
        return measure == self.measure or (measure in self.body and self.measure in self.body)

    def main_measure(self, measure: Measure, amount: Decimal) -> Decimal | None:
        """Return the chart's own measure of a body of which another one is known, in mm; None outside the table.

        In between two rows it is interpolated in a straight line. A waist of 64 cm, between rows of 62
        and 66, makes a bust of 84 where those rows have 82 and 86.
        """
        if measure == self.measure:
            return amount
        rows = list(zip(self.body[measure], self.body[self.measure], strict=True))
        for (low, own_low), (high, own_high) in pairwise(rows):
            if low <= amount <= high:
                return own_low + (own_high - own_low) * (amount - low) / (high - low)
        return None
