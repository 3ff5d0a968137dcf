"""How well a learned profile foretells turns that it never saw, beside the most frequent value so far."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from retrieval.errors import EvaluationError
from retrieval.recommenders.neural.behaviour import Turns
from retrieval.recommenders.neural.learned_profile import LearnedProfile

_N_BINS = 10


@dataclass(frozen=True, slots=True)
class HeadReport:
    """Figures of one thing foretold: of `n` turns, the share foretold right and among the first three.

    `baseline_accuracy` and `baseline_loss` are of the value most frequent with the shopper so far; its loss takes the
    frequency of all values in earlier turns for the chances. `loss` is the mean of -log chance, `calibration_error` the
    mean distance between how sure one was and how often that was right: expected calibration error in ten bins of equal
    width, Naeini, Cooper, Hauskrecht 2015, "Obtaining well calibrated probabilities using Bayesian binning",
    https://doi.org/10.1609/aaai.v29i1.9602.
    """

    n: int
    accuracy: float
    top_3: float
    baseline_accuracy: float
    loss: float
    baseline_loss: float
    calibration_error: float


@dataclass(frozen=True, slots=True)
class OutlookReport:
    """Figures for the category and for the price band."""

    category: HeadReport
    price_band: HeadReport


def judge_outlook(profile: LearnedProfile, earlier: Turns, later: Turns) -> OutlookReport:
    """Judge a profile on turns `later` than the ones it learnt from, which are `earlier`.

    Raises EvaluationError where no later turn is to a product of known category and price band.
    """
    categories, bands = profile.chances(later.rows)
    return OutlookReport(
        _judged(categories, later.categories, later.usual, earlier.categories),
        _judged(bands, later.bands, later.usual_bands, earlier.bands),
    )


def _judged(
    chances: NDArray[np.float64], right: NDArray[np.int64], usual: NDArray[np.int64], before: NDArray[np.int64]
) -> HeadReport:
    known = right >= 0
    if not known.any():
        raise EvaluationError(
            f"none of {len(right)} later turns is to a product of known category and price band: give later events"
        )
    chances, right, usual = chances[known], right[known], usual[known]
    counts = np.bincount(before[before >= 0], minlength=chances.shape[1])
    frequencies = (counts + 1.0) / (counts.sum() + chances.shape[1])
    guessed = np.where(usual >= 0, usual, int(counts.argmax()))
    own = chances[np.arange(len(right)), right]
    better = (chances > own[:, None]).sum(axis=1)
    surest = chances.max(axis=1)
    is_right = chances.argmax(axis=1) == right
    return HeadReport(
        n=len(right),
        accuracy=float(is_right.mean()),
        top_3=float((better < 3).mean()),
        baseline_accuracy=float((guessed == right).mean()),
        loss=float(-np.log(np.maximum(own, np.finfo(float).tiny)).mean()),
        baseline_loss=float(-np.log(frequencies[right]).mean()),
        calibration_error=_calibration_error(surest, is_right),
    )


def _calibration_error(surest: NDArray[np.float64], is_right: NDArray[np.bool_]) -> float:
    """Return the expected calibration error (see HeadReport)."""
    bins = np.minimum((surest * _N_BINS).astype(int), _N_BINS - 1)
    gaps = [abs(float(surest[bins == own].sum() - is_right[bins == own].sum())) for own in range(_N_BINS)]
    return sum(gaps) / len(surest)
