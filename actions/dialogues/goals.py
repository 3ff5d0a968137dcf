"""What simulated shoppers want: a product that the demo shop has, under conditions that it meets."""

import random
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import ROUND_CEILING, Decimal

from actions.dialogues.phrases import Phrases
from actions.dialogues.reply import Card
from actions.dialogues.shelf import Shelf, Thing
from retrieval.pricing.rates import ExchangeRates

_HAS_COLOR, _HAS_BUDGET = 0.5, 0.6
"""Share of shoppers who want a colour, and of those who have a budget."""
_IS_VAGUE, _IS_GIFT, _MISTYPES, _ERRS, _STRAYS, _ASKS_DOOR, _LOOKS_BACK = 0.15, 0.1, 0.1, 0.1, 0.1, 0.3, 0.3
"""Shares of shoppers who open with next to nothing, seek a gift, misspell what they seek, name a wrong colour first,
ask something else in between, want to know the cost to the door, and look into the cart at the end."""
_ROOM = Decimal("1.1")
"""How much a budget exceeds the price of the product that it was made for: rates and roundings differ a little."""
_PATIENCE = (8, 12)
"""Least and most messages that a shopper writes before giving up."""


@dataclass(frozen=True, slots=True)
class Goal:
    """What a shopper wants, where they live, and how they behave.

    `color` is "" and `budget` None where any will do; `budget` is in `currency`. `patience` counts messages.
    """

    language: str
    country: str
    currency: str
    category: str
    color: str
    budget: Decimal | None
    patience: int
    opening: str
    """`search`, `vague` or `gift`."""
    mistypes: bool
    wrong_color: str
    """The colour named first by mistake, "" for none."""
    strays: bool
    asks_door: bool
    looks_back: bool

    def is_met_by(self, card: Card, shelf: Shelf) -> bool:
        """Return whether a product that is shown meets all conditions."""
        is_kind = card.category == self.category
        is_cheap = self.budget is None or (card.currency == self.currency and card.price <= self.budget)
        return is_kind and is_cheap and (not self.color or self.color in shelf.colors(card.product_id))


def draw_goal(phrases: Phrases, shelf: Shelf, rates: ExchangeRates, rng: random.Random) -> Goal:
    """Return a goal that at least one product meets, which is in stock and sent to the shopper's country."""
    country, currency = rng.choice(phrases.places)
    things = sorted(shelf.things.values(), key=lambda thing: thing.product_id)
    thing = rng.choice([one for one in things if one.is_in_stock and country not in one.not_to])
    wants_color, has_budget = rng.random() < _HAS_COLOR, rng.random() < _HAS_BUDGET
    color = rng.choice(thing.colors) if wants_color and thing.colors else ""
    others = sorted({color for one in things if one.category == thing.category for color in one.colors} - {color})
    errs = color and others and rng.random() < _ERRS
    return Goal(
        language=phrases.language,
        country=country,
        currency=currency,
        category=thing.category,
        color=color,
        budget=_budget(thing, currency, phrases.step, rates) if has_budget else None,
        patience=rng.randint(*_PATIENCE),
        opening=_opening(rng),
        mistypes=rng.random() < _MISTYPES,
        wrong_color=rng.choice(others) if errs else "",
        strays=rng.random() < _STRAYS,
        asks_door=rng.random() < _ASKS_DOOR,
        looks_back=rng.random() < _LOOKS_BACK,
    )


def draw_goals(
    phrases: Sequence[Phrases], shelf: Shelf, rates: ExchangeRates, n_goals: int, seed: int
) -> list[tuple[Goal, int]]:
    """Return goals, the languages in turn, each with the seed of its shopper."""
    drawn = []
    for number in range(n_goals):
        rng = random.Random(f"{seed}-{number}")  # noqa: S311 nothing is kept secret by it
        drawn.append((draw_goal(phrases[number % len(phrases)], shelf, rates, rng), rng.randrange(2**32)))
    return drawn


def _opening(rng: random.Random) -> str:
    share = rng.random()
    return "vague" if share < _IS_VAGUE else "gift" if share < _IS_VAGUE + _IS_GIFT else "search"


def _budget(thing: Thing, currency: str, step: Decimal, rates: ExchangeRates) -> Decimal:
    """Return a round amount somewhat over a product's price."""
    price = rates.convert(thing.price, thing.currency, currency).amount * _ROOM
    return (price / step).to_integral_value(ROUND_CEILING) * step
