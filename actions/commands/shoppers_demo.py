"""`crossaisle shoppers demo`."""

import click

from actions.commands.shoppers_orders import keep_demo_orders
from actions.settings import PROJECT, Settings
from retrieval.advice.complements import UsedTogether
from retrieval.catalogue import Catalogue
from retrieval.database import create_engine_for
from retrieval.demo_shoppers import demo_shoppers
from retrieval.events import Event
from retrieval.shopper_store import PERSONALISATION, ShopperStore


@click.command("demo")
@click.option("--shoppers", default=800, type=click.IntRange(2, 100_000), show_default=True)
@click.option("--seed", default=0, show_default=True)
@click.option("--if-demo-shop", is_flag=True, help="Do nothing where another catalogue than the demo shop is in place.")
def demo(shoppers: int, seed: int, if_demo_shop: bool) -> None:
    """Fill the database with invented shoppers whose tastes are known, so that there is something to recommend from.

    Some products are far more popular than others, and seven shoppers in ten buy things that are used together.
    Being invented, they have consented to it, unless their answer is on record.
    The same seed gives the same events; running it again adds nothing. Where other products gave other events for the
    seed, these shoppers are erased and invented anew.
    """
    settings = Settings.from_environment()
    catalogue = Catalogue.load(settings.cache)
    if if_demo_shop and catalogue.source != "demo":
        click.echo("  another catalogue is in place: no invented shoppers")
        return
    store = ShopperStore(create_engine_for(settings.database_url))
    invented = demo_shoppers(catalogue.products, shoppers, seed, together=UsedTogether.load(PROJECT / "data"))
    wanted: dict[str, dict[str, Event]] = {user_id: {} for user_id in invented.tastes}
    for event in invented.events:
        wanted[event.user_id][event.event_id] = event
    n_orders = keep_demo_orders(settings, catalogue, invented.events)
    click.echo(f"  {n_orders} invented orders added")
    *_, last = wanted
    if _kept(store, last) == wanted[last]:
        click.echo(f"  {shoppers} invented shoppers: unchanged")
        return
    n_erased = 0
    for user_id, own in wanted.items():
        kept = _kept(store, user_id)
        if any(own.get(event_id) != event for event_id, event in kept.items()):
            store.erase(user_id)
            n_erased += 1
    if n_erased:
        click.echo(f"  {n_erased} invented otherwise before: erased")
    for user_id in invented.tastes:
        if not any(answer.purpose == PERSONALISATION for answer in store.consents_of(user_id)):
            store.record_consent(user_id, PERSONALISATION, granted=True)
    outcome = store.add_events(invented.events)
    click.echo(f"  {shoppers} invented shoppers: {outcome['new']} events added, {outcome['duplicate']} known already")


def _kept(store: ShopperStore, user_id: str) -> dict[str, Event]:
    """Return the events kept of an invented shopper that were invented, by id; others may be a visitor's own."""
    return {event.event_id: event for event in store.events_of(user_id) if event.event_id.startswith(f"{user_id}-")}
