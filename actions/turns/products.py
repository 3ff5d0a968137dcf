"""Turns about products of the list shown: one of them, several side by side, more like it, why it is there."""

import re
from collections.abc import Sequence
from typing import Any

from actions.payloads.cards import Audience
from actions.payloads.comparison import MOST_COMPARED, compare_products
from actions.shop import Shop
from actions.talk.answer import Answer
from actions.talk.conversation import Conversation
from actions.talk.search_state import SearchState
from actions.talk.shop_action import Answerer
from actions.turns import search
from actions.turns.conditions import with_entities
from actions.turns.lists import findings_of, given_up, show_list
from actions.turns.mains import detail_lines, measure_lines
from actions.turns.references import Referred, ask_which, fits, is_described, is_pointing, referred
from actions.wording import values
from actions.wording.reason_lines import backed, reason_line
from actions.wording.texts import Line
from retrieval.events import Event
from retrieval.product import Product

_FEW = 3
"""Products that are compared where the message does not say which."""

_NUMBER = re.compile(r"\d+")


def select(conversation: Conversation, shop: Shop) -> Answer:
    """Answer "the second one", "the red one": the product, its price and stock; "both": all that are meant.

    A description that nothing shown fits, or of which it is unsure whether it points at all ("black"), is searched for.
    """
    found = referred(conversation, shop)
    if _may_describe_others(conversation) or _is_elsewhere(found, conversation, shop):
        return search.refine(conversation, shop)
    if not found.products:
        return ask_which(conversation, shop, "show_what", found.candidates)
    products = found.products[:MOST_COMPARED]
    audience = shop.audience(conversation)
    shop.record(*(
        Event.now(shop.user_id(conversation), "view", product_id=one.product_id, session_id=conversation.sender_id)
        for one in products
    ))  # fmt: skip
    lines = [*_beyond(found, conversation), *(line for one in products for line in _facts(one, audience, shop))]
    buttons = [shop.texts.button(audience.language, "button_similar")]
    if len(products) > 1:
        buttons = [shop.texts.button(audience.language, "button_compare_both")] if len(products) == 2 else []
    elif products[0].product_id in conversation.shown:
        number = values.number(conversation.shown.index(products[0].product_id) + 1)
        buttons.insert(0, shop.texts.button(audience.language, "button_door_cost", {"n": number}))
    return Answer(
        lines=tuple(lines),
        language=audience.language,
        payload={
            "type": "products",
            "language": audience.language,
            "query_id": conversation.search.query_id,
            "total": len(products),
            "page": 1,
            "applied": {},
            "products": [_card(one, audience, conversation, shop) for one in products],
        },
        buttons=tuple(buttons),
        slots=_spoken_of(products, conversation),
    )


def pointing(turn: Answerer) -> Answerer:
    """Make a turn that lists products give way where its message only points at some that are shown."""

    def answer(conversation: Conversation, shop: Shop) -> Answer:
        return select(conversation, shop) if is_pointing(conversation) else turn(conversation, shop)

    return answer


def compare(conversation: Conversation, shop: Shop) -> Answer:
    """Answer "compare 1 and 3", "compare both": a table, and which of them is the best buy and why.

    Only so many stand side by side; what is left out is said, as is a number beyond the list. One that is meant among
    those just compared, "the cheaper of the two", is shown: comparing them again says nothing new.
    """
    found = referred(conversation, shop)
    is_choice = len(found.products) == 1 and len(conversation.spoken_of) > 1
    if is_choice and not conversation.entities.ordinals():
        return select(conversation, shop)
    products: Sequence[Product] = found.products
    if len(products) < 2 and found.candidates:
        is_pair = "both" in conversation.entities.all("reference")
        products = found.candidates[:2] if is_pair else found.candidates
    if len(products) < 2 and conversation.entities.ordinals() and not found.n_beyond:
        products = _with_another(products, conversation, shop)
    n_named = _n_named(conversation)
    if len(products) < 2 and not conversation.entities.ordinals():
        shown = [shop.catalogue.get(one) for one in conversation.shown if one in shop.catalogue]
        products = shown[: MOST_COMPARED if n_named > MOST_COMPARED else _FEW]
    if len(products) < 2 and len(conversation.shown) == 1 and conversation.shown[0] in shop.catalogue:
        return _nothing_to_compare(conversation, shop)
    if len(products) < 2:
        return ask_which(conversation, shop, "compare_what")
    lines = _beyond(found, conversation)
    if len(products) > MOST_COMPARED or n_named > MOST_COMPARED == len(products):
        lines.append(Line("compared_most", {"n": values.number(MOST_COMPARED)}))
        products = products[:MOST_COMPARED]
    audience = shop.audience(conversation)
    comparison = compare_products(products, audience, shop)
    lines += [Line("compared", {}), *comparison.verdict]
    slots = _spoken_of(products, conversation)
    picked = {"focus": products[comparison.pick].product_id} if comparison.pick is not None else {}
    return Answer(tuple(lines), audience.language, comparison.payload, slots={**slots, **picked})


