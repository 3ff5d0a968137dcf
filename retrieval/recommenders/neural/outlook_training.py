"""Training of the learned profile. Imports torch, so it is itself imported only where something is to be learnt."""

from dataclasses import dataclass

import numpy as np
import torch
from numpy.typing import NDArray
from torch import nn

from retrieval.recommenders.neural.behaviour import Turns
from retrieval.recommenders.neural.outlook_settings import OutlookSettings, OutlookWeights
from retrieval.recommenders.neural.torch_run import array_of, seeded

_LEAST_GAIN = 1e-6
_SPREAD = 0.1


class _Head(nn.Module):
    """A linear map, also to nothing at all, of which torch's own warns."""

    def __init__(self, n_hidden: int, n_values: int) -> None:
        super().__init__()
        self.weight = nn.Parameter(torch.randn(n_values, n_hidden) * _SPREAD * n_hidden**-0.5)
        self.bias = nn.Parameter(torch.zeros(n_values))

    def forward(self, hidden: torch.Tensor) -> torch.Tensor:
        return hidden @ self.weight.T + self.bias


class _Outlook(nn.Module):
    def __init__(self, n_features: int, n_hidden: int, n_categories: int, n_bands: int, drop_share: float) -> None:
        super().__init__()
        self.first = nn.Linear(n_features, n_hidden)
        self.categories = _Head(n_hidden, n_categories)
        self.bands = _Head(n_hidden, n_bands)
        self.drop = nn.Dropout(drop_share)

    def forward(self, rows: torch.Tensor) -> tuple[torch.Tensor, torch.Tensor]:
        hidden = self.drop(torch.sigmoid(self.first(self.drop(rows))))
        return self.categories(hidden), self.bands(hidden)


def train_outlook(turns: Turns, n_categories: int, n_bands: int, settings: OutlookSettings) -> OutlookWeights:
    """Teach to foretell category and price band of the next product; same input, same weights.

    The loss is the sum of both cross-entropies. Logits are then divided by one temperature for each head, chosen on
    the turns kept from training: Guo, Pleiss, Sun, Weinberger 2017, "On calibration of modern neural networks",
    arXiv:1706.04599. Without any turn all chances are even.
    """
    n_early = len(turns.rows) - int(len(turns.rows) * settings.late_share)
    is_early = np.arange(len(turns.rows)) < n_early
    early, late = turns.where(is_early), turns.where(~is_early)
    n_features = turns.rows.shape[1]
    centre = early.rows.mean(axis=0) if n_early else np.zeros(n_features, np.float32)
    with seeded(settings.seed):
        network = _Outlook(n_features, settings.n_hidden, n_categories, n_bands, settings.drop_share)
        _start_from_frequencies(network, early)
        if n_early:
            _teach(network, _Scaled.of(early, centre), _Scaled.of(late, centre), settings)
        warmths = _temperatures(network, _Scaled.of(late, centre))
        return OutlookWeights(
            centre.astype(np.float32),
            array_of(network.first.weight.T),
            array_of(network.first.bias),
            array_of(network.categories.weight.T / warmths[0]),
            array_of(network.categories.bias / warmths[0]),
            array_of(network.bands.weight.T / warmths[1]),
            array_of(network.bands.bias / warmths[1]),
        )


@dataclass(frozen=True, slots=True, eq=False)
class _Scaled:
    rows: torch.Tensor
    targets: tuple[torch.Tensor, torch.Tensor]

    @classmethod
    def of(cls, turns: Turns, centre: NDArray[np.float32]) -> "_Scaled":
        rows = torch.from_numpy((turns.rows - centre).astype(np.float32))
        return cls(rows, (torch.from_numpy(turns.categories), torch.from_numpy(turns.bands)))


def _start_from_frequencies(network: _Outlook, turns: Turns) -> None:
    """Let an untaught network give each category and band its frequency."""
    with torch.no_grad():
        for head, values in ((network.categories, turns.categories), (network.bands, turns.bands)):
            counts = np.bincount(values[values >= 0], minlength=len(head.bias)) + 0.5
            head.bias.copy_(torch.from_numpy(np.log(counts / max(counts.sum(), 1.0))))
            head.bias.sub_(0.5 * head.weight.sum(dim=1))


def _loss(network: _Outlook, part: _Scaled) -> torch.Tensor:
    """Return the sum of both mean cross-entropies; a value that is not known, or a head of nothing, adds nothing."""
    losses = []
    for logits, target in zip(network(part.rows), part.targets, strict=True):
        if bool((target >= 0).any()):
            losses.append(nn.functional.cross_entropy(logits, target, ignore_index=-1))
    return torch.stack([*losses, torch.zeros(())]).sum()


def _teach(network: _Outlook, early: _Scaled, late: _Scaled, settings: OutlookSettings) -> None:
    """Descend until the late turns gain no more, and keep what did best on them."""
    adam = torch.optim.AdamW(network.parameters(), lr=settings.rate, weight_decay=settings.decay)
    best, best_state, n_worse = np.inf, network.state_dict(), 0
    for _ in range(settings.n_passes):
        network.train()
        order = torch.randperm(len(early.rows))
        for start in range(0, len(order), settings.batch_size):
            chosen = order[start : start + settings.batch_size]
            part = _Scaled(early.rows[chosen], (early.targets[0][chosen], early.targets[1][chosen]))
            loss = _loss(network, part)
            if loss.requires_grad:
                adam.zero_grad()
                loss.backward()  # type: ignore[no-untyped-call]
                adam.step()
        network.eval()
        with torch.no_grad():
            judged = float(_loss(network, late if len(late.rows) else early))
        if judged < best - _LEAST_GAIN:
            best, n_worse = judged, 0
            best_state = {name: value.clone() for name, value in network.state_dict().items()}
        else:
            n_worse += 1
        if n_worse >= settings.patience:
            break
    network.load_state_dict(best_state)
    network.eval()


def _temperatures(network: _Outlook, late: _Scaled) -> tuple[float, float]:
    """Return for each head the temperature of least cross-entropy on late turns, by golden section on its logarithm."""
    from scipy.optimize import minimize_scalar

    found = []
    network.eval()
    with torch.no_grad():
        for logits, target in zip(network(late.rows), late.targets, strict=True):
            known = target >= 0
            if int(known.sum()) < 2:
                found.append(1.0)
                continue
            result = minimize_scalar(
                lambda power, own=logits[known], right=target[known]: float(
                    nn.functional.cross_entropy(own / float(np.exp(power)), right)
                ),
                bounds=(-1.5, 1.5),
                method="bounded",
            )
            found.append(float(np.exp(result.x)))
    return found[0], found[1]
