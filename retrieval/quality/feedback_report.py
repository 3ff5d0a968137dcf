"""How good shoppers find the answers: by what made them, in which language, and by which versions of the models."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from math import sqrt

from retrieval.feedback_store import Opinion

_Z = 1.959964
"""The normal quantile of an interval of 95 %."""


@dataclass(frozen=True, slots=True)
class Share:
    """How many opinions there are, the share of good ones, and its interval of 95 %.

    The interval is Wilson's, which stays within 0..1 and holds for few opinions too (Wilson 1927, "Probable inference,
    the law of succession, and statistical inference", doi:10.1080/01621459.1927.10502953). No opinion: 0 to 1.

    >>> Share.of(8, 10)
    Share(n=10, good=0.8, low=0.4902, high=0.9433)
    """

    n: int
    good: float
    low: float
    high: float

    @classmethod
    def of(cls, n_good: int, n: int) -> "Share":
        """Return the share of `n_good` among `n`."""
        if n == 0:
            return cls(0, 0.0, 0.0, 1.0)
        share, square = n_good / n, _Z * _Z
        middle = (share + square / (2 * n)) / (1 + square / n)
        spread = _Z / (1 + square / n) * sqrt(share * (1 - share) / n + square / (4 * n * n))
        return cls(n, round(share, 4), round(max(middle - spread, 0.0), 4), round(min(middle + spread, 1.0), 4))


@dataclass(frozen=True, slots=True)
class FeedbackReport:
    """Shares of good answers: all together and by group, each group a name ("language") and a value ("th")."""

    overall: Share
    groups: dict[tuple[str, str], Share]
    reasons: dict[str, int]


def feedback_report(opinions: Iterable[Opinion]) -> FeedbackReport:
    """Count opinions. A group of a model is its kind and version; an answer that none made is in no group of it."""
    n: Counter[tuple[str, str]] = Counter()
    n_good: defaultdict[tuple[str, str], int] = defaultdict(int)
    reasons: Counter[str] = Counter()
    for opinion in opinions:
        for group in _groups(opinion):
            n[group] += 1
            n_good[group] += opinion.value > 0
        if opinion.value < 0:
            reasons[opinion.reason or "none given"] += 1
    every = ("all", "")
    groups = {group: Share.of(n_good[group], n[group]) for group in sorted(n) if group != every}
    return FeedbackReport(Share.of(n_good[every], n[every]), groups, dict(reasons.most_common()))


def _groups(opinion: Opinion) -> Iterator[tuple[str, str]]:
    yield "all", ""
    yield "kind", opinion.kind or "no list"
    yield "language", opinion.language or "unknown"
    yield from opinion.models.items()
