"""Training of the ranker. Imports torch, so it is itself imported only where something is to be learnt."""

from dataclasses import dataclass

import numpy as np
import torch
from numpy.typing import NDArray
from torch import nn

from retrieval.recommenders.interactions import LIKED_FROM, Interactions
from retrieval.recommenders.item_facts import ItemFacts
from retrieval.recommenders.neural.examples import Examples, batches, passes_needed
from retrieval.recommenders.neural.history_rows import HistoryRows, fact_names, fact_rows, history_rows
from retrieval.recommenders.neural.item_traits import ItemTraits, mean_vector, without_mean
from retrieval.recommenders.neural.ranker_features import N_MATCHES, TraitMatch, item_signals, recent_rows
from retrieval.recommenders.neural.ranker_settings import RankerSettings, RankerWeights
from retrieval.recommenders.neural.start_vectors import start_vectors
from retrieval.recommenders.neural.torch_run import Descent, array_of, mean_of, seeded

_SPREAD = 0.1


@dataclass(frozen=True, slots=True, eq=False)
class _Pairs:
    """User `rows[n]` of a batch beside item `items[n]`: is it wanted, how it counts, the log odds of its drawing."""

    rows: NDArray[np.int64]
    items: NDArray[np.int64]
    is_wanted: NDArray[np.float32]
    weights: NDArray[np.float32]
    log_odds: NDArray[np.float32]


class _Ranker(nn.Module):
    """Layers over a user, an item, their product and how well their traits match."""

    def __init__(
        self,
        settings: RankerSettings,
        traits: ItemTraits,
        vectors: NDArray[np.float32],
        signals: NDArray[np.float32],
        n_facts: int,
    ) -> None:
        super().__init__()
        n_items, n_traits = traits.matrix.shape
        dim, hidden = settings.dim, settings.n_hidden
        self._traits = traits.matrix
        self._vectors = torch.from_numpy(vectors)
        self._signals = torch.from_numpy(signals)
        self.embeddings = nn.Parameter(torch.randn(n_items, dim) * _SPREAD * dim**-0.5)
        self.trait_embeddings = nn.Parameter(torch.randn(n_traits, dim) * _SPREAD * dim**-0.5)
        self.projection = nn.Parameter(torch.randn(vectors.shape[1], dim) * _SPREAD)
        self.user = nn.Linear(2 * dim + 2 + n_facts, hidden)
        self.item = nn.Linear(dim + signals.shape[1], hidden, bias=False)
        self.product = nn.Linear(dim, hidden, bias=False)
        self.matches = nn.Linear(N_MATCHES, hidden, bias=False)
        self.second = nn.Linear(hidden, settings.n_second)
        self.last = nn.Linear(settings.n_second, 1)
        self.biases = nn.Parameter(torch.zeros(n_items))
        self.shares = nn.Parameter(torch.tensor([1.0, 0.0]))
        self.drop = nn.Dropout(settings.drop_share)

    def items(self, is_shown: torch.Tensor) -> torch.Tensor:
        """Return the vectors of all items (n_items, dim); of those not shown the content alone speaks."""
        own = self.embeddings * is_shown[:, None]
        return own + mean_of(self._traits, self.trait_embeddings) + self._vectors @ self.projection

    def told(self, items: torch.Tensor) -> torch.Tensor:
        """Return what the first layer adds for each item (n_items, n_hidden)."""
        added: torch.Tensor = self.item(torch.cat([items, self._signals], dim=1))
        return added

    def forward(
        self, is_shown: torch.Tensor, rows: HistoryRows, facts: torch.Tensor, matches: torch.Tensor, pairs: _Pairs
    ) -> torch.Tensor:
        """Return the logit of each pair (n,)."""
        row, item = torch.from_numpy(pairs.rows), torch.from_numpy(pairs.items)
        items = self.items(is_shown)
        liked, others = mean_of(rows.liked, items), mean_of(rows.others, items)
        user = self.user(self.drop(torch.cat([liked, others, torch.from_numpy(rows.amounts), facts], dim=1)))
        product = (self.shares[0] * liked + self.shares[1] * others)[row] * items[item]
        hidden = torch.relu(user[row] + self.told(items)[item] + self.product(product) + self.matches(matches))
        hidden = torch.relu(self.second(self.drop(hidden)))
        logits: torch.Tensor = self.last(self.drop(hidden))[:, 0] + product.sum(dim=1) + (self.biases * is_shown)[item]
        return logits


