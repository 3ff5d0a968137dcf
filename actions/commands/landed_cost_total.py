"""`crossaisle landed-cost total`, and `crossaisle landed-cost` without a command: a cost to the door."""

import json
from datetime import date, datetime

import click
from babel.dates import format_date
from babel.numbers import format_currency, format_percent

from actions.settings import Settings
from retrieval.errors import PricingError
from retrieval.pricing.consignment import Item
from retrieval.pricing.landed_cost import LandedCost, Line, landed_cost
from retrieval.pricing.money import Money
from retrieval.pricing.rates import ExchangeRates
from retrieval.pricing.rates_file import FILE_NAME as RATES_FILE
from retrieval.pricing.rules import Rules
from retrieval.pricing.shipping import begun_kilograms
from retrieval.pricing.terms import Buyer, Due, Incoterm
from retrieval.pricing.territories import read_country
from retrieval.tariff.nomenclature import check_chapter

_NAMES = {
    "item": "Goods",
    "shipping": "Shipping",
    "duty": "Customs duty",
    "vat": "VAT or sales tax",
    "fee": "Customs fee",
}


@click.command("total")
@click.option("--price", required=True, help="Price of one piece without tax, in --currency.")
@click.option("--currency", required=True, help="ISO 4217 code of all amounts, those given and those printed: EUR.")
@click.option("--origin", required=True, help="Country that the parcel leaves from, ISO 3166-1 alpha-2: CN.")
@click.option("--destination", required=True, help="Country of the shopper: DE.")
@click.option("--hs", default=None, help="Harmonized System code of the goods: 6109.10. Without it more is unknown.")
@click.option("--category", default="", help="English noun of the category, for goods without --hs: t-shirt.")
@click.option("--quantity", type=int, default=1, show_default=True, help="Number of pieces, sent together.")
@click.option("--shipping", default=None, help="Cost of carriage in --currency; left out, it is unknown.")
@click.option("--weight-kg", default=None, help="Weight of the parcel. Checked; no rule in force depends on it.")
@click.option(
    "--carrier",
    type=click.Choice(["post", "courier"], case_sensitive=False),
    default=None,
    help="Who brings it; matters to Canada.",
)
@click.option(
    "--buyer",
    type=click.Choice([one.value for one in Buyer], case_sensitive=False),
    default=Buyer.CONSUMER.value,
    show_default=True,
    help="Who buys.",
)
@click.option(
    "--incoterm",
    type=click.Choice([one.value for one in Incoterm], case_sensitive=False),
    default=Incoterm.DAP.value,
    show_default=True,
    help="DAP: duty and border tax are paid at the door; DDP: the seller has paid them.",
)
@click.option("--on", type=click.DateTime(["%Y-%m-%d"]), default=None, help="Day of the purchase; today if left out.")
@click.option("--json", "as_json", is_flag=True, help="Print the landed_cost object.")
def command(
    price: str,
    currency: str,
    origin: str,
    destination: str,
    hs: str | None,
    category: str,
    quantity: int,
    shipping: str | None,
    weight_kg: str | None,
    carrier: str | None,
    buyer: str,
    incoterm: str,
    on: datetime | None,
    as_json: bool,
) -> None:
    """Print what goods cost to the door: goods, shipping, duty, VAT and fees, and what is not known of them."""
    try:
        if weight_kg is not None:
            begun_kilograms(weight_kg)
        if hs is not None:
            check_chapter(hs)
        unit = currency.upper()
        cost = landed_cost(
            items=[Item(Money.parse(price, unit), quantity, hs, category)],
            origin=read_country(origin, "origin"),
            destination=read_country(destination, "destination"),
            on=on.date() if on else date.today(),
            shipping=None if shipping is None else Money.parse(shipping, unit),
            rules=Rules.load(),
            rates=ExchangeRates.load(kept=Settings.from_environment().cache / RATES_FILE),
            currency=unit,
            carrier=carrier or "",
            buyer=Buyer(buyer),
            incoterm=Incoterm(incoterm),
        )
    except PricingError as error:
        raise click.ClickException(str(error)) from error
    if as_json:
        click.echo(json.dumps(cost.as_payload(line_text), ensure_ascii=False, indent=2))
    else:
        click.echo("\n".join(_table(cost)))


def line_text(line: Line) -> str:
    """Return the English name of a line: `VAT or sales tax, 19%`, `Customs duty, not known`."""
    name = "Additional duty" if line.is_additional else _NAMES[line.kind]
    if line.rate:
        name = f"{name}, {format_percent(line.rate, format='#,##0.##%', locale='en')}"
    return name if line.amount is not None else f"{name}, not known"


def _table(cost: LandedCost) -> list[str]:
    """Return the lines of a readable table, with what is unknown, the dates and the sources."""
    rows = [(line_text(line), _amount(line, cost.currency), _remark(line)) for line in cost.lines]
    total = format_currency(cost.total.amount, cost.currency, locale="en")
    rows.append(("Total" if cost.complete else "Total of what is known", total, ""))
    names, amounts = (max(len(row[column]) for row in rows) for column in (0, 1))
    lines = [f"{name:<{names}}  {amount:>{amounts}}  {rule}".rstrip() for name, amount, rule in rows]
    if not cost.complete:
        lines.append(f"Not complete: {', '.join(cost.unknown)} not known; ask the carrier.")
    lines += [note.text for note in cost.notes]
    lines.append(f"As of {format_date(cost.as_of, 'long', locale='en')}, from {cost.origin} to {cost.destination}.")
    if cost.rate_date is not None:
        lines.append(f"Exchange rates of {format_date(cost.rate_date, 'long', locale='en')}.")
    lines.append("Sources:")
    lines += [f"  {source.title} ({source.checked_on}) {source.url}".rstrip() for source in cost.sources]
    return lines


def _remark(line: Line) -> str:
    return " ".join(filter(None, (line.rule_id, "(at the door)" if line.due is Due.DOOR else "")))


def _amount(line: Line, currency: str) -> str:
    return "?" if line.amount is None else format_currency(line.amount, currency, locale="en")
