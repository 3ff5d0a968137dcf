"""Products side by side."""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from actions import values
from actions.payloads import Audience
from actions.shop import Shop
from actions.texts import Line
from retrieval.product import Product


@dataclass(frozen=True, slots=True)
class Comparison:
    """A `comparison` payload, and what it comes to in words."""

    payload: dict[str, Any]
    verdict: tuple[Line, ...]


def compare_products(products: Sequence[Product], audience: Audience, shop: Shop) -> Comparison:
    """Compare at least two products attribute by attribute; what no product states is left out.

    `best` of a row is the place of the best value: the least for money, weight and time, the greatest for ratings; null
    where values are equal, unknown or a matter of taste.
    """
    language = audience.language
    texts = shop.texts
    prices = [shop.prices.price(product, audience.currency) for product in products]
    totals = [shop.prices.to_door(product, audience.country, audience.currency, audience.today) for product in products]

    def words(kind: str, found: Sequence[str]) -> str | None:
        return texts.word(language, values.listing([values.word(kind, value) for value in found])) if found else None

    rows = [
        _row("price", [texts.word(language, values.money(price.amount, price.currency)) for price in prices],
             _least([price.amount for price in prices])),
        _row("landed_cost",
             [texts.word(language, values.money(cost.total.amount, cost.total.currency))
              if cost and cost.complete else None for cost in totals],
             _least([cost.total.amount if cost and cost.complete else None for cost in totals])),
        _row("rating", [texts.word(language, values.number(product.rating)) if product.rating else None
                        for product in products],
             _greatest([product.rating for product in products])),
        _row("brand", [product.brand or None for product in products]),
        _row("color", [words("color", product.colors) for product in products]),
        _row("material", [words("material", product.materials) for product in products]),
        _row("weight", [f"{texts.word(language, values.number(product.weight_kg))} kg" if product.weight_kg else None
                        for product in products],
             _least([product.weight_kg for product in products])),
        _row("merchant", [shop.catalogue.merchant_of(product).name for product in products]),
    ]  # fmt: skip
    kept = [row for row in rows if any(value is not None for value in row["values"])]
    for row in kept:
        row["label"] = texts.say(language, Line(f"label_{row['attribute']}", {}))
    cards = [shop.payloads.card(product, audience, None, ()) for product in products]
    verdict = []
    cheapest = rows[0]["best"]
    if cheapest is not None:
        price = prices[cheapest]
        facts = {"title": values.plain(cards[cheapest]["title"]), "price": values.money(price.amount, price.currency)}
        verdict.append(Line("verdict_cheapest", facts))
    rated = rows[2]["best"]
    if rated is not None and products[rated].rating is not None:
        facts = {"title": values.plain(cards[rated]["title"]), "rating": values.number(products[rated].rating or 0)}
        verdict.append(Line("verdict_rated", facts))
    return Comparison({"type": "comparison", "language": language, "products": cards, "rows": kept}, tuple(verdict))


def _row(attribute: str, shown: list[str | None], best: int | None = None) -> dict[str, Any]:
    return {"attribute": attribute, "label": "", "values": shown, "best": best}


def _least(figures: Sequence[Decimal | float | None]) -> int | None:
    known = [figure for figure in figures if figure is not None]
    if len(known) < len(figures) or len(set(known)) < 2:
        return None
    return figures.index(min(known))


def _greatest(figures: Sequence[float | None]) -> int | None:
    return _least([None if figure is None else -figure for figure in figures])
