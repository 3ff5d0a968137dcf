"""How much each signal counts, by the language of the query: learned, and kept as a file of the project."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import numpy as np
import yaml
from numpy.typing import NDArray

from retrieval.errors import ArtifactError
from retrieval.fusion.signals import SIGNALS

OWN, KNOWN, OTHER = GROUPS = ("own", "known", "other")
"""The groups of languages: those in which every product of the catalogue has text, of the rest those that every encoder
knows, and the others."""

_REMEDY = "restore it from the project, or learn it anew with `crossaisle train fusion`"


@dataclass(frozen=True, slots=True)
class FusionWeights:
    """Weights by group, and by language within the group it was in when they were learned.

    Each is an array (len(SIGNALS),) float32, none below 0. `slope` and `intercept` make a probability of relevance out
    of the weighted sum.
    """

    groups: Mapping[str, NDArray[np.float32]]
    languages: Mapping[tuple[str, str], NDArray[np.float32]] = field(default_factory=dict)
    slope: float = 1.0
    intercept: float = 0.0

    @classmethod
    def load(cls, path: Path) -> "FusionWeights":
        """Read the file that `save` wrote; raises ArtifactError where it is not one."""
        try:
            content = yaml.safe_load(path.read_text(encoding="utf-8"))
            return cls(
                groups={group: _column(content["groups"][group]) for group in GROUPS},
                languages={
                    (language, group): _column(weights)
                    for group, by_language in content["languages"].items()
                    for language, weights in by_language.items()
                },
                slope=float(content["relevance"]["slope"]),
                intercept=float(content["relevance"]["intercept"]),
            )
        except (OSError, yaml.YAMLError, KeyError, TypeError, ValueError, AttributeError) as error:
            raise ArtifactError(f"{path} holds no weights of the search ({error!r}): {_REMEDY}.") from error

    def save(self, path: Path, learned_from: str) -> None:
        """Write the weights, with a line that says what they were learned from."""
        content = {
            "relevance": {"slope": round(self.slope, 4), "intercept": round(self.intercept, 4)},
            "groups": {group: _named(weights) for group, weights in self.groups.items()},
            "languages": {
                group: {
                    language: _named(weights)
                    for (language, own), weights in sorted(self.languages.items())
                    if own == group
                }
                for group in GROUPS
            },
        }
        text = f"# {learned_from}\n" + yaml.safe_dump(content, sort_keys=False, default_flow_style=None, width=120)
        path.write_text(text, encoding="utf-8")

    def of(self, language: str, group: str) -> NDArray[np.float32]:
        """Return the weights for queries in `language` where it is in `group`, (len(SIGNALS),)."""
        return self.languages.get((language, group), self.groups[group])

    def relevance(self, scores: NDArray[np.float32]) -> NDArray[np.float32]:
        """Turn weighted sums into 0..1: how likely a shopper who asked this would consider the product."""
        exponent = np.clip(self.slope * scores + self.intercept, -60, 60)
        found: NDArray[np.float32] = (1 / (1 + np.exp(-exponent))).astype(np.float32)
        return found


def _column(weights: Mapping[str, Any]) -> NDArray[np.float32]:
    unknown = sorted(set(weights) - set(SIGNALS))
    if unknown:
        raise ValueError(f"unknown signals {unknown}")
    return np.array([float(weights.get(name, 0.0)) for name in SIGNALS], dtype=np.float32)


def _named(weights: NDArray[np.float32]) -> dict[str, float]:
    return {name: round(float(weight), 4) for name, weight in zip(SIGNALS, weights, strict=True) if weight > 0}
