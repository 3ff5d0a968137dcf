"""Turns about sending: what it costs, by which service, and when it is there."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date, datetime, timedelta

from actions.payloads.cards import Audience
from actions.payloads.shipping import shipping_payload
from actions.shop import Shop
from actions.talk.answer import Answer
from actions.talk.conversation import Conversation
from actions.talk.pending import Pending
from actions.turns.door import ask_country, has_just_said_a_cost, landed_cost
from actions.turns.references import product_in_question
from actions.wording import values
from actions.wording.due_lines import due_line
from actions.wording.names import is_readable
from actions.wording.texts import Line
from retrieval.advice.calendars import days_of
from retrieval.product import EXPRESS, Merchant, Product
from retrieval.shipping import CustomsWords, Deadlines, Place, Service, known_places

_FOLLOW_UP = 24
"""Characters up to which a message is taken for the rest of the question before it."""

_ONE_DAY = timedelta(days=1)
_SECONDS_OF_HOUR, _SECONDS_OF_MINUTE = 3600, 60


def shipping(conversation: Conversation, shop: Shop) -> Answer:
    """Answer what sending costs and when it is there; without a product, how much of the shop can be sent there.

    Right after a product's cost to the door a country and little else asks for that cost there: "and to Austria?".
    """
    is_followed_up = len(conversation.text) <= _FOLLOW_UP and conversation.entities.first("country")
    if is_followed_up and conversation.focus and has_just_said_a_cost(conversation):
        return landed_cost(conversation, shop)
    audience = shop.audience(conversation)
    product = product_in_question(conversation, shop)
    slots = {**conversation.destination_said(), **({"focus": product.product_id} if product else {})}
    if not audience.country:
        waiting = {"pending": Pending(conversation.intent).as_slot()}
        return replace(ask_country(shop, audience.language), slots={**slots, **waiting})
    asks_of_customs = CustomsWords.load().are_in(conversation.text, conversation.said_in or conversation.language)
    if product is None:
        lines = [_in_general(shop, audience.country), *([Line("landed_cost_of_what", {})] if asks_of_customs else ())]
        return Answer(tuple(lines), audience.language, slots=slots)
    place = _place(conversation, shop, audience.country)
    moment = shop.now()
    services = shop.prices.services(product, place, moment)
    title = values.plain(shop.payloads.title(product, audience.language))
    country = values.country(place.country)
    merchant = shop.catalogue.merchant_of(product)
    if not services:
        facts = {"merchant": values.merchant(merchant), "title": title, "country": country}
        return Answer((Line("landed_cost_unserved", facts),), audience.language, slots=slots)
    usual = services[0]
    deadline = _deadline(conversation, shop, place.country)
    lines = [
        _cost_line(shop, product, usual, title, country, audience.currency),
        Line("shipping_arrival", {"dates": _dates(usual)}),
        *(_due(shop, product, place.country, audience) if asks_of_customs else ()),
        *_faster(shop, services, conversation, merchant, audience.currency),
        *([_by(services, deadline)] if deadline else ()),
        *(_leaving(usual, moment) if merchant.dispatch else ()),
        *_about_the_way(usual, place, audience.language),
    ]
    payload = shipping_payload(shop.prices, product, place, services, audience, deadline)
    if payload["rate_date"]:
        lines.append(Line("rates_of", {"rate_date": values.day(date.fromisoformat(payload["rate_date"]))}))
    return Answer(tuple(lines), audience.language, payload, slots=slots)


def _in_general(shop: Shop, country: str) -> Line:
    """Say how many of the shop's products can be sent to a country."""
    merchants = [one for one in shop.catalogue.merchants.values() if shop.prices.serves(one, country)]
    n_sent = sum(shop.catalogue.n_sold_by(merchant.merchant_id) for merchant in merchants)
    total = values.number(len(shop.catalogue))
    facts = {"n": values.number(n_sent), "total": total, "country": values.country(country)}
    return Line("shipping_general", facts)


def _due(shop: Shop, product: Product, country: str, audience: Audience) -> list[Line]:
    """Say who pays duty and tax, and what is to pay when it arrives."""
    cost = shop.prices.to_door(product, country, audience.currency, audience.today)
    return [due_line(cost, shop.prices.terms(shop.catalogue.merchant_of(product), country))] if cost else []


def _place(conversation: Conversation, shop: Shop, country: str) -> Place:
    """Return where it goes: the postcode is one that the message names, unless that is the year of a date in it."""
    places, day = known_places(), _day_named(conversation, shop)
    postcode = places.postcode_in(conversation.text, country)
    return places.place(country, "" if day and postcode == str(day.year) else postcode)


def _day_named(conversation: Conversation, shop: Shop) -> date | None:
    language = conversation.said_in or conversation.language
    return Deadlines.load().day_in(conversation.text, shop.texts.spoken(language), shop.today())


