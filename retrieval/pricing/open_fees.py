"""Fees whose amount is not known, but that weigh alike on two ways of buying: their difference is known all the same.

Only fees are looked at. An unknown duty or tax hangs on the value that differs between the two ways; a fee for each
subheading, or each piece, is the same as long as the same goods bear it.
"""

from collections.abc import Sequence

from retrieval.pricing.consignment import Item
from retrieval.pricing.goods import hs_digits
from retrieval.pricing.landed_cost import LandedCost
from retrieval.pricing.rules import Rules

_FEE = "fee"
_DIGITS = 6
"""Digits of an HS subheading."""


def open_fees(cost: LandedCost) -> tuple[str, ...] | None:
    """Return the ids of the rules whose fees are unknown; None where anything else is unknown too."""
    open_lines = [line for line in cost.lines if line.amount is None]
    if any(line.kind != _FEE for line in open_lines):
        return None
    return tuple(line.rule_id or "" for line in open_lines)


def is_borne_alike(
    cost: LandedCost, pieces: Sequence[int], everything: Sequence[int], items: Sequence[Item], rules: Rules
) -> bool:
    """Tell whether a parcel with `pieces` of a purchase bears its unknown fees as these goods do in one parcel.

    A fee per item is; one per subheading where a subheading's pieces lie all in this parcel or all elsewhere, so that
    the parcels together bear it as often as the whole; one per consignment is not. True where all costs are known.
    """
    fees = open_fees(cost)
    if fees is None:
        return False
    counted_by = {rules.get(rule_id).per for rule_id in fees}
    if counted_by <= {"item"} or tuple(pieces) == tuple(everything):
        return True
    return counted_by <= {"item", "subheading"} and _holds_whole_subheadings(pieces, everything, items)


def _holds_whole_subheadings(pieces: Sequence[int], everything: Sequence[int], items: Sequence[Item]) -> bool:
    here: dict[str, set[bool]] = {}
    for item, number, most in zip(items, pieces, everything, strict=True):
        code = hs_digits(item.hs_code)[:_DIGITS] if item.hs_code else ""
        if len(code) < _DIGITS or 0 < number < most:
            return False
        here.setdefault(code, set()).add(number > 0)
    return all(len(found) == 1 for found in here.values())
