"""Comparing an answer with what a script expects of it."""

from collections.abc import Iterator, Mapping, Sequence
from decimal import Decimal
from typing import Any

from actions.dialogues.reply import Card, Reply
from actions.dialogues.script import Expectation
from actions.dialogues.shelf import Shelf
from actions.dialogues.writing import is_written_in

_NOTHING = "none"


def failures(
    expected: Expectation, reply: Reply, before: Sequence[Reply], language: str, shelf: Shelf
) -> Iterator[str]:
    """Yield what does not hold of an answer, in words; `before` are the answers of the turns before it."""
    if not is_written_in(reply.text, language):
        yield f"the answer is not written in {language}: {reply.text[:120]!r}"
    yield from _types(expected, reply)
    for payload in reply.payloads:
        if payload.get("language", language) != language:
            yield f"the payload {payload.get('type')} is in {payload['language']}, not {language}"
    if expected.buttons and not reply.buttons:
        yield "there are no quick replies"
    yield from _list(expected, reply, shelf)
    yield from _beside_others(expected, reply, before)
    yield from _held(expected, reply)
    if expected.cart is not None:
        yield from _cart(expected.cart, reply)
    if expected.door:
        yield from _door(expected.door, reply)


def _types(expected: Expectation, reply: Reply) -> Iterator[str]:
    if expected.type == _NOTHING and reply.types:
        yield f"there is a payload, {reply.types[0]}, where none is expected"
    elif expected.type not in ("", _NOTHING) and expected.type not in reply.types:
        yield f"there is no payload {expected.type}, but {list(reply.types)}: {reply.text[:120]!r}"
    if expected.types and not set(expected.types) & set(reply.types):
        yield f"there is none of the payloads {list(expected.types)}, but {list(reply.types)}: {reply.text[:120]!r}"


def _list(expected: Expectation, reply: Reply, shelf: Shelf) -> Iterator[str]:
    listed = reply.payload("products")
    asks = expected.type == "products" or expected.applied or expected.every or expected.order
    if not asks:
        return
    if listed is None:
        yield f"there is no list: {reply.text[:120]!r}"
        return
    n_cards = len(reply.cards)
    if n_cards < expected.least or (expected.most and n_cards > expected.most):
        yield f"the list has {n_cards} products"
    for name, value in expected.applied.items():
        found = listed["applied"].get(name)
        if not _is(found, value):
            yield f"applied.{name} is {found!r}, not {value!r}"
    for name, value in expected.every.items():
        wrong = [card.product_id for card in reply.cards if not _has(card, name, value, shelf)]
        if wrong:
            yield f"not of every product {name} is {value!r}: {wrong}"
    if expected.order and not _is_sorted(reply.cards, expected.order):
        yield f"the list is not sorted by {expected.order}: {[str(card.price) for card in reply.cards]}"


def _beside_others(expected: Expectation, reply: Reply, before: Sequence[Reply]) -> Iterator[str]:
    ids = [card.product_id for card in reply.cards]
    if expected.cheaper_than:
        dearest = max((card.price for card in before[expected.cheaper_than - 1].cards), default=Decimal(0))
        if any(card.price >= dearest for card in reply.cards):
            yield f"not every product costs less than {dearest}: {[str(card.price) for card in reply.cards]}"
    if expected.same_as and ids != [card.product_id for card in before[expected.same_as - 1].cards]:
        yield f"these are not the products of turn {expected.same_as}: {ids}"
    if expected.other_than:
        again = set(ids) & {card.product_id for card in before[expected.other_than - 1].cards}
        if again:
            yield f"these products were in turn {expected.other_than} already: {sorted(again)}"
    for turn, places in expected.picks.items():
        listed = before[turn - 1].cards
        wanted = [listed[place - 1 if place > 0 else place].product_id for place in places if place <= len(listed)]
        if sorted(wanted) != sorted(ids):
            yield f"{ids} are not the products {list(places)} of turn {turn}, {wanted}: {reply.text[:120]!r}"


def _held(expected: Expectation, reply: Reply) -> Iterator[str]:
    payload = reply.payload(expected.type) or (reply.payloads[0] if reply.payloads else {})
    for path, value in expected.holds.items():
        found = _at(payload, path)
        if not _is(found, value):
            yield f"{path} is {found!r}, not {value!r}"


def _cart(cart: tuple[int, int], reply: Reply) -> Iterator[str]:
    shown = reply.payload("cart")
    if shown is None:
        yield f"there is no cart: {reply.text[:120]!r}"
        return
    found = (len(shown["lines"]), shown["n_pieces"])
    if found != cart:
        yield f"the cart has (lines, pieces) {found}, not {cart}"
    known = sum((Decimal(row["amount"]) for row in shown["costs"] if row["amount"] is not None), Decimal(0))
    if shown["landed_cost"] and known != Decimal(shown["total"]["amount"]):
        yield f"the cart's costs come to {known}, its total is {shown['total']['amount']}"


def _door(country: str, reply: Reply) -> Iterator[str]:
    cost = reply.payload("landed_cost")
    if cost is None:
        yield f"there is no cost to the door: {reply.text[:120]!r}"
        return
    if cost["destination"] != country:
        yield f"the cost is for {cost['destination']}, not {country}"
    known = sum((Decimal(line["amount"]) for line in cost["lines"] if line["amount"] is not None), Decimal(0))
    if known != Decimal(cost["total"]):
        yield f"the lines come to {known}, the total is {cost['total']}"


def _is(found: Any, value: Any) -> bool:
    if value is None or isinstance(value, bool):
        return found is value
    if isinstance(found, list) and not isinstance(value, list):
        return value in found
    return bool(found == value)


def _has(card: Card, name: str, value: Any, shelf: Shelf) -> bool:
    match name:
        case "max_price":
            return card.price <= Decimal(str(value))
        case "min_price":
            return card.price >= Decimal(str(value))
        case "color":
            return bool(value in shelf.colors(card.product_id))
        case _:
            return bool(getattr(card, name) == value)


def _is_sorted(cards: Sequence[Card], order: str) -> bool:
    """Return whether cards rise or fall as wanted; the cheapest first may go by the cost to the door."""
    if order == "rating":
        keys = [-card.rating for card in cards]
    else:
        keys = [float(card.price) * (-1 if order == "price_down" else 1) for card in cards]
    totals = [card.total for card in cards if card.total is not None]
    is_by_door = order == "price" and len(totals) == len(cards) and totals == sorted(totals)
    return is_by_door or keys == sorted(keys)


def _at(payload: Any, path: str) -> Any:
    """Return the value at a path of keys and places: `orders.0.state`; None where there is none."""
    for part in path.split("."):
        if isinstance(payload, Mapping):
            payload = payload.get(part)
        elif isinstance(payload, Sequence) and part.isdigit() and int(part) < len(payload):
            payload = payload[int(part)]
        else:
            return None
    return payload
