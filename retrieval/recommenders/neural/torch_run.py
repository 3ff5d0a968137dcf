"""How torch is run: seeded, on one thread, and leaving its settings as they were."""

from collections.abc import Iterator
from contextlib import contextmanager

import numpy as np
import torch
from numpy.typing import NDArray
from scipy import sparse

_LAST_RATE, _LONGEST = 0.05, 1.0


@contextmanager
def seeded(seed: int) -> Iterator[None]:
    """Run a block with torch's random numbers from `seed`, on one thread: small networks gain nothing from more."""
    n_threads = torch.get_num_threads()
    torch.set_num_threads(1)
    try:
        with torch.random.fork_rng(devices=[]):
            torch.manual_seed(seed)
            yield
    finally:
        torch.set_num_threads(n_threads)


def mean_of(rows: sparse.csr_array, embeddings: torch.Tensor) -> torch.Tensor:
    """Return (n_rows, dim): the rows' weights times `embeddings` (n_items, dim)."""
    return torch.nn.functional.embedding_bag(
        torch.from_numpy(rows.indices.astype(np.int64)),
        embeddings,
        torch.from_numpy(rows.indptr[:-1].astype(np.int64)),
        mode="sum",
        per_sample_weights=torch.from_numpy(rows.data),
    )


def array_of(tensor: torch.Tensor) -> NDArray[np.float32]:
    """Return a copy of a tensor's values."""
    return np.array(tensor.detach().numpy(), dtype=np.float32, order="C")


class Descent:
    """Steps of AdamW, the rate falling evenly to a twentieth, and the length of the gradient held under 1."""

    def __init__(self, network: torch.nn.Module, rate: float, decay: float, n_steps: int) -> None:
        """Prepare `n_steps` steps for a network."""
        self._network = network
        # Fused: one pass over the weights instead of ten, three times as fast for the large ones of an item each.
        self._adam = torch.optim.AdamW(network.parameters(), lr=rate, weight_decay=decay, fused=True)
        self._rate = torch.optim.lr_scheduler.LinearLR(self._adam, 1.0, _LAST_RATE, max(1, n_steps))

    def step(self, loss: torch.Tensor) -> None:
        """Take one step against a loss."""
        self._adam.zero_grad()
        loss.backward()  # type: ignore[no-untyped-call]
        torch.nn.utils.clip_grad_norm_(self._network.parameters(), _LONGEST)
        self._adam.step()
        self._rate.step()
