"""One dated cross-border rule, with its source, as the files in data/crossborder/ record it."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from enum import Enum
from typing import Any

from retrieval.errors import PricingError
from retrieval.pricing.goods import ALL_GOODS, Goods, hs_digits
from retrieval.pricing.money import Money, parse_decimal
from retrieval.pricing.terms import Buyer
from retrieval.records import day_of, member_of


class Kind(Enum):
    """What a rule is about."""

    VAT_RATE = "vat_rate"  # the share of the price that a country asks for goods
    VAT = "vat"  # whether and on what base that rate is charged when goods come from abroad
    VAT_WAIVER = "vat_waiver"  # an amount of tax that is too small to collect
    DUTY = "duty"
    SURCHARGE = "surcharge"  # a further duty on top: all that apply are charged, where of the duties one is
    FEE = "fee"  # a public charge other than tax and duty
    AT_SALE = "at_sale"  # that registered sellers collect the tax with the order, and not the border at the door
    NOTE = "note"  # what a shopper should know, without an amount
    PEG = "peg"  # a currency's fixed price of one US dollar

    __hash__ = object.__hash__  # rules are looked up by kind all the time, and Enum's own hash is slow


class Confidence(Enum):
    """How sure a figure is. An unconfirmed one is shown as unknown, never as a figure."""

    OFFICIAL = "official"
    SECONDARY = "secondary"
    UNCONFIRMED = "unconfirmed"


class Measure(Enum):
    """What is compared with a threshold."""

    GOODS = "goods"  # the consignment's goods, carriage left out
    ITEM = "item"  # the dearest single piece
    CIF = "cif"  # goods and carriage
    TAX = "tax"  # the tax itself


class Part(Enum):
    """What a rate is taken of."""

    GOODS = "goods"
    SHIPPING = "shipping"
    DUTY = "duty"


@dataclass(frozen=True, slots=True)
class Source:
    """Where a figure comes from: title, address ("" where there is none) and the day it was last looked at."""

    title: str
    url: str
    checked_on: date


@dataclass(frozen=True, slots=True)
class Threshold:
    """The highest value at which a rule applies; `is_inclusive` tells whether the value itself still counts.

    One that `is_floor` is the other way round: the rule applies above it.
    """

    measure: Measure
    value: Money
    is_inclusive: bool = True
    is_floor: bool = False

    def holds(self, value: Decimal) -> bool:
        """Tell whether the rule applies at `value`, which is in the threshold's own currency."""
        if self.is_floor:
            return value > self.value.amount
        return value <= self.value.amount if self.is_inclusive else value < self.value.amount


@dataclass(frozen=True, slots=True)
class Rule:
    """A rule of `market` (ISO 3166-1 code, `EU` or `*`), in force from `valid_from` until the day before `valid_to`.

    `rate` is a share of the parts in `basis`, times `share` for VAT; `amount` is charged once per `per` (`subheading`,
    the first six digits of the HS code, `consignment`, or `item`, each single piece). `valued_at` is the part of the
    goods' price that counts as their value, for the threshold and for what the rate is taken of. `dispatched_from`,
    `made_in`, the countries of manufacture, `carrier` and `buyer` narrow it where they are given. One that
    `comes_first` is tried before all others of its kind, as the rate of a country that has no other.
    """

    rule_id: str
    market: str
    kind: Kind
    source: Source
    confidence: Confidence
    valid_from: date | None = None
    valid_to: date | None = None
    rate: Decimal | None = None
    share: Decimal = Decimal(1)
    amount: Money | None = None
    per: str = "consignment"
    currency: str = ""
    basis: tuple[Part, ...] = ()
    valued_at: Decimal = Decimal(1)
    threshold: Threshold | None = None
    goods: Goods = ALL_GOODS
    dispatched_from: frozenset[str] = frozenset()
    made_in: frozenset[str] = frozenset()
    carrier: str = ""
    buyer: Buyer | None = None
    comes_first: bool = False
    text: str = ""

    @property
    def is_sure(self) -> bool:
        """Whether its figure may be shown: it has one, and it is confirmed."""
        has_figure = self.rate is not None or self.amount is not None or bool(self.basis)
        return has_figure and self.confidence is not Confidence.UNCONFIRMED

    def holds_on(self, day: date) -> bool:
        """Tell whether it is in force on `day`."""
        return (self.valid_from is None or self.valid_from <= day) and (self.valid_to is None or day < self.valid_to)


