"""`crossaisle recommend`."""

import json
from datetime import UTC, datetime

import click

from actions.assembly import assemble
from actions.payloads.cards import Audience
from actions.settings import Settings
from actions.talk.interests import interests_of
from retrieval.profile import Stated


@click.command("recommend")
@click.argument("user_id")
@click.option(
    "--likes", multiple=True, help="Category or department that a newcomer says they like, in English; repeat for more."
)
@click.option("--limit", default=10, type=click.IntRange(1, 100), show_default=True)
@click.option("--language", default="en", show_default=True, help="BCP 47 code of titles and reasons.")
@click.option("--country", default="", help="ISO 3166-1 alpha-2 code of where it is to be sent.")
@click.option("--json", "as_json", is_flag=True, help="Print the products as JSON.")
def command(user_id: str, likes: tuple[str, ...], limit: int, language: str, country: str, as_json: bool) -> None:
    """Recommend products to the shopper USER_ID from their events and those of shoppers alike.

    What they say they like is a beginning: the more they have done themselves, the less it counts.
    """
    shop = assemble(Settings.from_environment(), lambda: datetime.now(UTC).date())
    interests = interests_of(likes, shop)
    if interests.complaint:
        raise click.BadParameter(interests.complaint, param_hint="--likes")
    stated = Stated(interests.categories, interests.departments, country=country.upper(), language=language)
    known = shop.profile(user_id)
    profile = shop.with_stated(known, stated) if likes else known
    filters = shop.filters_for("", country.upper())
    findings = shop.finder.recommend(filters, user_id, profile, shop.today(), limit, profile.bought)
    audience = Audience(shop.texts.spoken(language), shop.settings.currency, country.upper(), shop.today())
    cards = [shop.payloads.card(item.product, audience, item.score, item.reasons) for item in findings.items]
    if as_json:
        click.echo(json.dumps({"user_id": user_id, "products": cards}, ensure_ascii=False))
        return
    for place, card in enumerate(cards, start=1):
        why = "; ".join(reason["text"] for reason in card["reasons"])
        click.echo(f"{place:3}. {card['title']}  ({card['product_id']}) {why}")
