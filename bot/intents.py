"""The intent model: multinomial logistic regression, fitted by scikit-learn and run by numpy."""

import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np


@dataclass(frozen=True, slots=True)
class IntentModel:
    """Weights (dim, n_intents) float32, bias (n_intents,) float32 and the intents' names in that order."""

    weights: np.ndarray
    bias: np.ndarray
    names: tuple[str, ...]

    @classmethod
    def fit(cls, rows: np.ndarray, intents: Sequence[str], inverse_decay: float) -> "IntentModel":
        """Fit on `rows` (n, dim); rare intents weigh as much as frequent ones."""
        from sklearn.linear_model import LogisticRegression

        model = LogisticRegression(C=inverse_decay, class_weight="balanced", max_iter=200, tol=1e-3)
        model.fit(rows, list(intents))
        if len(model.classes_) == 2:  # scikit-learn keeps one column for two classes
            weights = np.hstack([-model.coef_.T, model.coef_.T])
            bias = np.concatenate([-model.intercept_, model.intercept_])
        else:
            weights, bias = model.coef_.T, model.intercept_
        return cls(weights.astype(np.float32), bias.astype(np.float32), tuple(map(str, model.classes_)))

    def rank(self, row: np.ndarray, top_k: int) -> list[tuple[str, float]]:
        """Return the `top_k` likeliest intents for `row` (1, dim) with their probabilities, highest first."""
        scores = (row @ self.weights + self.bias)[0]
        odds = np.exp(scores - scores.max())
        best = np.argsort(-odds, kind="stable")[:top_k]
        return [(self.names[i], float(odds[i] / odds.sum())) for i in best]

    def save(self, path: Path) -> None:
        """Write to `path`, an .npz file."""
        np.savez(path, weights=self.weights, bias=self.bias, names=np.array(self.names))

    @classmethod
    def load(cls, path: Path) -> "IntentModel":
        """Read what `save` wrote."""
        with np.load(path, allow_pickle=False) as arrays:
            return cls(arrays["weights"], arrays["bias"], tuple(map(str, arrays["names"])))


def is_wordless(text: str) -> bool:
    """Whether `text` says nothing: no letter, no digit, no symbol such as an emoji.

    >>> is_wordless(" …?! "), is_wordless("👍"), is_wordless("2")
    (True, False, False)
    """
    return not any(unicodedata.category(character)[0] in "LNS" for character in text)
