"""The loss of wanted items among a sample of others."""

import numpy as np
import torch
from numpy.typing import NDArray

from retrieval.recommenders.neural.examples import Examples, Sample


def sampled_softmax(scores: torch.Tensor, examples: Examples, sample: Sample, n_items: int) -> torch.Tensor:
    """Return the mean over wanted items of -log softmax, each beside the sample without what its user has or wants.

    `scores` (n_users, n_sampled); each is corrected by the log of the chance that its item came into the sample.
    """
    corrected = scores - torch.from_numpy(sample.log_chances)
    column_of = np.full(n_items, -1)
    column_of[sample.items] = np.arange(len(sample.items))
    is_own = np.zeros(tuple(scores.shape), dtype=bool)
    for touches in (examples.given, examples.wanted):
        _mark(is_own, touches.rows, column_of[touches.items])
    rivals = torch.logsumexp(corrected.masked_fill(torch.from_numpy(is_own), -torch.inf), dim=1)
    rows = torch.from_numpy(examples.wanted.rows)
    own = corrected[rows, torch.from_numpy(column_of[examples.wanted.items])]
    return (torch.logaddexp(own, rivals[rows]) - own).mean()


def _mark(cells: NDArray[np.bool_], rows: NDArray[np.int64], columns: NDArray[np.int64]) -> None:
    """Set the cells whose column is one."""
    cells[rows[columns >= 0], columns[columns >= 0]] = True
