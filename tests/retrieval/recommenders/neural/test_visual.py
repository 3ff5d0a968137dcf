"""Pictures: shapes and colours known by construction, embeddings, and neighbours in the demo shop."""

from pathlib import Path

import numpy as np
import pytest
import torch

from retrieval.drawings import SIDE
from retrieval.errors import ArtifactError
from retrieval.recommenders.interactions import History, Interactions
from retrieval.recommenders.item_facts import ItemFacts
from retrieval.recommenders.neural.picture_network import N_COLORS, PictureNetwork, color_shares, scaled
from retrieval.recommenders.neural.picture_settings import PictureSettings
from retrieval.recommenders.neural.picture_training import train_picture_network
from retrieval.recommenders.neural.visual import VisualNeighbours
from tests.retrieval.recommender_contract import RecommenderContract

COLORS = {"red": (220, 40, 40), "green": (40, 180, 60), "blue": (50, 80, 220)}
SHAPES = ("square", "ring", "stripes")
SETTINGS = PictureSettings(dim=16, n_passes=15)


class TestVisualNeighboursWithoutPictures(RecommenderContract):
    recommender = VisualNeighbours
    is_personal = False


def picture(shape: str, color: str, random: np.random.Generator) -> np.ndarray:
    """A shape in a colour, somewhere on white."""
    drawn = np.full((SIDE, SIDE, 3), 255, np.uint8)
    top, left = random.integers(6, 22, 2)
    part = drawn[top : top + 36, left : left + 36]
    part[:] = COLORS[color]
    if shape == "ring":
        part[10:26, 10:26] = 255
    if shape == "stripes":
        part[(np.arange(36) // 6) % 2 == 1] = 255
    return drawn


def shelf(n_of_each: int, seed: int) -> tuple[np.ndarray, tuple[str, ...], tuple[str, ...]]:
    """Pictures with the shape of each as its kind, and its colour."""
    random = np.random.default_rng(seed)
    pairs = [(shape, color) for shape in SHAPES for color in COLORS for _ in range(n_of_each)]
    pictures = np.stack([picture(*pair, random) for pair in pairs])
    return pictures, tuple(shape for shape, _ in pairs), tuple(color for _, color in pairs)


@pytest.fixture(scope="module")
def network() -> PictureNetwork:
    pictures, shapes, _ = shelf(12, seed=1)
    return train_picture_network(pictures, shapes, SETTINGS)


@pytest.fixture(scope="module")
def shop(network: PictureNetwork) -> VisualNeighbours:
    """Two of each shape and colour, and one item without a picture."""
    pictures, shapes, _ = shelf(2, seed=3)
    ids = tuple(f"p{number}" for number in range(len(shapes) + 1))
    vectors = np.concatenate([network.embed(pictures), np.zeros((1, 16), np.float32)])
    return VisualNeighbours(ids, network, vectors, np.zeros(len(ids), np.float32))


def agreement(vectors: np.ndarray, names: tuple[str, ...], top_k: int = 3) -> float:
    """Which share of each picture's nearest ones has its name."""
    near = vectors @ vectors.T
    np.fill_diagonal(near, -np.inf)
    nearest = np.argsort(-near, axis=1)[:, :top_k]
    return float((np.array(names)[nearest] == np.array(names)[:, None]).mean())


def pixel_vectors(pictures: np.ndarray) -> np.ndarray:
    """Pixels as unit vectors, less their mean: what one has without a network."""
    flat = pictures.reshape(len(pictures), -1).astype(np.float32)
    flat -= flat.mean(axis=0)
    return flat / np.linalg.norm(flat, axis=1, keepdims=True)


def test_neighbours_of_pictures_never_seen_share_shape_and_colour_more_than_by_pixels(network: PictureNetwork) -> None:
    pictures, shapes, colors = shelf(6, seed=2)
    vectors, pixels = network.embed(pictures), pixel_vectors(pictures)
    assert agreement(vectors, shapes) > max(0.6, agreement(pixels, shapes))
    assert agreement(vectors, colors) > 0.6


def test_embedding_without_torch_is_that_of_torch(network: PictureNetwork) -> None:
    pictures, _, _ = shelf(1, seed=4)
    layer = torch.from_numpy(scaled(pictures).transpose(0, 3, 1, 2).copy())
    for kernel, bias in zip(network.kernels, network.biases, strict=True):
        layer = torch.relu(
            torch.nn.functional.conv2d(layer, torch.from_numpy(kernel), torch.from_numpy(bias), stride=2, padding=1)
        )
    cells = torch.nn.functional.adaptive_avg_pool2d(layer, 2).flatten(1)
    wanted = torch.nn.functional.normalize(cells @ torch.from_numpy(network.last) + torch.from_numpy(network.last_bias))
    assert network.embed(pictures) == pytest.approx(wanted.numpy(), abs=1e-4)


def test_rows_have_unit_length_and_many_are_as_one(network: PictureNetwork) -> None:
    pictures, _, _ = shelf(8, seed=5)
    vectors = network.embed(pictures)
    assert np.linalg.norm(vectors, axis=1) == pytest.approx(np.ones(len(vectors)), abs=1e-5)
    assert vectors[70] == pytest.approx(network.embed(pictures[70:71])[0], abs=1e-5)
    assert network.embed(pictures[:0]).shape == (0, 16)


def test_pictures_of_another_size_are_refused(network: PictureNetwork) -> None:
    with pytest.raises(ArtifactError, match=r"\(1, 8, 8, 3\); give \(n, 64, 64, 3\)"):
        network.embed(np.zeros((1, 8, 8, 3), np.uint8))


def test_colours_are_counted() -> None:
    pictures = np.full((5, 8, 8, 3), 255, np.uint8)
    pictures[0, :, :4] = (255, 0, 0)
    pictures[1] = (0, 0, 255)
    pictures[2] = (10, 10, 12)
    pictures[3] = (128, 128, 128)
    shares = color_shares(pictures)
    assert shares.shape == (5, N_COLORS)
    assert shares[:4].argmax(axis=1).tolist() == [0, 8, 13, 12]
    assert shares.sum(axis=1) == pytest.approx(np.ones(5), abs=1e-5)
    assert shares[4] == pytest.approx(np.full(N_COLORS, 1 / N_COLORS), abs=1e-5)


def test_visually_similar_are_nearest_and_never_itself_nor_without_picture(shop: VisualNeighbours) -> None:
    found = shop.visually_similar(0, 100)
    assert len(found.items) == len(shop.item_ids) - 2
    assert not {0, len(shop.item_ids) - 1} & set(found.items)
    assert found.items[0] == 1
    assert (np.diff(found.scores) <= 0).all()
    allowed = np.zeros(len(shop.item_ids), bool)
    allowed[[4, 9]] = True
    assert set(shop.visually_similar(0, 5, allowed).items) == {4, 9}


def test_item_without_picture_has_no_neighbours(shop: VisualNeighbours) -> None:
    assert len(shop.visually_similar(len(shop.item_ids) - 1, 5).items) == 0


def test_history_gets_what_looks_like_what_is_liked(shop: VisualNeighbours) -> None:
    history = History.of([0, 17], [5.0, 1.0])
    assert shop.recommend(history, 1).items.tolist() == [1]
    assert shop.explain(history, 1)[0].item == 0


def test_fit_teaches_on_the_pictures_of_the_facts(tmp_path: Path) -> None:
    pictures, shapes, _ = shelf(4, seed=6)
    pictures = np.concatenate([pictures, np.zeros((1, SIDE, SIDE, 3), np.uint8)])
    n = len(pictures)
    ids = tuple(f"p{number}" for number in range(n))
    nothing = ItemFacts.unknown(ids)
    facts = ItemFacts(
        ids, nothing.texts, (*shapes, ""), *(nothing.brands,) * 2, nothing.price_bands, nothing.vectors, pictures
    )
    interactions = Interactions.from_records([("ann", "p3", 5.0, 1.0)], item_ids=ids)
    model = VisualNeighbours.fit(interactions, facts, PictureSettings(dim=8, n_passes=2))
    assert not model.vectors[-1].any()
    assert model.vectors[:-1].any(axis=1).all()
    assert model.recommend(History.of([]), 1).items.tolist() == [3]
    model.save(tmp_path)
    loaded = VisualNeighbours.load(tmp_path)
    assert loaded.visually_similar(0, 5).items.tolist() == model.visually_similar(0, 5).items.tolist()
    assert loaded.network.embed(pictures[:2]).tolist() == model.network.embed(pictures[:2]).tolist()
