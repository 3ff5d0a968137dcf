"""The probability that a user buys an item next, by logistic regression, calibrated on users it did not learn from."""

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any, Self

import numpy as np
from numpy.typing import NDArray
from scipy.special import expit

from retrieval.errors import StoreError
from retrieval.recommenders.interactions import LIKED_FROM, History, Interactions
from retrieval.recommenders.item_facts import ItemFacts
from retrieval.recommenders.purchase_features import NAMES, PairFeatures
from retrieval.recommenders.recommender import Cause, Mask, Recommended, best_of
from retrieval.recommenders.storage import load_model, save_model

_KIND, _FORMAT = "purchase_probability", 1
_FEWEST_TO_LEARN = 8
_FEWEST_FOR_STEPS = 500
"""Positive examples from which on isotonic regression has enough to go by; with fewer, Platt's curve is fitted."""

_EDGE = 1e-9


@dataclass(frozen=True, slots=True)
class PurchaseSettings:
    """How examples are made.

    bought_from: a rating from which an interaction counts as bought.
    n_users: users learnt from, at most, drawn at random.
    n_negatives: items not bought beside each that was.
    calibrated_on: share of the users kept for calibration.
    inverse_penalty, seed: of the regression, and of all drawing.
    """

    bought_from: float = LIKED_FROM
    n_users: int = 3000
    n_negatives: int = 50
    calibrated_on: float = 0.3
    inverse_penalty: float = 1.0
    seed: int = 0

    def __post_init__(self) -> None:
        if not (self.n_users >= 1 and self.n_negatives >= 1 and 0 < self.calibrated_on < 1):
            raise StoreError(f"{self} cannot work; the counts start at 1, calibrated_on lies between 0 and 1")


@dataclass(frozen=True, slots=True, eq=False)
class Calibration:
    """How log-odds become probabilities.

    By steps, (2, n) float64 of log-odds and what they mean, between which is interpolated (isotonic regression:
    Zadrozny, Elkan 2002, "Transforming classifier scores into accurate multiclass probability estimates",
    https://doi.org/10.1145/775047.775151); or, where `steps` are none, by 1 / (1 + exp(−slope z − offset)) (Platt 1999,
    "Probabilistic outputs for support vector machines and comparisons to regularized likelihood methods").
    """

    slope: float
    offset: float
    steps: NDArray[np.float64]

    def probabilities(self, log_odds: NDArray[np.float64]) -> NDArray[np.float64]:
        """Return what the log-odds mean, in 0..1."""
        if self.steps.shape[1]:
            return np.asarray(np.interp(log_odds, *self.steps), dtype=np.float64)
        return np.asarray(expit(self.slope * log_odds + self.offset), dtype=np.float64)


@dataclass(frozen=True, slots=True, eq=False)
class PurchaseProbability:
    """Logistic regression over features of user and item.

    For each user the last item bought is foretold from what went before, among items drawn at random which they have
    not met. Each of these stands for as many as were not drawn, so that the probability is that of the next item bought
    among all items, and adds up to about 1 over them (weights of drawn examples: King and Zeng 2001, "Logistic
    regression in rare events data", https://doi.org/10.1093/oxfordjournals.pan.a004868).

    `coefficients` (len(NAMES),) float64.
    """

    item_ids: tuple[str, ...]
    settings: PurchaseSettings
    features: PairFeatures
    coefficients: NDArray[np.float64]
    intercept: float
    calibration: Calibration

    @classmethod
    def fit(cls, interactions: Interactions, facts: ItemFacts, settings: PurchaseSettings = PurchaseSettings()) -> Self:
        """Learn and calibrate; with too few buyers, popularity speaks alone, and all items are bought as often."""
        features = PairFeatures.fit(interactions, facts)
        targets = _targets(interactions, settings)
        if len(targets) < _FEWEST_TO_LEARN:
            coefficients = np.eye(1, len(NAMES))[0]
            offset = -float(np.log(max(interactions.n_items - 1, 1)))
            calibration = Calibration(1.0, 0.0, np.zeros((2, 0)))
            return cls(interactions.item_ids, settings, features, coefficients, offset, calibration)
        is_known = np.ones(len(interactions), dtype=bool)
        is_known[targets] = False
        before = PairFeatures.fit(interactions.where(is_known), facts)
        examples = _Examples.draw(interactions, targets, before, settings)
        n_calibrated = max(1, int(len(targets) * settings.calibrated_on))
        learnt, kept = examples.parted(n_calibrated)
        coefficients, intercept = learnt.regressed(settings)
        calibration = kept.calibrated(kept.rows @ coefficients + intercept)
        return cls(interactions.item_ids, settings, features, coefficients, intercept, calibration)

    def scores(self, histories: Sequence[History]) -> NDArray[np.float32]:
        """Return the log-odds of each item, before calibration, which keeps their order but makes some equal."""
        rows = [self.features.of(history) @ self.coefficients + self.intercept for history in histories]
        return np.array(rows, dtype=np.float32).reshape(len(rows), len(self.item_ids))

    def probability(self, histories: Sequence[History], items: NDArray[np.int64]) -> NDArray[np.float64]:
        """Return the probability, in 0..1, that the user of `histories[n]` buys `items[n]` next, (n,)."""
        log_odds = [self.log_odds(history, int(item)) for history, item in zip(histories, items, strict=True)]
        return self.calibration.probabilities(np.array(log_odds, dtype=np.float64))

    def log_odds(self, history: History, item: int) -> float:
        """Return the log-odds, before calibration, that the user of a history buys an item next."""
        return float(self.features.of(history, np.array([item]))[0] @ self.coefficients + self.intercept)

    def recommend(self, history: History, top_k: int, allowed: Mask | None = None) -> Recommended:
        """Return what is most likely to be bought."""
        return best_of(self.scores([history])[0], top_k, history, allowed)

    def explain(self, history: History, item: int) -> tuple[Cause, ...]:
        """Return what each feature adds to the log-odds, beside a feature of 0."""
        shares = self.coefficients * self.features.of(history, np.array([item]))[0]
        causes = [
            Cause("popular", float(share), name=name) if name.startswith("popular") else _feature(name, float(share))
            for name, share in zip(NAMES, shares, strict=True)
            if share
        ]
        return tuple(sorted(causes, key=lambda cause: -cause.share))

    def save(self, folder: Path) -> None:
        """Write features, coefficients and calibration."""
        own: dict[str, NDArray[Any]] = {"coefficients": self.coefficients, "steps": self.calibration.steps}
        settings = {
            "own": asdict(self.settings),
            "intercept": self.intercept,
            "slope": self.calibration.slope,
            "offset": self.calibration.offset,
        }
        save_model(folder, _KIND, _FORMAT, self.item_ids, settings, self.features.arrays() | own)

    @classmethod
    def load(cls, folder: Path) -> Self:
        """Read what `save` wrote."""
        stored = load_model(folder, _KIND, _FORMAT)
        settings = stored.settings
        return cls(
            stored.item_ids,
            PurchaseSettings(**settings["own"]),
            PairFeatures.stored(stored),
            stored.array("coefficients", len(NAMES)),
            float(settings["intercept"]),
            Calibration(float(settings["slope"]), float(settings["offset"]), stored.array("steps", 2, -1)),
        )


