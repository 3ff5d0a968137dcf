"""What serves the shoppers of a variant otherwise than all others, as an experiment's file declares it."""

from collections.abc import Mapping
from dataclasses import dataclass, fields
from typing import Any

from retrieval.errors import EvaluationError

SHOPPERS_ALIKE, BY_HAND = 0, 0
"""Versions count from 1: 0 stands for no recommender beside shoppers alike, and for the weights set by hand."""

_WORDS = {"recommender": {"shoppers alike": SHOPPERS_ALIKE}, "weights": {"by hand": BY_HAND}}


@dataclass(frozen=True, slots=True)
class Changes:
    """What serves in a variant, None for what serves all others.

    `recommender` is a version of the recommender, or SHOPPERS_ALIKE; `weights` a version of the ranker's weights, or
    BY_HAND; `exploration` the share of places, 0..1, in which products are tried.
    """

    recommender: int | None = None
    weights: int | None = None
    exploration: float | None = None

    @property
    def changed(self) -> frozenset[str]:
        """The names of what is changed."""
        return frozenset(spec.name for spec in fields(self) if getattr(self, spec.name) is not None)


AS_ALL = Changes()
"""Nothing is changed."""


def read_changes(declared: Any) -> Changes:
    """Read what a file declares for a variant; raises EvaluationError saying what cannot be used.

    >>> read_changes({"recommender": 7, "weights": "by hand"})
    Changes(recommender=7, weights=0, exploration=None)
    >>> read_changes({"recommender": "best"})
    Traceback (most recent call last):
    retrieval.errors.EvaluationError: recommender is 'best'; give the number of a version or 'shoppers alike'
    """
    known = [spec.name for spec in fields(Changes)]
    if not isinstance(declared, Mapping) or set(declared) - set(known):
        raise EvaluationError(f"a variant is served {declared!r}; give a mapping of {', '.join(known)}")
    exploration = declared.get("exploration")
    is_share = isinstance(exploration, int | float) and not isinstance(exploration, bool) and 0 <= exploration <= 1
    if exploration is not None and not is_share:
        raise EvaluationError(f"exploration is {exploration!r}; give a share from 0 to 1")
    versions = {name: _version(name, declared.get(name)) for name in _WORDS}
    return Changes(**versions, exploration=None if exploration is None else float(exploration))


def _version(name: str, declared: Any) -> int | None:
    words = _WORDS[name]
    if declared is None or declared in words:
        return words.get(declared)
    if not isinstance(declared, int) or isinstance(declared, bool) or declared < 1:
        said = " or ".join(map(repr, words))
        raise EvaluationError(f"{name} is {declared!r}; give the number of a version or {said}")
    return declared
