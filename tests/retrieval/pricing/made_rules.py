"""Rules made up for the tests of advice: a relief from duty up to a value, and a duty above it, at one market."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from retrieval.pricing.rule import read_rule
from retrieval.pricing.rules import Rules

SOURCE = {"source": {"title": "Made up"}, "checked_on": date(2026, 11, 22), "confidence": "official"}


def records_of(market: str, currency: str, relief: str, duty: str, vat: str) -> list[dict[str, Any]]:
    """Return the records of a market that frees goods up to `relief` from duty, and taxes goods, carriage and duty."""
    up_to = {"measure": "goods", "up_to": relief, "currency": currency}
    return [
        {"id": "relief", "market": market, "kind": "duty", "rate": "0", "threshold": up_to, **SOURCE},
        {"id": "duty", "market": market, "kind": "duty", "rate": duty, "basis": ["goods"], **SOURCE},
        {"id": "vat", "market": market, "kind": "vat", "basis": ["goods", "shipping", "duty"], **SOURCE},
        {"id": "rate", "market": market, "kind": "vat_rate", "rate": vat, **SOURCE},
    ]


def rules_of(*records: Mapping[str, Any]) -> Rules:
    return Rules.from_rules(read_rule(record) for record in records)
