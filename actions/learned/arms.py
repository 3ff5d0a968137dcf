"""What serves the variants of experiments, made of the shop's versions of models."""

from collections.abc import Callable
from dataclasses import dataclass

from actions.learned.models import load_recommender, registry
from actions.settings import Settings
from retrieval.candidate_ranking import Arm, Collaborative
from retrieval.exploration.explorer import Explorer, TakeUp
from retrieval.learning.ranker import LearnedRanker
from retrieval.quality.changes import BY_HAND, SHOPPERS_ALIKE, Changes
from retrieval.quality.ranker_training import KIND as RANKER
from retrieval.quality.serving import Served
from retrieval.ranking import Weights
from retrieval.served_scores import ServedScores
from retrieval.shopper_store import PERSONALISATION, ShopperStore


@dataclass(frozen=True, slots=True)
class ArmMaker:
    """Makes what serves a variant; `responses` gives how products were taken up, once something explores."""

    settings: Settings
    neighbours: Collaborative
    store: ShopperStore
    responses: Callable[[], TakeUp]

    def arm(self, changes: Changes) -> Arm:
        """Return what serves with these changes; raises ArtifactError for a version that is not there or damaged."""
        return Arm(
            None if changes.recommender is None else self._scores(changes.recommender),
            None if changes.weights is None else self._weights(changes.weights),
            None if changes.exploration is None else Explorer(changes.exploration, self.responses()),
        )

    def _scores(self, number: int) -> Collaborative:
        if number == SHOPPERS_ALIKE:
            return self.neighbours
        versions = registry(self.settings)
        version = versions.version(number)
        served = Served(number, version.method, load_recommender(version.method, versions.model_folder(number)))
        return ServedScores(self.neighbours, lambda: served, self.store)

    def _weights(self, number: int) -> Weights:
        if number == BY_HAND:
            return Weights()
        return LearnedRanker.load(registry(self.settings, RANKER).model_folder(number)).weights


def takes_part(store: ShopperStore, user_id: str) -> bool:
    """Return whether a shopper may be in an experiment: not where their latest answer refuses personalisation."""
    answers = [answer.granted for answer in store.consents_of(user_id) if answer.purpose == PERSONALISATION]
    return not answers or answers[-1]