def _cost_line(
    shop: Shop, product: Product, usual: Service, title: values.Value, country: values.Value, currency: str
) -> Line:
    """Say what the usual service costs, or why that cannot be said."""
    facts = {"title": title, "country": country}
    cost = usual.quote.cost
    if not usual.quote.fits:
        return Line("shipping_too_heavy", facts)
    if cost is None:
        is_place = usual.promise.remote_unknown and bool(product.weight_kg)
        return Line("shipping_remote_cost_unknown" if is_place else "shipping_unknown", facts)
    price = values.money(shop.prices.converted(cost.amount, cost.currency, currency), currency)
    return Line("shipping_quote", {**facts, "price": price, "days": values.span(*usual.quote.days)})


def _faster(
    shop: Shop, services: Sequence[Service], conversation: Conversation, merchant: Merchant, currency: str
) -> list[Line]:
    """Say what express costs and when it is there, or where it was asked for, that there is none."""
    express = [one for one in services[1:] if one.name == EXPRESS and one.quote.fits and not one.promise.remote_unknown]
    if not express:
        is_asked = Deadlines.load().wants_express(conversation.text, conversation.said_in or conversation.language)
        has_one = services[0].name == EXPRESS
        return (
            [Line("shipping_no_express", {"merchant": values.merchant(merchant)})] if is_asked and not has_one else []
        )
    cost = express[0].quote.cost
    if cost is None:
        return [Line("shipping_express_dates", {"dates": _dates(express[0])})]
    price = values.money(shop.prices.converted(cost.amount, cost.currency, currency), currency)
    return [Line("shipping_express", {"price": price, "dates": _dates(express[0])})]


def _deadline(conversation: Conversation, shop: Shop, country: str) -> date | None:
    """Return the day by which the shopper wants it: one that they name, or the day before an occasion."""
    today = shop.today()
    named = _day_named(conversation, shop)
    if named:
        return named
    occasion = shop.advice.occasions.book.occasions.get(conversation.entities.first("occasion") or "")
    if occasion is None:
        return None
    coming = (day for year in (today.year, today.year + 1) for day in days_of(occasion, country, year) if day > today)
    found = next(coming, None)
    return None if found is None else found - _ONE_DAY


def _by(services: Sequence[Service], deadline: date) -> Line:
    """Answer "by Friday?": yes only where the whole range lies before, by express where only that does."""
    facts = {"date": values.day(deadline)}
    usual = services[0].promise
    if usual.is_kept_by(deadline):
        return Line("shipping_by_yes", facts)
    fits = [one for one in services[1:] if one.quote.fits]
    if any(one.promise.is_kept_by(deadline) for one in fits):
        return Line("shipping_by_express", facts)
    judged = [one.promise.is_kept_by(deadline) for one in (services[0], *fits)]
    return Line("shipping_by_no" if all(answer is False for answer in judged) else "shipping_by_unsure", facts)


def _leaving(usual: Service, moment: datetime) -> list[Line]:
    """Say until when an order leaves today, or else on which day it does."""
    promise = usual.promise
    if promise.cut_off is not None:
        left = int((promise.cut_off - moment).total_seconds())
        if left >= _SECONDS_OF_HOUR:
            return [Line("shipping_leaves_today", {"n": values.number(left // _SECONDS_OF_HOUR)})]
        if left >= _SECONDS_OF_MINUTE:
            return [Line("shipping_leaves_today_minutes", {"n": values.number(left // _SECONDS_OF_MINUTE)})]
    first, last = promise.leaves
    return [Line("shipping_leaves_on", {"date": values.day(first)})] if first == last else []


def _about_the_way(usual: Service, place: Place, language: str) -> list[Line]:
    """Say what the dates hold besides carriage, and what they cannot."""
    promise, zone = usual.promise, usual.zone
    lines = []
    if zone.carrier_name and is_readable(zone.carrier_name, language):
        lines.append(Line("shipping_carrier", {"carrier": values.plain(zone.carrier_name)}))
    if promise.customs != (0, 0):
        lines.append(Line("shipping_customs", {"days": values.span(*promise.customs)}))
    if promise.remote_unknown:
        lines.append(Line("shipping_remote_unknown", {"postcode": values.plain(place.postcode)}))
    elif place.is_remote:
        lines.append(Line("shipping_remote", {"postcode": values.plain(place.postcode)}))
    if promise.without_holidays:
        named = [values.country(code) for code in promise.without_holidays]
        lines.append(Line("shipping_holidays_unknown", {"what": values.listing(named)}))
    return lines


def _dates(service: Service) -> values.Value:
    return values.dates(service.promise.earliest, service.promise.latest)
