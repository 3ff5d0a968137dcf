"""`crossaisle shoppers demo`."""

import click

from actions.settings import Settings
from retrieval.catalogue import Catalogue
from retrieval.database import create_engine_for
from retrieval.demo_shoppers import demo_events
from retrieval.shopper_store import ShopperStore


@click.command("demo")
@click.option("--shoppers", default=400, type=click.IntRange(2, 100_000), show_default=True)
@click.option("--seed", default=0, show_default=True)
def demo(shoppers: int, seed: int) -> None:
    """Fill the database with invented shoppers whose tastes are known, so that there is something to recommend from.

    The same seed gives the same events; running it again adds nothing.
    """
    settings = Settings.from_environment()
    catalogue = Catalogue.load(settings.cache)
    store = ShopperStore(create_engine_for(settings.database_url))
    outcome = store.add_events(demo_events(catalogue.products, shoppers, seed))
    click.echo(f"{shoppers} shoppers: {outcome['new']} events added, {outcome['duplicate']} known already")
