"""Turns about what goes together: what to buy with a product, and what it all costs."""

from dataclasses import replace

from actions.payloads.bundles import bundle_payload, companions_of
from actions.shop import Shop
from actions.talk.answer import Answer
from actions.talk.conversation import Conversation
from actions.talk.search_state import SearchState
from actions.turns.conditions import with_entities
from actions.turns.lists import PAGE, show_list
from actions.turns.negations import Negations
from actions.turns.references import product_in_question
from actions.wording import values
from actions.wording.texts import Line
from retrieval.advice.bundles import Bundle
from retrieval.advice.companions import Basis
from retrieval.filters import Filters
from retrieval.findings import Findings
from retrieval.product import Product


def bundle(conversation: Conversation, shop: Shop) -> Answer:
    """Answer "what goes with this?": what others bought with it or what fits, one of a kind, with the price of all.

    A price in the message is the budget for the whole. A purpose such as camping counts before a product that was only
    spoken of earlier; without either, what goes with a category that is named is put together.
    """
    categories = Negations.of(conversation, shop).conversation.entities.all("category")
    filters = with_entities(shop.open_filters(conversation), conversation, shop)
    used = shop.advice.complements.used_for(_purposes(conversation, shop, filters))
    is_for_purpose = bool(used) and not categories and not conversation.entities.ordinals()
    product = None if is_for_purpose else _anchor(conversation, shop, categories)
    user_id, today = shop.user_id(conversation), shop.today()
    profile = shop.profile(user_id)
    if product is not None:
        wanted = tuple(category for category in categories if category != product.category)
        asked = replace(filters, categories=wanted, departments=(), audience="")
        made = shop.advice.bundles.around(product.product_id, asked, profile, today, PAGE + 1, user_id)
        return _answer(made, product, asked, conversation, shop)
    departments = filters.departments
    if not (categories or used or departments):
        return Answer((Line("bundle_with_what", {}),), shop.texts.spoken(conversation.language))
    kind, department = next(iter(categories), ""), next(iter(departments), "")
    asked = replace(filters, categories=() if categories else used, departments=())
    made = shop.advice.bundles.for_category(kind, department, asked, profile, today, PAGE, user_id)
    return _answer(made, None, asked, conversation, shop)


def _anchor(conversation: Conversation, shop: Shop, categories: tuple[str, ...]) -> Product | None:
    """Return the product that the bundle is for: the one in question, else the first shown of a category named."""
    product = product_in_question(conversation, shop)
    if product is not None or conversation.entities.ordinals():
        return product
    shown = [shop.catalogue.get(product_id) for product_id in conversation.shown if product_id in shop.catalogue]
    return next((one for one in shown if one.category in categories), None)


def _purposes(conversation: Conversation, shop: Shop, filters: Filters) -> tuple[str, ...]:
    """Return the English words for what the message wants things for."""
    said = shop.asking.read(conversation.residual_text, conversation.language, filters)
    return said.wishes.features


def _answer(
    bundle: Bundle, product: Product | None, filters: Filters, conversation: Conversation, shop: Shop
) -> Answer:
    audience = shop.audience(conversation)
    companions = companions_of(bundle)
    title = values.plain(shop.payloads.title(product, audience.language)) if product else values.plain("")
    named = {"title": title} if product else {}
    budget = filters.max_total if filters.max_price is None else filters.max_price
    is_dear = product is not None and budget is not None and bundle.price.amount >= budget
    if not companions:
        price = values.money(bundle.price.rounded().amount, bundle.price.currency)
        line = Line("bundle_budget_used", {**named, "price": price}) if is_dear else Line("bundle_nothing", {})
        return Answer((line,), audience.language, slots={"focus": product.product_id if product else None})
    lines = [_opening(bundle, named), *_costs(bundle, named, audience.country)]
    kept = tuple(dict.fromkeys(item.product.category for item in companions))
    state = SearchState(
        "bundle",
        "",
        "",
        conversation.language,
        replace(filters, categories=kept, max_price=None, min_price=None, max_total=None),
    )
    answer = show_list(Findings(companions, len(companions), state.filters, ()), state, conversation, shop, lines)
    query_id = answer.payload["query_id"] if answer.payload else ""
    payload = bundle_payload(bundle, audience, shop.payloads, query_id)
    focus = product.product_id if product else answer.slots["focus"]
    return replace(answer, payload=payload, slots={**answer.slots, "focus": focus})


def _opening(bundle: Bundle, named: dict[str, values.Value]) -> Line:
    if not named:
        return Line("bundle_set", {})
    all_bought = all(basis is Basis.PURCHASES for basis in bundle.basis.values())
    any_bought = any(basis is Basis.PURCHASES for basis in bundle.basis.values())
    return Line("bundle_bought" if all_bought else "bundle_bought_and_fits" if any_bought else "bundle_fits", named)


def _costs(bundle: Bundle, named: dict[str, values.Value], country: str) -> list[Line]:
    """Return the lines that say what all of it costs, to the door where that can be said."""
    price = values.money(bundle.price.rounded().amount, bundle.price.currency)
    lines = [Line("bundle_price_with", {**named, "price": price}) if named else Line("bundle_price", {"price": price})]
    if bundle.door is None:
        return lines
    facts = {
        "total": values.money(bundle.door.total.rounded().amount, bundle.door.total.currency),
        "country": values.country(country),
        "n": values.number(bundle.door.n_parcels),
    }
    if bundle.door.complete:
        return [*lines, Line("bundle_door", facts)]
    unknown = values.listing([values.phrase(f"unknown_{kind}") for kind in bundle.door.unknown])
    return [*lines, Line("bundle_door_incomplete", {**facts, "unknown": unknown})]
