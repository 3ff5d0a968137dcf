"""Thompson sampling: what to try is drawn by the chance that it is the best thing to try.

Thompson 1933, On the likelihood that one unknown probability exceeds another in view of the evidence of two samples,
doi:10.1093/biomet/25.3-4.285; Chapelle and Li 2011, An empirical evaluation of Thompson sampling, NeurIPS 24. Each
product is an arm whose chance r of being taken up, once looked at, is distributed as Beta(a, b); an arm's r is drawn
and the highest is tried, so that a product of which little is known is tried often, and one known to be poor hardly.

Why this and not LinUCB (Li et al. 2010, doi:10.1145/1772690.1772758): what a ranking by features cannot know is the
product itself, so the arms are products; the shopper counts as the ranking chooses the candidates and sets what is
expected of each beforehand. And answers come late: an upper bound would show everybody the same product until the first
answer came, where drawing goes on trying several, with a chance that can be told to whoever learns from the lists.
"""

import numpy as np
from numpy.typing import NDArray

Values = NDArray[np.float64]

PRIOR_LOOKS = 10.0
"""What is expected of a product beforehand counts as much as so many looks at it."""

N_DRAWS = 64
"""Draws by which the chance of a choice is told."""

_FIRST_GUESS, _GUESS_LOOKS = 0.05, 20.0
"""Before anybody has looked at anything, one look in twenty is expected to lead to more."""
_KIND_LOOKS = 20.0
_LEAST, _MOST = 0.001, 0.5


def expected(scores: Values, kinds: NDArray[np.int64], looks: Values, takes: Values) -> Values:
    """Return what is expected of each arm before its own looks count, (n_arms,) in 0..1.

    A product nobody has seen is judged by its content: by how its kind is taken up (`kinds` are numbers from 0; few
    looks at a kind are drawn to the rate of all), times how the ranking scores it for this shopper (`scores`, not below
    0), beside the mean of all arms.
    """
    overall = (takes.sum() + _FIRST_GUESS * _GUESS_LOOKS) / (looks.sum() + _GUESS_LOOKS)
    of_kind = np.bincount(kinds, weights=takes) + _KIND_LOOKS * overall
    rates = of_kind / (np.bincount(kinds, weights=looks) + _KIND_LOOKS)
    mean = scores.mean() if scores.size else 0.0
    relative = scores / mean if mean > 0 else np.ones(scores.size)
    found: Values = np.clip(rates[kinds] * relative, _LEAST, _MOST)
    return found


def choose(
    prior: Values, looks: Values, takes: Values, is_left: NDArray[np.bool_], random: np.random.Generator
) -> tuple[int, float]:
    """Return the arm to try among those left, and the chance with which this arm is chosen.

    The chance is the share of N_DRAWS further draws that it wins, at least half of one, as what was chosen had some.
    """
    a = prior * PRIOR_LOOKS + takes
    b = (1 - prior) * PRIOR_LOOKS + np.maximum(looks - takes, 0.0)
    left = np.flatnonzero(is_left)
    drawn = random.beta(a[left], b[left], (N_DRAWS + 1, left.size))
    best = drawn.argmax(axis=1)
    chance = max(float(np.mean(best[1:] == best[0])), 0.5 / N_DRAWS)
    return int(left[best[0]]), chance
