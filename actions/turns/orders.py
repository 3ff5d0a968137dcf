"""Turns about orders: where one stands, stopping it, sending it back. All only once identity is proven."""

from collections.abc import Callable, Sequence

from actions.identity import is_known
from actions.payloads.orders import order_payload, return_until
from actions.shop import Shop
from actions.talk.answer import Answer
from actions.talk.conversation import Conversation
from actions.talk.pending import Pending
from actions.turns.person import handed_over
from actions.turns.rights import sending_back_lines
from actions.wording import values
from actions.wording.texts import Line
from retrieval.commerce.order import Order, OrderState, order_number
from retrieval.commerce.withdrawal import Withdrawal

_MOST_SHOWN = 3
"""Orders shown where none was named."""

Turn = Callable[[Conversation, Shop], Answer]


def proven(turn: Turn) -> Turn:
    """Make a turn say, to a shopper who has not proven who they are, how to do so, and offer a person."""

    def answer(conversation: Conversation, shop: Shop) -> Answer:
        if is_known(shop.user_id(conversation)):
            return turn(conversation, shop)
        language = shop.texts.spoken(conversation.language)
        return Answer((Line("order_identity", {}),), language, buttons=(shop.texts.button(language, "button_person"),))

    return answer


@proven
def status(conversation: Conversation, shop: Shop) -> Answer:
    """Answer "where is my order": the one named, else those on their way and the latest."""
    named = _named(conversation, shop)
    if isinstance(named, Answer):
        return named
    if named:
        return _told(named, _state(named), conversation, shop)
    orders = shop.commerce.orders.orders(shop.user_id(conversation))
    if not orders:
        return _none(conversation, shop)
    moving = {OrderState.PLACED, OrderState.PAID, OrderState.SHIPPED, OrderState.RETURN_REQUESTED}
    ranked = sorted(orders, key=lambda order: order.state not in moving)
    return _told(ranked[0], _state(ranked[0]), conversation, shop, ranked[1:_MOST_SHOWN])


@proven
def cancel(conversation: Conversation, shop: Shop) -> Answer:
    """Answer "cancel order 4711": an order named is stopped where it has not left yet; without a number it is asked."""
    named = _named(conversation, shop)
    if isinstance(named, Answer):
        return named
    orders = (named,) if named else shop.commerce.orders.orders(shop.user_id(conversation))
    if not orders:
        return _none(conversation, shop)
    fitting = [order for order in orders if order.can_be_cancelled]
    if not fitting:
        return _told(orders[0], [_late(orders[0]), *_state(orders[0])], conversation, shop)
    if named is None or not conversation.is_sure:
        return _which(fitting, "cancel", conversation, shop)
    done = shop.commerce.orders.cancel(shop.user_id(conversation), named.order_id)
    if done.state is OrderState.CANCELLED:
        return _told(done, [Line("order_cancelled_now", _number(done))], conversation, shop)
    return _told(done, [_late(done), *_state(done)], conversation, shop)


@proven
def send_back(conversation: Conversation, shop: Shop) -> Answer:
    """Answer "I want to return order 4711": noted within the period of the law where it was delivered.

    Where that law is not known, or the period is over, a person has to look; nothing is made up.
    """
    named = _named(conversation, shop)
    if isinstance(named, Answer):
        return named
    orders = (named,) if named else shop.commerce.orders.orders(shop.user_id(conversation))
    if not orders:
        return _none(conversation, shop)
    fitting = [order for order in orders if order.state is OrderState.DELIVERED]
    if not fitting:
        first = orders[0]
        is_coming = first.state in {OrderState.PLACED, OrderState.PAID, OrderState.SHIPPED}
        lines = [Line("order_not_arrived", _number(first))] if is_coming else []
        return _told(first, [*lines, *_state(first)], conversation, shop)
    if named is None or not conversation.is_sure:
        return _which(fitting, "return", conversation, shop)
    return _sent_back(named, conversation, shop)


