"""`crossaisle shoppers orders` and `crossaisle shoppers token`."""

import json
from collections.abc import Sequence
from datetime import UTC, datetime, timedelta

import click
import jwt

from actions.identity import KNOWN
from actions.settings import Settings
from retrieval.catalogue import Catalogue
from retrieval.commerce.demo_orders import demo_orders
from retrieval.commerce.order import OrderState
from retrieval.commerce.stored_orders import StoredOrders
from retrieval.database import create_engine_for
from retrieval.events import Event

_LASTS = timedelta(hours=12)


def keep_demo_orders(settings: Settings, catalogue: Catalogue, events: Sequence[Event]) -> int:
    """Keep an order for each day on which an invented shopper bought something; return how many are new."""
    stored = StoredOrders(create_engine_for(settings.database_url))
    sold = [event for event in events if event.product_id in catalogue]
    made = demo_orders(sold, catalogue.get, datetime.now(UTC), lambda user_id: KNOWN + user_id)
    return sum(stored.keep(one.user_id, one.order) for one in made)


@click.command("orders")
@click.argument("user_id")
@click.option(
    "--move",
    "moved",
    type=(str, click.Choice([state.value for state in OrderState])),
    multiple=True,
    help="Have an order stand elsewhere, as the shop's people would: number and state.",
)
@click.option("--json", "as_json", is_flag=True, help="Print them as JSON.")
def orders(user_id: str, moved: tuple[tuple[str, str], ...], as_json: bool) -> None:
    """Print the orders that the demo shop keeps of USER_ID, such as `user:demo-0-3`, the latest first."""
    stored = StoredOrders(create_engine_for(Settings.from_environment().database_url))
    for number, state in moved:
        stored.move(number, OrderState(state), datetime.now(UTC))
    found = stored.orders(user_id)
    if as_json:
        shown = [{"order_id": one.order_id, "state": one.state, "country": one.country} for one in found]
        click.echo(json.dumps({"user_id": user_id, "orders": shown}))
        return
    for one in found:
        titles = ", ".join(line.title for line in one.lines)
        click.echo(f"{one.order_id}  {one.state:<16}  {one.placed_at:%Y-%m-%d}  {one.country}  {titles}")


@click.command("token")
@click.argument("subject")
def token(subject: str) -> None:
    """Print an identity token that proves SUBJECT for twelve hours, as the shop's sign-in would give it.

    `demo-0-3` is the invented shopper whose orders `user:demo-0-3` has. Needs CROSSAISLE_IDENTITY_SECRET.
    """
    secret = Settings.from_environment().identity_secret
    if not secret:
        raise click.ClickException("CROSSAISLE_IDENTITY_SECRET is not set: without it every shopper is anonymous.")
    claims = {"sub": subject.removeprefix(KNOWN), "exp": datetime.now(UTC) + _LASTS}
    click.echo(jwt.encode(claims, secret, algorithm="HS256"))
