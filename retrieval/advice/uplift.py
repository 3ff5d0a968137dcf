"""Whether a coupon pays: what it adds to the expected margin, set against buying without it."""

from dataclasses import dataclass
from math import exp, log

SENSITIVITY = 5.0
"""What a discount of the whole price adds to the log-odds of buying: 10 % off adds 0.5, about half as many buyers again
where few buy. Set by hand until experiments with and without coupons tell."""

_EDGE = 1e-6


@dataclass(frozen=True, slots=True)
class Uplift:
    """The probability of buying without and with a coupon, and what it adds to the expected margin, per shopper."""

    without: float
    with_coupon: float
    gain: float


def uplift_of(probability: float, price: float, margin: float, discount: float) -> Uplift:
    """Return what a coupon changes for a shopper who buys with `probability` without it.

    `price`, `margin` (what is left of it) and `discount` are in one currency. The gain is p₁·(margin − discount) −
    p₀·margin with logit p₁ = logit p₀ + SENSITIVITY · discount / price. So who buys anyway gets none: they would be
    paid for what they do (gain ≈ −discount). Nor does a coupon pay that takes more of the margin than it wins buyers.
    This is targeting by uplift, not by probability (Radcliffe and Surry 2011, "Real-world uplift modelling with
    significance-based uplift trees", Stochastic Solutions white paper; Gutierrez and Gérardy 2017, "Causal inference
    and uplift modelling: a review of the literature", https://proceedings.mlr.press/v67/gutierrez17a.html).

    >>> [round(uplift_of(p, 100, 40, 10).gain, 2) for p in (0.05, 0.2, 0.95)]
    [0.4, 0.77, -8.93]
    """
    before = min(max(probability, _EDGE), 1 - _EDGE)
    share = discount / price if price > 0 else 0.0
    after = 1 / (1 + exp(-(log(before / (1 - before)) + SENSITIVITY * share)))
    return Uplift(before, after, after * (margin - discount) - before * margin)
