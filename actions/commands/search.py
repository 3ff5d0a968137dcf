"""`crossaisle search`."""

import json
from datetime import UTC, datetime
from decimal import Decimal

import click

from actions import values
from actions.assembly import assemble
from actions.payloads import Audience
from actions.settings import Settings
from retrieval.filters import Filters
from retrieval.profile import Profile
from retrieval.query_language import query_language


@click.command("search")
@click.argument("query")
@click.option("--language", help="BCP 47 code; without it the query's language is detected.")
@click.option("--limit", default=10, type=click.IntRange(1, 100), show_default=True)
@click.option("--category", multiple=True, help="English noun of the category tree; may be repeated.")
@click.option("--color", multiple=True, help="English colour word; may be repeated.")
@click.option("--max-price", type=Decimal, help="Highest price, in --currency.")
@click.option("--min-price", type=Decimal, help="Lowest price, in --currency.")
@click.option("--currency", default="", help="ISO 4217 code of the prices shown.")
@click.option("--country", default="", help="ISO 3166-1 alpha-2 code of where it is to be sent.")
@click.option("--json", "as_json", is_flag=True, help="Print the products as JSON.")
def command(
    query: str,
    language: str | None,
    limit: int,
    category: tuple[str, ...],
    color: tuple[str, ...],
    max_price: Decimal | None,
    min_price: Decimal | None,
    currency: str,
    country: str,
    as_json: bool,
) -> None:
    """Search the catalogue for QUERY, in any language."""
    settings = Settings.from_environment()
    shop = assemble(settings, lambda: datetime.now(UTC).date())
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
    findings = shop.finder.find(query, found_language, filters, "", Profile.empty(), shop.today(), limit)
    audience = Audience(shop.texts.spoken(found_language), shown, country.upper(), shop.today())
    cards = [shop.payloads.card(item.product, audience, item.score, item.reasons) for item in findings.items]
    if as_json:
        found = {"query": query, "language": found_language, "total": findings.total, "products": cards}
        click.echo(json.dumps(found, ensure_ascii=False))
        return
    click.echo(f"{findings.total} products · {found_language}")
    for place, card in enumerate(cards, start=1):
        price = shop.texts.word(audience.language, values.money(Decimal(card["price"]["amount"]), shown))
        click.echo(f"{place:3}. {price:>14}  {card['title']}  ({card['product_id']}, {card['score']:.2f})")
