"""The recurrent network: what comes next, and the same states as torch's."""

import numpy as np
import pytest
import torch

from retrieval.recommenders.interactions import History, Interactions
from retrieval.recommenders.item_facts import ItemFacts
from retrieval.recommenders.neural.session_network import SessionNetwork
from retrieval.recommenders.neural.session_settings import SessionSettings, SessionWeights
from tests.retrieval.recommender_contract import RecommenderContract

# The checkerboard knows no order, so all sequences are mixed up.
SETTINGS = SessionSettings(dim=16, n_hidden=16, n_random=16, shuffle_share=1.0, rate=0.01, decay=0.1)


class TestSessionNetwork(RecommenderContract):
    recommender = SessionNetwork

    @classmethod
    def fit(cls, interactions: Interactions, facts: ItemFacts) -> SessionNetwork:
        return SessionNetwork.fit(interactions, facts, SETTINGS)


def ring(n: int = 12) -> Interactions:
    """Users who each go round a ring of items from another place, one step at a time, and stop before the last."""
    records = [
        (f"u{user}", f"i{(user + step) % n}", 5.0, 1e6 + 60.0 * step) for user in range(n) for step in range(n - 2)
    ]
    return Interactions.from_records(records, item_ids=[f"i{item}" for item in range(n)])


def test_next_step_is_foretold_from_the_last() -> None:
    interactions = ring()
    settings = SessionSettings(dim=16, n_hidden=16, n_random=16, shuffle_share=0.0, least_steps=300, rate=0.02)
    network = SessionNetwork.fit(interactions, ItemFacts.unknown(interactions.item_ids), settings)
    history = History.of([3, 4, 5], moments=[1e6, 1e6 + 60, 1e6 + 120])
    assert network.recommend(history, 1).items.tolist() == [6]
    assert network.explain(history, 6)[0].item == 5


def test_states_are_those_of_torch() -> None:
    random = np.random.default_rng(0)
    gru = torch.nn.GRU(5, 4, batch_first=True)
    shapes = {"embeddings": (9, 5), "tones": (2, 5), "gap": (5,), "out": (4, 5), "out_bias": (5,), "biases": (9,)}
    drawn = {name: random.normal(size=shape).astype(np.float32) for name, shape in shapes.items()}
    with torch.no_grad():
        weights = SessionWeights(
            drawn["embeddings"],
            drawn["tones"],
            drawn["gap"],
            gru.weight_ih_l0.T.numpy(),
            gru.bias_ih_l0.numpy(),
            gru.weight_hh_l0.T.numpy(),
            gru.bias_hh_l0.numpy(),
            drawn["out"],
            drawn["out_bias"],
            drawn["biases"],
        )
        network = SessionNetwork(tuple("abcdefghi"), SessionSettings(dim=5, n_hidden=4, length=3), weights)
        history = History.of([7, 1, 4, 2], [5.0, 5.0, 1.0, 4.0], [0.0] * 4)
        steps = drawn["embeddings"][[1, 4, 2]] + drawn["tones"][[1, 0, 1]]
        state = gru(torch.from_numpy(steps)[None])[0][0, -1].numpy()
    assert network.users([history])[0] == pytest.approx(state @ drawn["out"] + drawn["out_bias"], abs=1e-5)