def _nothing_to_compare(conversation: Conversation, shop: Shop) -> Answer:
    """Say that one product alone is shown, and offer similar ones to compare it with."""
    language = shop.texts.spoken(conversation.language)
    buttons = (shop.texts.button(language, "button_similar"),)
    return Answer((Line("compare_only_one", {}),), language, buttons=buttons, slots={"focus": conversation.shown[0]})


def pick_again(conversation: Conversation, shop: Shop) -> Answer | None:
    """Answer "which one would you take?" with what the last comparison came to, None where it came to nothing."""
    compared = [shop.catalogue.get(one) for one in conversation.spoken_of if one in shop.catalogue]
    if len(compared) < 2:
        return None
    audience = shop.audience(conversation)
    verdict = compare_products(compared, audience, shop).verdict
    return Answer(verdict, audience.language) if verdict else None


def similar(conversation: Conversation, shop: Shop) -> Answer:
    """Answer "more like this"."""
    found = referred(conversation, shop)
    if not found.products:
        return ask_which(conversation, shop, "similar_to_what", found.candidates)
    product = found.products[0]
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
    found = referred(conversation, shop)
    product_id = next((one.product_id for one in found.products), "")
    if not found.products and conversation.shown and not (conversation.entities.ordinals() or found.candidates):
        product_id = conversation.shown[0]
    if product_id not in shop.catalogue:
        return ask_which(conversation, shop, "explain_what", found.candidates)
    language = shop.texts.spoken(conversation.language)
    product = shop.catalogue.get(product_id)
    title = {"title": values.plain(shop.payloads.title(product, language))}
    reasons = backed(conversation.search.reasons.get(product_id, ()), product)
    if not reasons:
        return Answer((Line("explained_nothing", title),), language, slots={"focus": product_id})
    said = [
        Line("reason_as_is", {"reason": values.plain(shop.texts.say(language, reason_line(reason)))})
        for reason in reasons
    ]
    return Answer((Line("explained", title), *said), language, slots={"focus": product_id})


def _with_another(products: Sequence[Product], conversation: Conversation, shop: Shop) -> Sequence[Product]:
    """Return the only product named with the one it is to be compared with: that last spoken of, or all there is."""
    ids = [one.product_id for one in products]
    if conversation.focus in shop.catalogue and conversation.focus not in ids:
        return [shop.catalogue.get(conversation.focus), *products]
    pair = [shop.catalogue.get(one) for one in conversation.shown if one in shop.catalogue]
    return pair if len(pair) == 2 else products


def _n_named(conversation: Conversation) -> int:
    """Return how many products a message speaks of by numbers, or by how many they are: "compare all 40"."""
    said = conversation.entities.first("quantity")
    return max(int(said) if said.isascii() and said.isdigit() else 0, len(_NUMBER.findall(conversation.text)))


def _may_describe_others(conversation: Conversation) -> bool:
    """Return whether a message only says what things look like, and it is unsure that those shown are meant."""
    is_unsure = not conversation.is_sure and is_described(conversation)
    return is_unsure and not conversation.entities.ordinals() and not is_pointing(conversation)


def _is_elsewhere(found: Referred, conversation: Conversation, shop: Shop) -> bool:
    """Return whether a message describes something, and nothing that is shown is like that."""
    if conversation.entities.ordinals() or found.candidates or not is_described(conversation):
        return False
    return not any(fits(one, conversation, shop) for one in found.products)


def _beyond(found: Referred, conversation: Conversation) -> list[Line]:
    """Return what to say of numbers beyond the list beside others that are in it."""
    return [Line("list_is_shorter", {"n": values.number(len(conversation.shown))})] if found.n_beyond else []


def _facts(product: Product, audience: Audience, shop: Shop) -> list[Line]:
    price = shop.prices.shown(product, audience.currency)
    works = [
        *measure_lines(product, audience.country, audience.language),
        *detail_lines(product, audience.country, audience.language, shop),
    ]
    facts = {
        "title": values.plain(shop.payloads.title(product, audience.language)),
        "price": values.money(price.amount, price.currency),
        "merchant": values.merchant(shop.catalogue.merchant_of(product)),
    }
    if not product.is_in_stock:
        return [Line("selected", facts), *works, Line("sold_out", {})]
    if product.stock is None:
        return [Line("selected", facts), *works]
    return [Line("selected", facts), *works, Line("selected_stock", {"n": values.number(product.stock)})]


def _card(product: Product, audience: Audience, conversation: Conversation, shop: Shop) -> dict[str, Any]:
    reasons = conversation.search.reasons.get(product.product_id, ())
    return {**shop.payloads.card(product, audience, None, reasons), **shop.payloads.details(product, audience)}


def _spoken_of(products: Sequence[Product], conversation: Conversation) -> dict[str, Any]:
    """Return the slots that say what "it" and "both" mean from now on; one of several leaves them together."""
    ids = [product.product_id for product in products]
    if len(ids) > 1:
        return {"focus": None, "spoken_of": ids}
    return {"focus": ids[0], "spoken_of": list(conversation.spoken_of) if ids[0] in conversation.spoken_of else None}
