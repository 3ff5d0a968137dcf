"""Products side by side."""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from actions.payloads.cards import Audience
from actions.payloads.compared_measures import measure_rows, works_row
from actions.shop import Shop
from actions.wording import values
from actions.wording.measures import shown, weight_of
from actions.wording.texts import Line
from retrieval.pricing.money import Money
from retrieval.product import Product

MOST_COMPARED = 5
"""Products side by side: more than a page of a list are too wide for a phone and too many to decide between."""


@dataclass(frozen=True, slots=True)
class Comparison:
    """A `comparison` payload, what it comes to in words, and the place of the best buy, None where there is no such."""

    payload: dict[str, Any]
    verdict: tuple[Line, ...]
    pick: int | None = None


def compare_products(products: Sequence[Product], audience: Audience, shop: Shop) -> Comparison:
    """Compare at least two products attribute by attribute; what no product states is left out.

    `best` of a row is the place of the best value: the least for money, weight and time, the greatest for ratings; null
    where values are equal, unknown or a matter of taste.
    """
    language = audience.language
    texts = shop.texts
    prices = [shop.prices.shown(product, audience.currency) for product in products]
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
        _row("weight", [shown(weight, audience.country, language) if (weight := weight_of(product)) else None
                        for product in products],
             _least([product.weight_kg for product in products])),
        _row("merchant", [texts.word(language, values.merchant(shop.catalogue.merchant_of(product)))
                          for product in products]),
    ]  # fmt: skip
    kept = [row for row in rows if any(value is not None for value in row["values"])]
    for row in kept:
        row["label"] = texts.say(language, Line(f"label_{row['attribute']}", {}))
    kept += [*measure_rows(products, audience, texts), *works_row(products, audience, shop)]
    cards = [shop.payloads.card(product, audience, None, ()) for product in products]
    known_totals = [cost.total if cost and cost.complete else None for cost in totals]
    best = _Best(price=rows[0]["best"], door=rows[1]["best"], rating=rows[2]["best"])
    origins = [shop.catalogue.merchant_of(product).country for product in products]
    titles = [values.plain(card["title"]) for card in cards]
    verdict = _verdict(best, products, prices, known_totals, origins, titles)
    payload = {"type": "comparison", "language": language, "products": cards, "rows": kept}
    return Comparison(payload, verdict, best.pick)


@dataclass(frozen=True, slots=True)
class _Best:
    """The places of the products that are best in price, cost to the door and rating; None where none is."""

    price: int | None
    door: int | None
    rating: int | None

    @property
    def ways(self) -> dict[int, list[str]]:
        """In which ways each place is best, by the names of the fields."""
        found: dict[int, list[str]] = {}
        for name in ("price", "door", "rating"):
            place = getattr(self, name)
            if place is not None:
                found.setdefault(place, []).append(name)
        return found

    @property
    def pick(self) -> int | None:
        """The place that is best in more ways than any other, and in more than one; None where there is none."""
        most = max((len(ways) for ways in self.ways.values()), default=0)
        leaders = [place for place, ways in self.ways.items() if len(ways) == most]
        return leaders[0] if len(leaders) == 1 and most > 1 else None


def _verdict(
    best: _Best,
    products: Sequence[Product],
    prices: Sequence[Money],
    totals: Sequence[Money | None],
    origins: Sequence[str],
    titles: Sequence[values.Value],
) -> tuple[Line, ...]:
    """Return what is best in which way, and the one that is best in more than one, which are the reasons for it.

    The cost to the door is named where it is not the cheapest that has the least; where the one that has the least is
    the only one from its country, so is how much less that is than the next.
    """
    lines: list[Line] = []
    if best.price is not None:
        price = prices[best.price]
        facts = {"title": titles[best.price], "price": values.money(price.amount, price.currency)}
        lines.append(Line("verdict_cheapest", facts))
    door = totals[best.door] if best.door is not None else None
    if best.door is not None and door is not None and best.door != best.price:
        facts = {"title": titles[best.door], "price": values.money(door.amount, door.currency)}
        lines.append(Line("verdict_door", facts))
    if best.door is not None and door is not None and origins.count(origins[best.door]) == 1:
        next_least = min(total.amount for place, total in enumerate(totals) if total and place != best.door)
        saving = values.money(next_least - door.amount, door.currency)
        facts = {"title": titles[best.door], "country": values.country(origins[best.door]), "price": saving}
        lines.append(Line("verdict_origin", facts))
    if best.rating is not None:
        rating = values.number(products[best.rating].rating or 0)
        lines.append(Line("verdict_rated", {"title": titles[best.rating], "rating": rating}))
    if best.pick is not None:
        named = values.listing([values.phrase(f"verdict_reason_{name}") for name in best.ways[best.pick]])
        lines.append(Line("verdict_overall", {"title": titles[best.pick], "reasons": named}))
    return tuple(lines)


def _row(attribute: str, shown: list[str | None], best: int | None = None) -> dict[str, Any]:
    return {"attribute": attribute, "label": "", "values": shown, "best": best}


def _least(figures: Sequence[Decimal | float | None]) -> int | None:
    known = [figure for figure in figures if figure is not None]
    if len(known) < len(figures) or len(set(known)) < 2:
        return None
    return figures.index(min(known))


def _greatest(figures: Sequence[float | None]) -> int | None:
    return _least([None if figure is None else -figure for figure in figures])
