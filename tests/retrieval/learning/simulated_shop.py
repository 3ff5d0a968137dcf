"""A shop whose shoppers are known through and through: what they want, and how far down a list they look."""

import numpy as np

from retrieval.learning.clicks import ClickLog
from retrieval.ranking import FEATURES, Weights

WANTED = Weights(
    match=0.3,
    similar_shoppers=1.0,
    your_taste=0.6,
    popular=0.05,
    new=0.3,
    price_fit=0.4,
    novelty=0.0,
    stock=0.1,
    outlook=0.0,
)
"""What these shoppers go by, which is not what the weights set by hand think."""
SLOPE, INTERCEPT = 5.0, -6.0
N_SHOWN = 10


def look_chances(n_places: int = N_SHOWN) -> np.ndarray:
    """Return how likely a place is looked at: one divided by its number, to the power 0.8."""
    return 1 / np.arange(1, n_places + 1) ** 0.8


def vector(weights: Weights) -> np.ndarray:
    return np.array([getattr(weights, name) for name in FEATURES])


def shown_lists(n_lists: int, seed: int, ranked_by: Weights) -> tuple[ClickLog, np.ndarray]:
    """Return what was shown and taken up, and how much each product shown is truly wanted, (n,)."""
    rng = np.random.default_rng(seed)
    features = rng.random((n_lists, 2 * N_SHOWN, len(FEATURES)))
    order = np.argsort(-(features @ vector(ranked_by)), axis=1, kind="stable")[:, :N_SHOWN]
    features = np.take_along_axis(features, order[:, :, None], axis=1)
    wanted = 1 / (1 + np.exp(-(SLOPE * features @ vector(WANTED) + INTERCEPT)))
    is_taken = rng.random(wanted.shape) < wanted * look_chances()
    log = ClickLog(
        tuple(f"q{seed}-{number}" for number in range(n_lists)),
        np.repeat(np.arange(n_lists), N_SHOWN),
        np.tile(np.arange(N_SHOWN), n_lists),
        features.reshape(-1, len(FEATURES)),
        is_taken.reshape(-1),
    )
    return log, wanted.reshape(-1)


def true_ndcg(features: np.ndarray, wanted: np.ndarray, weights: np.ndarray) -> float:
    """Return the mean nDCG@10 over lists of the order that `weights` gives, gains being how much each is wanted."""
    scores = (features @ weights).reshape(-1, N_SHOWN)
    gains = wanted.reshape(-1, N_SHOWN)
    discounts = 1 / np.log2(np.arange(2, N_SHOWN + 2))
    ranked = np.take_along_axis(gains, np.argsort(-scores, axis=1, kind="stable"), axis=1)
    best = -np.sort(-gains, axis=1)
    return float(((ranked @ discounts) / (best @ discounts)).mean())
