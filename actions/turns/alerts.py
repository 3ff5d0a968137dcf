"""Turns about price alerts: setting one, and telling that one has fired."""

from dataclasses import replace
from decimal import Decimal

from actions.buying.price_watch import alert_payload, price_of
from actions.payloads.cards import iso_day
from actions.shop import Shop
from actions.talk.answer import Answer
from actions.talk.conversation import Conversation
from actions.talk.shop_action import Answerer
from actions.turns.references import about_a_product
from actions.wording import values
from actions.wording.texts import Line
from retrieval.alerts.alert import PriceAlert
from retrieval.pricing.money import Money, smallest_unit
from retrieval.product import Product


@about_a_product("alert_of_what")
def price_alert(conversation: Conversation, shop: Shop, product: Product) -> Answer:
    """Answer "tell me when it gets cheaper": at a price that the message names, else at any below today's."""
    language = shop.texts.spoken(conversation.language)
    currency = shop.shown_currency(conversation.currency)
    price = shop.prices.price(product, currency).rounded()
    wanted = conversation.entities.amount("max_price")
    named = Money(wanted, currency).rounded() if wanted is not None else None
    limit = named or Money(max(price.amount - smallest_unit(currency), smallest_unit(currency)), currency)
    slots = {"focus": product.product_id, "currency": conversation.chosen_currency}
    facts = {
        "title": values.plain(shop.payloads.title(product, language)),
        "price": values.money(limit.amount, currency),
        "now": values.money(price.amount, currency),
    }
    if price.amount <= limit.amount:
        return Answer((Line("alert_already", facts),), language, slots=slots)
    alert = shop.alerts.add(shop.user_id(conversation), product.product_id, limit.amount, currency, language)
    line = Line("alert_set_at" if named else "alert_set", facts)
    rate_date = iso_day(shop.prices.rate_date(product, currency))
    payload = {"type": "price_alert", "language": language, **alert_payload(alert), "rate_date": rate_date}
    return Answer((line,), language, payload, slots=slots)


def telling(turn: Answerer) -> Answerer:
    """Make a turn also tell the shopper of prices that have fallen since they wrote last.

    What has become dearer again, or is sold out, waits until it is as cheap as they wanted.
    """

    def answer(conversation: Conversation, shop: Shop) -> Answer:
        answer = turn(conversation, shop)
        fired = () if answer.forgets else shop.alerts.untold(shop.user_id(conversation))
        told = [(alert, price) for alert in fired if (price := _price_kept(alert, shop)) is not None]
        if not told:
            return answer
        shop.alerts.note_told([alert.alert_id for alert, _ in told])
        lines = [_told(alert, price, answer.language, shop) for alert, price in told]
        return replace(answer, lines=(*answer.lines, *lines))

    return answer


def _price_kept(alert: PriceAlert, shop: Shop) -> Decimal | None:
    """Return the price of now where it is still as low as was wanted, else None."""
    price = price_of(shop, alert.product_id, alert.currency)
    return price if price is not None and price <= alert.limit else None


def _told(alert: PriceAlert, price: Decimal, language: str, shop: Shop) -> Line:
    title = shop.payloads.title(shop.catalogue.get(alert.product_id), language)
    return Line("alert_fired", {"title": values.plain(title), "price": values.money(price, alert.currency)})
