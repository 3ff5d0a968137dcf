"""Turns about products of the list shown: one of them, several side by side, more like it, why it is there."""

from collections.abc import Callable

from actions import values
from actions.answer import Answer
from actions.comparison import compare_products
from actions.conversation import Conversation
from actions.payloads import reason_line
from actions.search_state import SearchState
from actions.shop import Shop
from actions.texts import Line
from actions.turns.lists import findings_of, given_up, show_list
from actions.turns.search import with_entities
from retrieval.events import Event
from retrieval.product import Product


def select(conversation: Conversation, shop: Shop) -> Answer:
    """Answer "the second one": the product, its price, stock and cost to the door."""
    product = product_in_question(conversation, shop)
    if product is None:
        return _which(conversation, shop, "show_what")
    audience = shop.audience(conversation)
    shop.record(
        Event.now(shop.user_id(conversation), "view", product_id=product.product_id, session_id=conversation.sender_id)
    )
    price = shop.prices.price(product, audience.currency)
    facts = {
        "title": values.plain(shop.payloads.title(product, audience.language)),
        "price": values.money(price.amount, price.currency),
        "merchant": values.plain(shop.catalogue.merchant_of(product).name),
    }
    lines = [Line("selected", facts)]
    if not product.is_in_stock:
        lines.append(Line("sold_out", {}))
    elif product.stock is not None:
        lines.append(Line("selected_stock", {"n": values.number(product.stock)}))
    buttons = [shop.texts.button(audience.language, "button_similar")]
    if product.product_id in conversation.shown:
        number = values.number(conversation.shown.index(product.product_id) + 1)
        buttons.insert(0, shop.texts.button(audience.language, "button_door_cost", {"n": number}))
    return Answer(
        lines=tuple(lines),
        language=audience.language,
        payload={
            "type": "products",
            "language": audience.language,
            "query_id": conversation.search.query_id,
            "total": 1,
            "page": 1,
            "applied": {},
            "products": [
                {
                    **shop.payloads.card(
                        product, audience, None, conversation.search.reasons.get(product.product_id, ())
                    ),
                    **shop.payloads.details(product),
                }
            ],
        },
        buttons=tuple(buttons),
        slots={"focus": product.product_id},
    )


def compare(conversation: Conversation, shop: Shop) -> Answer:
    """Answer "compare 1 and 3": a table, and which is cheapest and rated best."""
    named = conversation.product_ids_named() if conversation.entities.ordinals() else conversation.shown[:3]
    products = [shop.catalogue.get(product_id) for product_id in named if product_id in shop.catalogue]
    if len(products) < 2:
        return _which(conversation, shop, "compare_what")
    audience = shop.audience(conversation)
    comparison = compare_products(products, audience, shop)
    return Answer((Line("compared", {}), *comparison.verdict), audience.language, comparison.payload)


def similar(conversation: Conversation, shop: Shop) -> Answer:
    """Answer "more like this"."""
    product = product_in_question(conversation, shop)
    if product is None:
        return _which(conversation, shop, "similar_to_what")
    filters = shop.open_filters(conversation)
    text, language = product.text(product.language), shop.texts.spoken(conversation.language)
    state = SearchState("similar", "", text, product.language, filters, about=product.product_id)
    findings = findings_of(state, conversation, shop)
    title = values.plain(shop.payloads.title(product, language))
    line = Line("similar", {"title": title}) if findings.items else Line("found_nothing", {})
    return show_list(findings, state, conversation, shop, [line])


def recommend(conversation: Conversation, shop: Shop) -> Answer:
    """Answer "what do you recommend": from the shopper's own doings and those of shoppers alike."""
    profile = shop.profile(shop.user_id(conversation))
    filters = with_entities(conversation.onboarding.applied_to(shop.open_filters(conversation)), conversation, shop)
    state = SearchState("recommend", "", conversation.text, conversation.language, filters)
    findings = findings_of(state, conversation, shop)
    said = "recommended_from_wishes" if conversation.onboarding.has_interests else "recommended"
    key = "recommended_from_taste" if profile.n_events else said
    lines = [*given_up(findings, shop), Line(key, {}) if findings.items else Line("found_nothing", {})]
    return show_list(findings, state, conversation, shop, lines)


def explain(conversation: Conversation, shop: Shop) -> Answer:
    """Answer "why this one?" with the reasons that its place in the list rests on."""
    product_id = conversation.product_in_question()
    if not product_id and conversation.shown and not conversation.entities.ordinals():
        product_id = conversation.shown[0]
    if product_id not in shop.catalogue:
        return _which(conversation, shop, "explain_what")
    language = shop.texts.spoken(conversation.language)
    title = {"title": values.plain(shop.payloads.title(shop.catalogue.get(product_id), language))}
    reasons = conversation.search.reasons.get(product_id, ())
    if not reasons:
        return Answer((Line("explained_nothing", title),), language, slots={"focus": product_id})
    said = [
        Line("reason_as_is", {"reason": values.plain(shop.texts.say(language, reason_line(reason)))})
        for reason in reasons
    ]
    return Answer((Line("explained", title), *said), language, slots={"focus": product_id})


def product_in_question(conversation: Conversation, shop: Shop) -> Product | None:
    """Return the product that the message is about, None where that is not clear."""
    product_id = conversation.product_in_question()
    return shop.catalogue.get(product_id) if product_id in shop.catalogue else None


def about_a_product(
    unclear: str,
) -> Callable[[Callable[[Conversation, Shop, Product], Answer]], Callable[[Conversation, Shop], Answer]]:
    """Make a turn that needs a product ask, with the text `unclear`, where the message leaves it open."""

    def decorate(turn: Callable[[Conversation, Shop, Product], Answer]) -> Callable[[Conversation, Shop], Answer]:
        def answer(conversation: Conversation, shop: Shop) -> Answer:
            product = product_in_question(conversation, shop)
            return _which(conversation, shop, unclear) if product is None else turn(conversation, shop, product)

        return answer

    return decorate


def _which(conversation: Conversation, shop: Shop, key: str) -> Answer:
    """Ask which product is meant, and where a number of the message is beyond the list, say how long that is."""
    language = shop.texts.spoken(conversation.language)
    is_beyond = len(conversation.product_ids_named()) < len(set(conversation.entities.ordinals()))
    if is_beyond and conversation.shown:
        return Answer((Line("no_such_number", {"n": values.number(len(conversation.shown))}),), language)
    return Answer((Line(key, {}),), language)
