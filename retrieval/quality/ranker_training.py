"""Learning the weights of the ranking from what shoppers did with their lists, and letting them serve if they pass."""

import hashlib
from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace
from pathlib import Path

from retrieval.errors import EvaluationError
from retrieval.events import Event
from retrieval.learning.clicks import ClickLog, click_log
from retrieval.learning.ranker import LearnedRanker, RankerJudgement, train_ranker
from retrieval.quality.gate import Judgement, Measured, Verdict, better
from retrieval.quality.learnt_from import write_learnt_from
from retrieval.quality.lineage import Lineage, code_versions
from retrieval.quality.recommender_training import KEPT_VERSIONS, Trained
from retrieval.quality.registry import ModelRegistry
from retrieval.ranking import FEATURES, Weights
from retrieval.shown_lists import ShownList

KIND = "ranker"
METHOD = "position-based click model"
DECISIVE = "gain"


def train_into(
    registry: ModelRegistry,
    lists: Sequence[ShownList],
    events: Iterable[tuple[str, Sequence[Event]]],
    seed: int,
    tell: Callable[[str], None],
) -> Trained:
    """Learn from `lists`, oldest first, and switch where the order learned gains more than that of what serves.

    Both are judged on the last quarter of the lists, which neither has learned from. Raises EvaluationError where too
    little was taken up to learn or to tell.
    """
    log = click_log(lists, events)
    n_tried = int(log.is_explored.sum())
    tell(f"  {log.n_taken} products of {len(log.query_ids)} lists shown were taken up; {n_tried} shown were tried")
    by_hand = Weights()
    serving = registry.serving()
    served = LearnedRanker.load(registry.model_folder(serving.number)).weights if serving else by_hand
    fingerprint = _fingerprint(log)
    ranker, judged = train_ranker(log, by_hand, served, f"learned {fingerprint[:12]}")
    learned, former = _judgements(judged, fingerprint)
    try:
        verdict = better(learned, former, DECISIVE, seed)
    except EvaluationError as error:
        verdict = Verdict(False, f"it cannot be judged: {error}")
    if verdict.is_passed:
        verdict = replace(verdict, reason=f"its gain is above that of the weights {served.version!r}")
    lineage = _lineage(lists, log, seed, fingerprint)

    def write(folder: Path) -> None:
        ranker.save(folder)
        write_learnt_from(folder, {one.user_id for one in lists})

    version = registry.register(METHOD, lineage, learned.estimates(seed), verdict.reason, write)
    if verdict.is_passed:
        registry.switch(version.number, verdict.reason)
    return Trained(version, verdict, verdict.is_passed, registry.prune(KEPT_VERSIONS))


def _judgements(judged: RankerJudgement, fingerprint: str) -> tuple[Judgement, Judgement]:
    learned, former = (
        Judgement(fingerprint, judged.query_ids, (Measured(DECISIVE, values, weights=judged.weights),))
        for values in (judged.learned, judged.serving)
    )
    return learned, former


def _fingerprint(log: ClickLog) -> str:
    digest = hashlib.sha256("\n".join(log.query_ids).encode())
    for array in (log.lists, log.positions, log.features, log.is_taken, log.counts):
        digest.update(array.tobytes())
    return digest.hexdigest()


def _lineage(lists: Sequence[ShownList], log: ClickLog, seed: int, fingerprint: str) -> Lineage:
    return Lineage(
        data_fingerprint=fingerprint,
        n_users=len({one.user_id for one in lists}),
        n_items=len({product_id for one in lists for product_id in one.product_ids[: one.n_shown]}),
        n_interactions=log.n_taken,
        first_moment=lists[0].at if lists else None,
        last_moment=lists[-1].at if lists else None,
        parameters={"features": list(FEATURES), "tried": int(log.is_explored.sum())},
        seed=seed,
        code=code_versions(),
        judged_on=fingerprint,
    )
