"""Whether a purchase costs less to the door in several parcels than in one.

Rates and carriage grow with what is sent, so parting helps only where a threshold of the whole parcel is crossed that a
part stays within: then a relief holds, or a waiver, that the whole has lost. Every plan is priced as it would be sent,
carriage and all, and only plans are compared whose every cost is known, but for fees that each plan bears alike.
"""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from functools import cache
from itertools import product
from math import prod

from retrieval.errors import PricingError
from retrieval.pricing.consignment import Item
from retrieval.pricing.landed_cost import LandedCost
from retrieval.pricing.money import Money
from retrieval.pricing.open_fees import is_borne_alike, open_fees
from retrieval.pricing.rates import ExchangeRates
from retrieval.pricing.rule import Kind, Measure, Rule
from retrieval.pricing.rules import Rules

Pieces = tuple[int, ...]
"""How many pieces of each item of a purchase lie in a parcel."""

MOST_PARCELS = 4
"""Nobody wants to take in more parcels for one purchase."""

MOST_TRIED = 64
"""Up to so many different parcels that a purchase could fill, every way of parting it is tried: six single pieces."""

_WITHOUT_CHARGE = frozenset({Kind.NOTE, Kind.PEG, Kind.AT_SALE})
_CHARGES = frozenset({"duty", "vat", "fee"})


@dataclass(frozen=True, slots=True)
class Split:
    """The cheapest way found to part a purchase: what lies in each parcel, and what it saves beside one parcel.

    `rule` is one whose threshold the whole crosses and a parcel stays within. `is_less_fees` tells that fees of unknown
    amount come on top, the same in one parcel and in several.
    """

    parcels: tuple[Pieces, ...]
    saving: Money
    rule: Rule
    is_less_fees: bool = False


def cheaper_split(
    items: Sequence[Item],
    cost_of: Callable[[Pieces], LandedCost],
    rules: Rules,
    rates: ExchangeRates,
    least: Decimal,
) -> Split | None:
    """Return the cheapest way to send `items` in 2 to MOST_PARCELS parcels; None where none saves `least` or more.

    `cost_of` prices pieces sent as one parcel; `least` is in its currency. Small purchases are parted in every way;
    of large ones those ways are tried that fill parcels up to a threshold, the dearest pieces first. None too where of
    one parcel more is unknown than fees that several parcels bear as often.
    """
    everything = tuple(item.quantity for item in items)
    whole = cost_of(everything)
    charges = sum((line.amount or Decimal(0) for line in whole.lines if line.kind in _CHARGES), Decimal(0))
    if open_fees(whole) is None or sum(everything) < 2 or charges < least:
        return None
    crossed = [rule for rule in _with_threshold(whole, rules) if _is_crossed(rule, whole, items, rates)]
    if not crossed:
        return None

    @cache
    def priced(pieces: Pieces) -> Decimal | None:
        cost = cost_of(pieces)
        return cost.total.amount if is_borne_alike(cost, pieces, everything, items, rules) else None

    if prod(number + 1 for number in everything) <= MOST_TRIED:
        found = _every_way(everything, priced)
    else:
        plans = [plan for rule in crossed for plan in _filled(rule, whole, items, rates)]
        found = _cheapest(plans, priced)
    if found is None or len(found.parcels) < 2 or whole.total.amount - found.total < least:
        return None
    rule = _now_within(crossed, found.parcels, items, whole, rates)
    saving = Money(whole.total.amount - found.total, whole.currency)
    return Split(found.parcels, saving, rule, is_less_fees=not whole.complete)


@dataclass(frozen=True, slots=True)
class _Plan:
    parcels: tuple[Pieces, ...]
    total: Decimal

    @property
    def order(self) -> tuple[Decimal, int]:
        """The cheapest comes first, and of equal ones that of fewer parcels."""
        return self.total, len(self.parcels)


_Priced = Callable[[Pieces], Decimal | None]


def _with_threshold(whole: LandedCost, rules: Rules) -> Iterator[Rule]:
    """Yield the rules of the day about a consignment's charges that hang on a value."""
    for kind in Kind:
        if kind not in _WITHOUT_CHARGE:
            for rule in rules.in_force(whole.destination, kind, whole.as_of):
                is_from_there = not rule.dispatched_from or whole.origin in rule.dispatched_from
                if rule.threshold is not None and is_from_there:
                    yield rule


def _is_crossed(rule: Rule, whole: LandedCost, items: Sequence[Item], rates: ExchangeRates) -> bool:
    """Tell whether a purchase is over a rule's threshold; False where its value cannot be said."""
    threshold = rule.threshold
    if threshold is None:
        return False
    value = _measured(threshold.measure, threshold.value.currency, whole, items, rates)
    if value is None:
        return False
    return value > threshold.value.amount or (value == threshold.value.amount and not threshold.is_inclusive)


