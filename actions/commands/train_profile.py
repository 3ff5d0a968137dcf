"""`crossaisle train profile`."""

import click

from actions.commands.training_outcome import show
from actions.learned.models import registry
from actions.learned.shop_data import shop_data
from actions.settings import Settings
from retrieval.database import create_engine_for
from retrieval.quality.profile_training import KIND, train_into
from retrieval.recommenders.neural.outlook_settings import OutlookSettings
from retrieval.shopper_store import ShopperStore


@click.command("profile")
@click.option("--seed", default=0, show_default=True, help="Seed of the network, and of the bootstrap.")
@click.option("--json", "as_json", is_flag=True, help="Print the outcome as JSON.")
@click.pass_context
def command(context: click.Context, seed: int, as_json: bool) -> None:
    """Learn which category and price band shoppers turn to next, which then counts in the ranking.

    What is learned serves where it foretells the turns of shoppers kept apart better than the frequencies of all turns,
    beyond the interval; a later version, where it is no worse than the one that serves. Exit 1 where it may not serve.
    """
    settings = Settings.from_environment()
    found = shop_data(settings, _tell)
    known = frozenset(found.data.interactions.user_ids)
    store = ShopperStore(create_engine_for(settings.database_url))
    shoppers = ((user_id, events) for user_id, events in store.events_by_shopper() if user_id in known)
    done = train_into(
        registry(settings, KIND),
        found.data.interactions,
        found.data.facts,
        shoppers,
        OutlookSettings(seed=seed),
        _tell,
    )
    show(done, as_json=as_json)
    context.exit(0 if done.serves else 1)


def _tell(text: str) -> None:
    click.echo(text, err=True)