def train_ranker(
    interactions: Interactions, traits: ItemTraits, facts: ItemFacts, settings: RankerSettings
) -> RankerWeights:
    """Teach to tell what users wanted from items drawn at random; same input, same weights.

    The drawing's odds are taken off the logit, so that what is left is the log of the chance itself: Gutmann, Hyvärinen
    2010, "Noise-contrastive estimation", https://proceedings.mlr.press/v9/gutmann10a.html.
    """
    names = fact_names(interactions.facts)
    told = fact_rows([interactions.facts.get(user_id, {}) for user_id in interactions.user_ids], names)
    n_items, is_liked = interactions.n_items, interactions.ratings >= LIKED_FROM
    counts = np.bincount(interactions.items, minlength=n_items)
    popularity = counts / max(1, counts.sum())
    noise = settings.even_share / max(1, n_items) + (1 - settings.even_share) * popularity
    match = TraitMatch.of(traits)
    n_batches = -(-len(np.unique(interactions.users[is_liked])) // settings.batch_size)
    n_passes = passes_needed(settings.n_passes, n_batches, settings.least_steps)
    random = np.random.default_rng(settings.seed)
    with seeded(settings.seed):
        vectors = without_mean(facts.vectors, mean_vector(facts.vectors))
        ranker = _Ranker(settings, traits, vectors, item_signals(interactions), len(names))
        is_met = torch.from_numpy(counts > 0)
        n_liked = np.bincount(interactions.items[is_liked], minlength=n_items)
        with torch.no_grad():
            ranker.embeddings.copy_(torch.from_numpy(start_vectors(interactions, settings.dim, settings.seed)))
            ranker.biases.copy_(torch.from_numpy(np.log1p(n_liked)))
            ranker.last.bias.fill_(-float(np.log1p(n_liked.sum())))
        descent = Descent(ranker, settings.rate, settings.decay, n_passes * n_batches)
        for examples in batches(interactions, n_passes, settings.batch_size, settings.most_wanted, random):
            pairs = _paired(examples, noise, settings.n_rivals, random)
            if not len(pairs.rows):
                continue
            is_shown = is_met & torch.from_numpy(random.random(n_items) >= settings.blank_share)
            rows = history_rows(examples.given, len(examples.users), n_items, settings.half_life_days)
            recent = recent_rows(examples.given, len(examples.users), n_items)
            matches = match.matches(rows.liked, recent)[pairs.rows, pairs.items]
            logits = ranker(is_shown, rows, torch.from_numpy(told[examples.users]), torch.from_numpy(matches), pairs)
            losses = nn.functional.binary_cross_entropy_with_logits(
                logits - torch.from_numpy(pairs.log_odds),
                torch.from_numpy(pairs.is_wanted),
                weight=torch.from_numpy(pairs.weights),
                reduction="sum",
            )
            descent.step(losses / len(examples.users))
        return _weights(ranker, is_met)


def _paired(examples: Examples, noise: NDArray[np.float64], n_rivals: int, random: np.random.Generator) -> _Pairs:
    """Set the wanted items of each user beside items drawn by `noise`; what the user has or wants is no rival.

    Each user counts alike, however much they want.
    """
    n_users, n_items, wanted = len(examples.users), len(noise), examples.wanted
    n_wanted = np.bincount(wanted.rows, minlength=n_users)
    asked = np.flatnonzero(n_wanted)
    rivals = random.choice(n_items, (len(asked), n_rivals), p=noise) if len(asked) else np.zeros((0, n_rivals), int)
    rows = np.repeat(asked, n_rivals)
    own = np.concatenate([touches.rows * n_items + touches.items for touches in (examples.given, wanted)])
    is_rival = ~np.isin(rows * n_items + rivals.ravel(), own)
    rows = np.concatenate([wanted.rows, rows[is_rival]])
    items = np.concatenate([wanted.items, rivals.ravel()[is_rival]]).astype(np.int64)
    is_wanted = (np.arange(len(rows)) < len(wanted.rows)).astype(np.float32)
    log_odds = np.log(n_rivals / n_wanted[rows] * noise[items]).astype(np.float32)
    return _Pairs(rows, items, is_wanted, (1.0 / n_wanted[rows]).astype(np.float32), log_odds)


def _weights(ranker: _Ranker, is_met: torch.Tensor) -> RankerWeights:
    """Return what the ranker learnt, the items' parts worked out."""
    with torch.no_grad():
        items = ranker.items(is_met)
        return RankerWeights(
            array_of(items),
            array_of(ranker.biases * is_met),
            array_of(ranker.told(items)),
            array_of(ranker.user.weight.T),
            array_of(ranker.user.bias),
            array_of(ranker.product.weight.T),
            array_of(ranker.matches.weight.T),
            array_of(ranker.second.weight.T),
            array_of(ranker.second.bias),
            array_of(ranker.last.weight[0]),
            array_of(ranker.last.bias),
            array_of(ranker.shares),
        )
