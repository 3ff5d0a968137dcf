"""`crossaisle evaluate lists`."""

import json
from collections.abc import Callable, Sequence
from datetime import UTC, datetime
from typing import Any

import click
import numpy as np

from actions.assembly import assemble
from actions.settings import Settings
from actions.shop import Shop
from retrieval.evaluation.recommending.own_lists import MEASURES, Listed, ListFigures, judge_lists
from retrieval.finder import View
from retrieval.lists.calibration import CALIBRATION
from retrieval.preferences import ratings_of

_NEUTRAL = 2.5
_DIGITS = 4


@click.command("lists")
@click.option("--k", default=10, type=click.IntRange(2, 100), show_default=True, help="Places of a list.")
@click.option("--users", default=300, type=click.IntRange(1), show_default=True, help="Shoppers drawn at most.")
@click.option("--calibration", "calibrations", multiple=True, type=click.FloatRange(0, 1), help="Judge these too.")
@click.option("--seed", default=0, show_default=True, help="Seed of the shoppers drawn and of the intervals.")
@click.option("--json", "as_json", is_flag=True, help="Print the figures as JSON.")
def command(k: int, users: int, calibrations: tuple[float, ...], seed: int, as_json: bool) -> None:
    """Measure the recommendation lists that the shop serves: variety, novelty, coverage, fairness, calibration.

    Beside the calibrated lists stand those in which categories take turns, whatever the shopper likes.
    """
    shop = assemble(Settings.from_environment(), lambda: datetime.now(UTC).date())
    liked = {
        user_id: {product_id: rating - _NEUTRAL for product_id, rating in ratings_of(events).items()}
        for user_id, events in shop.store.events_by_shopper()
    }
    names = sorted(liked)
    if len(names) > users:
        names = sorted(np.random.default_rng(seed).choice(names, users, replace=False).tolist())
    ways = {"by turns": _way(shop, 0.0)}
    ways |= {f"calibrated {one:g}": _way(shop, one) for one in sorted({CALIBRATION, *calibrations} - {0.0})}
    found = judge_lists({name: liked[name] for name in names}, shop.catalogue, ways, k, seed)
    click.echo(json.dumps(as_figures(found, k)) if as_json else table(found, k))


def _way(shop: Shop, calibration: float) -> Callable[[str, int], Listed]:
    filters, today = shop.filters_for("", ""), shop.today()

    def listed(user_id: str, k: int) -> Listed:
        profile = shop.profile(user_id)
        view = View(calibration=calibration)
        items = shop.finder.recommend(filters, user_id, profile, today, k, profile.bought, view).items
        return [item.product.product_id for item in items], [item.score or 0.0 for item in items]

    return listed


def as_figures(found: Sequence[ListFigures], k: int) -> dict[str, Any]:
    """Return the figures by the name of each way, with intervals."""
    return {
        "k": k,
        "serving": f"calibrated {CALIBRATION:g}",
        "lists": {
            one.name: {
                "n_lists": one.n_lists,
                **{name: round(one.estimates[name].mean, _DIGITS) for name in MEASURES},
                "intervals": {
                    name: [round(one.estimates[name].low, _DIGITS), round(one.estimates[name].high, _DIGITS)]
                    for name in MEASURES
                },
                "coverage": round(one.coverage, _DIGITS),
                "gini": round(one.gini, _DIGITS),
            }
            for one in found
        },
    }


def table(found: Sequence[ListFigures], k: int) -> str:
    """Return all figures as a table for a terminal."""
    head = f"{'':16}" + "".join(f"{name:>24}" for name in MEASURES) + f"{'coverage':>10}{'gini':>8}"
    lines = [f"lists of {k} for {found[0].n_lists} shoppers; served: calibrated {CALIBRATION:g}", head]
    for one in found:
        figures = (one.estimates[name] for name in MEASURES)
        cells = "".join(f"{f'{each.mean:.3f} ({each.low:.3f}-{each.high:.3f})':>24}" for each in figures)
        lines.append(f"{one.name:16}{cells}{one.coverage:10.3f}{one.gini:8.3f}")
    return "\n".join(lines)
