"""Whether a purchase costs more or less to the door on another day, because a dated rule starts or ends.

Only days on which a rule changes are looked at, and only rules: rates of exchange of days to come are not known, so
those of both days must be of the same day. Fees of unknown amount that are due on both days leave the difference known.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal

from retrieval.pricing.landed_cost import LandedCost
from retrieval.pricing.money import Money
from retrieval.pricing.open_fees import open_fees
from retrieval.pricing.rule import Kind, Rule
from retrieval.pricing.rules import Rules
from retrieval.pricing.territories import markets

AHEAD = timedelta(days=60)
"""How far ahead a change is looked for: who buys today does not wait longer."""


@dataclass(frozen=True, slots=True)
class Change:
    """A day from which on a purchase costs another sum: more or less than today by `difference`, for `rule`.

    `is_less_fees` tells that fees of unknown amount come on top, the same on both days.
    """

    day: date
    difference: Money
    is_dearer: bool
    rule: Rule
    is_less_fees: bool = False


def change_ahead(
    today: LandedCost, cost_on: Callable[[date], LandedCost], rules: Rules, least: Decimal
) -> Change | None:
    """Return the first change within AHEAD that makes a difference of `least` or more; None where there is none.

    `cost_on` prices the same purchase for a day; `least` is in the currency of the costs, and over 0.
    """
    fees = open_fees(today)
    if fees is None:
        return None
    for day, changing in _days_of_change(today, rules):
        then = cost_on(day)
        difference = then.total.amount - today.total.amount
        if open_fees(then) == fees and then.rate_date == today.rate_date and abs(difference) >= least:
            rule = _at_work(changing, today, then)
            return Change(
                day, Money(abs(difference), today.currency), difference > 0, rule, is_less_fees=not today.complete
            )
    return None


def _days_of_change(today: LandedCost, rules: Rules) -> Iterator[tuple[date, tuple[Rule, ...]]]:
    """Yield the days ahead on which rules of the destination start or end, with these rules."""
    of_market = set(markets(today.destination))
    changing: dict[date, list[Rule]] = {}
    for rule in rules.rules:
        if rule.market in of_market and rule.kind not in (Kind.NOTE, Kind.PEG):
            for day in (rule.valid_from, rule.valid_to):
                if day is not None and today.as_of < day <= today.as_of + AHEAD:
                    changing.setdefault(day, []).append(rule)
    for day in sorted(changing):
        yield day, tuple(changing[day])


def _at_work(changing: tuple[Rule, ...], today: LandedCost, then: LandedCost) -> Rule:
    """Return which of the rules that change is named by a line of one of both costs only; else the first."""
    named = {line.rule_id for line in today.lines} ^ {line.rule_id for line in then.lines}
    return next((rule for rule in changing if rule.rule_id in named), changing[0])
