"""Until when a country's law lets a shopper send back what they bought from afar, without a reason."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from pathlib import Path
from typing import Any

import yaml

from retrieval.errors import PricingError
from retrieval.pricing.rule import Confidence, Source
from retrieval.pricing.territories import country_codes, markets
from retrieval.shipping.working_days import plus_days

DATA_FILE = Path(__file__).resolve().parents[2] / "data" / "consumer" / "withdrawal.yml"
"""Where a checkout of the project keeps the rules."""


class Scope(StrEnum):
    """How far a rule goes: for every sale in the market, with more left to its states, or where terms are silent."""

    EVERYWHERE = "everywhere"
    BY_STATE = "by_state"
    UNLESS_STATED = "unless_stated"


@dataclass(frozen=True, slots=True)
class Withdrawal:
    """The rule of a market (ISO 3166-1 code or `EU`): `days` after the day of delivery, 0 where the law gives none.

    Where it `counts_first_day`, the day of delivery is the first of them; where it `counts_working_days`, only days on
    which people work in the market are counted.
    """

    rule_id: str
    market: str
    days: int
    valid_from: date
    source: Source
    scope: Scope = Scope.EVERYWHERE
    counts_first_day: bool = False
    counts_working_days: bool = False

    @property
    def is_decisive(self) -> bool:
        """Whether the rule says by itself until when, without a state's law, the seller's terms or a local calendar."""
        return self.scope is Scope.EVERYWHERE and not self.counts_working_days

    def last_day(self, delivered: date) -> date:
        """Return the last day of the period for goods delivered on a day.

        >>> source = Source("a law", "", date(2026, 11, 26))
        >>> str(Withdrawal("eu", "EU", 14, date(2014, 6, 13), source).last_day(date(2026, 11, 20)))
        '2026-12-04'
        """
        if self.counts_working_days:
            return plus_days(delivered, self.days, (self.market,), in_any=True)
        return delivered + timedelta(days=self.days - self.counts_first_day)


@dataclass(frozen=True, slots=True)
class Withdrawals:
    """The rules by market; a country without one is not known."""

    rules: Mapping[str, Withdrawal]

    @classmethod
    def load(cls, path: Path = DATA_FILE) -> "Withdrawals":
        """Read data/consumer/withdrawal.yml, leaving out what is unconfirmed; PricingError names a bad record."""
        try:
            records = yaml.safe_load(path.read_text(encoding="utf-8"))
        except (OSError, yaml.YAMLError) as error:
            raise PricingError(f"{path} cannot be read ({error}): restore it from the project.") from error
        rules: dict[str, Withdrawal] = {}
        for record in records:
            rule = _rule(path, record)
            if rule.market in rules:
                raise PricingError(f"{path} has two rules for {rule.market!r}; keep one")
            if Confidence(record["confidence"]) is not Confidence.UNCONFIRMED:
                rules[rule.market] = rule
        return cls(rules)

    def of(self, country: str, on: date) -> Withdrawal | None:
        """Return the rule for what was bought on a day for a country, None where it is not known."""
        if country not in country_codes():
            return None
        found = (self.rules[market] for market in markets(country) if market in self.rules)
        return next((rule for rule in found if rule.valid_from <= on), None)


def _rule(path: Path, record: Any) -> Withdrawal:
    try:
        source = record["source"]
        rule = Withdrawal(
            rule_id=record["id"],
            market=record["market"],
            days=record["days"],
            valid_from=record["valid_from"],
            source=Source(source["title"], source.get("url", ""), record["checked_on"]),
            scope=Scope(record.get("scope", Scope.EVERYWHERE)),
            counts_first_day=record.get("counts_first_day", False) is True,
            counts_working_days=record.get("counts_working_days", False) is True,
        )
        Confidence(record["confidence"])
        is_usable = (
            type(rule.days) is int
            and 0 <= rule.days <= 366
            and all(type(day) is date for day in (rule.valid_from, rule.source.checked_on))
        )
    except (KeyError, TypeError, AttributeError, ValueError) as error:
        raise PricingError(f"{path}: {record!r} is not usable ({error!r}); see data/consumer/README.md") from error
    if not is_usable:
        raise PricingError(f"{path}: {rule.rule_id!r} has days or dates that cannot be; see data/consumer/README.md")
    return rule
