"""Answers and products made for the tests of dialogues."""

from decimal import Decimal
from typing import Any

from actions.dialogues.reply import Reply
from actions.dialogues.shelf import Shelf, Thing


def thing(product_id: str, price: str = "10", color: str = "red", not_to: str = "", in_stock: bool = True) -> Thing:
    excluded = frozenset({not_to} - {""})
    return Thing(product_id, "mug", (color,), Decimal(price), "EUR", excluded, in_stock, ("EU 38",))


SHELF = Shelf.of([thing("a"), thing("b", "12"), thing("c", "9", "blue")])


def card(product_id: str, price: str) -> dict[str, Any]:
    return {
        "product_id": product_id,
        "title": f"Mug {product_id}",
        "category": "mug",
        "brand": "Kupa",
        "price": {"amount": price, "currency": "EUR"},
        "rating": 4.5,
        "n_ratings": 10,
    }


def listed(*cards: dict[str, Any], text: str = "I found these:", **applied: Any) -> Reply:
    return Reply(({"text": text, "custom": {"type": "products", "applied": applied, "products": list(cards)}},))


def cart(*product_ids: str) -> Reply:
    lines = [{"product_id": one} for one in product_ids]
    return Reply(({"text": "Your cart:", "custom": {"type": "cart", "lines": lines}},))


def told(text: str, *buttons: str) -> Reply:
    return Reply(({"text": text, "buttons": [{"title": one, "payload": one} for one in buttons]},))
