"""The day and the goods of the worked examples, and what is read from a cost."""

from collections.abc import Callable
from datetime import date

from retrieval.pricing.landed_cost import LandedCost

TODAY = date(2026, 11, 22)
T_SHIRT, HEADPHONES, HANDBAG, CHOCOLATE, PERFUME = "6109.10", "8518.30", "4202.21", "1806.31", "3303.00"
UNRECORDED = "7323.93"  # articles of steel, of which no ordinary rate is recorded

Cost = Callable[..., LandedCost]


def amounts(cost: LandedCost, kind: str) -> list[str | None]:
    return [None if line.amount is None else str(line.amount) for line in cost.lines if line.kind == kind]


def rule_ids(cost: LandedCost) -> list[str | None]:
    return [line.rule_id for line in cost.lines if line.kind not in ("item", "shipping")]
