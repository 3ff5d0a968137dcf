"""Turns about plugs and voltage: "does it work in Japan?", "which plug does it have?", "is it 110 V?"."""

from collections.abc import Mapping, Sequence
from typing import Any

from actions.shop import Shop
from actions.talk.answer import Answer
from actions.talk.conversation import Conversation
from actions.talk.shop_action import Answerer
from actions.turns.references import MOST_BUTTONS, referred
from actions.wording import values
from actions.wording.mains import (
    WARNED_OF,
    as_payload,
    fit_lines,
    source_line,
    stated_lines,
    supply_lines,
    supply_payload,
)
from actions.wording.measures import measures_of, shown
from actions.wording.texts import Line
from retrieval.mains import Power
from retrieval.product import Product

ASKED_AS = frozenset({
    "action_hand_on", "action_restrictions", "action_size", "action_out_of_scope", "action_help", "action_select",
    "action_compare", "action_shipping", "action_landed_cost", "action_set_destination", "action_search",
    "action_refine",
})  # fmt: skip
"""The actions under whose intents such questions come too: they are neighbours of ask_mains."""

_OF_A_PRODUCT = frozenset({"ask_size", "ask_restrictions"})
"""Intents of questions about goods; under others, words such as "adapter" may as well name what is wanted."""

_LISTING = frozenset({"search_product", "refine_search"})
_MARKS = ("?", "？", "؟", "吗", "嗎", "呢", "か", "ไหม", "มั้ย", "หรือเปล่า")
"""What says that a message asks: its sign or its last word."""

_MOST_MEASURES = 3
"""Measures that the text of a product's details names; its payload has all."""

_ON_MAINS = frozenset({Power.MAINS})
_ELECTRIC = frozenset({Power.MAINS, Power.LOW_VOLTAGE})


def works(conversation: Conversation, shop: Shop) -> Answer:
    """Answer whether the product meant works in the country named, else that of delivery, and why.

    Without a product that can be told, each of those shown that has a plug is judged; without any, the country's
    sockets and voltage are told; without a country, what the seller states.
    """
    language, country = shop.texts.spoken(conversation.language), conversation.country
    products = _meant(conversation, shop)
    supply = shop.mains.supplies.of(country) if country else None
    if not products:
        lines = supply_lines(supply, country, language) if supply else [Line("mains_of_what", {})]
        return Answer(tuple(lines), language, _payload((), conversation, shop))
    is_of_plugs = shop.mains.words.ask_of_mains(conversation.text, conversation.said_in or conversation.language)
    said = [line for one in products for line in _said(one, is_of_plugs, country, language, shop)]
    if supply and any(shop.mains.appliance(one).power is Power.MAINS for one in products):
        is_country_asked = is_of_plugs and bool(conversation.entities.first("country"))
        said += supply_lines(supply, country, language) if is_country_asked else [source_line(supply)]
    slots = {"focus": products[0].product_id} if len(products) == 1 else {}
    buttons = (shop.texts.button(language, "button_similar"),) if len(products) == 1 else ()
    return Answer(tuple(said), language, _payload(products, conversation, shop), buttons, slots)


def asking(turn: Answerer) -> Answerer:
    """Make a turn give way where its message asks about plugs, voltage, or whether something works in a country."""

    def answer(conversation: Conversation, shop: Shop) -> Answer:
        return works(conversation, shop) if _is_asked(conversation, shop) else turn(conversation, shop)

    return answer


def with_mains(turns: Mapping[str, Answerer]) -> dict[str, Answerer]:
    """Return turns by action, those in ASKED_AS with an ear for such questions."""
    return {name: asking(turn) if name in ASKED_AS else turn for name, turn in turns.items()}


def product_lines(product: Product, country: str, language: str, shop: Shop) -> list[Line]:
    """Return what is to be said of a product in a country ("" where unknown)."""
    appliance, title = shop.mains.appliance(product), shop.payloads.title(product, language)
    if not country:
        return stated_lines(title, appliance, language)
    return fit_lines(title, appliance, shop.mains.fit(appliance, country), country, language)


