"""How much more often two products are bought together than chance would have it, as far as the evidence bears out."""

from dataclasses import dataclass
from math import sqrt

from retrieval.errors import EvaluationError

Z = 1.96
"""Standard errors on either side: 95 % of such intervals hold the true share."""


@dataclass(frozen=True, slots=True)
class Lift:
    """The lift as counted, and the least that it can be taken to be; 1 is what chance gives."""

    counted: float
    at_least: float


def share_interval(n_hits: float, n_trials: float, z: float = Z) -> tuple[float, float]:
    """Return the Wilson interval of a share: a range that holds at small counts too, (0, 1) without a trial.

    Counts may be fractions, where evidence counts in part. Wilson 1927, "Probable inference, the law of succession, and
    statistical inference", https://doi.org/10.1080/01621459.1927.10502953.

    >>> share_interval(0, 0)
    (0.0, 1.0)
    >>> [round(end, 3) for end in share_interval(3, 3, z=2.0)]  # 3 / (3 + z²) is the lower end where all hit
    [0.429, 1.0]
    """
    if not 0 <= n_hits <= n_trials:
        raise EvaluationError(f"{n_hits} hits of {n_trials} trials cannot be; give counts with 0 <= hits <= trials")
    if n_trials == 0:
        return 0.0, 1.0
    share, squared = n_hits / n_trials, z * z
    middle = share + squared / (2 * n_trials)
    spread = z * sqrt(share * (1 - share) / n_trials + squared / (4 * n_trials * n_trials))
    scale = 1 + squared / n_trials
    return max(0.0, (middle - spread) / scale), min(1.0, (middle + spread) / scale)


def lift_of(n_together: float, n_first: float, n_second: float, n_baskets: float, z: float = Z) -> Lift:
    """Return the lift of buying the second product in baskets that hold the first one.

    Lift is P(second | first) / P(second), also called interest (Brin, Motwani, Ullman, Tsur 1997, "Dynamic itemset
    counting and implication rules for market basket data", https://doi.org/10.1145/253260.253325). Raw counts favour
    what everybody buys, and the bare ratio whatever was bought twice by chance (Dunning 1993, "Accurate methods for the
    statistics of surprise and coincidence", https://aclanthology.org/J93-1003/). So `at_least` sets the lower end of
    the first share's interval against the upper end of the second's. Both are 0 where nothing was counted.
    """
    if n_first == 0 or n_second == 0:
        return Lift(0.0, 0.0)
    counted = (n_together / n_first) / (n_second / n_baskets)
    lowest, _ = share_interval(n_together, n_first, z)
    _, highest = share_interval(n_second, n_baskets, z)
    return Lift(counted, lowest / highest)
