"""`crossaisle train ranker`."""

from datetime import UTC, datetime, timedelta

import click

from actions.commands.training_outcome import show
from actions.learned.models import registry
from actions.settings import Settings
from retrieval.consented_events import ConsentedEvents
from retrieval.database import create_engine_for
from retrieval.quality.ranker_training import KIND, train_into
from retrieval.shopper_store import ShopperStore
from retrieval.shown_lists import KEPT_DAYS, ShownLists


@click.command("ranker")
@click.option("--seed", default=0, show_default=True, help="Seed of the bootstrap.")
@click.option("--json", "as_json", is_flag=True, help="Print the outcome as JSON.")
@click.pass_context
def command(context: click.Context, seed: int, as_json: bool) -> None:
    """Learn what counts for shoppers from the lists they were shown and what they took up of them.

    Only the lists of shoppers who consented are learned from. What stands first is looked at most: this is corrected
    for. The weights learned serve where they order later lists better than those that serve now, beyond the interval;
    exit 1 where they may not. Lists older than half a year are forgotten.
    """
    settings = Settings.from_environment()
    database = create_engine_for(settings.database_url)
    shown = ShownLists(database)
    n_forgotten = shown.forget_old()
    click.echo(f"  {n_forgotten} lists older than {KEPT_DAYS} days forgotten", err=True)
    store = ShopperStore(database)
    consenting = store.consenting()
    kept = list(shown.since(datetime.now(UTC) - timedelta(days=KEPT_DAYS)))
    lists = [one for one in kept if one.user_id in consenting]
    click.echo(f"  {len(kept) - len(lists)} lists of shoppers without consent left out", err=True)
    events = ConsentedEvents(store).events_by_shopper()
    done = train_into(registry(settings, KIND), lists, events, seed, lambda text: click.echo(text, err=True))
    show(done, as_json=as_json)
    context.exit(0 if done.serves else 1)
