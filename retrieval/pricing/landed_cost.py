"""What a purchase costs to the shopper's door: goods, carriage, duty, VAT and public fees, line by line.

Prices are without tax: that of the destination is added, at home and inside the EU as well as on imports. A seller is
taken to be registered where a country has a scheme for collecting tax at the sale, as a marketplace has to be. What is
not known is None, is listed in `unknown`, and makes the total incomplete (docs/decisions/0003-unknown-costs.md).
"""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from typing import Any

from retrieval.errors import PricingError
from retrieval.pricing.charges import (
    Charge,
    duty_charges,
    fee_charges,
    import_vat_charges,
    sale_vat_charges,
    surcharge_charges,
    total_of,
)
from retrieval.pricing.consignment import Consignment, Item
from retrieval.pricing.money import Money, round_amount
from retrieval.pricing.rates import ExchangeRates
from retrieval.pricing.rule import Confidence, Kind, Rule, Source
from retrieval.pricing.rules import Rules
from retrieval.pricing.shipping import Quote
from retrieval.pricing.terms import Buyer, Due, Incoterm
from retrieval.pricing.territories import check_country, duty_area, is_tax_border, is_taxed_with, tax_country

CARRIERS = ("", "post", "courier")
ECB_TITLE = "European Central Bank: euro foreign exchange reference rates"
ECB_URL = "https://www.ecb.europa.eu/stats/policy_and_exchange_rates/euro_reference_exchange_rates/html/index.en.html"


@dataclass(frozen=True, slots=True)
class Line:
    """One cost: `kind` is item, shipping, duty, vat or fee; `amount` is rounded, in the whole's currency.

    None as amount or rate means unknown, or for the rate that there is none. `item_row` is an item line's place in the
    order, None for costs of the whole. `due` tells when the shopper pays it, None where nothing is to pay or that
    cannot be said. `is_estimated` says that it hangs on a code that is not the merchant's but proposed.
    A duty that `is_additional` comes on top of the ordinary one.
    """

    kind: str
    amount: Decimal | None
    rate: Decimal | None = None
    rule_id: str | None = None
    item_row: int | None = None
    due: Due | None = Due.ORDER
    is_estimated: bool = False
    is_additional: bool = False


@dataclass(frozen=True, slots=True)
class Note:
    """A remark that goes with a rule, in English."""

    rule_id: str
    text: str


@dataclass(frozen=True, slots=True)
class LandedCost:
    """The lines, and their sum as far as they are known.

    `unknown` names the kinds of cost that are not known, each once; `complete` is true when there are none. `days` to
    delivery are working days. `rate_date` is the day of the exchange rates, None where none was needed.
    """

    origin: str
    destination: str
    currency: str
    lines: tuple[Line, ...]
    total: Money
    unknown: tuple[str, ...]
    delivery_days: tuple[int, int] | None
    as_of: date
    rate_date: date | None
    sources: tuple[Source, ...]
    notes: tuple[Note, ...]
    incoterm: Incoterm = Incoterm.DAP

    @property
    def due_at_door(self) -> Money | None:
        """What is to pay on delivery, None where a part of it, or when it is due, is unknown."""
        total = Decimal(0)
        for line in self.lines:
            if line.due is Due.DOOR and line.amount is not None:
                total += line.amount
            elif line.due is Due.DOOR or (line.due is None and line.amount != 0):
                return None
        return Money(total, self.currency)

    @property
    def complete(self) -> bool:
        """Whether every cost is known."""
        return not self.unknown

    @property
    def estimated(self) -> tuple[str, ...]:
        """The kinds of cost that hang on a proposed code, each once."""
        return tuple(dict.fromkeys(line.kind for line in self.lines if line.is_estimated))

    def as_payload(self, text: Callable[[Line], str]) -> dict[str, Any]:
        """Return the `landed_cost` object of the contract; `text` names a line in the shopper's language."""
        return {
            "type": "landed_cost",
            "product_id": None,
            "origin": self.origin,
            "destination": self.destination,
            "currency": self.currency,
            "lines": [
                {
                    "kind": line.kind,
                    "amount": None if line.amount is None else format(line.amount, "f"),
                    "text": text(line),
                    "rate": None if line.rate is None else format(line.rate, "f"),
                    "rule_id": line.rule_id,
                    "due": None if line.due is None else line.due.value,
                    "estimated": line.is_estimated,
                }
                for line in self.lines
            ],
            "incoterm": self.incoterm.value,
            "due_at_door": None if self.due_at_door is None else self.due_at_door.text(),
            "total": self.total.text(),
            "complete": self.complete,
            "unknown": list(self.unknown),
            "estimated": list(self.estimated),
            "delivery_days": None if self.delivery_days is None else list(self.delivery_days),
            "as_of": self.as_of.isoformat(),
            "rate_date": None if self.rate_date is None else self.rate_date.isoformat(),
            "sources": [
                {"title": source.title, "url": source.url or None, "checked_on": source.checked_on.isoformat()}
                for source in self.sources
            ],
            "notes": [{"rule_id": note.rule_id, "text": note.text} for note in self.notes],
        }


