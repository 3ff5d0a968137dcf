"""Training of the autoencoder. Imports torch, so it is itself imported only where something is to be learnt."""

import numpy as np
import torch
from numpy.typing import NDArray
from scipy import sparse
from torch import nn

from retrieval.recommenders.neural.autoencoder_settings import AutoencoderSettings, AutoencoderWeights
from retrieval.recommenders.neural.examples import passes_needed
from retrieval.recommenders.neural.history_rows import unit_rows
from retrieval.recommenders.neural.torch_run import Descent, array_of, mean_of, seeded

_SPREAD = 0.02


class _Autoencoder(nn.Module):
    """Items to a hidden layer, to the mean and spread of a code, to a hidden layer, to items."""

    def __init__(self, settings: AutoencoderSettings, popularity: NDArray[np.float64]) -> None:
        super().__init__()
        n_items = len(popularity)
        self._dim = settings.dim
        self.read = nn.Parameter(torch.randn(n_items, settings.n_hidden) * 0.1)
        self.read_bias = nn.Parameter(torch.zeros(settings.n_hidden))
        self.code = nn.Linear(settings.n_hidden, 2 * settings.dim)
        self.unfold = nn.Linear(settings.dim, settings.n_hidden)
        self.write = nn.Parameter(torch.randn(n_items, settings.n_hidden) * _SPREAD)
        self.write_bias = nn.Parameter(torch.from_numpy(np.log1p(popularity)).float())

    def forward(self, rows: sparse.csr_array) -> tuple[torch.Tensor, torch.Tensor]:
        """Return logits (n, n_items), and each row's divergence of the code from a standard normal one (n,)."""
        hidden = torch.tanh(mean_of(rows, self.read) + self.read_bias)
        mean, log_variance = self.code(hidden).split(self._dim, dim=1)
        spread = torch.exp(0.5 * log_variance)
        code = mean + spread * torch.randn_like(spread)
        divergence = 0.5 * (log_variance.exp() + mean**2 - 1 - log_variance).sum(dim=1)
        return torch.tanh(self.unfold(code)) @ self.write.T + self.write_bias, divergence


def train_autoencoder(wanted: sparse.csr_array, settings: AutoencoderSettings) -> AutoencoderWeights:
    """Teach to tell the whole of `wanted` (n_users, n_items; weights) from a random part of it.

    Same input, same weights; users who want nothing teach nothing.
    """
    random = np.random.default_rng(settings.seed)
    users = np.flatnonzero(np.diff(wanted.indptr))
    popularity = np.asarray(wanted.sum(axis=0)).ravel()
    n_batches = -(-len(users) // settings.batch_size)
    n_passes = passes_needed(settings.n_passes, n_batches, settings.least_steps)
    n_warm = max(1.0, settings.warm_share * n_passes * n_batches)
    with seeded(settings.seed):
        network = _Autoencoder(settings, popularity)
        descent = Descent(network, settings.rate, settings.decay, n_passes * n_batches)
        n_done = 0
        for _ in range(n_passes):
            order = random.permutation(users)
            for start in range(0, len(order), settings.batch_size):
                rows = wanted[order[start : start + settings.batch_size]]
                logits, divergence = network(unit_rows(_part(rows, settings.keep_share, random)))
                missed = -(torch.log_softmax(logits, dim=1) * torch.from_numpy(rows.toarray())).sum(dim=1)
                descent.step((missed + settings.most_pull * min(1.0, n_done / n_warm) * divergence).mean())
                n_done += 1
        return AutoencoderWeights(
            array_of(network.read),
            array_of(network.read_bias),
            array_of(network.code.weight[: settings.dim].T),
            array_of(network.code.bias[: settings.dim]),
            array_of(network.unfold.weight.T),
            array_of(network.unfold.bias),
            array_of(network.write),
            array_of(network.write_bias),
        )


def _part(rows: sparse.csr_array, keep_share: float, random: np.random.Generator) -> sparse.csr_array:
    """Return rows with a random part of their entries."""
    is_kept = random.random(len(rows.data)) < keep_share
    ends = np.concatenate([[0], np.cumsum(is_kept)])[rows.indptr]
    return sparse.csr_array((rows.data[is_kept], rows.indices[is_kept], ends), rows.shape)
