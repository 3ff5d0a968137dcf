"""Training a recommender on the shop's own events, judging it, and letting it serve if it passes the gate."""

import math
from collections.abc import Callable, Mapping, Sequence
from dataclasses import asdict, dataclass, is_dataclass, replace
from pathlib import Path
from typing import Any

import numpy as np

from retrieval.errors import ArtifactError, EvaluationError
from retrieval.quality.frozen import FrozenSet, training_part, validation_parts
from retrieval.quality.gate import FEWEST_UNITS, Judgement, Verdict, better, not_worse
from retrieval.quality.judging import DECISIVE, judge
from retrieval.quality.learnt_from import write_learnt_from
from retrieval.quality.lineage import Lineage, ModelVersion, lineage_of
from retrieval.quality.registry import ModelRegistry
from retrieval.recommenders.interactions import Interactions
from retrieval.recommenders.item_facts import ItemFacts
from retrieval.recommenders.methods import Method
from retrieval.recommenders.popularity import Popularity
from retrieval.recommenders.recommender import Recommender

KIND = "recommender"
FROZEN_FOLDER = "frozen"
BASELINE = "popularity"
KEPT_VERSIONS = 10

Tell = Callable[[str], None]


@dataclass(frozen=True, slots=True)
class Trained:
    """What came of a training: the version, what the gate said, whether it serves now, and which were dropped."""

    version: ModelVersion
    verdict: Verdict
    serves: bool
    dropped: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class RecommenderTraining:
    """Trains recommenders into a registry. `methods` are those that may be trained or serve, by name."""

    registry: ModelRegistry
    methods: Mapping[str, Method]

    def train(
        self,
        name: str,
        interactions: Interactions,
        facts: ItemFacts,
        seed: int,
        tell: Tell,
        *,
        refreeze: bool = False,
        is_checked: bool = True,
    ) -> Trained:
        """Learn by the method `name` from all but the held-out shoppers, judge, keep, and switch where it may serve.

        The model is judged beside the one that serves, both on the frozen data; the first, or one that takes the place
        of a damaged one, beside popularity. The items of `facts` are those sold now. Without `is_checked` it is kept
        and not switched to. `refreeze` freezes anew what held-out shoppers did up to now. Raises EvaluationError where
        there is nothing to learn from.
        """
        method = self._method(name)
        if not len(interactions):
            raise EvaluationError(
                "there is no interaction to learn from; see what was left out, and ask shoppers for their consent"
            )
        frozen = self.frozen(interactions, facts, refreeze=refreeze)
        learnt_from = training_part(interactions)
        tell(
            f"  learning from {len(learnt_from)} interactions; judged on {len(frozen.user_digests)} shoppers kept apart"
        )
        model = method.fit(learnt_from, facts)
        tell(f"  {name} is learnt")
        lineage = lineage_of(learnt_from, _parameters(model), seed, frozen.fingerprint)
        users = [learnt_from.user_ids[user] for user in np.unique(learnt_from.users)]

        def baseline() -> Recommender:
            return Popularity.fit(learnt_from, facts)

        return self._kept(name, model, frozen, baseline, lineage, users, seed, tell, is_checked=is_checked)

    def take_in(
        self,
        name: str,
        model: Recommender,
        held_out: Interactions,
        lineage: Lineage,
        learnt_from: Sequence[str],
        tell: Tell,
        *,
        is_checked: bool = True,
    ) -> Trained:
        """Judge, keep and let serve a model that was learnt elsewhere, as `train` does with its own.

        `held_out` is what shoppers did that the model has not learnt from, `learnt_from` are the ids of those it has.
        A first model cannot pass, as there is nothing here that popularity could be learnt from to compare it with.
        """
        self._method(name)
        frozen = self.frozen(held_out, ItemFacts.unknown(model.item_ids))
        whole = replace(lineage, judged_on=frozen.fingerprint, parameters=_parameters(model))
        return self._kept(name, model, frozen, None, whole, learnt_from, lineage.seed, tell, is_checked=is_checked)

    def _kept(
        self,
        name: str,
        model: Recommender,
        frozen: FrozenSet,
        baseline: Callable[[], Recommender] | None,
        lineage: Lineage,
        learnt_from: Sequence[str],
        seed: int,
        tell: Tell,
        *,
        is_checked: bool,
    ) -> Trained:
        judgement = judge(model, frozen)
        verdict = Verdict(False, "not checked, so it does not serve")
        if is_checked:
            verdict = self._verdict(name, judgement, frozen, baseline, seed, tell)

        def write(folder: Path) -> None:
            model.save(folder)
            write_learnt_from(folder, learnt_from)

        version = self.registry.register(name, lineage, judgement.estimates(seed), verdict.reason, write)
        if verdict.is_passed:
            self.registry.switch(version.number, verdict.reason)
        return Trained(version, verdict, verdict.is_passed, self.registry.prune(KEPT_VERSIONS))

    def best_method(self, interactions: Interactions, facts: ItemFacts, tell: Tell) -> str:
        """Return the name of the method best in `ndcg_at_10` on shoppers set aside among those learnt from.

        Nobody who is held out for the gate has a say. Raises EvaluationError where nobody can be judged.
        """
        learnt_from, later = validation_parts(training_part(interactions))
        found: dict[str, float] = {}
        for name, method in self.methods.items():
            measured = judge(method.fit(learnt_from, facts), later).estimates(0)[DECISIVE]
            if math.isnan(measured.mean):
                raise EvaluationError(
                    "no shopper set aside came to like anything later; name a method, or wait for more data"
                )
            found[name] = measured.mean
            tell(f"  {name}: {DECISIVE} {measured.mean:.4f} ({measured.low:.4f} to {measured.high:.4f})")
        return max(found, key=lambda name: found[name])

    def frozen(self, interactions: Interactions, facts: ItemFacts, *, refreeze: bool = False) -> FrozenSet:
        """Return the data to judge on: those frozen before, less erased shoppers and unsold products, or frozen now.

        Erased shoppers leave the file too. A set of too few to tell is frozen anew, as the shop has grown meanwhile.
        """
        folder = self.registry.folder / FROZEN_FOLDER
        kept = None if refreeze or not folder.exists() else FrozenSet.load(folder)
        found = kept and kept.without_missing(interactions.user_ids)
        if found is None or len(found.user_digests) < FEWEST_UNITS:
            found = FrozenSet.of(interactions)
        if kept is None or found.fingerprint != kept.fingerprint:
            found.save(folder)
        return found.of_items(facts.item_ids)

    def _verdict(
        self,
        name: str,
        judgement: Judgement,
        frozen: FrozenSet,
        baseline: Callable[[], Recommender] | None,
        seed: int,
        tell: Tell,
    ) -> Verdict:
        try:
            former, trouble = self._serving(frozen), ""
        except ArtifactError as error:
            former, trouble = None, f" (the one that serves cannot be used: {error})"
            tell(f"  {error}")
        try:
            if former is not None:
                return not_worse(*_by_the_same(judgement, former), seed)
            if name == BASELINE:
                return Verdict(True, f"{BASELINE} is what others must beat{trouble}")
            if baseline is None:
                return Verdict(False, f"none serves that it could be compared with; train {BASELINE} first{trouble}")
            popularity = judge(baseline(), frozen)
            verdict = better(*_by_the_same(judgement, popularity), DECISIVE, seed)
            if verdict.is_passed:
                return replace(verdict, reason=f"{DECISIVE} is better than that of {BASELINE}{trouble}")
            return replace(verdict, reason=f"beside {BASELINE}: {verdict.reason}{trouble}")
        except EvaluationError as error:
            return Verdict(False, f"it cannot be judged: {error}")

    def _serving(self, frozen: FrozenSet) -> Judgement | None:
        """Judge the version that serves on the same data, None where none does."""
        version = self.registry.serving()
        if version is None:
            return None
        method = self.methods.get(version.method)
        if method is None:
            raise ArtifactError(
                f"version {version.number} is of the unknown method {version.method!r}; this code knows "
                f"{', '.join(sorted(self.methods))}"
            )
        return judge(method.load(self.registry.model_folder(version.number)), frozen)

    def _method(self, name: str) -> Method:
        if name not in self.methods:
            raise EvaluationError(f"the method {name!r} is unknown; give one of {', '.join(sorted(self.methods))}")
        return self.methods[name]


def _by_the_same(candidate: Judgement, other: Judgement) -> tuple[Judgement, Judgement]:
    """Return both with the metrics that both have: only some recommenders foretell ratings."""
    names = {one.name for one in candidate.measured} & {one.name for one in other.measured}
    first, second = (
        replace(judgement, measured=tuple(one for one in judgement.measured if one.name in names))
        for judgement in (candidate, other)
    )
    return first, second


def _parameters(model: Recommender) -> dict[str, Any]:
    """Return the settings that a recommender was learnt with, {} where it has none; what JSON cannot hold as text."""
    settings = getattr(model, "settings", None)
    if not is_dataclass(settings) or isinstance(settings, type):
        return {}
    return {name: value if _is_plain(value) else str(value) for name, value in asdict(settings).items()}


def _is_plain(value: object) -> bool:
    return value is None or isinstance(value, str | int) or (isinstance(value, float) and math.isfinite(value))
