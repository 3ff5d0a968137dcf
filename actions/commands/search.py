"""`crossaisle search`."""

import json
from datetime import UTC, datetime
from decimal import Decimal
from typing import Any

import click

from actions.assembly import assemble
from actions.payloads.cards import Audience
from actions.settings import Settings
from actions.shop import Shop
from actions.wording import values
from retrieval.asking import Answered, Asker
from retrieval.filters import Filters
from retrieval.finder import View
from retrieval.lists.facets import FACETS
from retrieval.lists.sorting import Sort
from retrieval.profile import Profile
from retrieval.query_language import query_language


@click.command("search")
@click.argument("query")
@click.option("--language", help="BCP 47 code; without it the query's language is detected.")
@click.option("--limit", default=10, type=click.IntRange(1, 100), show_default=True, help="Products on a page.")
@click.option("--page", default=1, type=click.IntRange(1, 1_000_000), show_default=True, help="Page of the list.")
@click.option(
    "--sort", default=Sort.RELEVANCE.value, type=click.Choice([sort.value for sort in Sort]), show_default=True
)
@click.option("--category", multiple=True, help="English noun of the category tree; may be repeated.")
@click.option("--color", multiple=True, help="English colour word; may be repeated.")
@click.option("--max-price", type=Decimal, help="Highest price, in --currency.")
@click.option("--min-price", type=Decimal, help="Lowest price, in --currency.")
@click.option("--currency", default="", help="ISO 4217 code of the prices shown.")
@click.option("--country", default="", help="ISO 3166-1 alpha-2 code of where it is to be sent.")
@click.option("--facets", is_flag=True, help="Count what further conditions would leave.")
@click.option("--as-typed", is_flag=True, help="Do not put the spelling right.")
@click.option("--json", "as_json", is_flag=True, help="Print the products as JSON.")
def command(
    query: str,
    language: str | None,
    limit: int,
    page: int,
    sort: str,
    category: tuple[str, ...],
    color: tuple[str, ...],
    max_price: Decimal | None,
    min_price: Decimal | None,
    currency: str,
    country: str,
    facets: bool,
    as_typed: bool,
    as_json: bool,
) -> None:
    """Search the catalogue for QUERY, in any language."""
    shop = assemble(Settings.from_environment(), lambda: datetime.now(UTC).date())
    found_language = language or query_language(query)
    shown = shop.shown_currency(currency.upper())
    filters = Filters(
        categories=category,
        colors=color,
        min_price=min_price,
        max_price=max_price,
        currency=shown,
        destination=country.upper(),
    )
    view = View((page - 1) * limit, Sort(sort), facets=FACETS if facets else (), currency=shown)
    nobody = Asker("", Profile.empty(), shop.today())
    answered = shop.asking.ask(query, found_language, filters, nobody, limit, view, as_typed)
    audience = Audience(shop.texts.spoken(found_language), shown, country.upper(), shop.today())
    payload = shop.payloads.answered(answered, audience, "", page, sort)
    if as_json:
        click.echo(json.dumps({**payload, "query": query, "language": found_language}, ensure_ascii=False))
    else:
        _print(answered, payload, shop, audience, (page - 1) * limit)


def _print(answered: Answered, payload: dict[str, Any], shop: Shop, audience: Audience, offset: int) -> None:
    if answered.corrected_from:
        click.echo(f"searched for: {answered.text}")
    if answered.did_you_mean:
        click.echo(f"did you mean: {answered.did_you_mean}")
    click.echo(f"{payload['total']} products · {answered.language}")
    for place, card in enumerate(payload["products"], start=offset + 1):
        price = shop.texts.word(audience.language, values.money(Decimal(card["price"]["amount"]), audience.currency))
        versions = f" ×{card['variants']['count']}" if card["variants"] else ""
        click.echo(f"{place:3}. {price:>14}  {card['title']}{versions}  ({card['product_id']}, {card['score']:.2f})")
    for facet in payload.get("facets", {}).values():
        counts = ", ".join(f"{count['label']} {count['count']}" for count in facet["values"][:8])
        click.echo(f"  {facet['label']}: {counts}")
