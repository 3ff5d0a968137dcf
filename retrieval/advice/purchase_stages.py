"""How probable it is that a shopper buys a product, by how far they have come with it."""

from collections import Counter, deque
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from threading import Lock
from typing import Protocol, Self

from retrieval.collaborative import EventSource
from retrieval.consented_events import ConsentedEvents
from retrieval.events import Event
from retrieval.preferences import LONG_SECONDS


class PurchaseProbability(Protocol):
    """Foretells purchases."""

    def probability(self, user_id: str, product_id: str) -> float:
        """Return the probability, 0..1, that a shopper buys a product."""
        ...


class Stage(StrEnum):
    """How far a shopper has come with a product since they last bought it."""

    UNSEEN = "unseen"
    SEEN = "seen"
    LOOKED_AT = "looked at"
    CARTED = "carted"
    TAKEN_OUT = "taken out"
    BOUGHT = "bought"


_PRIOR = {
    Stage.UNSEEN: 0.002, Stage.SEEN: 0.03, Stage.LOOKED_AT: 0.08, Stage.CARTED: 0.35, Stage.TAKEN_OUT: 0.03,
    Stage.BOUGHT: 0.05,
}  # fmt: skip
"""What is taken for granted before any event, set by hand."""

_PRIOR_WEIGHT = 20.0
"""To how many shoppers' evidence that amounts."""


@dataclass(frozen=True, slots=True)
class Passing:
    """That a shopper came to a stage with a product, when, and whether they bought it from there."""

    product_id: str
    stage: Stage
    at: datetime
    is_bought: bool


@dataclass(frozen=True, slots=True)
class _Passed:
    """How often one shopper came to each stage with a product, and how often they bought it from there."""

    reached: Counter[Stage]
    bought: Counter[Stage]


class StageRates:
    """Purchase probabilities counted from the events of all who consented: of those at a stage, the share that bought.

    Such a share is calibrated by what it is: it foretells as many purchases as there were. It is drawn towards a prior
    where few came to a stage (the mean of a beta distribution). A product never touched counts as UNSEEN. Counts follow
    the source at the next call, what it erased among them. Several threads may use one.
    """

    def __init__(self, source: EventSource, passed: Mapping[str, _Passed]) -> None:
        self._source = source
        self._consented = ConsentedEvents(source)
        self._passed = dict(passed)
        self._reached: Counter[Stage] = Counter()
        self._bought: Counter[Stage] = Counter()
        for one in self._passed.values():
            self._reached.update(one.reached)
            self._bought.update(one.bought)
        self._waiting: deque[str] = deque()
        self._lock = Lock()

    @classmethod
    def from_store(cls, source: EventSource) -> Self:
        """Count all that is kept of those who consented and hear of what comes."""
        consented = ConsentedEvents(source).events_by_shopper()
        rates = cls(source, {user_id: _counted(passings(own)) for user_id, own in consented})
        source.subscribe(rates._waiting.append)
        return rates

    def probability(self, user_id: str, product_id: str) -> float:
        """Return the probability that a shopper buys a product."""
        return self.rate(stage_of(self._source.events_of(user_id), product_id))

    def rate(self, stage: Stage) -> float:
        """Return the share of those at a stage who buy."""
        with self._lock:
            self._read_changed()
            n_reached, n_bought = self._reached[stage], self._bought[stage]
        return _rate(stage, n_reached, n_bought)

    def _read_changed(self) -> None:
        n_waiting = len(self._waiting)
        for user_id in dict.fromkeys(self._waiting[place] for place in range(n_waiting)):
            now = _counted(passings(self._consented.events_of(user_id)))
            former = self._passed.pop(user_id, None)
            if former is not None:
                self._reached.subtract(former.reached)
                self._bought.subtract(former.bought)
            if now.reached:
                self._passed[user_id] = now
                self._reached.update(now.reached)
                self._bought.update(now.bought)
        for _ in range(n_waiting):
            self._waiting.popleft()


def stage_of(events: Iterable[Event], product_id: str) -> Stage:
    """Return how far a shopper with these events, in any order, has come with a product."""
    own = [event for event in events if event.product_id == product_id]
    return [stage for stage, _ in _stages(own)][-1] if own else Stage.UNSEEN


def rates_of(passings: Iterable[Passing]) -> dict[Stage, float]:
    """Return for each stage the share of passings from which was bought, drawn towards the prior where few passed."""
    counted = _counted(passings)
    return {stage: _rate(stage, counted.reached[stage], counted.bought[stage]) for stage in Stage}


def passings(events: Iterable[Event]) -> list[Passing]:
    """Return the stages that one shopper came to with any product, each once until it was bought."""
    by_product: dict[str, list[Event]] = {}
    for event in events:
        if event.product_id is not None:
            by_product.setdefault(event.product_id, []).append(event)
    found: list[Passing] = []
    for product_id, own in by_product.items():
        since: dict[Stage, datetime] = {}
        for stage, at in _stages(own):
            if stage is Stage.BOUGHT:
                found += [Passing(product_id, *one, is_bought=True) for one in since.items()]
                since = {}
            since.setdefault(stage, at)
        found += [Passing(product_id, *one, is_bought=False) for one in since.items()]
    return found


def _stages(events: Sequence[Event]) -> Iterator[tuple[Stage, datetime]]:
    """Yield the stages that one shopper's events about one product lead through, each as it is reached, and when."""
    n_views, seconds, stage = 0, 0.0, Stage.UNSEEN
    for event in sorted(events, key=lambda event: (event.ts, event.event_id)):
        if event.type == "purchase":
            n_views, seconds, stage = 0, 0.0, Stage.BOUGHT
            yield stage, event.ts
            continue
        n_views += event.type == "view"
        seconds += float(event.value or 0) if event.type == "dwell" else 0.0
        reached = _stage_after(event, stage, n_views, seconds)
        if reached is not stage:
            stage = reached
            yield stage, event.ts


def _stage_after(event: Event, stage: Stage, n_views: int, seconds: float) -> Stage:
    if event.type == "cart":
        return Stage.CARTED
    if event.type == "remove":
        return Stage.TAKEN_OUT
    if stage in (Stage.CARTED, Stage.TAKEN_OUT):
        return stage
    return Stage.LOOKED_AT if n_views > 1 or seconds >= LONG_SECONDS else Stage.SEEN


def _counted(found: Iterable[Passing]) -> _Passed:
    reached: Counter[Stage] = Counter()
    bought: Counter[Stage] = Counter()
    for one in found:
        reached[one.stage] += 1
        bought[one.stage] += one.is_bought
    return _Passed(reached, bought)


def _rate(stage: Stage, n_reached: int, n_bought: int) -> float:
    return (n_bought + _PRIOR_WEIGHT * _PRIOR[stage]) / (n_reached + _PRIOR_WEIGHT)
