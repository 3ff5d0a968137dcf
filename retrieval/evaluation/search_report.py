"""Judging search systems on judged queries, by language."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from retrieval.evaluation.judged import JudgedQuery
from retrieval.evaluation.metrics import Estimate, estimate, ndcg_at, recall_at, reciprocal_rank

Ranker = Callable[[JudgedQuery], Sequence[str]]
"""Gives product ids, best first, at least DEPTH of them where there are as many."""

DEPTH = 50
SEED = 20261122
MEASURES: Mapping[str, Callable[[Sequence[str], Mapping[str, int]], float]] = {
    "ndcg_at_10": lambda ranked, grades: ndcg_at(10, ranked, grades),
    "recall_at_50": lambda ranked, grades: recall_at(50, ranked, grades),
    "mrr": reciprocal_rank,
}


@dataclass(frozen=True, slots=True)
class SearchReport:
    """What was measured: for each measure, language and system one value a query, in the queries' order."""

    data: str
    systems: tuple[str, ...]
    values: Mapping[str, Mapping[str, Mapping[str, tuple[float, ...]]]]

    def languages(self) -> list[str]:
        """Return the languages judged, sorted."""
        return sorted(self.values["ndcg_at_10"])

    def estimate(self, measure: str, language: str, system: str) -> Estimate:
        """Return a system's mean in a language, with its interval."""
        return estimate(self.values[measure][language][system], SEED)

    def lead(self, system: str, language: str) -> Estimate:
        """Return by how much `system` leads the best other single part in nDCG@10, query by query."""
        by_system = self.values["ndcg_at_10"][language]
        rivals = [name for name in self.systems if name in {"bm25", "e5", "use"}]
        best = max(rivals, key=lambda name: float(np.nanmean(by_system[name])))
        pairs = zip(by_system[system], by_system[best], strict=True)
        return estimate([own - other for own, other in pairs], SEED)

    def of_english(self, system: str, language: str) -> float:
        """Return nDCG@10 of `system` in a language over that in English; nan without English."""
        if "en" not in self.values["ndcg_at_10"]:
            return float("nan")
        return self.estimate("ndcg_at_10", language, system).mean / self.estimate("ndcg_at_10", "en", system).mean

    def as_json(self) -> dict[str, Any]:
        """Return the figures as contract.md names them, with the bounds of nDCG@10 beside."""
        languages = {}
        for language in self.languages():
            figures: dict[str, Any] = {"n": len(self.values["mrr"][language][self.systems[0]])}
            for measure in MEASURES:
                found = {system: self.estimate(measure, language, system) for system in self.systems}
                figures[measure] = {system: round(one.mean, 4) for system, one in found.items()}
                if measure == "ndcg_at_10":
                    figures["ndcg_at_10_interval"] = {
                        system: [round(one.low, 4), round(one.high, 4)] for system, one in found.items()
                    }
            languages[language] = figures
        return {"data": self.data, "languages": languages, "mean": self._mean()}

    def _mean(self) -> dict[str, dict[str, float]]:
        return {
            measure: {
                system: round(
                    float(np.mean([self.estimate(measure, language, system).mean for language in self.languages()])), 4
                )
                for system in self.systems
            }
            for measure in MEASURES
        }


def judge(
    data: str,
    queries: Sequence[JudgedQuery],
    rankers: Mapping[str, Ranker],
    progress: Callable[[int, int], None] = lambda *_: None,
) -> SearchReport:
    """Have every system rank every query, and measure each list; `progress` hears of each query."""
    values: dict[str, dict[str, dict[str, list[float]]]] = {measure: {} for measure in MEASURES}
    for done, query in enumerate(queries, start=1):
        for system, ranker in rankers.items():
            ranked = ranker(query)
            for measure, compute in MEASURES.items():
                by_system = values[measure].setdefault(query.language, {name: [] for name in rankers})
                by_system[system].append(compute(ranked, query.grades))
        progress(done, len(queries))
    frozen = {
        measure: {
            language: {system: tuple(found) for system, found in by_system.items()}
            for language, by_system in by_language.items()
        }
        for measure, by_language in values.items()
    }
    return SearchReport(data, tuple(rankers), frozen)
