"""Who pays duty and tax in words: the seller, or the shopper to the carrier when it arrives, and how much."""

from decimal import Decimal

from actions.wording import values
from actions.wording.texts import Line
from retrieval.pricing.landed_cost import LandedCost
from retrieval.pricing.terms import Due, Incoterm
from retrieval.pricing.territories import duty_area, is_tax_border


def due_line(cost: LandedCost, terms: Incoterm | None) -> Line:
    """Return what is to pay when a parcel arrives; `terms` are the seller's, None where it does not say.

    Without them the shopper is taken to pay, as `cost` does, and that is said.
    """
    if duty_area(cost.origin) == duty_area(cost.destination) and not is_tax_border(cost.origin, cost.destination):
        return Line("due_no_border", {})
    if terms is Incoterm.DDP:
        return Line("due_seller", {})
    due = cost.due_at_door
    if due is None:
        least = sum((line.amount for line in cost.lines if line.due is Due.DOOR and line.amount), Decimal(0))
        return Line("due_at_least", {"price": values.money(least, cost.currency)}) if least else Line("due_unknown", {})
    if due.amount == 0:
        return Line("due_nothing", {})
    key = "due_carrier_usual" if terms is None else "due_carrier"
    return Line(key, {"price": values.money(due.amount, due.currency)})
