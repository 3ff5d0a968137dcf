"""The probability of a purchase from what a shopper did with a product and what all else they did foretells."""

from collections import defaultdict
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Self

import numpy as np
from numpy.typing import NDArray
from scipy.optimize import minimize
from scipy.special import expit, logit

from retrieval.advice.purchase_stages import PurchaseProbability, Stage, passings, rates_of, stage_of
from retrieval.collaborative import EventSource
from retrieval.events import Event
from retrieval.preferences import ratings_of
from retrieval.quality.serving import Served
from retrieval.recommenders.interactions import History
from retrieval.recommenders.purchase_probability import PurchaseProbability as Foretelling
from retrieval.recommenders.storage import load_model, save_model

Values = NDArray[np.float64]

METHOD = "stages and foretelling"
STAGES_ALONE = "stages"
"""What a probability is said to come from where no version serves, or the one that does knows not the product."""

MOST_EXAMPLES = 20_000
_KIND, _FORMAT = "purchase_chances", 1
_FORETELLING_FOLDER = "foretelling"
_RIDGE = 5.0
"""How strongly what is learned is drawn to the stages alone, so that few examples change little."""
_FEWEST_OF_STAGE = 20.0
"""The mean foretelling at a stage is drawn to that of all stages by so many examples."""


@dataclass(frozen=True, slots=True, eq=False)
class Examples:
    """Stages that shoppers came to with products: n of them, shopper by shopper.

    `owners` (n,) int64 number `user_ids`, `stages` (n,) int64 number the members of Stage, `odds` (n,) are the log-odds
    foretold by all else that the shopper had done until then, nan of a product that is not foretold, `is_bought` (n,)
    whether they bought it from there.
    """

    user_ids: tuple[str, ...]
    owners: NDArray[np.int64]
    stages: NDArray[np.int64]
    odds: Values
    is_bought: NDArray[np.bool_]

    @classmethod
    def of(cls, shoppers: Sequence[tuple[str, Sequence[Event]]], foretelling: Foretelling | None) -> Self:
        """Read the events of shoppers, in their order, until there are MOST_EXAMPLES; without one none is foretold."""
        columns = {item_id: column for column, item_id in enumerate(foretelling.item_ids if foretelling else ())}
        numbers = {stage: number for number, stage in enumerate(Stage)}
        user_ids: list[str] = []
        rows: list[tuple[int, int, float, bool]] = []
        for user_id, events in shoppers:
            found = passings(events)
            if not found:
                continue
            for one in found:
                before = [event for event in events if event.ts < one.at]
                log_odds = np.nan
                if foretelling is not None and one.product_id in columns:
                    log_odds = _odds(foretelling, columns, before, one.product_id)
                rows.append((len(user_ids), numbers[one.stage], log_odds, one.is_bought))
            user_ids.append(user_id)
            if len(rows) >= MOST_EXAMPLES:
                break
        return cls(
            tuple(user_ids),
            np.array([owner for owner, _, _, _ in rows], dtype=np.int64),
            np.array([stage for _, stage, _, _ in rows], dtype=np.int64),
            np.array([log_odds for _, _, log_odds, _ in rows], dtype=np.float64),
            np.array([is_bought for _, _, _, is_bought in rows], dtype=np.bool_),
        )


@dataclass(frozen=True, slots=True, eq=False)
class PurchaseChances:
    """Tells how probable it is that a shopper buys a product.

    Of one that they have done nothing with, as it is foretold. Of another, by the stage that they have come to: its
    share of buyers, moved by how much more or less than usual at that stage the product is foretold by all else that
    they did: 1 / (1 + exp(-(logit(rate) + slope · (z - usual) + offset))), a logistic recalibration (Cox 1958, Two
    further applications of a model for binary regression, doi:10.1093/biomet/45.3-4.562) of the share of buyers.

    `rates` and `usual` (n_stages,) are in the order of Stage.
    """

    foretelling: Foretelling
    rates: Values
    usual: Values
    slope: float
    offset: float

    @classmethod
    def fit(
        cls,
        foretelling: Foretelling,
        counted: Sequence[tuple[str, Sequence[Event]]],
        shoppers: Sequence[tuple[str, Sequence[Event]]],
    ) -> Self:
        """Count the stages' rates among the shoppers of `counted`, and learn from those of `shoppers` to move them.

        `foretelling` must not have learnt from the latter, or it would be trusted too far. Without any the stages speak
        alone.
        """
        rates = stage_rates(counted)
        examples = Examples.of(shoppers, foretelling)
        usual = _usual(examples)
        known, away = logit(rates)[examples.stages], np.nan_to_num(examples.odds - usual[examples.stages])
        bought = examples.is_bought.astype(np.float64)

        def loss(parameters: Values) -> tuple[float, Values]:
            log_odds = known + parameters[0] * away + parameters[1]
            wrong = expit(log_odds) - bought
            value = np.logaddexp(0, log_odds).sum() - bought @ log_odds + _RIDGE * (parameters @ parameters) / 2
            return float(value), np.array([wrong @ away, wrong.sum()]) + _RIDGE * parameters

        # less is never bought for being foretold more: a slope below 0 would be noise
        found = minimize(loss, np.zeros(2), jac=True, method="L-BFGS-B", bounds=[(0.0, None), (None, None)]).x
        return cls(foretelling, rates, usual, float(found[0]), float(found[1]))

    def of_touched(self, stages: NDArray[np.int64], odds: Values) -> Values:
        """Return the probabilities of products at stages (n,) and log-odds foretold (n,), (n,).

        Where these are nan, as the product is not foretold, the stage speaks alone.
        """
        moved = self.slope * (odds - self.usual[stages]) + self.offset
        return np.asarray(expit(logit(self.rates)[stages] + np.nan_to_num(moved)), dtype=np.float64)

    def probability(self, events: Sequence[Event], columns: Mapping[str, int], product_id: str) -> float:
        """Return the probability for a shopper with these events; `columns` are those of all items."""
        stage = stage_of(events, product_id)
        if stage is Stage.UNSEEN:
            history = _history(columns, events)
            return float(self.foretelling.probability([history], np.array([columns[product_id]]))[0])
        odds = _odds(self.foretelling, columns, events, product_id)
        return float(self.of_touched(np.array([list(Stage).index(stage)]), np.array([odds]))[0])

    def save(self, folder: Path) -> None:
        """Write what was learnt into `folder`."""
        settings = {"slope": self.slope, "offset": self.offset}
        save_model(folder, _KIND, _FORMAT, (), settings, {"rates": self.rates, "usual": self.usual})
        self.foretelling.save(folder / _FORETELLING_FOLDER)

    @classmethod
    def load(cls, folder: Path) -> Self:
        """Read what `save` wrote; raises ArtifactError where it cannot be used."""
        stored, n = load_model(folder, _KIND, _FORMAT), len(Stage)
        return cls(
            Foretelling.load(folder / _FORETELLING_FOLDER),
            stored.array("rates", n),
            stored.array("usual", n),
            float(stored.settings["slope"]),
            float(stored.settings["offset"]),
        )


