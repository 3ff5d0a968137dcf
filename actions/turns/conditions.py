"""The conditions of a list under what a message says: set, replaced, taken back, and what is said of contradictions."""

from dataclasses import dataclass, replace
from decimal import Decimal
from typing import Any

from actions.shop import Shop
from actions.talk.conversation import Conversation
from actions.turns.negations import Negations
from actions.wording import values
from actions.wording.texts import Line
from retrieval.filters import Filters
from retrieval.understanding import AUDIENCE_OF_RECIPIENT, without_kinds

_ENTITY_FIELDS = {
    "category": "categories",
    "department": "departments",
    "brand": "brands",
    "color": "colors",
    "material": "materials",
    "size": "sizes",
}

INDIFFERENT: dict[str, dict[str, Any]] = {
    "any_color": {"colors": (), "excluded_colors": ()},
    "any_brand": {"brands": (), "excluded_brands": ()},
    "any_material": {"materials": (), "excluded_materials": ()},
    "any_size": {"sizes": ()},
    "any_price": {"min_price": None, "max_price": None, "max_total": None},
}
"""The conditions that "any colour" and the like take back."""

_BEFORE_OLD_PRICES = ("color", "material", "brand", "size", "audience")
"""What a message asks for that counts more than prices said before."""

_OTHER = {"other_color": "colors", "other_brand": "brands", "other_material": "materials"}
"""The condition that "another colour" and the like turn round: what it asked for is ruled out."""

_KINDS = {f"{how}_{kind}": kind for how in ("any", "other") for kind in ("color", "brand", "material")}
"""What the words are that go with a condition taken back."""

_WORD_KINDS = {"colors": "color", "materials": "material", "categories": "category"}


@dataclass(frozen=True, slots=True)
class Conditions:
    """The conditions of a list, and what is to be said of those that contradicted each other."""

    filters: Filters
    notices: tuple[Line, ...] = ()


def conditions_of(filters: Filters, conversation: Conversation, shop: Shop) -> Conditions:
    """Return `filters` with what the message asks for in their place; of contradictions, what was said last counts.

    A price without a currency is in the one that prices are shown in; in one without a rate it asks for nothing.
    """
    negations = Negations.of(conversation, shop)
    entities = negations.conversation.entities
    changes: dict[str, Any] = {}
    for word in entities.all("refinement"):
        changes |= INDIFFERENT.get(word, {})
        changes |= _turned_round(word, filters, conversation, shop)
    changes |= {field: entities.all(name) for name, field in _ENTITY_FIELDS.items() if entities.all(name)}
    if "category" in entities.values:
        changes["departments"] = ()
    audience = entities.first("audience") or AUDIENCE_OF_RECIPIENT.get(entities.first("recipient"), "")
    if audience:
        changes["audience"] = audience
    changed = replace(filters, **changes, may_lack_costs=False)
    priced, notices = _with_prices(changed, conversation, shop)
    settled = negations.applied_to(priced)
    return Conditions(settled, (*notices, *_contradictions(negations, filters, settled)))


def with_entities(filters: Filters, conversation: Conversation, shop: Shop) -> Filters:
    """Return the conditions of `conditions_of` alone."""
    return conditions_of(filters, conversation, shop).filters


def without_taken_back(text: str, language: str, conversation: Conversation, shop: Shop) -> str:
    """Return what is searched for without the words of conditions that the message takes back."""
    kinds = {_KINDS[word] for word in conversation.entities.all("refinement") if word in _KINDS}
    return without_kinds(text, language, shop.asking.vocabulary, kinds) if kinds else text


def without_old_prices(conditions: Conditions, conversation: Conversation, shop: Shop) -> Conditions:
    """Return conditions without bounds of price from before where nothing within them is as the message asks for.

    "In black" after "cheaper": the black ones that cost more come before cheap ones in other colours.
    """
    filters, entities = conditions.filters, Negations.of(conversation, shop).conversation.entities
    is_asked = any(entities.first(name) for name in _BEFORE_OLD_PRICES)
    if not is_asked or entities.first("max_price") or entities.first("min_price") or filters.max_total is not None:
        return conditions
    bounds = [name for name in ("min_price", "max_price") if getattr(filters, name) is not None]
    looser = replace(filters, min_price=None, max_price=None)
    if not bounds or shop.finder.usual_prices(filters, filters.currency):
        return conditions
    if not shop.finder.usual_prices(looser, filters.currency):
        return conditions
    return Conditions(looser, (*conditions.notices, *(Line(f"relaxed_{name}", {}) for name in bounds)))


def _turned_round(word: str, filters: Filters, conversation: Conversation, shop: Shop) -> dict[str, Any]:
    """Return the conditions that ask for another colour and the like than before, or than the product spoken of has."""
    field = _OTHER.get(word)
    if field is None:
        return {}
    former: tuple[str, ...] = getattr(filters, field)
    if not former and conversation.focus in shop.catalogue:
        product = shop.catalogue.get(conversation.focus)
        former = (product.brand,) if field == "brands" else getattr(product, field)
    excluded = dict.fromkeys((*getattr(filters, f"excluded_{field}"), *former))
    return {field: (), f"excluded_{field}": tuple(excluded)}


def _with_prices(filters: Filters, conversation: Conversation, shop: Shop) -> tuple[Filters, tuple[Line, ...]]:
    """Return `filters` within the prices that the message names, and a notice where two of them exclude each other.

    A bound that the message does not name stays where the new one leaves anything between them. The highest price is
    that to the door where the message says so, or an earlier one did.
    """
    entities = conversation.entities
    low, high = entities.amount("min_price"), entities.amount("max_price")
    is_total = "max_total" in entities.values or filters.max_total is not None
    currency = entities.first("currency") or shop.shown_currency(conversation.currency)
    if (low is None and high is None) or not shop.prices.rates.knows(currency):
        return filters, ()
    is_low_last = low is not None and (high is None or _is_later("min_price", "max_price", conversation))
    if low is None:
        low = _converted(filters.min_price, filters.currency, currency, shop)
    elif high is None:
        high = _converted(filters.max_total if is_total else filters.max_price, filters.currency, currency, shop)
    notices: tuple[Line, ...] = ()
    if low is not None and high is not None and low > high:
        low, high = (low, None) if is_low_last else (None, high)
        notices = (Line("prices_contradict", {}),)
    price, total = (None, high) if is_total else (high, None)
    return replace(filters, min_price=low, max_price=price, max_total=total, currency=currency), notices


def _is_later(name: str, other: str, conversation: Conversation) -> bool:
    named = list(conversation.entities.values)
    return named.index(name) > named.index(other)


def _converted(amount: Decimal | None, source: str, target: str, shop: Shop) -> Decimal | None:
    if amount is None or source == target:
        return amount
    return shop.prices.converted(amount, source, target)


def _contradictions(negations: Negations, before: Filters, after: Filters) -> tuple[Line, ...]:
    """Return a notice of what is asked for and ruled out at once, in the message or since an earlier one."""
    said = dict.fromkeys(one for one in negations.contradicted if one[0] in _WORD_KINDS.values())
    for field, kind in _WORD_KINDS.items():
        said |= dict.fromkeys(
            (kind, one) for one in getattr(before, field) if one in getattr(after, f"excluded_{field}")
        )
    if not said:
        return ()
    return (Line("words_contradict", {"what": values.listing([values.word(kind, word) for kind, word in said])}),)