def landed_cost(
    items: Sequence[Item],
    origin: str,
    destination: str,
    on: date,
    shipping: Quote | Money | None,
    rules: Rules,
    rates: ExchangeRates,
    currency: str,
    carrier: str = "",
    buyer: Buyer = Buyer.CONSUMER,
    incoterm: Incoterm = Incoterm.DAP,
) -> LandedCost:
    """Return what `items`, sent together from `origin` on a day, cost at the door in `destination`.

    `origin` is where the parcel leaves from. `shipping` is the carriage to pay, None where unknown; a Quote brings the
    days with it. `carrier` is `post` or `courier`, "" where unknown. A sale inside one country is the same for every
    `buyer`. `incoterm` changes who pays when, never what it costs. Each line is rounded half up to the currency's
    decimals, and the total is the sum of the rounded lines. Raise PricingError where a country, currency or carrier is
    not known, or an amount cannot be converted.
    """
    check_country(origin, "origin")
    check_country(destination, "destination")
    if carrier not in CARRIERS:
        raise PricingError(f"the carrier {carrier!r} is not known; give post, courier or nothing")
    quote = shipping if isinstance(shipping, Quote) else None
    cost = shipping.cost if isinstance(shipping, Quote) else shipping
    is_domestic = tax_country(origin) == tax_country(destination)
    known = rules.at(destination, on, Buyer.CONSUMER if is_domestic else buyer)
    consignment = Consignment(items, origin, cost, carrier, rates, on, currency)
    duties: tuple[Charge, ...] = ()
    fees: tuple[Charge, ...] = ()
    notes: tuple[Rule, ...] = ()
    at_sale: tuple[Rule, ...] = ()
    if duty_area(origin) == duty_area(destination):
        is_border = is_tax_border(origin, destination)
        taxes = sale_vat_charges(consignment, known)
    else:
        is_border = True
        duties = (*duty_charges(consignment, known), *surcharge_charges(consignment, known))
        taxes = import_vat_charges(consignment, known, total_of(duties))
        fees = fee_charges(consignment, known)
        notes = tuple(rule for rule in known.notes if any(consignment.meets(rule, row) for row in consignment.rows))
        at_sale = tuple(rule for rule in known.at_sale if is_taxed_with(rule.market, destination))
    is_at_door = is_border and incoterm is Incoterm.DAP
    lines = [
        *(Line("item", _rounded(value, currency), item_row=row) for row, value in enumerate(consignment.values)),
        Line("shipping", _rounded(consignment.carriage, currency)),
        *(_line("duty", charge, currency, _due(charge, is_at_door)) for charge in duties),
        *(_line("vat", charge, currency, _tax_due(charge, is_at_door, consignment, at_sale)) for charge in taxes),
        *(_line("fee", charge, currency, _due(charge, is_at_door)) for charge in fees),
    ]
    used = (*(rule for charge in (*duties, *taxes, *fees) for rule in charge.rules), *notes)
    found = LandedCost(
        origin=origin,
        destination=destination,
        currency=currency,
        lines=tuple(lines),
        total=Money(sum((line.amount for line in lines if line.amount is not None), Decimal(0)), currency),
        unknown=tuple(dict.fromkeys(line.kind for line in lines if line.amount is None)),
        delivery_days=None if quote is None else quote.days,
        as_of=on,
        rate_date=consignment.rate_date,
        sources=_sources(used, consignment.rate_date),
        notes=tuple(dict.fromkeys(Note(rule.rule_id, rule.text) for rule in used if rule.text)),
        incoterm=incoterm,
    )
    if not any(item.is_hs_estimated for item in items):
        return found
    coded = [replace(item, hs_code=None, is_hs_estimated=False) if item.is_hs_estimated else item for item in items]
    bare = landed_cost(
        coded, origin, destination, on, shipping, rules, rates, currency, carrier, buyer=buyer, incoterm=incoterm
    )
    return _marked(found, bare)


def _marked(found: LandedCost, bare: LandedCost) -> LandedCost:
    """Mark as estimated the costs that without the proposed codes, as in `bare`, would be others or unknown."""

    def of(kind: str, cost: LandedCost) -> list[tuple[Decimal | None, Decimal | None]]:
        return [(line.amount, line.rate) for line in cost.lines if line.kind == kind]

    hang = {line.kind for line in found.lines if of(line.kind, found) != of(line.kind, bare)}
    lines = (replace(line, is_estimated=line.kind in hang and line.amount is not None) for line in found.lines)
    return replace(found, lines=tuple(lines))


def _due(charge: Charge, is_at_door: bool) -> Due | None:
    if charge.amount == 0:
        return None
    return Due.DOOR if is_at_door else Due.ORDER


def _tax_due(charge: Charge, is_at_door: bool, consignment: Consignment, at_sale: Sequence[Rule]) -> Due | None:
    """Tell when a tax is due: with the order where every item is taxed at the sale, None where that cannot be said."""
    due = _due(charge, is_at_door)
    if due is not Due.DOOR or not at_sale:
        return due
    met = {consignment.meets(rule, row) for rule in at_sale for row in charge.rows}
    if met == {False}:
        return due
    is_confirmed = all(rule.confidence is not Confidence.UNCONFIRMED for rule in at_sale)
    return Due.ORDER if met == {True} and is_confirmed else None


def _line(kind: str, charge: Charge, currency: str, due: Due | None) -> Line:
    rule = charge.rules[0] if charge.rules else None
    is_additional = rule is not None and rule.kind is Kind.SURCHARGE
    amount, rule_id = _rounded(charge.amount, currency), None if rule is None else rule.rule_id
    return Line(kind, amount, charge.rate, rule_id, due=due, is_additional=is_additional)


def _rounded(amount: Decimal | None, currency: str) -> Decimal | None:
    return None if amount is None else round_amount(amount, currency)


def _sources(rules: Iterable[Rule], rate_date: date | None) -> tuple[Source, ...]:
    """Return each source once; the exchange rates' last, looked at on the day they are of."""
    sources: list[Source] = []
    for rule in rules:
        if rule.source not in sources:
            sources.append(rule.source)
    if rate_date is not None:
        sources.append(Source(ECB_TITLE, ECB_URL, rate_date))
    return tuple(sources)
