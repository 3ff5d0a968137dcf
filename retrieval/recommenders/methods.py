"""The recommenders by name, for training, judging and testing; to add one, add an entry."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from retrieval.errors import StoreError
from retrieval.recommenders.content import Content
from retrieval.recommenders.ease import Ease, EaseSettings
from retrieval.recommenders.hybrid import Hybrid
from retrieval.recommenders.interactions import Interactions
from retrieval.recommenders.item_facts import ItemFacts
from retrieval.recommenders.item_neighbours import ItemNeighbours, ItemNeighbourSettings, ItemSimilarity
from retrieval.recommenders.matrix_factors import Als, AlsSettings, Bpr, BprSettings
from retrieval.recommenders.neural.autoencoder import Autoencoder
from retrieval.recommenders.neural.ranker import DnnRanker
from retrieval.recommenders.neural.session_network import SessionNetwork
from retrieval.recommenders.neural.two_towers import TwoTowers
from retrieval.recommenders.neural.visual import VisualNeighbours
from retrieval.recommenders.popularity import BayesianRating, Popularity, PopularitySettings
from retrieval.recommenders.purchase_probability import PurchaseProbability
from retrieval.recommenders.recommender import Recommender
from retrieval.recommenders.sar import Sar, SarSettings, SarSimilarity
from retrieval.recommenders.slim import Slim, SlimSettings
from retrieval.recommenders.storage import kind_of
from retrieval.recommenders.user_neighbours import UserNeighbourLists, UserNeighbourSettings


@dataclass(frozen=True, slots=True)
class Method:
    """A way to recommend: its class, the settings it learns with, and others worth trying on validation data.

    `settings` None stands for the class's own, which has no other; `kind` is what its folder says it is.
    """

    recommender: type[Recommender]
    kind: str
    settings: Any = None
    others: Sequence[Any] = ()

    def fit(self, interactions: Interactions, facts: ItemFacts) -> Recommender:
        """Learn with the settings."""
        return self.fit_with(interactions, facts, self.settings)

    def fit_with(self, interactions: Interactions, facts: ItemFacts, settings: Any) -> Recommender:
        """Learn with other settings, of the class's own type."""
        if settings is None:
            return self.recommender.fit(interactions, facts)
        return self.recommender.fit(interactions, facts, settings)  # type: ignore[call-arg]

    def load(self, folder: Path) -> Recommender:
        """Read what the recommender saved."""
        return self.recommender.load(folder)


METHODS: Mapping[str, Method] = {
    "popularity": Method(
        Popularity,
        "popularity",
        PopularitySettings(),
        tuple(PopularitySettings(half_life_days=days) for days in (30, 365)),
    ),
    "bayesian_rating": Method(BayesianRating, "bayesian_rating"),
    "user_neighbours": Method(
        UserNeighbourLists,
        "user_neighbours",
        UserNeighbourSettings(),
        (UserNeighbourSettings(n_for_lists=40, power=1.0), UserNeighbourSettings(n_for_lists=150)),
    ),
    "item_cosine": Method(
        ItemNeighbours,
        "item_neighbours",
        ItemNeighbourSettings(),
        (ItemNeighbourSettings(shrinkage=10.0), ItemNeighbourSettings(n_neighbours=300, shrinkage=200.0)),
    ),
    "item_pearson": Method(
        ItemNeighbours,
        "item_neighbours",
        ItemNeighbourSettings(ItemSimilarity.PEARSON),
        (ItemNeighbourSettings(ItemSimilarity.PEARSON, shrinkage=10.0),),
    ),
    "item_adjusted_cosine": Method(
        ItemNeighbours,
        "item_neighbours",
        ItemNeighbourSettings(ItemSimilarity.ADJUSTED_COSINE),
        (ItemNeighbourSettings(ItemSimilarity.ADJUSTED_COSINE, shrinkage=10.0),),
    ),
    "content": Method(Content, "content"),
    "als": Method(
        Als,
        "als",
        AlsSettings(),
        tuple(AlsSettings(factors=factors, regularisation=ridge) for factors in (32, 64, 128) for ridge in (0.15, 0.5)),
    ),
    "bpr": Method(
        Bpr,
        "bpr",
        BprSettings(),
        (BprSettings(learning_rate=0.02), BprSettings(factors=128)),
    ),
    "ease": Method(
        Ease, "ease", EaseSettings(), tuple(EaseSettings(regularisation=ridge) for ridge in (50.0, 100.0, 400.0))
    ),
    "slim": Method(Slim, "slim", SlimSettings(), (SlimSettings(l1=0.2, l2=20.0),)),
    "sar": Method(
        Sar,
        "sar",
        SarSettings(),
        (SarSettings(half_life_days=365.0, least_users=20), SarSettings(SarSimilarity.COUNT, half_life_days=365.0)),
    ),
    "purchase_probability": Method(PurchaseProbability, "purchase_probability"),
    "two_towers": Method(TwoTowers, "two_towers"),
    "dnn_ranker": Method(DnnRanker, "dnn_ranker"),
    "session_network": Method(SessionNetwork, "session_network"),
    "autoencoder": Method(Autoencoder, "autoencoder"),
    "visual": Method(VisualNeighbours, "visual"),
    "hybrid": Method(Hybrid, "hybrid"),
}
"""All that can be trained, by the name that commands and reports use."""


def load_any(folder: Path) -> Recommender:
    """Read a recommender whatever its kind; raises ArtifactError where there is none, StoreError for one unknown."""
    kind = kind_of(folder)
    for method in METHODS.values():
        if method.kind == kind:
            return method.load(folder)
    raise StoreError(f"{folder} holds a recommender of the kind {kind!r}; known are {sorted(METHODS)}")
