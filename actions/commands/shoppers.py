"""`crossaisle shoppers`."""

import json
from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any

import click
import numpy as np

from actions.buying.door_prices import DoorPrices
from actions.commands.shoppers_demo import demo
from actions.commands.shoppers_orders import orders, token
from actions.erasing import erase_everywhere
from actions.settings import PROJECT, Settings
from actions.wording.profile_words import profile_payload
from actions.wording.texts import Texts
from retrieval.catalogue import Catalogue
from retrieval.database import create_engine_for
from retrieval.errors import RetrievalError
from retrieval.handoffs import Handoffs
from retrieval.lexicon import Lexicon
from retrieval.lists.columns import ListColumns
from retrieval.pricing.rates import ExchangeRates
from retrieval.pricing.rates_file import FILE_NAME as RATES_FILE
from retrieval.pricing.rules import Rules
from retrieval.profile import PriceLevels, Profile
from retrieval.shopper_store import ShopperStore
from retrieval.taxonomy import Taxonomy


@click.group("shoppers")
def command() -> None:
    """Show or erase what is kept of shoppers, and the requests that wait for a person."""


def _store() -> ShopperStore:
    return ShopperStore(create_engine_for(Settings.from_environment().database_url))


@command.command("show")
@click.argument("user_id")
@click.option(
    "--language", default="", help="BCP 47 code of the profile's sentences; the shopper's own where not given."
)
def show(user_id: str, language: str) -> None:
    """Print all that is kept of the shopper USER_ID, as JSON, and in sentences what is gathered from it."""
    settings, store = Settings.from_environment(), _store()
    kept = store.export(user_id)
    try:
        profile = _profile(settings, store, kept, language)
    except RetrievalError as error:
        click.echo(f"  no profile: {error}", err=True)
        profile = None
    click.echo(json.dumps({**kept, "profile": profile}, ensure_ascii=False, indent=2))


def _profile(settings: Settings, store: ShopperStore, kept: Mapping[str, Any], language: str) -> dict[str, Any]:
    """Return the sentences on a shopper's profile; raises RetrievalError where there is no catalogue to read it by."""
    catalogue = Catalogue.load(settings.cache)
    lexicon = Lexicon.load(PROJECT / "data").with_taxonomy(Taxonomy.load(settings.cache))
    prices = DoorPrices(ExchangeRates.load(kept=settings.cache / RATES_FILE), Rules.load(), catalogue.merchants)
    euros = np.array([float(prices.in_euros(product)) for product in catalogue], dtype=np.float64)
    levels = PriceLevels.of(ListColumns.of(catalogue, euros), catalogue.rows)
    events = store.events_of(kept["user_id"])
    profile = Profile.from_events(events, catalogue, prices.in_euros, levels, datetime.now(UTC))
    texts = Texts.load(PROJECT / "actions" / "locales", lexicon)
    return profile_payload(profile, kept, language, settings.currency, texts, prices)


@command.command("erase")
@click.argument("user_id")
def erase(user_id: str) -> None:
    """Erase all that is kept of the shopper USER_ID, in the database and in the memory of a shop that runs."""
    for table, count in erase_everywhere(Settings.from_environment(), user_id).items():
        click.echo(f"{table}: {count}")


@command.command("handoffs")
@click.option("--json", "as_json", is_flag=True, help="Print them as JSON.")
def handoffs(as_json: bool) -> None:
    """Print the questions that wait for a person."""
    waiting = Handoffs(create_engine_for(Settings.from_environment().database_url)).waiting()
    if as_json:
        click.echo(json.dumps(waiting, ensure_ascii=False))
        return
    for one in waiting:
        click.echo(f"{one['created_at']}  {one['language']}  {one['question']}")


command.add_command(demo)
command.add_command(orders)
command.add_command(token)
