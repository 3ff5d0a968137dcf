"""How a message is worded: a linear model over its n-grams, fitted by scikit-learn.

Vectors blur what a single word decides, "add" and "remove" above all; n-grams do not. Those of letters see through
inflection and typing mistakes, those of words see what belongs together. They are hashed (Weinberger et al. 2009,
Feature Hashing for Large Scale Multitask Learning), so that no list of them has to be kept.
"""

import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

import numpy as np

from bot.spelling import careless

_BUCKETS = 2**16
"""Places for n-grams of letters, and as many for those of words; more did not help."""

_LETTERS, _WORDS = (1, 5), (1, 2)
_WORD = r"\w+"
_DECAY = 2e-6
_EPOCHS = 12
_SEED = 5


@dataclass(frozen=True, slots=True)
class Wording:
    """Weights (2 * buckets, n_intents) float16 and bias (n_intents,) float32."""

    weights: np.ndarray
    bias: np.ndarray

    @classmethod
    def fit(cls, texts: Sequence[str], targets: np.ndarray) -> "Wording":
        """Fit on `texts` of the intents `targets` (n,), numbers from 0 with none left out; rare intents weigh as much.

        The loss is logistic, one intent against the rest.
        """
        from sklearn.linear_model import SGDClassifier

        model = SGDClassifier(
            loss="log_loss",
            alpha=_DECAY,
            class_weight="balanced",
            max_iter=_EPOCHS,
            tol=None,
            n_jobs=-1,
            random_state=_SEED,
        )
        model.fit(_features(texts), targets)
        weights, bias = model.coef_.T, model.intercept_
        if len(model.classes_) == 2:  # scikit-learn keeps one column for two classes
            weights, bias = np.hstack([-weights, weights]), np.concatenate([-bias, bias])
        return cls(weights.astype(np.float16), bias.astype(np.float32))

    def scores(self, texts: Sequence[str]) -> np.ndarray:
        """Return the log odds (n, n_intents) of each intent against the rest."""
        features = _features(texts)
        scores = np.tile(self.bias, (len(texts), 1))
        for row in range(len(texts)):
            entries = slice(features.indptr[row], features.indptr[row + 1])
            scores[row] += features.data[entries] @ self.weights[features.indices[entries]].astype(np.float32)
        return scores


def folded(text: str) -> str:
    """Return `text` without capitals, and Latin letters without marks: many shoppers type neither.

    >>> folded("Größe"), folded("Đắt QUÁ"), folded("किताब")
    ('grosse', 'dat qua', 'किताब')
    """
    plain = unicodedata.normalize("NFKC", text)
    return careless(plain) or plain.lower()


def _features(texts: Sequence[str]) -> Any:
    """Return a sparse matrix (n, 2 * buckets), each half of a row of unit length."""
    from scipy.sparse import hstack

    return hstack([vectorizer.transform(texts) for vectorizer in _vectorizers()]).tocsr()


@lru_cache(maxsize=1)
def _vectorizers() -> tuple[Any, Any]:
    from sklearn.feature_extraction.text import HashingVectorizer

    shared: dict[str, Any] = {
        "preprocessor": folded,
        "n_features": _BUCKETS,
        "alternate_sign": False,
        "dtype": np.float32,
    }
    return (
        HashingVectorizer(analyzer="char_wb", ngram_range=_LETTERS, **shared),
        HashingVectorizer(analyzer="word", ngram_range=_WORDS, token_pattern=_WORD, **shared),
    )
