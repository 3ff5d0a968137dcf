import numpy as np
import pytest

from retrieval.lists.variety import CLOSE, likeness, varied

NO_VECTORS = np.empty((4, 0), dtype=np.float32)


def codes(*values: int) -> np.ndarray:
    return np.array(values, dtype=np.int32)


def test_likeness_adds_brand_category_and_meaning() -> None:
    vectors = np.eye(4, dtype=np.float32)
    vectors[1] = vectors[0]
    alike = likeness(codes(0, 0, 1, -1), codes(5, 5, 5, -1), vectors)
    assert alike[0, 1] == pytest.approx(1.0)
    assert alike[0, 2] == pytest.approx(0.3)
    assert alike[3, 0] == alike[2, 3] == 0
    assert likeness(codes(0, 0, 1, -1), codes(5, 5, 5, -1), NO_VECTORS)[0, 1] == pytest.approx(0.6)


def test_no_variety_keeps_the_order() -> None:
    assert varied(np.array([0.9, 0.8, 0.7]), np.ones((3, 3)), 0.0).tolist() == [0, 1, 2]
    assert varied(np.empty(0), np.empty((0, 0)), 1.0).size == 0


def test_what_is_unlike_is_drawn_up_where_it_is_about_as_good() -> None:
    alike = likeness(codes(1, 1, 1, 2), codes(-1, -1, -1, -1), NO_VECTORS)
    scores = np.array([0.80, 0.79, 0.785, 0.78])
    assert varied(scores, alike, 0.8).tolist() == [0, 3, 1, 2]


def test_what_is_clearly_worse_stays_below() -> None:
    alike = likeness(codes(1, 1, 1, 2), codes(-1, -1, -1, -1), NO_VECTORS)
    scores = np.array([0.80, 0.79, 0.785, 0.79 - 1.5 * CLOSE])
    assert varied(scores, alike, 1.0).tolist() == [0, 1, 2, 3]


@pytest.mark.parametrize("variety", [0.1, 0.3, 0.7, 1.0])
def test_each_product_comes_once_the_best_first_and_none_rises_beyond_what_is_close(variety: float) -> None:
    rng = np.random.default_rng(5)
    scores = np.sort(rng.random(60))[::-1]
    vectors = rng.standard_normal((60, 8)).astype(np.float32)
    vectors /= np.linalg.norm(vectors, axis=1, keepdims=True)
    alike = likeness(rng.integers(0, 4, 60).astype(np.int32), rng.integers(0, 3, 60).astype(np.int32), vectors)
    order = varied(scores, alike, variety)
    assert order[0] == 0
    assert sorted(order.tolist()) == list(range(60))
    for place, taken in enumerate(order):
        assert scores[taken] >= max(scores[order[place:]]) - CLOSE - 1e-12


def test_more_variety_puts_unlike_products_together() -> None:
    rng = np.random.default_rng(7)
    scores = np.linspace(0.9, 0.85, 40)
    brands = rng.integers(0, 5, 40).astype(np.int32)
    alike = likeness(brands, np.zeros(40, dtype=np.int32), np.empty((40, 0), dtype=np.float32))

    def spread(variety: float) -> float:
        top = varied(scores, alike, variety)[:10]
        return float(np.mean(1 - alike[np.ix_(top, top)]))

    assert spread(0.0) < spread(0.5) <= spread(1.0)
