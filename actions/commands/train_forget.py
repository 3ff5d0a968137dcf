"""`crossaisle train forget`."""

import json
from datetime import UTC, datetime, timedelta

import click

from actions.learned.models import kinds, registry
from actions.settings import Settings
from retrieval.behaviour.consents import consenting
from retrieval.database import create_engine_for
from retrieval.privacy.lingering import RETIRE_DAYS, Lingering, leave_frozen, lingering, present_since, retire


@click.command("forget")
@click.option("--drop", is_flag=True, help="Remove the versions that are old enough; without it they are listed only.")
@click.option(
    "--older-than-days", default=RETIRE_DAYS, show_default=True, type=click.IntRange(0), help="Remove from this age on."
)
@click.option("--json", "as_json", is_flag=True, help="Print the findings as JSON.")
@click.pass_context
def command(context: click.Context, drop: bool, older_than_days: int, as_json: bool) -> None:
    """List versions of models that learnt from shoppers who were erased or refuse since, and remove them.

    With --drop, erased shoppers leave the data that models are judged on too. Exit 1 where the version that serves is
    to be removed: train a new one first.
    """
    settings, now = Settings.from_environment(), datetime.now(UTC)
    engine = create_engine_for(settings.database_url)
    consent = consenting(engine, now.date())
    present, older_than = present_since(engine, consent), timedelta(days=older_than_days)
    figures: dict[str, dict[str, object]] = {}
    must_train = False
    for kind in kinds(settings):
        versions = registry(settings, kind)
        found, silent = lingering(versions, present)
        removed = retire(versions, found, now, older_than) if drop else []
        n_frozen = leave_frozen(versions, consent) if drop else 0
        must_train |= any(one.serves and now - one.created_at >= older_than for one in found)
        figures[kind] = {
            "versions": [_figures(one) for one in found],
            "without_digests": silent,
            "removed": removed,
            "left_frozen": n_frozen,
        }
        if not as_json:
            _show(kind, found, silent, removed, n_frozen)
    if as_json:
        click.echo(json.dumps(figures))
    elif must_train:
        click.echo(
            "the version that serves is to go: `crossaisle train recommender` makes another, then run this again"
        )
    context.exit(1 if must_train else 0)


def _figures(one: Lingering) -> dict[str, object]:
    return {
        "version": one.number,
        "created_at": one.created_at.isoformat(),
        "gone": one.n_gone,
        "learnt_from": one.n_learnt,
        "serves": one.serves,
    }


def _show(kind: str, found: list[Lingering], silent: list[int], removed: list[int], n_frozen: int) -> None:
    if not found:
        click.echo(f"{kind}: no version knows a shopper who is gone")
    for one in found:
        state = "removed" if one.number in removed else "serves" if one.serves else "kept"
        click.echo(
            f"{kind} {one.number}  {one.created_at:%Y-%m-%d}  {one.n_gone} of {one.n_learnt} shoppers are gone  {state}"
        )
    if silent:
        click.echo(f"{kind}: versions {', '.join(map(str, silent))} do not say whom they learnt from")
    if n_frozen:
        click.echo(f"{kind}: {n_frozen} shoppers who are gone left the data that models are judged on")
