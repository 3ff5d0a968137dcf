"""What a message means: a network with one hidden layer over sentence vectors, fitted by TensorFlow, run by numpy.

The hidden layer is what a linear model lacks: the same word asks for different things beside different others. Dropout
(Srivastava et al. 2014) and label smoothing (Szegedy et al. 2016, arXiv:1512.00567) keep it from learning by heart.
Several networks of differing beginnings are averaged (Hansen and Salamon 1990), which with their hidden layers side by
side is one network again.
"""

from dataclasses import dataclass

import numpy as np

_HIDDEN = 512
_EPOCHS, _BATCH = 12, 256
_RATE = 2e-3
_DECAY = 1e-4
_DROPPED_INPUTS, _DROPPED = 0.1, 0.4
_SMOOTHING = 0.05
_SEED = 5
_MEMBERS = 3
"""Networks that are averaged."""


@dataclass(frozen=True, slots=True)
class Meaning:
    """Weights (dim, n_hidden) and (n_hidden, n_intents) with their biases, float32."""

    inner: np.ndarray
    inner_bias: np.ndarray
    outer: np.ndarray
    outer_bias: np.ndarray

    @classmethod
    def fit(cls, rows: np.ndarray, targets: np.ndarray, n_intents: int) -> "Meaning":
        """Fit on `rows` (n, dim) of the intents `targets` (n,); the same rows give the same network.

        Intents weigh by the root of their rarity: between all examples alike and all intents alike.
        """
        members = [_fitted(rows, targets, n_intents, _SEED + number) for number in range(_MEMBERS)]
        inner, inner_bias, outer, outer_bias = zip(*members, strict=True)
        return cls(
            inner=np.hstack(inner),
            inner_bias=np.concatenate(inner_bias),
            outer=np.vstack(outer) / np.float32(_MEMBERS),
            outer_bias=np.mean(outer_bias, axis=0),
        )

    def scores(self, rows: np.ndarray) -> np.ndarray:
        """Return the log odds (n, n_intents) of `rows` (n, dim), up to a constant a row.

        By einsum, not `@`: for a single row BLAS wakes threads that then wait for one another.
        """
        hidden = np.maximum(np.einsum("rd,dh->rh", rows, self.inner) + self.inner_bias, 0.0)
        return np.einsum("rh,hi->ri", hidden, self.outer) + self.outer_bias


def _fitted(rows: np.ndarray, targets: np.ndarray, n_intents: int, seed: int) -> list[np.ndarray]:
    """Return the weights of one network: inner, its bias, outer, its bias."""
    import tensorflow as tf

    tf.keras.utils.set_random_seed(seed)
    layers = tf.keras.layers
    inner = layers.Dense(_HIDDEN, activation="relu", kernel_regularizer=tf.keras.regularizers.l2(_DECAY))
    outer = layers.Dense(n_intents)
    network = tf.keras.Sequential(
        [layers.Dropout(_DROPPED_INPUTS, input_shape=rows.shape[1:]), inner, layers.Dropout(_DROPPED), outer]
    )
    n_steps = _EPOCHS * max(len(rows) // _BATCH, 1)
    network.compile(
        tf.keras.optimizers.Adam(tf.keras.optimizers.schedules.CosineDecay(_RATE, n_steps)),
        tf.keras.losses.CategoricalCrossentropy(from_logits=True, label_smoothing=_SMOOTHING),
    )
    counts = np.bincount(targets, minlength=n_intents)
    weights = np.sqrt(len(targets) / n_intents / np.maximum(counts, 1)).astype(np.float32)
    network.fit(
        rows,
        np.eye(n_intents, dtype=np.float32)[targets],
        sample_weight=weights[targets],
        batch_size=_BATCH,
        epochs=_EPOCHS,
        verbose=0,
    )
    return [*inner.get_weights(), *outer.get_weights()]
