"""All cross-border rules, found by market, kind and date."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from functools import lru_cache
from pathlib import Path

from retrieval.errors import PricingError
from retrieval.pricing.rule import Kind, Rule, read_rule
from retrieval.pricing.terms import Buyer
from retrieval.pricing.territories import ANYWHERE, EU, country_codes, markets
from retrieval.records import records_of

DATA_FOLDER = Path(__file__).resolve().parents[2] / "data" / "crossborder"
"""Where a checkout of the project keeps the rules."""

_NO_THRESHOLD = Decimal("Infinity")


@dataclass(frozen=True, slots=True)
class InForce:
    """The rules that hold at a destination on a day for a kind of buyer, by kind, the one to try first in front."""

    vat_rates: tuple[Rule, ...]
    vat: tuple[Rule, ...]
    waivers: tuple[Rule, ...]
    duties: tuple[Rule, ...]
    surcharges: tuple[Rule, ...]
    fees: tuple[Rule, ...]
    at_sale: tuple[Rule, ...]
    notes: tuple[Rule, ...]


class Rules:
    """Dated rules. Immutable; build it with `load` or `from_rules`."""

    def __init__(self, rules: tuple[Rule, ...]) -> None:
        self.rules = rules
        self._by_market: dict[tuple[str, Kind], list[Rule]] = {}
        for rule in rules:
            self._by_market.setdefault((rule.market, rule.kind), []).append(rule)
        self._cached = lru_cache(maxsize=4096)(self._select)
        self._gathered = lru_cache(maxsize=4096)(self._gather)

    @classmethod
    def load(cls, folder: Path = DATA_FOLDER) -> "Rules":
        """Read every `*.yml` of `folder`.

        Raise PricingError naming file and record where a record is not usable, and where the folder holds none.
        """
        paths = sorted(folder.glob("*.yml"))
        if not paths:
            raise PricingError(f"{folder} holds no rules; give the folder with the *.yml files of data/crossborder")
        return cls.from_rules(rule for path in paths for rule in read_rules(path))

    @classmethod
    def from_rules(cls, rules: Iterable[Rule]) -> "Rules":
        """Take rules as they are; raise PricingError where two share an id."""
        found: dict[str, Rule] = {}
        for rule in rules:
            if rule.rule_id in found:
                raise PricingError(f"the rule id {rule.rule_id!r} is given twice; ids name one rule each")
            found[rule.rule_id] = rule
        return cls(tuple(found.values()))

    def __len__(self) -> int:
        return len(self.rules)

    def on_day(self, on: date, market: str = "") -> tuple[Rule, ...]:
        """Return the rules in force on a day, by market, kind and id; those that apply at `market` alone if given."""
        wanted = set(markets(market)) if market else None
        held = [rule for rule in self.rules if rule.holds_on(on) and (wanted is None or rule.market in wanted)]
        return tuple(sorted(held, key=lambda rule: (rule.market, rule.kind.value, rule.rule_id)))

    def get(self, rule_id: str) -> Rule:
        """Return the rule of that id; raise PricingError where there is none."""
        for rule in self.rules:
            if rule.rule_id == rule_id:
                return rule
        raise PricingError(f"there is no rule {rule_id!r}; see the files in data/crossborder")

    def in_force(self, destination: str, kind: Kind, on: date) -> tuple[Rule, ...]:
        """Return the rules of `kind` that hold at `destination` on that day, the one to try first in front.

        The order: rules that come first, then those with a threshold, then those for a kind of buyer, then rules that
        select goods before those for all goods, then the country's own before its customs union's before everyone's,
        then the lower threshold before the higher.
        """
        return self._cached(destination, kind, on)

    def at(self, destination: str, on: date, buyer: Buyer) -> InForce:
        """Return all rules that hold at `destination` on that day for a kind of buyer, each kind in that order."""
        return self._gathered(destination, on, buyer)

    def _gather(self, destination: str, on: date, buyer: Buyer) -> InForce:
        kinds = (Kind.VAT_RATE, Kind.VAT, Kind.VAT_WAIVER, Kind.DUTY, Kind.SURCHARGE, Kind.FEE, Kind.AT_SALE, Kind.NOTE)
        held = (self.in_force(destination, kind, on) for kind in kinds)
        return InForce(*(tuple(rule for rule in rules if rule.buyer in (None, buyer)) for rules in held))

    def _select(self, destination: str, kind: Kind, on: date) -> tuple[Rule, ...]:
        ranked = [
            (*_precedence(rule), rank, _height(rule), rule.rule_id, rule)
            for rank, market in enumerate(markets(destination))
            for rule in self._by_market.get((market, kind), ())
            if rule.holds_on(on)
        ]
        return tuple(entry[-1] for entry in sorted(ranked, key=lambda entry: entry[:-1]))


def read_rules(path: Path) -> tuple[Rule, ...]:
    """Read the rules of one YAML file; raise PricingError naming the file and the record that is not usable."""
    return tuple(rule_of(path, record) for record in records_of(path, PricingError))


def rule_of(path: Path, record: object) -> Rule:
    """Turn a record of the file at `path` into a rule; raise PricingError naming both where it is not usable."""
    name = record.get("id") if isinstance(record, dict) else record
    try:
        if not isinstance(record, dict):
            raise PricingError("it is not a record with keys")
        rule = read_rule(record)
        if rule.market not in country_codes() | {EU, ANYWHERE}:
            raise PricingError(f"the market {rule.market!r} is neither a country code nor {EU} nor {ANYWHERE}")
    except (PricingError, TypeError, KeyError, AttributeError) as error:
        raise PricingError(f"{path.name}: record {name!r}: {error}") from error
    return rule


def _precedence(rule: Rule) -> tuple[bool, bool, bool, bool]:
    return (not rule.comes_first, rule.threshold is None, rule.buyer is None, not rule.goods.is_selection)


def _height(rule: Rule) -> Decimal:
    return _NO_THRESHOLD if rule.threshold is None else rule.threshold.value.amount
