"""Training a recommender on the shop's own events, judging it, and letting it serve if it passes the gate."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from retrieval.errors import ArtifactError, EvaluationError
from retrieval.quality.frozen import FrozenSet, training_part
from retrieval.quality.gate import Judgement, Verdict, better, not_worse
from retrieval.quality.judging import DECISIVE, judge
from retrieval.quality.lineage import ModelVersion, lineage_of
from retrieval.quality.registry import ModelRegistry
from retrieval.recommenders.interactions import Interactions
from retrieval.recommenders.item_facts import ItemFacts
from retrieval.recommenders.popularity import Popularity
from retrieval.recommenders.recommender import Recommender

KIND = "recommender"
FROZEN_FOLDER = "frozen"
BASELINE = "popularity"
KEPT_VERSIONS = 10

Tell = Callable[[str], None]


@dataclass(frozen=True, slots=True)
class Method:
    """A way to recommend: how its model is learnt and read, with which parameters, and whether it foretells ratings."""

    name: str
    fit: Callable[[Interactions, ItemFacts], Recommender]
    load: Callable[[Path], Recommender]
    parameters: Mapping[str, Any]
    foretells_ratings: bool = False


@dataclass(frozen=True, slots=True, eq=False)
class ShopData:
    """What is there to learn from: interactions, facts of the items in the same order, and which items are sold now."""

    interactions: Interactions
    facts: ItemFacts
    sold: frozenset[str]


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
        self, name: str, data: ShopData, seed: int, tell: Tell, *, refreeze: bool = False, is_checked: bool = True
    ) -> Trained:
        """Learn by the method `name` from all but the held-out shoppers, judge, keep, and switch where it may serve.

        The model is judged beside the one that serves, both on the frozen data; the first, or one that takes the place
        of a damaged one, beside popularity. Without `is_checked` it is kept and not switched to. `refreeze` freezes
        anew what held-out shoppers did up to now.
        """
        method = self._method(name)
        frozen = self.frozen(data, refreeze=refreeze)
        learnt_from = training_part(data.interactions)
        tell(
            f"  learning from {len(learnt_from)} interactions; judged on {len(frozen.user_digests)} shoppers kept apart"
        )
        model = method.fit(learnt_from, data.facts)
        tell(f"  {name} is learnt")
        judgement = self._judged(model, method, frozen)
        verdict = Verdict(False, "not checked, so it does not serve")
        if is_checked:
            verdict = self._verdict(method, judgement, frozen, data.facts, learnt_from, seed, tell)
        lineage = lineage_of(learnt_from, method.parameters, seed, frozen.fingerprint)
        version = self.registry.register(name, lineage, judgement.estimates(seed), verdict.reason, model.save)
        if verdict.is_passed:
            self.registry.switch(version.number, verdict.reason)
        return Trained(version, verdict, verdict.is_passed, self.registry.prune(KEPT_VERSIONS))

    def frozen(self, data: ShopData, *, refreeze: bool = False) -> FrozenSet:
        """Return the data to judge on: those frozen before, less erased shoppers and unsold products, or frozen now.

        Erased shoppers leave the file too.
        """
        folder = self.registry.folder / FROZEN_FOLDER
        if refreeze or not folder.exists():
            found = FrozenSet.of(data.interactions)
            found.save(folder)
        else:
            kept = FrozenSet.load(folder)
            found = kept.without_missing(data.interactions.user_ids)
            if found is not kept:
                found.save(folder)
        return found.of_items(data.sold)

    def _verdict(
        self,
        method: Method,
        judgement: Judgement,
        frozen: FrozenSet,
        facts: ItemFacts,
        learnt_from: Interactions,
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
            if method.name == BASELINE:
                return Verdict(True, f"{BASELINE} is what others must beat{trouble}")
            popularity = judge(Popularity.fit(learnt_from, facts), frozen)
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
        return self._judged(method.load(self.registry.model_folder(version.number)), method, frozen)

    def _judged(self, model: Recommender, method: Method, frozen: FrozenSet) -> Judgement:
        return judge(model, frozen, foretells_ratings=method.foretells_ratings)

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
