"""Training of the two towers. Imports torch, so it is itself imported only where something is to be learnt."""

import numpy as np
import torch
from numpy.typing import NDArray
from torch import nn

from retrieval.recommenders.interactions import LIKED_FROM, Interactions
from retrieval.recommenders.item_facts import ItemFacts
from retrieval.recommenders.neural.examples import batches, passes_needed, sample_items
from retrieval.recommenders.neural.history_rows import HistoryRows, fact_names, fact_rows, history_rows
from retrieval.recommenders.neural.item_traits import ItemTraits, mean_vector, without_mean
from retrieval.recommenders.neural.sampled_softmax import sampled_softmax
from retrieval.recommenders.neural.start_vectors import start_vectors
from retrieval.recommenders.neural.torch_run import Descent, array_of, mean_of, seeded
from retrieval.recommenders.neural.two_towers_settings import TwoTowersSettings, TwoTowersWeights


class _Towers(nn.Module):
    """The towers, with what is known of the items."""

    def __init__(
        self, settings: TwoTowersSettings, traits: ItemTraits, vectors: NDArray[np.float32], n_facts: int
    ) -> None:
        super().__init__()
        n_items, n_traits = traits.matrix.shape
        width = settings.dim + 1
        self.drop = nn.Dropout(settings.drop_share)
        self._traits = traits.matrix
        self._vectors = torch.from_numpy(vectors)
        spread = settings.dim**-0.5
        self.embeddings = nn.Parameter(torch.randn(n_items, width) * spread * 0.1)
        self.trait_embeddings = nn.Parameter(torch.randn(n_traits, width) * spread * 0.1)
        self.projection = nn.Parameter(torch.randn(vectors.shape[1], width) * 0.1)
        self.inner = nn.Linear(2 * settings.dim + 2 + n_facts, settings.n_hidden)
        self.outer = nn.Linear(settings.n_hidden, settings.dim)
        self.shares = nn.Parameter(torch.tensor([1.0, 0.0]))
        nn.init.normal_(self.outer.weight, std=0.01)

    def items(self, is_shown: torch.Tensor) -> torch.Tensor:
        """Return the vectors of all items (n_items, dim + 1); of those not shown the content alone speaks."""
        own = self.embeddings * is_shown[:, None]
        return own + mean_of(self._traits, self.trait_embeddings) + self._vectors @ self.projection

    def users(self, items: torch.Tensor, rows: HistoryRows, facts: torch.Tensor) -> torch.Tensor:
        """Return the vectors of users (n, dim)."""
        vectors = items[:, :-1]
        liked, others = mean_of(rows.liked, vectors), mean_of(rows.others, vectors)
        told = torch.cat([liked, others, torch.from_numpy(rows.amounts), facts], dim=1)
        hidden = self.drop(torch.relu(self.inner(self.drop(told))))
        users: torch.Tensor = self.shares[0] * liked + self.shares[1] * others + self.outer(hidden)
        return users


def train_two_towers(
    interactions: Interactions, traits: ItemTraits, facts: ItemFacts, settings: TwoTowersSettings
) -> TwoTowersWeights:
    """Teach the towers to give what a user wanted a higher score than a sample of other items.

    The loss is the softmax over the sample with the log of the sampling chance taken off (see `sample_items`). Same
    input, same weights. Items that nobody touched have no embedding of their own.
    """
    names = fact_names(interactions.facts)
    told = fact_rows([interactions.facts.get(user_id, {}) for user_id in interactions.user_ids], names)
    is_liked = interactions.ratings >= LIKED_FROM
    n_liked = np.bincount(interactions.items[is_liked], minlength=interactions.n_items)
    popularity = n_liked / max(1, n_liked.sum())
    n_batches = -(-len(np.unique(interactions.users[is_liked])) // settings.batch_size)
    n_passes = passes_needed(settings.n_passes, n_batches, settings.least_steps)
    mean = mean_vector(facts.vectors)
    random = np.random.default_rng(settings.seed)
    with seeded(settings.seed):
        towers = _Towers(settings, traits, without_mean(facts.vectors, mean), len(names))
        is_met = torch.from_numpy(np.bincount(interactions.items, minlength=interactions.n_items) > 0)
        with torch.no_grad():
            towers.embeddings[:, :-1] = torch.from_numpy(start_vectors(interactions, settings.dim, settings.seed))
            towers.embeddings[:, -1] = torch.from_numpy(np.log1p(n_liked))
        descent = Descent(towers, settings.rate, settings.decay, n_passes * n_batches)
        for examples in batches(interactions, n_passes, settings.batch_size, settings.most_wanted, random):
            if not len(examples.wanted.rows):
                continue
            is_shown = is_met & torch.from_numpy(random.random(interactions.n_items) >= settings.blank_share)
            rows = history_rows(examples.given, len(examples.users), interactions.n_items, settings.half_life_days)
            sample = sample_items(examples.wanted.items, popularity, settings.n_random, random)
            items = towers.items(is_shown)
            users = towers.users(items, rows, torch.from_numpy(told[examples.users]))
            rivals = items[torch.from_numpy(sample.items)]
            scores = users @ rivals[:, :-1].T + rivals[:, -1]
            descent.step(sampled_softmax(scores, examples, sample, interactions.n_items))
        return TwoTowersWeights(
            array_of(towers.embeddings * is_met[:, None]),
            array_of(towers.trait_embeddings),
            array_of(towers.projection),
            mean,
            array_of(towers.inner.weight.T),
            array_of(towers.inner.bias),
            array_of(towers.outer.weight.T),
            array_of(towers.outer.bias),
            array_of(towers.shares),
        )