@dataclass(frozen=True, slots=True)
class _Columns:
    """The columns of the items of a version."""

    version: int
    by_id: Mapping[str, int]


class ServedChances:
    """Probabilities from the version that serves, or from the stages alone where there is none; threads may share it.

    A product that the version does not know, as it is new, is judged by the stages too. `told` hears at each
    probability which of both it came from: METHOD or STAGES_ALONE.
    """

    def __init__(
        self,
        serving: Callable[[], Served[PurchaseChances] | None],
        stages: PurchaseProbability,
        source: EventSource,
        told: Callable[[str], None],
    ) -> None:
        self._serving = serving
        self._stages = stages
        self._source = source
        self._told = told
        self._columns = _Columns(-1, {})

    def probability(self, user_id: str, product_id: str) -> float:
        """Return the probability, 0..1, that a shopper buys a product."""
        served = self._serving()
        if served is not None:
            columns = self._columns_of(served)
            if product_id in columns:
                self._told(METHOD)
                return served.model.probability(self._source.events_of(user_id), columns, product_id)
        self._told(STAGES_ALONE)
        return self._stages.probability(user_id, product_id)

    def _columns_of(self, served: Served[PurchaseChances]) -> Mapping[str, int]:
        known = self._columns
        if known.version != served.version:
            item_ids = served.model.foretelling.item_ids
            known = _Columns(served.version, {item_id: column for column, item_id in enumerate(item_ids)})
            self._columns = known
        return known.by_id


def stage_rates(shoppers: Sequence[tuple[str, Sequence[Event]]]) -> Values:
    """Return the share of buyers at each stage, in the order of Stage, counted from the events of shoppers."""
    rates = rates_of(one for _, events in shoppers for one in passings(events))
    return np.array([rates[stage] for stage in Stage], dtype=np.float64)


def _usual(examples: Examples) -> Values:
    """Return the mean log-odds foretold at each stage, drawn to that of all where few came to it."""
    is_known = ~np.isnan(examples.odds)
    odds, stages = examples.odds[is_known], examples.stages[is_known]
    overall = float(odds.mean()) if odds.size else 0.0
    sums = np.bincount(stages, weights=odds, minlength=len(Stage))
    counts = np.bincount(stages, minlength=len(Stage))
    usual: Values = (sums + _FEWEST_OF_STAGE * overall) / (counts + _FEWEST_OF_STAGE)
    return usual


def _odds(foretelling: Foretelling, columns: Mapping[str, int], events: Sequence[Event], product_id: str) -> float:
    """Return the log-odds of a product foretold by what was done with all others."""
    others = [event for event in events if event.product_id != product_id]
    return foretelling.log_odds(_history(columns, others), columns[product_id])


def _history(columns: Mapping[str, int], events: Sequence[Event]) -> History:
    """Return what a shopper did, by product, the last touched last."""
    last: dict[str, float] = defaultdict(float)
    for event in events:
        if event.product_id is not None:
            last[event.product_id] = max(last[event.product_id], event.ts.timestamp())
    ratings = ratings_of(events)
    item_ids = sorted(ratings, key=lambda item_id: last[item_id])
    moments = [last[item_id] for item_id in item_ids]
    return History.of_known(columns, item_ids, [ratings[item_id] for item_id in item_ids], moments)
