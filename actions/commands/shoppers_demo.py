"""`crossaisle shoppers demo`."""

import click

from actions.settings import Settings
from retrieval.catalogue import Catalogue
from retrieval.database import create_engine_for
from retrieval.demo_shoppers import demo_events
from retrieval.shopper_store import PERSONALISATION, ShopperStore


@click.command("demo")
@click.option("--shoppers", default=400, type=click.IntRange(2, 100_000), show_default=True)
@click.option("--seed", default=0, show_default=True)
@click.option("--if-demo-shop", is_flag=True, help="Do nothing where another catalogue than the demo shop is in place.")
def demo(shoppers: int, seed: int, if_demo_shop: bool) -> None:
    """Fill the database with invented shoppers whose tastes are known, so that there is something to recommend from.

    Being invented, they have consented to it, unless their answer is on record.
    The same seed gives the same events; running it again adds nothing.
    """
    settings = Settings.from_environment()
    catalogue = Catalogue.load(settings.cache)
    if if_demo_shop and catalogue.source != "demo":
        click.echo("  another catalogue is in place: no invented shoppers")
        return
    store = ShopperStore(create_engine_for(settings.database_url))
    events = demo_events(catalogue.products, shoppers, seed)
    for user_id in dict.fromkeys(event.user_id for event in events):
        if not any(answer.purpose == PERSONALISATION for answer in store.consents_of(user_id)):
            store.record_consent(user_id, PERSONALISATION, granted=True)
    known = {event.event_id for event in store.events_of(events[-1].user_id)}
    if events[-1].event_id in known:
        click.echo(f"  {shoppers} invented shoppers: unchanged")
        return
    outcome = store.add_events(events)
    click.echo(f"  {shoppers} invented shoppers: {outcome['new']} events added, {outcome['duplicate']} known already")
