"""A parcel on its way to a shopper: what is in it, what it is worth, and which rules it meets."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from retrieval.errors import PricingError
from retrieval.pricing.goods import hs_digits
from retrieval.pricing.money import Money
from retrieval.pricing.rates import ExchangeRates
from retrieval.pricing.rule import Measure, Part, Rule, Threshold
from retrieval.pricing.territories import check_country

MAX_QUANTITY = 10_000


@dataclass(frozen=True, slots=True)
class Item:
    """`quantity` pieces of a product at `price` each, without tax.

    `hs_code` is as the merchant gives it (`6109.10`), `category` the English noun of the category tree, `audience` as
    in the catalogue, `origin` the country of manufacture. What is left out is not known, and may leave costs unknown.
    `is_hs_estimated` says that the code is not the merchant's but proposed.
    """

    price: Money
    quantity: int = 1
    hs_code: str | None = None
    category: str = ""
    audience: str = ""
    origin: str | None = None
    is_hs_estimated: bool = False

    def __post_init__(self) -> None:
        if not 1 <= self.quantity <= MAX_QUANTITY:
            raise PricingError(f"the quantity {self.quantity} is not usable; give 1 to {MAX_QUANTITY:,}")
        if self.hs_code is not None:
            hs_digits(self.hs_code)
        if self.origin is not None:
            check_country(self.origin, "origin")


class Consignment:
    """Items sent together from `origin` for a known or unknown cost of carriage; amounts are unrounded.

    A row is an item's place in `items`. Values in a threshold's own currency are converted straight from the prices,
    so that a price of exactly the threshold stays exact.
    """

    def __init__(
        self,
        items: Sequence[Item],
        origin: str,
        shipping: Money | None,
        carrier: str,
        rates: ExchangeRates,
        on: date,
        currency: str,
    ) -> None:
        """Take the parcel's facts; `currency` is the one that costs are wanted in. Raise PricingError if empty."""
        if not items:
            raise PricingError("there is nothing in the consignment; give at least one item")
        self.items = items
        self.rows = range(len(items))
        self.origin, self.shipping, self.carrier = origin, shipping, carrier
        self.on, self.currency = on, currency
        self.rate_date: date | None = None
        self.codes = [hs_digits(item.hs_code) if item.hs_code else "" for item in items]
        self._rates = rates
        self._totals: dict[str, Decimal] = {}
        self.values = [self.convert(item.price, currency) * item.quantity for item in items]
        self.carriage = None if shipping is None else self.convert(shipping, currency)

    def convert(self, money: Money, currency: str) -> Decimal:
        """Return an amount in `currency` at the rates of the day, and remember the day where they were needed."""
        if money.currency == currency:
            return money.amount
        converted = self._rates.convert(money.amount, money.currency, currency, self.on)
        self.rate_date = converted.rate_date
        return converted.amount

    def goods_value(self, currency: str) -> Decimal:
        """Return what all goods cost together, carriage left out."""
        if currency not in self._totals:
            parts = (self.convert(item.price, currency) * item.quantity for item in self.items)
            self._totals[currency] = sum(parts, Decimal(0))
        return self._totals[currency]

    def measured(self, threshold: Threshold, valued_at: Decimal = Decimal(1)) -> Decimal | None:
        """Return the value that a threshold is about, in its currency; goods count with `valued_at` of their price.

        None where it hangs on an unknown carriage, or on a rate of exchange that nobody publishes for the day. Raise
        PricingError where the prices themselves are in a currency without rates.
        """
        try:
            return self._measured(threshold, valued_at)
        except PricingError:
            if all(self._rates.knows(item.price.currency) for item in self.items):
                return None  # so it is the threshold's currency
            raise

    def _measured(self, threshold: Threshold, valued_at: Decimal) -> Decimal | None:
        currency = threshold.value.currency
        if threshold.measure is Measure.GOODS:
            return self.goods_value(currency) * valued_at
        if threshold.measure is Measure.ITEM:
            return max(self.convert(item.price, currency) for item in self.items) * valued_at
        if threshold.measure is Measure.CIF and self.shipping is not None:
            return self.goods_value(currency) * valued_at + self.convert(self.shipping, currency)
        return None

    def meets(self, rule: Rule, row: int) -> bool | None:
        """Tell whether a rule applies to an item, whoever buys it; None where that cannot be said."""
        if rule.dispatched_from and self.origin not in rule.dispatched_from:
            return False
        if rule.carrier and self.carrier not in ("", rule.carrier):
            return False
        item = self.items[row]
        if rule.made_in and item.origin is not None and item.origin not in rule.made_in:
            return False
        is_covered = rule.goods.covers(self.codes[row], item.category, item.audience)
        if is_covered is False:
            return False
        if rule.threshold is not None:
            value = self.measured(rule.threshold, rule.valued_at)
            if value is not None and not rule.threshold.holds(value):
                return False
            if value is None:
                return None
        is_open = (rule.carrier and not self.carrier) or (rule.made_in and item.origin is None)
        return None if is_covered is None or is_open else True

    def rule_for(self, rules: Iterable[Rule], row: int) -> Rule | None:
        """Return the first rule that applies to an item; None where there is none, or where it cannot be said."""
        for rule in rules:
            is_met = self.meets(rule, row)
            if is_met is not False:
                return rule if is_met else None
        return None

    def share(self, rows: Sequence[int]) -> Decimal:
        """Return the part of the goods' value that lies in `rows`; by number of items where nothing costs anything."""
        if len(rows) == len(self.items):
            return Decimal(1)
        total = sum(self.values, Decimal(0))
        if total == 0:
            return Decimal(len(rows)) / len(self.items)
        return sum((self.values[row] for row in rows), Decimal(0)) / total

    def base(
        self, basis: Sequence[Part], rows: Sequence[int], duty: Decimal | None, valued_at: Decimal = Decimal(1)
    ) -> Decimal | None:
        """Return what a rate is taken of for `rows`; None where a part is unknown.

        Goods count with `valued_at` of their price. Carriage and duty are of the whole consignment; `rows` bear them
        by value.
        """
        goods = sum((self.values[row] for row in rows), Decimal(0)) * valued_at
        base = goods if Part.GOODS in basis else Decimal(0)
        for part, amount in ((Part.SHIPPING, self.carriage), (Part.DUTY, duty)):
            if part in basis:
                if amount is None:
                    return None
                base += amount * self.share(rows)
        return base

    def n_pieces(self, rows: Sequence[int]) -> int:
        """Return how many single pieces lie in `rows`."""
        return sum(self.items[row].quantity for row in rows)

    def n_subheadings(self, rows: Sequence[int]) -> int | None:
        """Return how many HS subheadings (six digits) lie in `rows`; None where that cannot be said."""
        if len(rows) == 1:
            return 1
        subheadings = {self.codes[row][:6] for row in rows}
        return None if any(len(code) < 6 for code in subheadings) else len(subheadings)
