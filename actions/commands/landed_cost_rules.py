"""`crossaisle landed-cost rules`."""

import json
from datetime import date, datetime
from decimal import Decimal
from typing import Any

import click
from babel.numbers import format_percent

from retrieval.errors import PricingError
from retrieval.pricing.rule import Confidence, Kind, Rule
from retrieval.pricing.rules import Rules
from retrieval.pricing.territories import EU, read_country


@click.command("rules")
@click.option("--on", type=click.DateTime(["%Y-%m-%d"]), default=None, help="Day in question; today if left out.")
@click.option("--market", default="", help="Country of the shopper, or EU; with it the rules that apply there.")
@click.option("--json", "as_json", is_flag=True, help="Print the rules as JSON.")
def command(on: datetime | None, market: str, as_json: bool) -> None:
    """List the rules in force on a day: market, kind, figure, how sure it is, and where it comes from."""
    day = on.date() if on else date.today()
    try:
        place = market if market in ("", EU) else read_country(market, "market")
        rules = Rules.load().on_day(day, place)
    except PricingError as error:
        raise click.ClickException(str(error)) from error
    if as_json:
        listed = {"on": day.isoformat(), "market": place or None, "rules": [_record(rule) for rule in rules]}
        click.echo(json.dumps(listed, ensure_ascii=False, indent=2))
        return
    rows = [(rule.market, rule.kind.value, rule.rule_id, figure_text(rule), rule.confidence.value) for rule in rules]
    widths = [max(map(len, column), default=0) for column in zip(*rows, strict=True)]
    for row, rule in zip(rows, rules, strict=True):
        cells = (f"{cell:<{width}}" for cell, width in zip(row, widths, strict=True))
        click.echo(f"{'  '.join(cells)}  {rule.source.title} ({rule.source.checked_on}) {rule.source.url}".rstrip())
    click.echo(f"{len(rules)} rules in force on {day}")


def figure_text(rule: Rule) -> str:
    """Return a rule's figure and its condition in short: `12% of goods, shipping`, `0%, goods up to 150.00 EUR`.

    A rule without a figure that may be shown gives its remark after `unknown:`, a remark itself alone.
    """
    if rule.kind is Kind.NOTE:
        return rule.text
    parts = []
    if rule.kind is Kind.PEG:
        parts.append(f"{rule.rate} {rule.currency} for 1 USD")
    elif rule.rate is not None:
        parts.append(_percent(rule.rate))
    if rule.amount is not None:
        parts.append(f"{rule.amount.text()} {rule.amount.currency} per {rule.per}")
    if rule.share != 1:
        parts.append(f"{_percent(rule.share)} of the rate")
    if rule.basis:
        parts.append(f"of {', '.join(part.value for part in rule.basis)}")
    if rule.confidence is Confidence.UNCONFIRMED:
        parts = [f"unknown: {rule.text}"]
    return ", ".join(filter(None, (" ".join(parts), _condition(rule))))


def _percent(share: Decimal) -> str:
    return format_percent(share, format="#,##0.##%", locale="en")


def _condition(rule: Rule) -> str:
    threshold = rule.threshold
    if threshold is None:
        return ""
    side = "above" if threshold.is_floor else "up to" if threshold.is_inclusive else "below"
    return f"{threshold.measure.value} {side} {threshold.value.text()} {threshold.value.currency}"


def _record(rule: Rule) -> dict[str, Any]:
    threshold = rule.threshold
    side = (
        "" if threshold is None else "above" if threshold.is_floor else "up_to" if threshold.is_inclusive else "below"
    )
    return {
        "rule_id": rule.rule_id,
        "market": rule.market,
        "kind": rule.kind.value,
        "rate": None if rule.rate is None else format(rule.rate, "f"),
        "share": format(rule.share, "f"),
        "amount": None if rule.amount is None else rule.amount.as_wire(),
        "per": rule.per,
        "basis": [part.value for part in rule.basis],
        "threshold": None
        if threshold is None
        else {"measure": threshold.measure.value, side: threshold.value.text(), "currency": threshold.value.currency},
        "hs": list(rule.goods.hs),
        "except_hs": list(rule.goods.except_hs),
        "dispatched_from": sorted(rule.dispatched_from),
        "carrier": rule.carrier or None,
        "buyer": None if rule.buyer is None else rule.buyer.value,
        "valid_from": None if rule.valid_from is None else rule.valid_from.isoformat(),
        "valid_to": None if rule.valid_to is None else rule.valid_to.isoformat(),
        "confidence": rule.confidence.value,
        "is_known": rule.is_sure,
        "text": rule.text or None,
        "source": {
            "title": rule.source.title,
            "url": rule.source.url or None,
            "checked_on": rule.source.checked_on.isoformat(),
        },
    }