def _measured(
    measure: Measure, currency: str, whole: LandedCost, items: Sequence[Item], rates: ExchangeRates
) -> Decimal | None:
    """Return what a threshold is compared with; None where it is not known."""

    def convert(money: Money) -> Decimal:
        same = money.currency == currency
        return money.amount if same else rates.convert(money.amount, money.currency, currency, whole.as_of).amount

    def lines(kind: str) -> Decimal:
        amounts = [line.amount or Decimal(0) for line in whole.lines if line.kind == kind]
        return convert(Money(sum(amounts, Decimal(0)), whole.currency))

    try:
        if measure is Measure.TAX:
            return lines("vat")
        if measure is Measure.ITEM:
            return max(convert(item.price) for item in items)
        goods = sum((convert(item.price) * item.quantity for item in items), Decimal(0))
        return goods + lines("shipping") if measure is Measure.CIF else goods
    except PricingError:  # no rate is published for the threshold's currency on that day
        return None


def _every_way(everything: Pieces, priced: _Priced) -> _Plan | None:
    """Return the cheapest of all ways to part pieces among at most MOST_PARCELS parcels, by dynamic programming."""

    @cache
    def best(left: Pieces, n_parcels: int) -> _Plan | None:
        together = priced(left)
        plans = [] if together is None else [_Plan((left,), together)]
        if n_parcels > 1:
            for part in _parts(left):
                total = priced(part)
                rest = None if total is None else best(_less(left, part), n_parcels - 1)
                if total is not None and rest is not None:
                    plans.append(_Plan((part, *rest.parcels), total + rest.total))
        return min(plans, key=lambda plan: plan.order, default=None)

    return best(everything, MOST_PARCELS)


def _parts(left: Pieces) -> Iterator[Pieces]:
    """Yield what one parcel may hold of `left` that holds a piece of its first item, but not everything."""
    first = next(row for row, number in enumerate(left) if number)
    ranges = [range(1 if row == first else 0, number + 1) for row, number in enumerate(left)]
    return (part for part in product(*ranges) if part != left)


def _less(pieces: Pieces, part: Pieces) -> Pieces:
    return tuple(number - taken for number, taken in zip(pieces, part, strict=True))


def _cheapest(plans: Sequence[tuple[Pieces, ...]], priced: _Priced) -> _Plan | None:
    found = []
    for parcels in dict.fromkeys(plans):
        totals = [priced(parcel) for parcel in parcels]
        known = [total for total in totals if total is not None]
        if len(known) == len(totals):
            found.append(_Plan(parcels, sum(known, Decimal(0))))
    return min(found, key=lambda plan: plan.order, default=None)


def _filled(rule: Rule, whole: LandedCost, items: Sequence[Item], rates: ExchangeRates) -> Iterator[tuple[Pieces, ...]]:
    """Yield plans that fill one, two and more parcels up to a rule's threshold and send the rest as one.

    Pieces go into the first parcel that has room for them, the dearest first (first fit decreasing: Johnson et al.
    1974, Worst-case performance bounds for simple one-dimensional packing algorithms, doi:10.1137/0203025). The room of
    a threshold on tax, or on goods with carriage, is the share of the goods' value that it is of the whole.
    """
    threshold = rule.threshold
    if threshold is None:
        return
    currency, goods = threshold.value.currency, _measured(Measure.GOODS, threshold.value.currency, whole, items, rates)
    value = _measured(threshold.measure, currency, whole, items, rates)
    if not goods or not value:
        return
    worth = [_measured(Measure.ITEM, currency, whole, (item,), rates) or Decimal(0) for item in items]
    per_piece = threshold.measure is Measure.ITEM
    room = threshold.value.amount if threshold.measure in (Measure.GOODS, Measure.ITEM) else (
        threshold.value.amount * goods / value
    )  # fmt: skip
    bins: list[list[int]] = []
    left: list[Decimal] = []
    for row in sorted(range(len(items)), key=lambda row: -worth[row]):
        for _ in range(items[row].quantity if worth[row] <= room else 0):
            place = next((at for at, free in enumerate(left) if per_piece or worth[row] <= free), None)
            if place is None and len(bins) < MOST_PARCELS:
                place = len(bins)
                bins.append([0] * len(items))
                left.append(room)
            if place is not None:
                bins[place][row] += 1
                left[place] -= worth[row]
    everything = tuple(item.quantity for item in items)
    for number in range(1, len(bins) + 1):
        parcels = [tuple(one) for one in bins[:number]]
        rest = everything
        for parcel in parcels:
            rest = _less(rest, parcel)
        plan = (*parcels, rest) if any(rest) else tuple(parcels)
        if len(plan) <= MOST_PARCELS:
            yield plan


def _now_within(
    crossed: Sequence[Rule], parcels: Sequence[Pieces], items: Sequence[Item], whole: LandedCost, rates: ExchangeRates
) -> Rule:
    """Return the first rule of those crossed by the whole whose threshold on goods one of the parcels stays within."""
    for rule in crossed:
        if rule.threshold is not None and rule.threshold.measure is not Measure.TAX:
            for pieces in parcels:
                sent = [replace(item, quantity=number) for item, number in zip(items, pieces, strict=True) if number]
                if not _is_crossed(rule, whole, sent, rates):
                    return rule
    return crossed[0]
