"""Training of the session network. Imports torch, so it is itself imported only where something is to be learnt."""

import numpy as np
import torch
from numpy.typing import NDArray
from torch import nn

from retrieval.recommenders.interactions import Interactions
from retrieval.recommenders.neural.examples import passes_needed, sample_items
from retrieval.recommenders.neural.sequences import Sequences
from retrieval.recommenders.neural.session_settings import SessionSettings, SessionWeights
from retrieval.recommenders.neural.start_vectors import start_vectors
from retrieval.recommenders.neural.torch_run import Descent, array_of, seeded

_SPREAD = 0.05


class _Session(nn.Module):
    """Items to steps, steps to states, states to what is wanted next."""

    def __init__(self, settings: SessionSettings, counts: NDArray[np.int64]) -> None:
        super().__init__()
        self.embeddings = nn.Parameter(torch.randn(len(counts), settings.dim) * _SPREAD)
        self.tones = nn.Parameter(torch.zeros(2, settings.dim))
        self.gap = nn.Parameter(torch.zeros(settings.dim))
        self.gru = nn.GRU(settings.dim, settings.n_hidden, batch_first=True)
        self.out = nn.Linear(settings.n_hidden, settings.dim)
        self.biases = nn.Parameter(torch.from_numpy(np.log1p(counts)).float())
        self.drop = nn.Dropout(settings.drop_share)

    def forward(self, part: Sequences) -> torch.Tensor:
        """Return (n, length - 1, dim): what is wanted after each step but the last."""
        is_liked = torch.from_numpy(part.is_liked[:, :-1].astype(np.int64))
        steps = self.embeddings[torch.from_numpy(part.items[:, :-1])] + self.tones[is_liked]
        steps = steps + torch.from_numpy(part.gaps[:, :-1])[:, :, None] * self.gap
        states, _ = self.gru(self.drop(steps))
        wanted: torch.Tensor = self.out(self.drop(states))
        return wanted


def train_session(interactions: Interactions, settings: SessionSettings) -> SessionWeights:
    """Teach to tell the next item of a sequence among a sample of others; same input, same weights."""
    counts = np.bincount(interactions.items, minlength=interactions.n_items)
    popularity = counts / max(1, counts.sum())
    random = np.random.default_rng(settings.seed)
    n_batches = Sequences.n_batches(interactions, settings.length, settings.batch_size)
    n_passes = passes_needed(settings.n_passes, n_batches, settings.least_steps)
    with seeded(settings.seed):
        network = _Session(settings, counts)
        with torch.no_grad():
            network.embeddings.copy_(torch.from_numpy(start_vectors(interactions, settings.dim, settings.seed)))
        descent = Descent(network, settings.rate, settings.decay, n_passes * n_batches)
        for _ in range(n_passes):
            for part in Sequences.windows(
                interactions, settings.length, settings.batch_size, settings.shuffle_share, random
            ):
                descent.step(_loss(network, part, popularity, settings, random))
        gru = network.gru.state_dict()
        return SessionWeights(
            array_of(network.embeddings),
            array_of(network.tones),
            array_of(network.gap),
            array_of(gru["weight_ih_l0"].T),
            array_of(gru["bias_ih_l0"]),
            array_of(gru["weight_hh_l0"].T),
            array_of(gru["bias_hh_l0"]),
            array_of(network.out.weight.T),
            array_of(network.out.bias),
            array_of(network.biases),
        )


def _loss(
    network: _Session,
    part: Sequences,
    popularity: NDArray[np.float64],
    settings: SessionSettings,
    random: np.random.Generator,
) -> torch.Tensor:
    """Return the weighted mean of -log softmax of each next item within the sample, the liked ones counting more."""
    rows, steps = np.nonzero(np.arange(part.items.shape[1] - 1) < part.lengths[:, None] - 1)
    targets = part.items[rows, steps + 1]
    weights = np.where(part.is_liked[rows, steps + 1], 1.0, settings.met_weight).astype(np.float32)
    sample = sample_items(targets, popularity, settings.n_random, random)
    wanted = network(part)[torch.from_numpy(rows), torch.from_numpy(steps)]
    rivals = torch.from_numpy(sample.items)
    scores = wanted @ network.embeddings[rivals].T + network.biases[rivals] - torch.from_numpy(sample.log_chances)
    columns = torch.from_numpy(np.searchsorted(sample.items, targets))
    losses = nn.functional.cross_entropy(scores, columns, reduction="none")
    return (losses * torch.from_numpy(weights)).sum() / float(weights.sum())
