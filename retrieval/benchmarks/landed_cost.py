"""How many landed costs one core works out in a second, and what a list of products adds to a turn.

Orders are those of a shop that sends to fifteen markets: one piece of three kinds of goods in three currencies, and a
cart of several. Time is that of the process (time.process_time), so that other work on the machine counts less; the
best of several rounds is given, as the others were disturbed.
"""

import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import cycle, islice

from retrieval.pricing.consignment import Item
from retrieval.pricing.landed_cost import landed_cost
from retrieval.pricing.money import Money
from retrieval.pricing.rates import ExchangeRates
from retrieval.pricing.rules import Rules

ON = date(2026, 11, 22)
DESTINATIONS = ("DE", "FR", "AT", "GB", "US", "JP", "KR", "CN", "AU", "NZ", "SG", "NO", "CH", "CA", "BR")
LIST_LENGTH = 10
"""Products of a list, each with its total to the shopper's country."""

_GOODS = (("40.00", "EUR", "8518.30", "CN"), ("120.00", "USD", "6109.10", "US"), ("9000", "JPY", "9503.00", "JP"))
_CARRIAGE = Money.parse("10.00", "EUR")
_LARGE_CART = 500
_LISTS_A_ROUND = 10
_WARM_UP = 200


@dataclass(frozen=True, slots=True)
class Order:
    """Items sent together from one country to another, and the currency that the shopper pays in."""

    items: tuple[Item, ...]
    origin: str
    destination: str


@dataclass(frozen=True, slots=True)
class Pace:
    """Landed costs of one piece a second on one core; milliseconds of a list of ten and of a cart of 500 lines."""

    n_orders: int
    costs_per_s: float
    cart_of_3_per_s: float
    list_ms: float
    cart_of_500_ms: float


def measure(n_orders: int, rounds: int, progress: Callable[[str], None]) -> Pace:
    """Work out `n_orders` costs in each of `rounds` rounds, with the shipped rules and rates."""
    rules, rates = Rules.load(), ExchangeRates.load()
    singles = orders(1)
    _work_out(list(islice(cycle(singles), _WARM_UP)), rules, rates)
    pace = n_orders / _best(list(islice(cycle(singles), n_orders)), rounds, rules, rates)
    progress(f"one piece: {pace:,.0f} costs a second")
    carts = list(islice(cycle(orders(3)), n_orders // 3))
    cart_pace = len(carts) / _best(carts, rounds, rules, rates)
    progress(f"three pieces: {cart_pace:,.0f} costs a second")
    listed = min(_list(singles[:LIST_LENGTH], rules, rates) for _ in range(rounds * _LISTS_A_ROUND))
    large = _best(orders(_LARGE_CART)[:1], rounds, rules, rates)
    return Pace(n_orders, pace, cart_pace, listed * 1000, large * 1000)


def orders(n_items: int) -> list[Order]:
    """Return an order of `n_items` items from each origin to each destination."""
    return [
        Order(tuple(islice(cycle(_items(first)), n_items)), _GOODS[first][3], destination)
        for first in range(len(_GOODS))
        for destination in DESTINATIONS
    ]


def _items(first: int) -> list[Item]:
    turned = (*_GOODS[first:], *_GOODS[:first])
    return [Item(Money.parse(price, currency), hs_code=hs_code) for price, currency, hs_code, _ in turned]


def _best(chosen: Sequence[Order], rounds: int, rules: Rules, rates: ExchangeRates) -> float:
    """Return the seconds that the quickest of several rounds took."""
    return min(_work_out(chosen, rules, rates) for _ in range(rounds))


def _work_out(chosen: Sequence[Order], rules: Rules, rates: ExchangeRates) -> float:
    started = time.process_time()
    for order in chosen:
        landed_cost(order.items, order.origin, order.destination, ON, _CARRIAGE, rules, rates, "EUR")
    return time.process_time() - started


def _list(chosen: Sequence[Order], rules: Rules, rates: ExchangeRates) -> float:
    """Return the seconds that the totals of a list take, as a card of each product carries them."""
    started = time.process_time()
    for order in chosen:
        cost = landed_cost(order.items, order.origin, order.destination, ON, _CARRIAGE, rules, rates, "EUR")
        cost.as_payload(lambda _: "")
    return time.process_time() - started
