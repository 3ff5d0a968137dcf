"""A list of gift ideas as it is kept between turns, and found again."""

import json
from dataclasses import asdict, replace
from typing import Any

from actions.shop import Shop
from actions.talk.search_state import SearchState
from retrieval.advice.gifts import GiftWish
from retrieval.findings import Findings, Found
from retrieval.lists.sorting import Sort
from retrieval.ranking import mean_rating

GIFT = "gift"
"""The kind of such a list."""

_KEPT = ("recipient", "occasion", "audience", "age")


def about(wish: GiftWish) -> str:
    """Return what a state's `about` holds of a wish: all but its text."""
    return json.dumps({name: value for name, value in asdict(wish).items() if name in _KEPT and value})


def wish_of(state: SearchState) -> GiftWish:
    """Return the wish of a state; an empty one for a state of another kind or form."""
    if state.kind != GIFT:
        return GiftWish()
    try:
        kept: dict[str, Any] = json.loads(state.about)
        return GiftWish(
            **{name: kept[name] for name in _KEPT if name in kept}, text=state.text, language=state.language
        )
    except (ValueError, TypeError):
        return GiftWish(text=state.text, language=state.language)


def gift_findings(state: SearchState, shop: Shop) -> Findings:
    """Return the whole list of a state, in its order."""
    findings = shop.advice.gifts.ideas(wish_of(state), state.filters, shop.today())

    def key(item: Found) -> float:
        match state.sort:
            case Sort.PRICE:
                return float(shop.prices.in_euros(item.product))
            case Sort.PRICE_DOWN:
                return -float(shop.prices.in_euros(item.product))
            case Sort.RATING:
                return -mean_rating(item.product) if item.product.n_ratings else 0.0
            case Sort.NEWEST:
                return -float(item.product.added.toordinal()) if item.product.added else 0.0
            case _:
                return 0.0

    items = sorted(findings.items, key=key)
    return replace(findings, items=tuple(items), applied=state.filters)
