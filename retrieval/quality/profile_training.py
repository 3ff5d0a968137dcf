"""Training what foretells which category and price band shoppers turn to next, judging it, and letting it serve."""

import hashlib
from collections.abc import Callable, Iterable, Sequence
from dataclasses import asdict, dataclass, replace
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from retrieval.errors import ArtifactError, EvaluationError
from retrieval.events import Event
from retrieval.quality.frozen import training_part
from retrieval.quality.gate import Judgement, Measured, Verdict, better, not_worse
from retrieval.quality.held_out import digest_of, is_held_out
from retrieval.quality.learnt_from import write_learnt_from
from retrieval.quality.lineage import lineage_of
from retrieval.quality.recommender_training import KEPT_VERSIONS, Trained
from retrieval.quality.registry import ModelRegistry
from retrieval.recommenders.interactions import Interactions
from retrieval.recommenders.item_facts import ItemFacts
from retrieval.recommenders.neural.behaviour import Behaviour, Products, turns_of
from retrieval.recommenders.neural.learned_profile import LearnedProfile
from retrieval.recommenders.neural.outlook_settings import OutlookSettings

KIND = "profile"
METHOD = "learned profile"
DECISIVE = "category_loss"

MOST_JUDGED = 2_000
"""Shoppers judged on; with more the interval hardly shrinks, and judging takes longer."""

_LEAST = 1e-4
"""Chance of a category or price band that a model does not know."""

Values = NDArray[np.float64]
Shoppers = Sequence[tuple[str, Sequence[Event]]]


@dataclass(frozen=True, slots=True, eq=False)
class _Turns:
    """Turns of one shopper to another product: to which, and how many events there were before."""

    places: tuple[int, ...]
    n_before: tuple[int, ...]

    @classmethod
    def of(cls, events: Sequence[Event], products: Products) -> "_Turns":
        """Read events, oldest first."""
        places: list[int] = []
        n_before: list[int] = []
        last = None
        for number, event in enumerate(events):
            place = products.places.get(event.product_id or "")
            if place is None:
                continue
            if place != last:
                places.append(place)
                n_before.append(number)
            last = place
        return cls(tuple(places), tuple(n_before))


def train_into(
    registry: ModelRegistry,
    interactions: Interactions,
    facts: ItemFacts,
    shoppers: Iterable[tuple[str, Sequence[Event]]],
    settings: OutlookSettings,
    tell: Callable[[str], None],
) -> Trained:
    """Learn from all but the held-out shoppers, and switch where their turns are foretold no worse than by what serves.

    The first has to be surely better than telling everybody the frequencies of categories and price bands. `shoppers`
    are those of the interactions with their events. Raises EvaluationError where there is nothing to learn from.
    """
    learnt, held_out = _parted(shoppers)
    events = [event for _, own in learnt for event in own]
    if not events:
        raise EvaluationError("there is no event to learn from; ask shoppers for their consent, or wait")
    profile = LearnedProfile.fit(events, facts, settings)
    tell(f"  learnt from {len(events)} events of {len(learnt)} shoppers")
    products = Products.of(facts)
    judged = _judged(profile, products, held_out)
    try:
        verdict = _verdict(registry, judged, products, events, held_out, settings.seed, tell)
    except EvaluationError as error:
        verdict = Verdict(False, f"it cannot be judged: {error}")
    lineage = lineage_of(training_part(interactions), asdict(settings), settings.seed, judged.judged_on)

    def write(folder: Path) -> None:
        profile.save(folder)
        write_learnt_from(folder, [user_id for user_id, _ in learnt])

    version = registry.register(METHOD, lineage, judged.estimates(settings.seed), verdict.reason, write)
    if verdict.is_passed:
        registry.switch(version.number, verdict.reason)
    return Trained(version, verdict, verdict.is_passed, registry.prune(KEPT_VERSIONS))


def _parted(shoppers: Iterable[tuple[str, Sequence[Event]]]) -> tuple[Shoppers, Shoppers]:
    """Return the shoppers to learn from, and those to judge on, each with their events, oldest first."""
    parts: tuple[list[tuple[str, Sequence[Event]]], list[tuple[str, Sequence[Event]]]] = ([], [])
    for user_id, events in sorted(shoppers, key=lambda one: digest_of(one[0])):
        parts[is_held_out(user_id)].append((user_id, sorted(events, key=lambda event: event.ts)))
    return parts[0], parts[1][:MOST_JUDGED]


