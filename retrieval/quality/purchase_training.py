"""Training what tells how probable a purchase is, judging it beside the share of buyers at each stage, serving it."""

import hashlib
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass, replace
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from retrieval.advice.purchase_chances import METHOD, Examples, PurchaseChances, stage_rates
from retrieval.errors import ArtifactError, EvaluationError
from retrieval.events import Event
from retrieval.preferences import PURCHASED
from retrieval.quality.frozen import training_part, validation_parts
from retrieval.quality.gate import Judgement, Measured, Verdict, better, not_worse
from retrieval.quality.held_out import digest_of, is_for_validation, is_held_out
from retrieval.quality.learnt_from import write_learnt_from
from retrieval.quality.lineage import lineage_of
from retrieval.quality.recommender_training import KEPT_VERSIONS, Trained
from retrieval.quality.registry import ModelRegistry
from retrieval.recommenders.interactions import Interactions
from retrieval.recommenders.item_facts import ItemFacts
from retrieval.recommenders.purchase_probability import PurchaseProbability, PurchaseSettings

KIND = "purchase"
SETTINGS = PurchaseSettings(bought_from=PURCHASED)
"""What lies in the cart is not bought."""
DECISIVE = "log_loss"

_EDGE = 1e-9

Values = NDArray[np.float64]
Shoppers = Sequence[tuple[str, Sequence[Event]]]


@dataclass(frozen=True, slots=True)
class _Parts:
    """Shoppers with their events, each part in the order of their digests.

    The foretelling and the stages' rates are learnt from `first`, how far to trust the foretelling from `second`;
    `held_out` are kept from both and judged on.
    """

    first: Shoppers
    second: Shoppers
    held_out: Shoppers

    @classmethod
    def of(cls, shoppers: Iterable[tuple[str, Sequence[Event]]]) -> "_Parts":
        parts: dict[str, list[tuple[str, Sequence[Event]]]] = {"first": [], "second": [], "held_out": []}
        for user_id, events in sorted(shoppers, key=lambda one: digest_of(one[0])):
            name = "held_out" if is_held_out(user_id) else "second" if is_for_validation(user_id) else "first"
            parts[name].append((user_id, list(events)))
        return cls(**parts)


def train_into(
    registry: ModelRegistry,
    interactions: Interactions,
    facts: ItemFacts,
    shoppers: Iterable[tuple[str, Sequence[Event]]],
    seed: int,
    tell: Callable[[str], None],
) -> Trained:
    """Learn, and switch where purchases are foretold no worse than by the version that serves.

    The first has to be surely better than the stages alone, which serve without any. `shoppers` are those of the
    interactions with their events. Raises EvaluationError where there is nothing to learn from.
    """
    if not len(interactions):
        raise EvaluationError("there is no interaction to learn from; ask shoppers for their consent, or wait")
    parts = _Parts.of(shoppers)
    learnt_from, _ = validation_parts(training_part(interactions))
    foretelling = PurchaseProbability.fit(learnt_from, facts, replace(SETTINGS, seed=seed))
    chances = PurchaseChances.fit(foretelling, parts.first, parts.second)
    tell(
        f"  foretelling is learnt from {len(learnt_from)} interactions, and counts {chances.slope:.3f} beside the stage"
    )
    judged = _judged(chances, parts.held_out)
    try:
        verdict = _verdict(registry, judged, parts, seed, tell)
    except EvaluationError as error:
        verdict = Verdict(False, f"it cannot be judged: {error}")
    parameters = {**asdict(foretelling.settings), "slope": chances.slope, "offset": chances.offset}
    lineage = lineage_of(learnt_from, parameters, seed, judged.judged_on)
    users = [user_id for user_id, _ in (*parts.first, *parts.second)]

    def write(folder: Path) -> None:
        chances.save(folder)
        write_learnt_from(folder, users)

    version = registry.register(METHOD, lineage, judged.estimates(seed), verdict.reason, write)
    if verdict.is_passed:
        registry.switch(version.number, verdict.reason)
    return Trained(version, verdict, verdict.is_passed, registry.prune(KEPT_VERSIONS))


def _verdict(
    registry: ModelRegistry, judged: Judgement, parts: _Parts, seed: int, tell: Callable[[str], None]
) -> Verdict:
    """Judge beside the version that serves; where none does that can be used, beside the stages alone."""
    try:
        serving = registry.serving()
        if serving is not None:
            former = PurchaseChances.load(registry.model_folder(serving.number))
            tell(f"  judged beside version {serving.number} on {len(judged.unit_ids)} shoppers kept apart")
            return not_worse(judged, _judged(former, parts.held_out), seed)
    except ArtifactError as error:
        tell(f"  the version that serves cannot be used: {error}")
    tell(f"  judged beside the stages alone on {len(judged.unit_ids)} shoppers kept apart")
    rates = stage_rates((*parts.first, *parts.second))
    examples = Examples.of(parts.held_out, None)
    verdict = better(judged, _judgement(examples, rates[examples.stages]), DECISIVE, seed)
    return replace(verdict, reason=f"{DECISIVE} is better than that of the stages") if verdict.is_passed else verdict


def _judged(chances: PurchaseChances, held_out: Shoppers) -> Judgement:
    examples = Examples.of(held_out, chances.foretelling)
    return _judgement(examples, chances.of_touched(examples.stages, examples.odds))


def _judgement(examples: Examples, probabilities: Values) -> Judgement:
    """Return the mean log loss and squared error (Brier 1950) of each shopper, weighted by their examples."""
    sure = np.clip(np.where(examples.is_bought, probabilities, 1 - probabilities), _EDGE, 1.0)
    n = len(examples.user_ids)
    counts = np.bincount(examples.owners, minlength=n).astype(np.float64)
    measured = tuple(
        Measured(name, np.bincount(examples.owners, losses, n) / np.maximum(counts, 1), False, counts)
        for name, losses in _losses(sure).items()
    )
    return Judgement(_fingerprint(examples), tuple(map(digest_of, examples.user_ids)), measured)


def _losses(sure: Values) -> Mapping[str, Values]:
    return {DECISIVE: -np.log(sure), "brier": (1 - sure) ** 2}


def _fingerprint(examples: Examples) -> str:
    """Return the SHA-256 of what is judged on, whichever model judges."""
    digest = hashlib.sha256("\n".join(examples.user_ids).encode())
    for array in (examples.owners, examples.stages, examples.is_bought):
        digest.update(array.tobytes())
    return digest.hexdigest()
