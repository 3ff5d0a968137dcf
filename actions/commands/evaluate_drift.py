"""`crossaisle evaluate drift`."""

import json
from datetime import UTC, datetime, timedelta

import click

from actions.buying.door_prices import DoorPrices
from actions.learned.models import serving_recommender
from actions.settings import Settings
from retrieval.catalogue import Catalogue
from retrieval.database import create_engine_for
from retrieval.pricing.rates import ExchangeRates
from retrieval.pricing.rules import Rules
from retrieval.quality.drift import Drift, DriftReport, Window
from retrieval.quality.drift_features import drift_report
from retrieval.shopper_store import ShopperStore


@click.command("drift")
@click.option("--until", type=click.DateTime(["%Y-%m-%d"]), help="Day at whose start the current window ends; now.")
@click.option("--current-days", default=7, show_default=True, type=click.IntRange(1), help="Days of the window now.")
@click.option("--reference-days", default=28, show_default=True, type=click.IntRange(1), help="Days before that.")
@click.option("--fail", is_flag=True, help="Exit 1 where a feature has drifted.")
@click.option("--json", "as_json", is_flag=True, help="Print the figures as JSON.")
@click.pass_context
def command(
    context: click.Context, until: datetime | None, current_days: int, reference_days: int, fail: bool, as_json: bool
) -> None:
    """Say whether events, products, countries, languages and scores have moved away from those of the weeks before.

    A feature drifts where its population stability index is 0.25 or more, or the distance of Kolmogorov and Smirnov 0.2
    or more, and chance does not explain it.
    """
    settings = Settings.from_environment()
    catalogue = Catalogue.load(settings.cache)
    prices = DoorPrices(ExchangeRates.load(), Rules.load(), catalogue.merchants)
    end = until.replace(tzinfo=UTC) if until else datetime.now(UTC)
    start = end - timedelta(days=current_days)
    served = serving_recommender(settings)()
    click.echo(f"  scores: {f'version {served.version}' if served else 'no model serves'}", err=True)
    found = drift_report(
        ShopperStore(create_engine_for(settings.database_url)),
        catalogue,
        prices.in_euros,
        Window(start - timedelta(days=reference_days), start),
        Window(start, end),
        served.model if served else None,
    )
    click.echo(json.dumps(found.as_json(), ensure_ascii=False) if as_json else _table(found))
    context.exit(1 if fail and found.drifted else 0)


def _table(found: DriftReport) -> str:
    now, before = found.current, found.reference
    lines = [f"{now.start:%Y-%m-%d} to {now.end:%Y-%m-%d}, beside from {before.start:%Y-%m-%d} on; independent values"]
    lines.append(f"{'feature':18} {'before':>7} {'now':>7} {'PSI':>7} {'JS':>6} {'KS':>6} {'p':>8}  moved most")
    lines += [_line(one) for one in found.drifts]
    lines += [f"left out: {n} {reason}" for reason, n in found.left_out.items()]
    return "\n".join(lines)


def _line(one: Drift) -> str:
    moved = ", ".join(f"{each.name} {each.reference:.0%}→{each.current:.0%}" for each in one.moved[:2])
    return (
        f"{one.name:18} {one.effective_reference:7.0f} {one.effective_current:7.0f} {one.stability:7.3f} "
        f"{one.divergence:6.3f} {one.distance:6.3f} {one.p_value:8.2g}  {one.level.upper()}  {moved}"
    )
