"""Whose purchases may be counted, and what they are."""

from collections.abc import Iterable, Iterator

from retrieval.advice.baskets import baskets_of
from retrieval.behaviour.consents import Consenting
from retrieval.privacy.contributions import Bought, Bounds
from retrieval.recommenders.interactions import Interactions
from retrieval.shopper_store import ShopperStore


def bought_by_consenting(store: ShopperStore, consent: Consenting, bounds: Bounds) -> Iterator[Bought]:
    """Yield what each consenting shopper bought."""
    for user_id, events in store.events_by_shopper():
        if user_id in consent:
            yield Bought.of_baskets(user_id, baskets_of(events), bounds)


def bought_as_liked(interactions: Interactions, bounds: Bounds) -> Iterator[Bought]:
    """Yield what each user likes as if bought in one basket: for data that know ratings and no purchases."""
    for user, history in zip(interactions.user_ids, interactions.histories(), strict=True):
        yield Bought.of(user, [frozenset(interactions.item_ids[item] for item in history.liked)], bounds)


def repeated(shoppers: Iterable[Bought], times: int, bounds: Bounds) -> Iterator[Bought]:
    """Yield as many shoppers again as `times` says, who bought alike: what a larger shop would look like."""
    for place, one in enumerate(shoppers):
        for number in range(times):
            yield Bought.of(f"{place} {number}", one.baskets, bounds)
