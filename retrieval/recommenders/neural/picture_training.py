"""Training of the picture network. Imports torch, so it is itself imported only where something is to be learnt."""

import numpy as np
import torch
from numpy.typing import NDArray
from torch import nn

from retrieval.recommenders.neural.picture_network import N_COLORS, N_LAYERS, PictureNetwork, color_shares, scaled
from retrieval.recommenders.neural.picture_settings import PictureSettings
from retrieval.recommenders.neural.torch_run import array_of, seeded

_WIDTHS = (3, 16, 32, 64, 64)
_SHARPNESS = 10.0
_LEAST_SCALE, _MOST_SCALE, _SHIFT, _LIGHT = 0.75, 1.15, 0.15, 0.1


class _Network(nn.Module):
    def __init__(self, dim: int, n_categories: int) -> None:
        super().__init__()
        self.layers = nn.ModuleList(
            nn.Conv2d(_WIDTHS[place], _WIDTHS[place + 1], 3, stride=2, padding=1) for place in range(N_LAYERS)
        )
        self.last = nn.Linear(4 * _WIDTHS[-1], dim)
        self.categories = nn.Linear(dim, max(1, n_categories))
        self.colors = nn.Linear(dim, N_COLORS)

    def forward(self, pictures: torch.Tensor) -> tuple[torch.Tensor, torch.Tensor]:
        """Return logits of categories and colours for (n, 3, side, side)."""
        layer = pictures
        for convolution in self.layers:
            layer = torch.relu(convolution(layer))
        cells = nn.functional.adaptive_avg_pool2d(layer, 2).flatten(1)
        vectors = nn.functional.normalize(self.last(cells), dim=1) * _SHARPNESS
        return self.categories(vectors), self.colors(vectors)


def train_picture_network(
    pictures: NDArray[np.uint8], categories: tuple[str, ...], settings: PictureSettings
) -> PictureNetwork:
    """Teach to tell the category of a picture, "" where not known, and its shares of colours; same input, same network.

    Pictures are shown moved, enlarged, mirrored, lightened and darkened, as those of other merchants would be.
    """
    names = tuple(sorted({name for name in categories if name}))
    labels = np.array([names.index(name) if name else -1 for name in categories], dtype=np.int64)
    colors = torch.from_numpy(color_shares(pictures))
    shown = torch.from_numpy(scaled(pictures).transpose(0, 3, 1, 2).copy())
    with seeded(settings.seed):
        network = _Network(settings.dim, len(names))
        adam = torch.optim.AdamW(network.parameters(), lr=settings.rate, weight_decay=settings.decay)
        for _ in range(settings.n_passes if len(pictures) else 0):
            order = torch.randperm(len(shown))
            for start in range(0, len(order), settings.batch_size):
                chosen = order[start : start + settings.batch_size]
                by_category, by_color = network(_moved(shown[chosen]))
                target = torch.from_numpy(labels)[chosen]
                loss = settings.color_weight * nn.functional.cross_entropy(by_color, colors[chosen])
                if bool((target >= 0).any()):
                    loss = loss + nn.functional.cross_entropy(by_category, target, ignore_index=-1)
                adam.zero_grad()
                loss.backward()  # type: ignore[no-untyped-call]
                adam.step()
        convolutions = [layer for layer in network.layers if isinstance(layer, nn.Conv2d)]
        return PictureNetwork(
            tuple(array_of(layer.weight) for layer in convolutions),
            tuple(array_of(layer.bias) for layer in convolutions if layer.bias is not None),
            array_of(network.last.weight.T),
            array_of(network.last.bias),
        )


def _moved(pictures: torch.Tensor) -> torch.Tensor:
    """Return pictures moved, scaled, mirrored and lightened at random; what lies outside is as the border."""
    n = len(pictures)
    scale = _LEAST_SCALE + (_MOST_SCALE - _LEAST_SCALE) * torch.rand(n)
    mirror = torch.where(torch.rand(n) < 0.5, -1.0, 1.0)
    maps = torch.zeros(n, 2, 3)
    maps[:, 0, 0], maps[:, 1, 1] = scale * mirror, scale
    maps[:, :, 2] = _SHIFT * (2 * torch.rand(n, 2) - 1)
    grid = nn.functional.affine_grid(maps, list(pictures.shape), align_corners=False)
    moved = nn.functional.grid_sample(pictures, grid, padding_mode="border", align_corners=False)
    return moved + _LIGHT * (2 * torch.rand(n, 1, 1, 1) - 1)
