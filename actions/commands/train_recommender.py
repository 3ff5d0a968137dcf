"""`crossaisle train recommender`."""

import json
import time

import click

from actions.learned.models import registry
from actions.learned.shop_data import shop_data
from actions.settings import Settings
from retrieval.behaviour.collecting import WITHOUT_CONSENT
from retrieval.quality.gate import Comparison
from retrieval.quality.recommender_training import RecommenderTraining, Trained
from retrieval.recommenders.methods import METHODS

BEST = "best"


@click.command("recommender")
@click.option(
    "--method",
    type=click.Choice([BEST, *sorted(METHODS)]),
    default=BEST,
    show_default=True,
    help="How to recommend; `best` tries them all on shoppers set aside, and takes the best.",
)
@click.option(
    "--check/--no-check", default=True, show_default=True, help="Judge it, and let it serve if it passes the gate."
)
@click.option("--refreeze", is_flag=True, help="Judge on what held-out shoppers did up to now, from now on.")
@click.option("--seed", default=0, show_default=True, help="Seed of the bootstrap.")
@click.option("--json", "as_json", is_flag=True, help="Print the outcome as JSON.")
@click.pass_context
def command(context: click.Context, method: str, check: bool, refreeze: bool, seed: int, as_json: bool) -> None:
    """Learn a recommender from the shop's events, judge it beside the one that serves, and switch if it passes.

    A fifth of the shoppers is kept from every model and judged on. Exit 1 where a checked model may not serve; it is
    kept all the same, and what served goes on serving.
    """
    started = time.monotonic()
    settings = Settings.from_environment()
    found = shop_data(settings, _tell)
    left_out = {WITHOUT_CONSENT: found.n_without_consent, **found.data.left_out}
    _tell(f"  {found.data.n_events} events, {len(found.data.interactions)} interactions; left out: {left_out}")
    training = RecommenderTraining(registry(settings), METHODS)
    data = found.data
    name = training.best_method(data.interactions, data.facts, _tell) if method == BEST else method
    done = training.train(name, data.interactions, data.facts, seed, _tell, refreeze=refreeze, is_checked=check)
    if as_json:
        click.echo(json.dumps(_figures(done, left_out, time.monotonic() - started)))
    else:
        click.echo(_table(done))
    context.exit(0 if done.serves or not check else 1)


def _tell(text: str) -> None:
    click.echo(text, err=True)


def _figures(done: Trained, left_out: dict[str, int], seconds: float) -> dict[str, object]:
    version = done.version.as_json()
    return {
        "kind": version["kind"],
        "version": version["number"],
        "method": version["method"],
        "serves": done.serves,
        "gate": done.verdict.as_json(),
        "metrics": version["metrics"],
        "lineage": version["lineage"],
        "left_out": left_out,
        "dropped": list(done.dropped),
        "seconds": round(seconds, 3),
    }


def _table(done: Trained) -> str:
    lines = [f"version {done.version.number} ({done.version.method}): {done.verdict.reason}"]
    if done.verdict.comparisons:
        lines.append(f"{'metric':16} {'n':>6} {'candidate':>9} {'beside':>9}  gain with its 95 % interval")
        lines += [_line(one) for one in done.verdict.comparisons]
    lines.append("it serves now" if done.serves else "it does not serve")
    return "\n".join(lines)


def _line(one: Comparison) -> str:
    return (
        f"{one.metric:16} {one.n_units:6} {one.candidate.mean:9.4f} {one.serving.mean:9.4f}  "
        f"{one.gain.mean:+.4f} ({one.gain.low:+.4f} to {one.gain.high:+.4f}){' WORSE' if one.is_worse else ''}"
    )
