"""`crossaisle landed-cost restrictions`."""

import json
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime
from typing import Any

import click

from actions.settings import Settings
from retrieval.catalogue import Catalogue
from retrieval.errors import PricingError
from retrieval.pricing.territories import read_country
from retrieval.restrictions import Finding, Restrictions, Screen, Transport, Verdict, verdict_of

_NOT_KNOWN = "no rule known: ask the carrier"
_ROWS = tuple(Verdict)


@click.command("restrictions")
@click.argument("product_id", required=False)
@click.option("--to", "destinations", multiple=True, required=True, help="Country of the shopper; may be repeated.")
@click.option(
    "--by",
    "transport",
    type=click.Choice([one.value for one in Transport]),
    default=Transport.ANY.value,
    show_default=True,
    help="How it travels; any for a way that is not known.",
)
@click.option("--on", type=click.DateTime(["%Y-%m-%d"]), default=None, help="Day in question; today if left out.")
@click.option("--json", "as_json", is_flag=True, help="Print the findings as JSON.")
def command(
    product_id: str | None, destinations: tuple[str, ...], transport: str, on: datetime | None, as_json: bool
) -> None:
    """Say whether a product of the catalogue may be sent, and why; without PRODUCT_ID, count what holds for all."""
    day = on.date() if on else date.today()
    try:
        places = [read_country(destination, "destination") for destination in destinations]
    except PricingError as error:
        raise click.ClickException(str(error)) from error
    catalogue = Catalogue.load(Settings.from_environment().cache)
    screen = Screen(Restrictions.load(), catalogue, lambda: day)
    way = Transport(transport)
    if product_id is None:
        counts = {place: _counted(catalogue, screen, place, way) for place in places}
        click.echo(json.dumps(_counts_record(counts, day), indent=2) if as_json else _counts_table(counts))
        return
    product = catalogue.get(product_id)
    found = {place: screen.findings(product, place, way) for place in places}
    if as_json:
        click.echo(json.dumps(_record(product_id, found, day), ensure_ascii=False, indent=2))
        return
    for place, findings in found.items():
        click.echo(f"{place}  {verdict_of(findings) or _NOT_KNOWN}")
        for one in findings:
            click.echo(f"    {_row(one)}")


def _counted(catalogue: Catalogue, screen: Screen, place: str, way: Transport) -> Counter[tuple[str, Verdict]]:
    """Count the products of a catalogue by restriction, and under "" by verdict alone."""
    counts: Counter[tuple[str, Verdict]] = Counter()
    for product in catalogue:
        findings = screen.findings(product, place, way)
        counts.update((one.restriction.restriction_id, one.restriction.verdict) for one in findings)
        verdict = verdict_of(findings)
        if verdict is not None:
            counts["", verdict] += 1
    return counts


def _counts_table(counts: dict[str, Counter[tuple[str, Verdict]]]) -> str:
    lines = []
    for place, found in counts.items():
        totals = ", ".join(f"{found['', verdict]:,} {verdict}" for verdict in _ROWS if found["", verdict])
        lines.append(f"{place}  {totals or _NOT_KNOWN}")
        named = sorted((key for key in found if key[0]), key=lambda key: (_ROWS.index(key[1]), key[0]))
        lines += [f"    {found[key]:>6,}  {key[1]:<12}  {key[0]}" for key in named]
    return "\n".join(lines)


def _counts_record(counts: dict[str, Counter[tuple[str, Verdict]]], day: date) -> dict[str, Any]:
    return {
        "on": day.isoformat(),
        "destinations": {
            place: {
                "verdicts": {verdict: found["", verdict] for verdict in _ROWS},
                "rules": {rule_id: n for (rule_id, _), n in sorted(found.items()) if rule_id},
            }
            for place, found in counts.items()
        },
    }


def _record(product_id: str, found: Mapping[str, Sequence[Finding]], day: date) -> dict[str, Any]:
    return {
        "product_id": product_id,
        "on": day.isoformat(),
        "destinations": {
            place: {"verdict": verdict_of(findings) or "unknown", "findings": list(_findings(findings))}
            for place, findings in found.items()
        },
    }


def _findings(findings: Iterable[Finding]) -> Iterable[dict[str, Any]]:
    for finding in findings:
        one = finding.restriction
        yield {
            "rule_id": one.restriction_id,
            "goods": finding.kind.kind_id,
            "transport": one.transport,
            "verdict": one.verdict,
            "reason": one.reason,
            "confidence": one.confidence.value,
            "source": {
                "title": one.source.title,
                "url": one.source.url,
                "checked_on": one.source.checked_on.isoformat(),
            },
        }


def _row(finding: Finding) -> str:
    """Return a finding in a line: verdict, way, rule, reason, how sure, source and the day it was looked at."""
    one = finding.restriction
    way = "" if one.transport is Transport.ANY else f" by {one.transport}"
    said = f"{one.verdict}{way}  {one.restriction_id}  {one.reason}  {one.confidence.value}"
    return f"{said}  {one.source.title} ({one.source.checked_on}) {one.source.url}".rstrip()