def measure_lines(product: Product, country: str, language: str) -> list[Line]:
    """Return the first measures that a seller states, in the units of a country ("" where unknown)."""
    return [
        Line(
            "measured",
            {"what": values.phrase(f"measure_{one.name}"), "measure": values.plain(shown(one, country, language))},
        )
        for one in measures_of(product)[:_MOST_MEASURES]
    ]


def detail_lines(product: Product, country: str, language: str, shop: Shop) -> list[Line]:
    """Return what a product's details say: for what runs on the mains, where the country is known, else nothing."""
    appliance = shop.mains.appliance(product)
    return product_lines(product, country, language, shop) if country and appliance.power is Power.MAINS else []


def warning_lines(product: Product, country: str, language: str, shop: Shop) -> list[Line]:
    """Return the warning that goes with putting a product into the cart, where it may not work; else nothing."""
    appliance = shop.mains.appliance(product)
    if not country or shop.mains.fit(appliance, country).verdict not in WARNED_OF:
        return []
    return product_lines(product, country, language, shop)


def _said(product: Product, with_facts: bool, country: str, language: str, shop: Shop) -> list[Line]:
    """Return what is said of a product: with what its seller states, where that is asked for, before the verdict."""
    appliance = shop.mains.appliance(product)
    has_facts = with_facts and country and (appliance.plugs or appliance.ranges)
    stated = stated_lines(shop.payloads.title(product, language), appliance, language) if has_facts else []
    return [*stated, *product_lines(product, country, language, shop)]


def _is_asked(conversation: Conversation, shop: Shop) -> bool:
    """Tell whether a message is such a question.

    One taken for a search is only where it names no goods and asks about those shown: "a kettle with a UK plug" is
    searched for. Whether something works is asked of mains where a country is named and a thing with electricity meant;
    under ask_restrictions, of a thing on a battery, "can I use it there" asks whether that is allowed.
    """
    words, language = shop.mains.words, conversation.said_in or conversation.language
    if conversation.intent in _LISTING:
        is_question = conversation.text.rstrip(" .!。").endswith(_MARKS)
        if not is_question or conversation.names_products() or not conversation.shown:
            return False
    if words.ask_of_mains(conversation.text, language):
        is_about_something = bool(conversation.shown or conversation.focus or conversation.entities.first("country"))
        return is_about_something or conversation.intent in _OF_A_PRODUCT
    if not (conversation.entities.first("country") and words.ask_of_working(conversation.text, language)):
        return False
    wanted = _ON_MAINS if conversation.intent == "ask_restrictions" else _ELECTRIC
    return any(shop.mains.appliance(one).power in wanted for one in _meant(conversation, shop))


def _meant(conversation: Conversation, shop: Shop) -> tuple[Product, ...]:
    """Return the products that a message means; where that is open, those shown that run on the mains."""
    found = referred(conversation, shop)
    if found.products or found.candidates:
        return (found.products or found.candidates)[:MOST_BUTTONS]
    shown = [shop.catalogue.get(one) for one in conversation.shown if one in shop.catalogue]
    return tuple(one for one in shown if shop.mains.appliance(one).power is Power.MAINS)[:MOST_BUTTONS]


def _payload(products: Sequence[Product], conversation: Conversation, shop: Shop) -> dict[str, Any]:
    country, language = conversation.country, shop.texts.spoken(conversation.language)
    judged = [(one, shop.mains.appliance(one)) for one in products]
    return {
        "type": "mains",
        "language": language,
        "country": country or None,
        "supply": supply_payload(shop.mains.supplies.of(country) if country else None),
        "products": [
            {
                "product_id": one.product_id,
                "title": shop.payloads.title(one, language),
                **as_payload(appliance, shop.mains.fit(appliance, country) if country else None),
            }
            for one, appliance in judged
        ],
    }