_NAMES = """id market kind rate share amount per currency basis valued_at threshold hs except_hs categories
    except_categories only_categories audiences dispatched_from made_in carrier buyer first text valid_from valid_to
    source checked_on confidence"""
_KEYS = frozenset(_NAMES.split())
_SIDES = ("up_to", "below", "above")
_REQUIRED = ("id", "market", "kind", "source", "checked_on", "confidence")


def read_rule(record: Mapping[str, Any]) -> Rule:
    """Turn one record of a YAML file into a rule.

    Numbers are quoted text, so that they stay exact. Raise PricingError where a key is missing, foreign or of a wrong
    kind; the caller adds the file and the record's id.
    """
    if record.get("market") is False:
        raise PricingError('the market reads as false; quote "NO"')
    foreign, missing = set(record) - _KEYS, [key for key in _REQUIRED if not record.get(key)]
    if foreign or missing:
        problem = f"the key {min(foreign)!r} is foreign" if foreign else f"{missing[0]!r} is missing"
        raise PricingError(f"{problem}; see data/crossborder/README.md for the keys")
    currency, source, amount = record.get("currency", ""), record["source"], record.get("amount")
    return Rule(
        rule_id=str(record["id"]),
        market=str(record["market"]),
        kind=member_of(Kind, record["kind"], PricingError),
        source=Source(str(source["title"]), str(source.get("url", "")), day_of(record["checked_on"], PricingError)),
        confidence=member_of(Confidence, record["confidence"], PricingError),
        valid_from=day_of(record["valid_from"], PricingError) if record.get("valid_from") else None,
        valid_to=day_of(record["valid_to"], PricingError) if record.get("valid_to") else None,
        rate=_number(record, "rate"),
        share=_number(record, "share") or Decimal(1),
        amount=None if amount is None else Money.parse(amount, currency),
        per=str(record.get("per", "consignment")),
        currency=currency,
        basis=tuple(member_of(Part, part, PricingError) for part in record.get("basis", ())),
        valued_at=_number(record, "valued_at") or Decimal(1),
        threshold=_threshold(record.get("threshold")),
        goods=_goods(record),
        dispatched_from=frozenset(record.get("dispatched_from", ())),
        made_in=frozenset(record.get("made_in", ())),
        carrier=str(record.get("carrier", "")),
        buyer=member_of(Buyer, record["buyer"], PricingError) if "buyer" in record else None,
        comes_first=bool(record.get("first", False)),
        text=str(record.get("text", "")),
    )


def _goods(record: Mapping[str, Any]) -> Goods:
    return Goods(
        hs=tuple(hs_digits(str(code)) for code in record.get("hs", ())),
        except_hs=tuple(hs_digits(str(code)) for code in record.get("except_hs", ())),
        categories=frozenset(record.get("categories", ())),
        except_categories=frozenset(record.get("except_categories", ())),
        audiences=frozenset(record.get("audiences", ())),
        only_categories=frozenset(record.get("only_categories", ())),
    )


def _threshold(record: Mapping[str, str] | None) -> Threshold | None:
    if record is None:
        return None
    side = next((name for name in _SIDES if name in record), "")
    if set(record) != {"measure", "currency", side}:
        raise PricingError(f"the threshold {dict(record)} needs measure, currency and one of {', '.join(_SIDES)}")
    value = Money.parse(record[side], record["currency"])
    return Threshold(member_of(Measure, record["measure"], PricingError), value, side == "up_to", side == "above")


def _number(record: Mapping[str, Any], key: str) -> Decimal | None:
    return None if record.get(key) is None else parse_decimal(record[key], key)