def _sent_back(order: Order, conversation: Conversation, shop: Shop) -> Answer:
    """Note that a delivered order goes back, where the law's period is known and not over."""
    rule, until = shop.commerce.withdrawals.of(order.country, order.placed_at.date()), return_until(order, shop)
    country = {"country": values.country(order.country)}
    if rule is not None and rule.is_decisive and not rule.days:
        return _with_person(Line("order_return_no_right", country), conversation, shop)
    if rule is None or until is None:
        return _with_person(Line("order_return_unknown", country), conversation, shop)
    facts = {"date": values.day(until), "n": values.number(rule.days), **country}
    if shop.today() > until:
        return _told(order, [Line("order_return_over", facts)], conversation, shop, rule=rule)
    done = shop.commerce.orders.request_return(shop.user_id(conversation), order.order_id)
    if done.state is not OrderState.RETURN_REQUESTED:
        return _told(done, _state(done), conversation, shop)
    lines = [Line("order_return_noted", _number(done)), Line("order_return_until", facts)]
    return _told(done, [*lines, *sending_back_lines(order.country, shop)], conversation, shop, rule=rule)


def _named(conversation: Conversation, shop: Shop) -> Order | Answer | None:
    """Return the order that a message names, None where it names none, and the answer where there is no such one.

    An order of somebody else is answered as one that does not exist.
    """
    said = conversation.entities.first("order_id")
    if not said:
        return None
    number = order_number(said)
    order = shop.commerce.orders.order(shop.user_id(conversation), number)
    if order is not None:
        return order
    language = shop.texts.spoken(conversation.language)
    line = Line("order_unknown", {"number": values.plain(number)})
    return Answer((line,), language, buttons=(shop.texts.button(language, "button_person"),))


def _none(conversation: Conversation, shop: Shop) -> Answer:
    language = shop.texts.spoken(conversation.language)
    return Answer((Line("order_none", {}),), language, buttons=(shop.texts.button(language, "button_person"),))


def _which(orders: Sequence[Order], verb: str, conversation: Conversation, shop: Shop) -> Answer:
    """Ask which order is meant, each with a button that says so with its number."""
    audience, shown = shop.audience(conversation), orders[:_MOST_SHOWN]
    buttons = tuple(shop.texts.button(audience.language, f"button_{verb}_order", _number(order)) for order in shown)
    line = Line(f"order_{verb}_which", {"n": values.number(len(shown)), **_number(shown[0])})
    asked = Pending(conversation.intent, shown[0].order_id if len(shown) == 1 else "")
    slots = {"pending": asked.as_slot()}
    return Answer((line,), audience.language, order_payload(shown, audience, shop), buttons, slots)


def _told(
    order: Order,
    lines: Sequence[Line],
    conversation: Conversation,
    shop: Shop,
    others: Sequence[Order] = (),
    rule: Withdrawal | None = None,
) -> Answer:
    """Answer with an order and what may be done about it as buttons."""
    audience = shop.audience(conversation)
    buttons = []
    if order.can_be_cancelled:
        buttons.append(shop.texts.button(audience.language, "button_cancel_order", _number(order)))
    until = return_until(order, shop)
    if until and shop.today() <= until:
        buttons.append(shop.texts.button(audience.language, "button_return_order", _number(order)))
    buttons.append(shop.texts.button(audience.language, "button_person"))
    payload = order_payload((order, *others), audience, shop, rule)
    return Answer(tuple(lines), audience.language, payload, tuple(buttons))


def _with_person(line: Line, conversation: Conversation, shop: Shop) -> Answer:
    answer = handed_over(conversation, shop, "handoff")
    return Answer((line, *answer.lines), answer.language, answer.payload)


def _state(order: Order) -> list[Line]:
    """Say where an order stands, and the days that the shop's records hold."""
    lines = [Line(f"order_{order.state}", {**_number(order), "date": values.day(order.placed_at.date())})]
    if order.state is OrderState.SHIPPED and order.shipped_at:
        lines.append(Line("order_shipped_on", {"date": values.day(order.shipped_at.date())}))
    if order.state is OrderState.SHIPPED and order.tracking_url:
        lines.append(Line("order_tracking", {"link": values.plain(order.tracking_url)}))
    if order.delivered_at:
        lines.append(Line("order_delivered_on", {"date": values.day(order.delivered_at.date())}))
    return lines


def _late(order: Order) -> Line:
    """Say that an order cannot be stopped any more."""
    return Line("order_too_late", _number(order))


def _number(order: Order) -> dict[str, values.Value]:
    return {"number": values.plain(order.order_id)}
