"""What a person who takes a conversation over needs to know of it, in data and in words."""

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from actions.shop import Shop
from actions.talk.conversation import Conversation
from actions.wording import values
from actions.wording.texts import Line
from retrieval.filters import Filters

_MOST_PRODUCTS = 5


def summary_of(conversation: Conversation, shop: Shop) -> dict[str, Any]:
    """Return goal, language, filters, products seen, cart and last messages; `words` says them in sentences.

    These are in the language of the shop's agents and in the shopper's own.
    """
    spoken = shop.texts.spoken(conversation.language)
    agents = shop.texts.spoken(shop.settings.agent_language)
    seen = [one for one in dict.fromkeys((conversation.focus, *conversation.shown)) if one in shop.catalogue]
    cart = shop.commerce.carts.cart(shop.user_id(conversation))
    quantities = {line.product_id: line.quantity for line in cart.lines if line.product_id in shop.catalogue}
    return {
        "intent": conversation.intent,
        "language": conversation.language,
        "country": conversation.country,
        "currency": conversation.currency,
        "search": replace(conversation.search, reasons={}).as_slot(),
        "shown": list(conversation.shown),
        "focus": conversation.focus,
        "seen": [_named(product_id, shop, agents) for product_id in seen[:_MOST_PRODUCTS]],
        "cart": [{**_named(one, shop, agents), "quantity": quantity} for one, quantity in quantities.items()],
        "last": [{"from": "shopper" if one.is_shopper else "assistant", "text": one.text} for one in conversation.last],
        "words": {
            language: _sentences(conversation, shop, language, seen, [*quantities])
            for language in dict.fromkeys((agents, spoken))
        },
    }


def _sentences(
    conversation: Conversation, shop: Shop, language: str, seen: Sequence[str], in_cart: Sequence[str]
) -> list[str]:
    return [shop.texts.say(language, line) for line in _lines(conversation, shop, language, seen, in_cart)]


def _lines(
    conversation: Conversation, shop: Shop, language: str, seen: Sequence[str], in_cart: Sequence[str]
) -> list[Line]:
    filters = conversation.search.filters
    lines = [Line("summary_language", {"language": values.language_name(conversation.language)})]
    if conversation.country:
        lines.append(Line("summary_country", {"country": values.country(conversation.country)}))
    wanted = _wanted(filters)
    if wanted:
        lines.append(Line("summary_wanted", {"what": values.listing(wanted)}))
    elif conversation.search.kind == "search" and conversation.search.text:
        lines.append(Line("summary_words", {"text": values.plain(conversation.search.text)}))
    limits = {"max_price": filters.max_price, "max_total": filters.max_total, "min_price": filters.min_price}
    for name, limit in limits.items():
        if limit is not None:
            lines.append(Line(f"summary_{name}", {"price": values.money(limit, filters.currency)}))
    for name, product_ids in (("summary_seen", seen), ("summary_cart", in_cart)):
        titles = [shop.payloads.title(shop.catalogue.get(one), language) for one in product_ids[:_MOST_PRODUCTS]]
        if titles:
            lines.append(Line(name, {"what": values.listing([values.plain(title) for title in titles])}))
    return lines


def _wanted(filters: Filters) -> list[values.Value]:
    named = {
        "category": filters.categories,
        "department": filters.departments,
        "color": filters.colors,
        "material": filters.materials,
    }
    found = [values.word(kind, one) for kind, chosen in named.items() for one in chosen]
    return [*found, *(values.plain(brand) for brand in filters.brands)]


def _named(product_id: str, shop: Shop, language: str) -> dict[str, Any]:
    return {"product_id": product_id, "title": shop.payloads.title(shop.catalogue.get(product_id), language)}
