"""`crossaisle shoppers`."""

import json

import click

from actions.commands.shoppers_demo import demo
from actions.settings import Settings
from retrieval.database import create_engine_for
from retrieval.shopper_store import ShopperStore


@click.group("shoppers")
def command() -> None:
    """Show or erase what is kept of shoppers, and the requests that wait for a person."""


def _store() -> ShopperStore:
    return ShopperStore(create_engine_for(Settings.from_environment().database_url))


@command.command("show")
@click.argument("user_id")
def show(user_id: str) -> None:
    """Print all that is kept of the shopper USER_ID, as JSON."""
    click.echo(json.dumps(_store().export(user_id), ensure_ascii=False, indent=2))


@command.command("erase")
@click.argument("user_id")
def erase(user_id: str) -> None:
    """Erase all that is kept of the shopper USER_ID."""
    for table, count in _store().erase(user_id).items():
        click.echo(f"{table}: {count}")


@command.command("handoffs")
@click.option("--json", "as_json", is_flag=True, help="Print them as JSON.")
def handoffs(as_json: bool) -> None:
    """Print the questions that wait for a person."""
    waiting = _store().handoffs()
    if as_json:
        click.echo(json.dumps(waiting, ensure_ascii=False))
        return
    for one in waiting:
        click.echo(f"{one['created_at']}  {one['language']}  {one['question']}")


command.add_command(demo)