def _verdict(
    registry: ModelRegistry,
    judged: Judgement,
    products: Products,
    events: Sequence[Event],
    held_out: Shoppers,
    seed: int,
    tell: Callable[[str], None],
) -> Verdict:
    """Judge beside the version that serves; where none does that can be used, beside the frequencies."""
    try:
        serving = registry.serving()
        if serving is not None:
            former = LearnedProfile.load(registry.model_folder(serving.number))
            tell(f"  judged beside version {serving.number} on {len(judged.unit_ids)} shoppers kept apart")
            return not_worse(judged, _judged(former, products, held_out), seed)
    except ArtifactError as error:
        tell(f"  the version that serves cannot be used: {error}")
    tell(f"  judged beside the frequencies on {len(judged.unit_ids)} shoppers kept apart")
    turns = turns_of(events, products)
    usual = (
        _frequencies(turns.categories, len(products.categories)),
        _frequencies(turns.bands, products.n_bands),
    )

    def everybody(own: _Turns, _: Sequence[Event]) -> tuple[Values, Values]:
        categories, bands = products.category_of[list(own.places)], products.band_of[list(own.places)]
        return usual[0][categories], usual[1][bands]

    verdict = better(judged, _judgement(products, held_out, everybody), DECISIVE, seed)
    return replace(verdict, reason=f"{DECISIVE} is better than by frequencies") if verdict.is_passed else verdict


def _judged(profile: LearnedProfile, products: Products, held_out: Shoppers) -> Judgement:
    numbers = {name: number for number, name in enumerate(profile.categories)}
    of_category = np.array([numbers.get(name, -1) for name in products.categories], dtype=np.int64)

    def foretold(own: _Turns, events: Sequence[Event]) -> tuple[Values, Values]:
        behaviour, rows, n_read = Behaviour(profile.products), [], 0
        for n_before in own.n_before:
            for event in events[n_read:n_before]:
                behaviour.add(event)
            n_read = n_before
            rows.append(behaviour.row(events[n_before].ts))
        categories, bands = profile.chances(np.stack(rows))
        places = list(own.places)
        return _own(categories, of_category[products.category_of[places]]), _own(bands, products.band_of[places])

    return _judgement(products, held_out, foretold)


def _judgement(
    products: Products,
    held_out: Shoppers,
    chances: Callable[[_Turns, Sequence[Event]], tuple[Values, Values]],
) -> Judgement:
    """Return each shopper's mean of -log chance over turns whose category and band are known, weighted by these."""
    digest = hashlib.sha256()
    unit_ids: list[str] = []
    losses: list[tuple[float, float]] = []
    counts: list[float] = []
    for user_id, events in held_out:
        own = _Turns.of(events, products)
        places = list(own.places)
        is_known = (
            (products.category_of[places] >= 0) & (products.band_of[places] >= 0) if places else np.zeros(0, bool)
        )
        if not is_known.any():
            continue
        categories, bands = (np.maximum(one, _LEAST)[is_known] for one in chances(own, events))
        unit_ids.append(digest_of(user_id))
        losses.append((float(-np.log(categories).mean()), float(-np.log(bands).mean())))
        counts.append(float(is_known.sum()))
        digest.update(f"{unit_ids[-1]}{own.places}{own.n_before}".encode())
    columns, weights = np.array(losses, dtype=np.float64).reshape(-1, 2).T, np.array(counts)
    measured = (Measured(DECISIVE, columns[0], False, weights), Measured("band_loss", columns[1], False, weights))
    return Judgement(digest.hexdigest(), tuple(unit_ids), measured)


def _own(chances: Values, numbers: NDArray[np.int64]) -> Values:
    """Return the chance of each row's own value, 0 for one that the model does not know."""
    is_known = (numbers >= 0) & (numbers < chances.shape[1])
    found = np.zeros(len(numbers))
    found[is_known] = chances[is_known, numbers[is_known]]
    return found


def _frequencies(values: NDArray[np.int64], n: int) -> Values:
    """Return how often each of `n` values came, one more of each counted; at least one value."""
    counts = np.bincount(values[values >= 0], minlength=max(n, 1)) + 1.0
    return np.asarray(counts / counts.sum(), dtype=np.float64)
