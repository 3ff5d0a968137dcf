"""Numbers that describe shoppers or sessions, side by side, and their scaling for models."""

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from retrieval.errors import StoreError

Values = NDArray[np.float64]


@dataclass(frozen=True, slots=True, eq=False)
class Features:
    """`values` (n, n_features) of the things `ids`, under `names`; nan where a feature says nothing of one."""

    ids: tuple[str, ...]
    names: tuple[str, ...]
    values: Values

    @classmethod
    def of(cls, ids: tuple[str, ...], columns: Mapping[str, Values]) -> "Features":
        """Put columns (n,) side by side."""
        n = len(ids)
        values = np.column_stack([*columns.values()]) if columns and n else np.zeros((n, len(columns)))
        return cls(ids, tuple(columns), values)

    def column(self, name: str) -> Values:
        """Return one feature, (n,)."""
        return np.asarray(self.values[:, self.names.index(name)])


@dataclass(frozen=True, slots=True, eq=False)
class Scaling:
    """How features become numbers around 0: `means` and `spreads` (n_features,) of their logarithms, as learned.

    Counts and times are many times larger for a few than for most, so log(1 + x) comes first; a sign is kept. A feature
    that is the same for all has a spread of 0 and becomes 0, and so does one that is not known.
    """

    names: tuple[str, ...]
    means: Values
    spreads: Values

    @classmethod
    def learned(cls, features: Features) -> "Scaling":
        """Learn from what is known of each feature; one that is known of nobody has mean and spread 0."""
        logarithms, n = _logarithms(features.values), len(features.names)
        means, spreads = np.zeros(n), np.zeros(n)
        for place in range(n):
            known = logarithms[:, place][~np.isnan(logarithms[:, place])]
            if len(known):
                means[place], spreads[place] = known.mean(), known.std()
        return cls(features.names, means, spreads)

    def scaled(self, features: Features) -> Features:
        """Return features of mean 0 and spread 1 on what was learned from; raises StoreError for other features."""
        if features.names != self.names:
            raise StoreError(f"the features are {features.names}, learned were {self.names}; learn the scaling again")
        is_level = self.spreads < np.finfo(np.float64).eps * np.maximum(np.abs(self.means), 1)
        values = (_logarithms(features.values) - self.means) / np.where(is_level, 1.0, self.spreads)
        return Features(features.ids, features.names, np.where(is_level | np.isnan(values), 0.0, values))


def _logarithms(values: Values) -> Values:
    return np.asarray(np.sign(values) * np.log1p(np.abs(values)))