@dataclass(frozen=True, slots=True, eq=False)
class _Examples:
    """Pairs of user and item: `rows` of features, whether bought, how many pairs each stands for, and whose it is."""

    rows: NDArray[np.float64]
    is_bought: NDArray[np.bool_]
    weights: NDArray[np.float64]
    owners: NDArray[np.int64]

    @classmethod
    def draw(
        cls,
        interactions: Interactions,
        targets: NDArray[np.int64],
        features: PairFeatures,
        settings: PurchaseSettings,
    ) -> "_Examples":
        """Make an example of each interaction at `targets`, and some of items that its user has not met."""
        random = np.random.default_rng(settings.seed)
        rows, bought, weights, owners = [], [], [], []
        for owner, target in enumerate(targets):
            user = int(interactions.users[target])
            whole = interactions.history(user)
            until = int(target - interactions.ends[user])
            history = History(whole.items[:until], whole.ratings[:until], whole.moments[:until])
            drawn = np.setdiff1d(random.integers(0, interactions.n_items, settings.n_negatives), whole.items)
            items = np.append(drawn, whole.items[until])
            stands_for = (interactions.n_items - len(whole)) / max(len(drawn), 1)
            rows.append(features.of(history, items))
            bought.append(np.append(np.zeros(len(drawn), bool), [True]))
            weights.append(np.append(np.full(len(drawn), stands_for), 1.0))
            owners.append(np.full(len(items), owner))
        parts = (np.concatenate(part) for part in (rows, bought, weights, owners))
        return cls(*parts)

    def parted(self, n_kept: int) -> "tuple[_Examples, _Examples]":
        """Return all but the last `n_kept` owners' examples, and theirs."""
        is_kept = self.owners >= self.owners.max() + 1 - n_kept
        return self._where(~is_kept), self._where(is_kept)

    def _where(self, mask: NDArray[np.bool_]) -> "_Examples":
        return _Examples(self.rows[mask], self.is_bought[mask], self.weights[mask], self.owners[mask])

    def regressed(self, settings: PurchaseSettings) -> tuple[NDArray[np.float64], float]:
        """Return coefficients and intercept; the intercept alone where nothing was left to tell apart."""
        if self.is_bought.all():
            return np.eye(1, len(NAMES))[0], 0.0
        from sklearn.linear_model import LogisticRegression

        model = LogisticRegression(C=settings.inverse_penalty, max_iter=1000)
        model.fit(self.rows, self.is_bought, sample_weight=self.weights)
        return np.asarray(model.coef_[0], dtype=np.float64), float(model.intercept_[0])

    def calibrated(self, log_odds: NDArray[np.float64]) -> Calibration:
        """Fit what log-odds mean to whether these examples were bought."""
        nothing = np.zeros((2, 0))
        if self.is_bought.all():
            return Calibration(1.0, 0.0, nothing)
        if self.is_bought.sum() >= _FEWEST_FOR_STEPS:
            from sklearn.isotonic import IsotonicRegression

            model = IsotonicRegression(y_min=_EDGE, y_max=1 - _EDGE, out_of_bounds="clip")
            model.fit(log_odds, self.is_bought.astype(np.float64), sample_weight=self.weights)
            return Calibration(1.0, 0.0, np.stack([model.X_thresholds_, model.y_thresholds_]))
        from sklearn.linear_model import LogisticRegression

        curve = LogisticRegression(max_iter=1000).fit(log_odds[:, None], self.is_bought, sample_weight=self.weights)
        return Calibration(float(curve.coef_[0, 0]), float(curve.intercept_[0]), nothing)


def _targets(interactions: Interactions, settings: PurchaseSettings) -> NDArray[np.int64]:
    """Return the place of the last item that each user bought after another event, in random order of the users."""
    places = np.flatnonzero(interactions.ratings >= settings.bought_from)
    is_last = np.ones(len(places), dtype=bool)
    is_last[:-1] = np.diff(interactions.users[places]) != 0
    last = places[is_last]
    able = last[last > interactions.ends[interactions.users[last]]]
    return np.random.default_rng(settings.seed).permutation(able)[: settings.n_users].astype(np.int64)


def _feature(name: str, share: float) -> Cause:
    return Cause("feature", share, name=name)
