"""Turns about the cart, and what lies in it."""

from typing import Any

from tests.actions.chat import Chat, Reply


def add(chat: Chat, text: str = "add it to my cart", **entities: Any) -> Reply:
    return chat.say("action_add_to_cart", text, "add_to_cart", **entities)


def view(chat: Chat) -> Reply:
    return chat.say("action_view_cart", "show my cart", "view_cart")


def remove(chat: Chat, text: str = "take it out", **entities: Any) -> Reply:
    return chat.say("action_remove_from_cart", text, "remove_from_cart", **entities)


def held(chat: Chat, owner: str = "") -> dict[tuple[str, str], int]:
    lines = chat.shop.commerce.carts.cart(owner or f"anon:{chat.sender}").lines
    return {(line.product_id, line.size): line.quantity for line in lines}
