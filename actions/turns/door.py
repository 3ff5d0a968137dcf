"""Turns about what it costs to get a product to the shopper's door, and in what money."""

from collections.abc import Mapping, Sequence
from dataclasses import replace

from actions.buying.alternatives import alternative_line, alternative_payload, cheaper_elsewhere
from actions.shop import Shop
from actions.talk.answer import Answer
from actions.talk.conversation import Conversation
from actions.talk.pending import Pending
from actions.turns.lists import findings_of, given_up, show_list
from actions.turns.references import about_a_product
from actions.wording import values
from actions.wording.due_lines import due_line
from actions.wording.texts import Line
from retrieval.findings import Findings
from retrieval.product import Product
from retrieval.shipping import known_places

_EXAMPLE_COUNTRIES = ("DE", "GB", "US", "JP")


@about_a_product("landed_cost_of_what")
def landed_cost(conversation: Conversation, shop: Shop, product: Product) -> Answer:
    """Answer "what does number 2 cost to my door?", line by line, with what is not known named.

    A postcode in the message tells a territory inside the country that is taxed on its own.
    """
    audience = shop.audience(conversation)
    slots = {"focus": product.product_id, **conversation.destination_said()}
    if not audience.country:
        waiting = {"pending": Pending(conversation.intent).as_slot()}
        return replace(ask_country(shop, audience.language), slots={**slots, **waiting})
    places = known_places()
    place = places.place(audience.country, places.postcode_in(conversation.text, audience.country))
    audience = replace(audience, country=place.country)
    title = values.plain(shop.payloads.title(product, audience.language))
    country = values.country(audience.country)
    cost = shop.prices.to_door(product, audience.country, audience.currency, audience.today)
    if cost is None:
        merchant = values.merchant(shop.catalogue.merchant_of(product))
        line = Line("landed_cost_unserved", {"merchant": merchant, "title": title, "country": country})
        return Answer((line,), audience.language, slots=slots)
    facts = {"title": title, "country": country, "total": values.money(cost.total.amount, cost.total.currency)}
    lines = [Line("landed_cost", facts)]
    if not cost.complete:
        unknown = values.listing([values.phrase(f"unknown_{kind}") for kind in cost.unknown])
        lines = [Line("landed_cost_incomplete", {**facts, "unknown": unknown})]
    if cost.estimated and product.hs_proposal:
        lines.append(Line("landed_cost_estimated", {"heading": values.plain(product.hs_proposal.heading)}))
    terms = shop.prices.terms(shop.catalogue.merchant_of(product), audience.country)
    lines.append(due_line(cost, terms))
    if cost.delivery_days:
        low, high = cost.delivery_days
        lines.append(Line("landed_cost_delivery", {"n": values.number(high), "days": values.span(low, high)}))
    dates = shop.prices.delivery(product, audience.country, audience.moment)
    if dates:
        lines.append(Line("shipping_arrival", {"dates": values.dates(*dates)}))
    as_of = {"date": values.day(cost.as_of)}
    if cost.rate_date is not None:
        lines.append(Line("landed_cost_as_of_rates", {**as_of, "rate_date": values.day(cost.rate_date)}))
    elif cost.sources:
        lines.append(Line("landed_cost_as_of", as_of))
    payload = shop.payloads.landed_cost(cost, audience.language, product.product_id, dates)
    payload = {**payload, "incoterm_stated": terms is not None}
    cheaper = cheaper_elsewhere(product, cost, audience, shop)
    if cheaper is None:
        return Answer(tuple(lines), audience.language, {**payload, "alternatives": []}, slots=slots)
    lines.append(alternative_line(cheaper, audience, shop))
    payload = {**payload, "alternatives": [alternative_payload(cheaper, audience, shop)]}
    button = shop.texts.button(audience.language, "button_compare_both")
    both = [product.product_id, cheaper.product.product_id]
    return Answer(tuple(lines), audience.language, payload, (button,), {**slots, "spoken_of": both})


def set_destination(conversation: Conversation, shop: Shop) -> Answer:
    """Answer "ship to Germany": from now on costs and offers are for there; a list in hand is shown again.

    Right after a product's cost to the door it asks for that cost there: "and to Austria?".
    """
    code = conversation.entities.first("country")
    language = shop.texts.spoken(conversation.language)
    if not code:
        return replace(ask_country(shop, language), lines=(Line("destination_unknown", {}),))
    if conversation.focus and has_just_said_a_cost(conversation):
        return landed_cost(conversation, shop)
    line = Line("destination_set", {"country": values.country(code)})
    return _again(conversation, shop, (line,), conversation.destination_said())


