"""Weights of the ranking, learned from lists shown, judged on later ones, and kept in a file."""

import json
from dataclasses import asdict, dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from retrieval.errors import ArtifactError, EvaluationError
from retrieval.learning.click_model import ClickModel, learn
from retrieval.learning.clicks import ClickLog
from retrieval.ranking import FEATURES, Weights

FILE_NAME = "ranker.json"
_FORMAT_VERSION = 1
_HELD_OUT = 0.25
_FEWEST_TAKEN = 50
_DIGITS = 6
_WITHOUT_LATER = {"outlook": 0.0}
"""Weights of features that came later than the first rankers, which go without them."""


@dataclass(frozen=True, slots=True)
class LearnedRanker:
    """Weights that a full match of 1 is beside, the chance that each place is looked at, and what they rest on."""

    weights: Weights
    examined: tuple[float, ...]
    n_lists: int
    n_taken: int

    def save(self, folder: Path) -> None:
        """Write the ranker into `folder`."""
        folder.mkdir(parents=True, exist_ok=True)
        content = {"format_version": _FORMAT_VERSION, **asdict(self)}
        unfinished = folder / f"{FILE_NAME}.tmp"
        unfinished.write_text(json.dumps(content, indent=1), encoding="utf-8")
        unfinished.replace(folder / FILE_NAME)

    @classmethod
    def load(cls, folder: Path) -> "LearnedRanker":
        """Read what `save` wrote; raises ArtifactError where it cannot be used."""
        path = folder / FILE_NAME
        remedy = "run `crossaisle train ranker` again"
        try:
            content = json.loads(path.read_text(encoding="utf-8"))
            if content["format_version"] != _FORMAT_VERSION:
                raise ArtifactError(
                    f"{path} is of format {content['format_version']}, not {_FORMAT_VERSION}: {remedy}."
                )
            given = _WITHOUT_LATER | content["weights"]
            figures = [given.get(name, -1.0) for name in FEATURES]
            if set(given) != {*FEATURES, "version"} or not all(0 <= float(one) < float("inf") for one in figures):
                raise ArtifactError(f"{path} has the weights {given}, wanted are {', '.join(FEATURES)}: {remedy}.")
            return cls(Weights(**given), tuple(content["examined"]), content["n_lists"], content["n_taken"])
        except (OSError, KeyError, TypeError, ValueError) as error:
            raise ArtifactError(f"{path} cannot be read ({error}): {remedy}.") from error


@dataclass(frozen=True, slots=True, eq=False)
class RankerJudgement:
    """Gains of each held-out list that something of was taken up, (n_lists,), as the shopper saw none of it yet.

    `learned` and `serving` are those of the order that each gives, `weights` what each list counts, `query_ids` name
    the lists.
    """

    query_ids: tuple[str, ...]
    learned: NDArray[np.float64]
    serving: NDArray[np.float64]
    weights: NDArray[np.float64]


def train_ranker(
    log: ClickLog, by_hand: Weights, serving: Weights, version: str
) -> tuple[LearnedRanker, RankerJudgement]:
    """Learn from the earlier three quarters of the lists, and judge on the last quarter, which learning never sees.

    `by_hand` is what learning starts from, `serving` what it is judged beside, `version` the name of what is learned.
    Raises EvaluationError where too little was taken up to tell.
    """
    if log.n_taken < _FEWEST_TAKEN:
        raise EvaluationError(
            f"only {log.n_taken} products of {len(log.query_ids)} lists shown were taken up, {_FEWEST_TAKEN} are the "
            "fewest to learn from: the weights set by hand serve until then."
        )
    n_lists = len(log.query_ids)
    is_later = np.arange(n_lists) >= round(n_lists * (1 - _HELD_OUT))
    earlier, later = log.of_lists(~is_later), log.of_lists(is_later)
    model = learn(earlier, weights_vector(by_hand))
    weights = weights_of(model, by_hand, version)
    ranker = LearnedRanker(weights, tuple(round(one, _DIGITS) for one in model.examined.tolist()), n_lists, log.n_taken)
    learned, former = gains(later, model, weights), gains(later, model, serving)
    return ranker, RankerJudgement(learned.query_ids, learned.values, former.values, learned.weights)


def weights_of(model: ClickModel, by_hand: Weights, version: str) -> Weights:
    """Return a model's weights on the scale of those set by hand: with the same sum, the shop's margin apart."""
    learned = model.weights * (weights_vector(by_hand).sum() / max(float(model.weights.sum()), 1e-9))
    named = dict(zip(FEATURES, (round(one, _DIGITS) for one in learned.tolist()), strict=True))
    return Weights(**{**named, "margin": by_hand.margin}, version=version)


def weights_vector(weights: Weights) -> NDArray[np.float64]:
    """Return weights in the order of FEATURES, (n_features,); 0 for the margin, which is not learned."""
    return np.array([0.0 if name == "margin" else getattr(weights, name) for name in FEATURES])


@dataclass(frozen=True, slots=True, eq=False)
class Gains:
    """The gain of each list that something of was taken up, and what the list counts, each (n_lists,)."""

    query_ids: tuple[str, ...]
    values: NDArray[np.float64]
    weights: NDArray[np.float64]


def gains(log: ClickLog, model: ClickModel, weights: Weights) -> Gains:
    """Return how high the order that `weights` gives puts what was taken up.

    What was taken up at a place that is seldom looked at counts for all those who did not look, by 1 / θ of the place
    it was shown at, and what was tried for what might have been tried as well (`propensity.shown_counts`, c). A list's
    value is Σ c/θ · 1/log2(1 + new place) / Σ c/θ, its weight Σ c/θ; so the weighted mean over lists is the
    self-normalised estimate of what everybody would gain who looked at all (Joachims, Swaminathan, Schnabel 2017,
    Unbiased learning-to-rank with biased feedback, doi:10.1145/3018661.3018699).
    """
    shown = log.counts
    scores = log.features @ np.array([getattr(weights, name) for name in FEATURES])
    query_ids: list[str] = []
    values: list[float] = []
    counted: list[float] = []
    ends = np.searchsorted(log.lists, np.arange(len(log.query_ids) + 1))
    for number, query_id in enumerate(log.query_ids):
        part = slice(ends[number], ends[number + 1])
        taken = np.flatnonzero(log.is_taken[part])
        if not taken.size:
            continue
        place = np.empty(part.stop - part.start, dtype=np.int64)
        place[np.argsort(-scores[part], kind="stable")] = np.arange(place.size)
        counts = shown[part][taken] / model.chance_of_look(log.positions[part][taken])
        query_ids.append(query_id)
        values.append(float(counts @ (1 / np.log2(2 + place[taken])) / counts.sum()))
        counted.append(float(counts.sum()))
    return Gains(tuple(query_ids), np.array(values), np.array(counted))
