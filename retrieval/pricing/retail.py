"""Converted prices as a shop writes them: in round figures, or with endings such as .99."""

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import ROUND_FLOOR, Decimal
from pathlib import Path
from typing import Any

import yaml

from retrieval.errors import PricingError
from retrieval.pricing.money import Money, parse_decimal, smallest_unit

EXACT, TIDY, CHARM = "exact", "tidy", "charm"
STYLES = (EXACT, TIDY, CHARM)

DATA_FILE = Path(__file__).resolve().parents[2] / "data" / "pricing" / "retail_endings.yml"
"""Where a checkout of the project keeps the endings."""


@dataclass(frozen=True, slots=True)
class Endings:
    """Prices from `reached` on end so that their rest by `of` is one of `ends`, which are in order."""

    reached: Decimal
    of: Decimal
    ends: tuple[Decimal, ...]

    def raised(self, amount: Decimal) -> Decimal:
        """Return the least price that is not below `amount` and ends so."""
        whole = (amount / self.of).to_integral_value(ROUND_FLOOR) * self.of
        after = (*self.ends, self.of + self.ends[0])
        return next(whole + end for end in after if whole + end >= amount)


@dataclass(frozen=True, slots=True)
class RetailRounding:
    """The endings by currency, and the largest share of a price by which it may be raised."""

    endings: Mapping[str, tuple[Endings, ...]]
    most: Decimal

    @classmethod
    def exact(cls) -> "RetailRounding":
        """Return what shows every price as it is."""
        return cls({}, Decimal(0))

    @classmethod
    def load(cls, style: str, path: Path = DATA_FILE) -> "RetailRounding":
        """Read the endings of a style of STYLES; raise PricingError naming what is not usable."""
        if style == EXACT:
            return cls.exact()
        try:
            record = yaml.safe_load(path.read_text(encoding="utf-8"))
            most = parse_decimal(record["most"], "most")
            return cls({code: _endings(code, lines) for code, lines in record[style].items()}, most)
        except (OSError, yaml.YAMLError, KeyError, TypeError, AttributeError) as error:
            raise PricingError(
                f"{path} has no usable endings for {style!r} ({error!r}); see the comment at its top"
            ) from error

    def shown(self, price: Money) -> Money:
        """Return the price to show for a converted one: never below what is charged, which is the price rounded.

        >>> RetailRounding.load("charm").shown(Money(Decimal("74.31"), "EUR"))
        Money(amount=Decimal('74.95'), currency='EUR')
        """
        charged = price.rounded()
        lines = [line for line in self.endings.get(price.currency, ()) if line.reached <= charged.amount]
        if not lines:
            return charged
        raised = lines[-1].raised(charged.amount)
        return Money(raised, price.currency) if raised - charged.amount <= self.most * charged.amount else charged


def _endings(currency: str, lines: Any) -> tuple[Endings, ...]:
    unit = smallest_unit(currency)
    found = []
    for line in lines:
        of, *ends = (parse_decimal(one, "ending") for one in (line["of"], *line["ends"]))
        if of <= 0 or not ends or any(not 0 <= end < of or end % unit for end in ends):
            raise PricingError(f"the endings {line} of {currency} cannot be; give rests from 0 to below `of`")
        found.append(Endings(parse_decimal(line["from"], "from"), of, tuple(sorted(ends))))
    return tuple(sorted(found, key=lambda one: one.reached))
