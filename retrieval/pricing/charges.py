"""Duty, VAT and public fees of a consignment, each with the rules it follows from.

The base of VAT is a market's own; for imports into the EU it holds goods, carriage and duty: Council Directive
2006/112/EC, Articles 85 and 86(1), and for a sale under the import scheme (IOSS) Article 78, which counts duties and
transport that the seller charges. Carriage follows the rate of the goods it carries (Article 78(b)). Fees are left out
of the base: none of those recorded with a figure says that it belongs there.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal

from retrieval.pricing.consignment import Consignment
from retrieval.pricing.money import Money
from retrieval.pricing.rule import Part, Rule
from retrieval.pricing.rules import InForce

_SALE = (Part.GOODS, Part.SHIPPING)


@dataclass(frozen=True, slots=True)
class Charge:
    """A sum to pay for the items in `rows`, unrounded; None where unknown. `rules[0]` is the one to name, if any."""

    amount: Decimal | None
    rate: Decimal | None
    rules: tuple[Rule, ...]
    rows: tuple[int, ...]


def total_of(charges: Iterable[Charge]) -> Decimal | None:
    """Return the sum of charges, None where one is unknown."""
    total = Decimal(0)
    for charge in charges:
        if charge.amount is None:
            return None
        total += charge.amount
    return total


def duty_charges(consignment: Consignment, known: InForce) -> tuple[Charge, ...]:
    """Return customs duty, one charge for each rule that applies."""
    chosen = [consignment.rule_for(known.duties, row) for row in consignment.rows]
    charges = []
    for rows in _grouped(chosen):
        rule = chosen[rows[0]]
        if rule is None or not rule.is_sure:
            charges.append(Charge(None, None, () if rule is None else (rule,), rows))
        else:
            charges.append(Charge(_amount(consignment, rule, rows), rule.rate, (rule,), rows))
    return tuple(charges)


def surcharge_charges(consignment: Consignment, known: InForce) -> tuple[Charge, ...]:
    """Return further duties on top of the ordinary one, as fees are."""
    return _all_charges(consignment, known.surcharges)


def fee_charges(consignment: Consignment, known: InForce) -> tuple[Charge, ...]:
    """Return public fees: every rule that applies, and as unknown those of which it cannot be said."""
    return _all_charges(consignment, known.fees)


def _all_charges(consignment: Consignment, rules: Sequence[Rule]) -> tuple[Charge, ...]:
    charges = []
    for rule in rules:
        met = [consignment.meets(rule, row) for row in consignment.rows]
        rows = tuple(row for row in consignment.rows if met[row] is not False)
        if rows:
            is_known = rule.is_sure and None not in met
            amount = _amount(consignment, rule, rows) if is_known else None
            charges.append(Charge(amount, None if amount is None else rule.rate, (rule,), rows))
    return tuple(charges)


def sale_vat_charges(consignment: Consignment, known: InForce) -> tuple[Charge, ...]:
    """Return the VAT of a sale without a customs border: the destination's rate on goods and carriage."""
    rating = [consignment.rule_for(known.vat_rates, row) for row in consignment.rows]
    return tuple(_taxed(consignment, (rating[rows[0]],), rows, _SALE, None) for rows in _grouped(rating))


def import_vat_charges(consignment: Consignment, known: InForce, duty: Decimal | None) -> tuple[Charge, ...]:
    """Return the VAT of goods from outside the customs territory; `duty` is the consignment's, None if unknown."""
    rating = [consignment.rule_for(known.vat_rates, row) for row in consignment.rows]
    charging = [consignment.rule_for(known.vat, row) for row in consignment.rows]
    charges = []
    for rows in _grouped(list(zip(rating, charging, strict=True))):
        rule = charging[rows[0]]
        if rule is not None and rule.is_sure and rule.rate is not None:
            charges.append(Charge(_rated(consignment, rule, rows, duty), rule.rate, (rule,), rows))
        else:
            basis = None if rule is None or not rule.is_sure else rule.basis
            charges.append(_taxed(consignment, (rating[rows[0]], rule), rows, basis, duty))
    return _waived(consignment, known.waivers, tuple(charges))


def _taxed(
    consignment: Consignment,
    rules: tuple[Rule | None, ...],
    rows: tuple[int, ...],
    basis: tuple[Part, ...] | None,
    duty: Decimal | None,
) -> Charge:
    """Return a country's rate on `basis`, None where it is not known.

    `rules` begin with that of the rate and end with that of the basis.
    """
    used = tuple(rule for rule in rules if rule is not None)
    rating = rules[0]
    if rating is None or not rating.is_sure or rating.rate is None:
        return Charge(None, None, used, rows)
    rate = rating.rate
    for rule in used:
        rate *= rule.share
    valued_at = Decimal(1) if rules[-1] is None else rules[-1].valued_at
    base = None if basis is None else consignment.base(basis, rows, duty, valued_at)
    return Charge(None if base is None else base * rate, rate, used, rows)


def _waived(consignment: Consignment, waivers: Sequence[Rule], charges: tuple[Charge, ...]) -> tuple[Charge, ...]:
    """Apply a waiver of small amounts of tax; an unconfirmed one leaves a small tax unknown."""
    tax = total_of(charges) if waivers else None
    for rule in waivers:
        if tax and rule.threshold is not None:
            value = consignment.convert(Money(tax, consignment.currency), rule.threshold.value.currency)
            if rule.threshold.holds(value):
                amount = Decimal(0) if rule.is_sure else None
                return tuple(replace(charge, amount=amount, rules=(*charge.rules, rule)) for charge in charges)
    return charges


def _amount(consignment: Consignment, rule: Rule, rows: tuple[int, ...]) -> Decimal | None:
    if rule.amount is None:
        return _rated(consignment, rule, rows, None)
    count: int | None = 1
    if rule.per == "subheading":
        count = consignment.n_subheadings(rows)
    elif rule.per == "item":
        count = consignment.n_pieces(rows)
    return None if count is None else consignment.convert(rule.amount, consignment.currency) * count


def _rated(consignment: Consignment, rule: Rule, rows: tuple[int, ...], duty: Decimal | None) -> Decimal | None:
    if rule.rate is None or rule.rate == 0:
        return rule.rate
    base = consignment.base(rule.basis, rows, duty, rule.valued_at)
    return None if base is None else base * rule.rate


def _grouped(keys: Sequence[object]) -> list[tuple[int, ...]]:
    """Return the rows that share a key, in the order in which keys first appear."""
    if all(key == keys[0] for key in keys[1:]):
        return [tuple(range(len(keys)))]
    rows: dict[object, list[int]] = {}
    for row, key in enumerate(keys):
        rows.setdefault(key, []).append(row)
    return [tuple(group) for group in rows.values()]
