"""Turns about offers: the coupon that pays for this shopper, held for them, or an honest no."""

from datetime import UTC, datetime

from actions.payloads.offers import offer_card, offer_lines, offer_payload
from actions.shop import Shop
from actions.talk.answer import Answer
from actions.talk.conversation import Conversation
from actions.wording import values
from actions.wording.texts import Line
from retrieval.advice.offers import MOST_PRODUCTS
from retrieval.product import Product


def offer(conversation: Conversation, shop: Shop) -> Answer:
    """Answer "any discounts?": at most one offer, for what is in question, and held for three days.

    What is in question is the product spoken of and the list shown; without these, what the shopper looked at or has in
    the cart; for somebody of whom nothing is known, what the shop recommends.
    """
    language, user_id = shop.texts.spoken(conversation.language), shop.user_id(conversation)
    now = datetime.combine(shop.today(), datetime.now(UTC).timetz())
    grant = shop.advice.offers.grant(user_id, _in_question(conversation, shop, user_id), conversation.country, now)
    if grant is None:
        button = shop.texts.button(language, "button_recommend")
        return Answer((Line("offers_none", {}),), language, buttons=(button,))
    found = shop.advice.offers.offer(grant.code)
    until = values.day(min(grant.expires_at.date(), found.last))
    lines = (*offer_lines(found), Line("offer_held", {"date": until}), Line("offer_automated", {}))
    return Answer(lines, language, offer_payload([offer_card(found, shop.texts, language, grant)], language))


def _in_question(conversation: Conversation, shop: Shop, user_id: str) -> list[Product]:
    """Return the products that an offer may be about, the nearest first."""
    focus = conversation.product_in_question()
    spoken_of = [product_id for product_id in (focus, *conversation.shown) if product_id]
    events = shop.store.events_of(user_id)[::-1]
    touched = [event.product_id for event in events if event.product_id and event.type in {"cart", "view", "dwell"}]
    ids = list(dict.fromkeys(spoken_of or touched))
    if not ids:
        profile = shop.profile(user_id)
        filters = shop.open_filters(conversation)
        found = shop.finder.recommend(filters, user_id, profile, shop.today(), MOST_PRODUCTS, profile.bought)
        return [item.product for item in found.items]
    return [shop.catalogue.get(product_id) for product_id in ids if product_id in shop.catalogue][:MOST_PRODUCTS]
