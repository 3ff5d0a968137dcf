"""What the size or the measure that a shopper names comes to, and which sizes of a product fit it."""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from actions.shop import Shop
from actions.talk.size_question import CHILDREN, SizeQuestion
from retrieval.sizing import Chart, Equivalent, Fit, Measure, Size, Taken
from retrieval.sizing.said import ring_girth

_SHOWN = ("EU", "US", "UK", "JP", "KR", "CN", "BR", "letter")
"""The systems that an answer names where the shopper names none."""

_FIRST = ("women", "men", "unisex", "kids", "girls", "boys")
"""The order in which audiences are answered for, where none is known."""


@dataclass(frozen=True, slots=True)
class Outcome:
    """What a size or measure comes to for one audience: `body` is that size, or the measure in mm.

    `charts` are those for the audience, the brand's own first; `chart` is the one that the size was read by.
    """

    audience: str
    charts: tuple[Chart, ...]
    chart: Chart
    body: Decimal | Size
    equivalents: tuple[Equivalent, ...] = ()

    @property
    def middle(self) -> Decimal:
        """The measure of the body in mm, in the middle where it is a range."""
        return self.body.middle if isinstance(self.body, Size) else self.body


def outcomes_of(question: SizeQuestion, shop: Shop) -> tuple[Outcome, ...]:
    """Return what the size or measure said comes to: for the audience asked about, or for women and for men."""
    found = []
    for audience, charts in charts_of(question, shop):
        read = _read(question, charts, shop)
        if read:
            chart, body, given = read
            systems = question.systems or _default_systems(question, charts)
            equivalents = shop.sizing.equivalents(body, charts, systems, chart.measure)
            kept = tuple(one for one in equivalents if one.system != given)
            found.append(Outcome(audience, charts, chart, body, kept))
    grown = [one for one in found if one.audience not in CHILDREN]
    return tuple(grown or found)


def charts_of(question: SizeQuestion, shop: Shop) -> list[tuple[str, tuple[Chart, ...]]]:
    """Return the charts to read what was said by, of each audience where none is known.

    What a shopper wears goes by the general ones; a brand's own tells what these do not.
    """
    garment = question.garment
    if garment is None:
        return []
    brand = question.product.brand if question.product else ""
    known = shop.sizing.charts_for(garment, question.audience, brand)
    if known:
        return [(question.audience, tuple(sorted(known, key=lambda chart: bool(chart.brand))))]
    audiences = sorted(shop.sizing.audiences_of(garment), key=_FIRST.index)
    return [(audience, shop.sizing.charts_for(garment, audience)) for audience in audiences]


def fit_of(question: SizeQuestion, outcome: Outcome, shop: Shop) -> Fit | None:
    """Return which sizes of the product in question fit, by the brand's own chart first; None without a product."""
    product, garment = question.product, question.garment
    if product is None or garment is None:
        return None
    charts = shop.sizing.charts_for(garment, product.audience or outcome.audience, product.brand) or outcome.charts
    return shop.sizing.fit(outcome.body, product.sizes, charts, outcome.chart.measure)


def _read(question: SizeQuestion, charts: Sequence[Chart], shop: Shop) -> tuple[Chart, Decimal | Size, str] | None:
    """Return the chart that reads what was said, the size or the measure in mm, and the system that it was in."""
    prefer = (question.local,) if question.local else ()
    for name in question.said.sizes:
        found = shop.sizing.find(name, charts, prefer)
        if found:
            return found[0], found[2], found[1].system
    for taken in question.said.taken:
        for chart in charts:
            amount = _main_measure(taken, chart)
            if amount is not None and chart.limits[0] <= amount <= chart.limits[1]:
                return chart, amount, ""
    return None


def _main_measure(taken: Taken, chart: Chart) -> Decimal | None:
    """Return the chart's own measure of what was taken; one without a word is taken for it."""
    if chart.measure is Measure.FINGER and taken.measure in {None, Measure.FINGER}:
        return ring_girth(taken)
    measure = taken.measure or chart.measure
    return chart.main_measure(measure, taken.amount) if chart.takes(measure) else None


def _default_systems(question: SizeQuestion, charts: Sequence[Chart]) -> tuple[str, ...]:
    """Return the systems to name where none is asked for, the shopper's own in front."""
    written = {system: alias for chart in charts for system, alias in chart.aliases.items()}
    systems = dict.fromkeys(written.get(one, one) for one in (question.local, *_SHOWN))
    return tuple(one for one in systems if any(chart.scale(one) for chart in charts))