def has_just_said_a_cost(conversation: Conversation) -> bool:
    """Return whether the assistant's last words were about what a product costs to the door."""
    last = conversation.last[-1] if conversation.last else None
    return last is not None and not last.is_shopper and last.about.startswith("landed_cost")


def set_currency(conversation: Conversation, shop: Shop) -> Answer:
    """Answer "prices in yen": from now on prices are in it; a list in hand is shown again."""
    code = conversation.entities.first("currency")
    language = shop.texts.spoken(conversation.language)
    if not code:
        return Answer((*_rates_lines(conversation, shop), Line("currency_unclear", {})), language)
    if not shop.prices.rates.knows(code):
        shown = shop.shown_currency(conversation.currency)
        facts = {"currency": values.currency_name(code), "shown_currency": values.currency_name(shown)}
        return Answer((Line("currency_unknown", facts),), language)
    line = Line("currency_set", {"currency": values.currency_name(code)})
    now = replace(conversation, currency=code)
    return _again(now, shop, (line, *_rates_lines(now, shop)), {"currency": code})


def _rates_lines(conversation: Conversation, shop: Shop) -> list[Line]:
    """Say by whose rates of which day the prices of the list in hand are converted, where one of them is."""
    shown = shop.shown_currency(conversation.currency)
    ranked = [one for one in conversation.search.ranked if one in shop.catalogue]
    if all(shop.catalogue.get(one).currency == shown for one in ranked):
        return []
    return [Line("rates_of", {"rate_date": values.day(shop.prices.rates.latest)})]


def set_language(conversation: Conversation, shop: Shop) -> Answer:
    """Answer "speak French": the language chosen is spoken until another one is chosen."""
    code = conversation.entities.first("language")
    language = shop.texts.spoken(conversation.language)
    if not code:
        names = values.listing([values.language_name(known) for known in shop.texts.languages])
        return Answer((Line("language_unknown", {"languages": names}),), language)
    if not shop.texts.speaks(code):
        return Answer((Line("language_unsupported", {"language": values.language_name(code)}),), "en")
    line = Line("language_set", {"language": values.language_name(code)})
    return _again(replace(conversation, language=code), shop, (line,), {"language": code})


def _again(conversation: Conversation, shop: Shop, said: Sequence[Line], slots: Mapping[str, str]) -> Answer:
    """Say `said` and show the list in hand again, as it is under the new setting."""
    state = conversation.search
    if not state.ranked and state.filters.max_total is None:
        return Answer(tuple(said), shop.texts.spoken(conversation.language), slots=slots)
    if state.filters.max_total is not None:
        return _within_again(conversation, shop, said, slots)
    sent = tuple(shop.again(state, state.ranked, conversation.country))
    total = state.total - len(state.ranked) + len(sent)
    findings = Findings(sent, total, replace(state.filters, destination=conversation.country), ())
    lines = [*said, Line("repriced", {}) if sent else Line("found_nothing", {})]
    answer = show_list(findings, state, conversation, shop, lines)
    return replace(answer, slots={**answer.slots, **slots})


def _within_again(conversation: Conversation, shop: Shop, said: Sequence[Line], slots: Mapping[str, str]) -> Answer:
    """Say `said` and look anew for what stays within the limit for the cost to the door, as it is there now."""
    search = conversation.search
    state = search.with_filters(replace(search.filters, destination=conversation.country, may_lack_costs=False))
    findings = findings_of(state, conversation, shop)
    lines = [*said, *given_up(findings, shop), Line("repriced" if findings.items else "found_nothing", {})]
    answer = show_list(findings, state, conversation, shop, lines)
    return replace(answer, slots={**answer.slots, **slots})


def ask_country(shop: Shop, language: str) -> Answer:
    """Ask where it shall go, with a few countries to choose from."""
    buttons = [
        shop.texts.button(language, "button_ship_to", {"country": values.country(code)}) for code in _EXAMPLE_COUNTRIES
    ]
    return Answer((Line("ask_destination", {}),), language, buttons=tuple(buttons))
