"""The variational autoencoder."""

from retrieval.recommenders.interactions import Interactions
from retrieval.recommenders.item_facts import ItemFacts
from retrieval.recommenders.neural.autoencoder import Autoencoder
from retrieval.recommenders.neural.autoencoder_settings import AutoencoderSettings
from tests.retrieval.recommender_contract import RecommenderContract


class TestAutoencoder(RecommenderContract):
    recommender = Autoencoder

    @classmethod
    def fit(cls, interactions: Interactions, facts: ItemFacts) -> Autoencoder:
        return Autoencoder.fit(interactions, facts, AutoencoderSettings(n_hidden=32, dim=8, rate=0.01))
