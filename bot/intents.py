"""The intent model: what a message means and how it is worded, weighed together."""

import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass, fields
from pathlib import Path

import numpy as np

from bot.encoders import E5_DIM, USE_DIM
from bot.meaning import Meaning
from bot.scaling import Scaling
from bot.wording import Wording

_WORDING_WEIGHT = 0.9
"""What the wording's log odds count beside the meaning's; of 0.3 to 1.1 the best on the development split."""

_VECTOR = USE_DIM + E5_DIM
_PARTS = {"scaling": Scaling, "meaning": Meaning, "wording": Wording}


@dataclass(frozen=True, slots=True)
class IntentModel:
    """Two models of the same intents, whose `names` stand in their order; vectors are scaled for the first."""

    scaling: Scaling
    meaning: Meaning
    wording: Wording
    names: tuple[str, ...]

    @classmethod
    def fit(cls, rows: np.ndarray, texts: Sequence[str], intents: Sequence[str]) -> "IntentModel":
        """Fit on `rows` (n, dim), the vectors and then what else is known, and the `texts` they are of."""
        names, targets = np.unique(np.array(intents), return_inverse=True)
        scaling = Scaling.of(rows[:, :_VECTOR])
        return cls(
            scaling=scaling,
            meaning=Meaning.fit(_scaled(scaling, rows), targets, len(names)),
            wording=Wording.fit(texts, targets),
            names=tuple(map(str, names)),
        )

    def rank(self, row: np.ndarray, text: str, top_k: int) -> list[tuple[str, float]]:
        """Return the `top_k` likeliest intents of `text`, with `row` (1, dim) as in `fit`, with their probabilities.

        Probabilities fall.
        """
        scores = (self.meaning.scores(_scaled(self.scaling, row)) + _WORDING_WEIGHT * self.wording.scores([text]))[0]
        odds = np.exp(scores - scores.max())
        best = np.argsort(-odds, kind="stable")[:top_k]
        return [(self.names[i], float(odds[i] / odds.sum())) for i in best]

    def save(self, path: Path) -> None:
        """Write to `path`, an .npz file."""
        parts = {
            f"{part}_{one.name}": getattr(getattr(self, part), one.name)
            for part, kind in _PARTS.items()
            for one in fields(kind)
        }
        np.savez(path, names=np.array(self.names), **parts)

    @classmethod
    def load(cls, path: Path) -> "IntentModel":
        """Read what `save` wrote."""
        with np.load(path, allow_pickle=False) as arrays:
            parts = {
                part: kind(**{one.name: arrays[f"{part}_{one.name}"] for one in fields(kind)})
                for part, kind in _PARTS.items()
            }
            return cls(names=tuple(map(str, arrays["names"])), **parts)


def _scaled(scaling: Scaling, rows: np.ndarray) -> np.ndarray:
    return np.hstack([scaling.apply(rows[:, :_VECTOR]), rows[:, _VECTOR:]])


def is_wordless(text: str) -> bool:
    """Whether `text` says nothing: no letter, no digit, no symbol such as an emoji.

    >>> is_wordless(" …?! "), is_wordless("👍"), is_wordless("2")
    (True, False, False)
    """
    return not any(unicodedata.category(character)[0] in "LNS" for character in text)
