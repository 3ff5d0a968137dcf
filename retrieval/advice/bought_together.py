"""Products that shoppers bought together with one, more often than chance would have it."""

from collections import deque
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from threading import Lock
from typing import Protocol, Self

from retrieval.advice.baskets import baskets_of
from retrieval.advice.co_occurrence import FEWEST_SHOPPERS, CoOccurrence, Pair, Share
from retrieval.advice.lift import lift_of
from retrieval.collaborative import EventSource
from retrieval.consented_events import ConsentedEvents

BY_CHANCE = 1.0
"""The lift that a companion must surely exceed."""


@dataclass(frozen=True, slots=True)
class Companion:
    """A product bought together with another one.

    `lift` is as counted, `lift_at_least` its lower bound, by which companions are sorted; `n_shoppers` bought both.
    """

    product_id: str
    lift: float
    lift_at_least: float
    n_shoppers: int


class Together(Protocol):
    """What knows which products are bought together."""

    def companions(self, product_id: str, limit: int, is_offered: Callable[[str], bool]) -> tuple[Companion, ...]:
        """Return what is bought together with a product and `is_offered`, the surest lift first."""
        ...


class BoughtTogether:
    """Finds companions in the baskets of all shoppers who consented; several threads may use one.

    A purchase counts at the very next call: the shopper's former share is taken out of the counts and the new one
    added, and nothing else is counted again. What the source refused or erased counts no longer either.
    """

    def __init__(self, source: EventSource, shares: Mapping[str, Share]) -> None:
        self._source = source
        self._shares = dict(shares)
        self._counts = CoOccurrence.of(iter(self._shares.values()))
        self._waiting: deque[str] = deque()
        self._lock = Lock()

    @classmethod
    def from_store(cls, source: EventSource) -> Self:
        """Count all that is kept of those who consented and hear of what comes."""
        consented = ConsentedEvents(source)
        shares = {user_id: Share.of(baskets_of(own)) for user_id, own in consented.events_by_shopper()}
        found = cls(consented, shares)
        consented.subscribe(found.mark_changed)
        return found

    def mark_changed(self, user_id: str) -> None:
        """Have a shopper's events and consent read again at the next call."""
        self._waiting.append(user_id)

    def companions(self, product_id: str, limit: int, is_offered: Callable[[str], bool]) -> tuple[Companion, ...]:
        """Return what is bought together with a product and `is_offered`, the surest lift first.

        Each was bought together with it by at least three different shoppers, and surely more often than by chance.
        """
        with self._lock:
            self._read_changed()
            n_with, pairs = self._counts.n_with(product_id), self._counts.pairs_with(product_id)
            n_baskets = self._counts.n_baskets
            n_others = {pair.product_id: self._counts.n_with(pair.product_id) for pair in pairs}
        found = surest(pairs, n_with, n_others, n_baskets)
        offered = (one for one in found if is_offered(one.product_id))
        return tuple(one for one, _ in zip(offered, range(limit), strict=False))

    def _read_changed(self) -> None:
        """Bring the counts up to date; whoever the source failed to give stays waiting."""
        n_waiting = len(self._waiting)
        for user_id in dict.fromkeys(self._waiting[place] for place in range(n_waiting)):
            share = Share.of(baskets_of(self._source.events_of(user_id)))
            former = self._shares.pop(user_id, None)
            if former is not None:
                self._counts.take_out(former)
            if share.n_baskets or share.n_left_out:
                self._shares[user_id] = share
                self._counts.add(share)
        for _ in range(n_waiting):
            self._waiting.popleft()


def surest(pairs: Sequence[Pair], n_with: float, n_others: Mapping[str, float], n_baskets: float) -> list[Companion]:
    """Return the pairs of a product that are surely no chance and that no single shopper shows in, the surest first.

    `n_with` baskets hold the product, `n_others` the others of its pairs, and there are `n_baskets` in all.
    """
    found = []
    for pair in pairs:
        if pair.n_shoppers >= FEWEST_SHOPPERS:
            lift = lift_of(pair.n_baskets, n_with, n_others[pair.product_id], n_baskets)
            if lift.at_least > BY_CHANCE:
                found.append(Companion(pair.product_id, lift.counted, lift.at_least, pair.n_shoppers))
    return sorted(found, key=lambda one: (-one.lift_at_least, -one.n_shoppers, one.product_id))
