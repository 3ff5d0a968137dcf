"""How good proposed headings are, on products whose heading is known."""

import hashlib
from collections import defaultdict
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import yaml

from retrieval.errors import EvaluationError
from retrieval.product import Product
from retrieval.tariff.heading_search import HeadingSearch
from retrieval.tariff.nomenclature import HEADING
from retrieval.tariff.proposing import LEAST_CONFIDENCE, confidence

DEV, TEST = "dev", "test"
_TOP = 3
_N_BINS = 5


@dataclass(frozen=True, slots=True)
class JudgedProduct:
    """A product, and the headings that are right for it; two digits stand for a whole chapter."""

    product: Product
    headings: tuple[str, ...]

    def is_right(self, heading: str) -> bool:
        """Return whether a heading is one of the right ones."""
        return heading.startswith(self.headings)


@dataclass(frozen=True, slots=True)
class ConfidenceBin:
    """Products whose confidence lies in one fifth of 0..1: how many, their mean confidence and their share right."""

    n: int
    confidence: float
    right: float


@dataclass(frozen=True, slots=True)
class HeadingReport:
    """Figures of one way of asking: shares of products, 0..1.

    `at_1` and `at_3`: a right heading is first, or among the first three. `calibration_error` is the mean difference
    between confidence and share right over `bins`, weighed by products (expected calibration error, Naeini et al. 2015,
    doi:10.1609/aaai.v29i1.9602). `proposed` are those whose heading is likely enough to be used,
    `right_where_proposed` how many of them are right, nan where there is none.
    """

    n: int
    at_1: float
    at_3: float
    calibration_error: float
    proposed: float
    right_where_proposed: float
    bins: tuple[ConfidenceBin, ...]

    def as_json(self) -> dict[str, Any]:
        """Return the figures, rounded."""
        names = ("at_1", "at_3", "calibration_error", "proposed", "right_where_proposed")
        bins = [{"n": one.n, "confidence": round(one.confidence, 3), "right": round(one.right, 3)} for one in self.bins]
        return {"n": self.n, **{name: round(getattr(self, name), 3) for name in names}, "bins": bins}


def half_of(category: str) -> str:
    """Return the half, `dev` or `test`, that products of a category are in; whole categories, so that none is in both.

    >>> half_of("tea"), half_of("umbrella")
    ('dev', 'test')
    """
    return (DEV, TEST)[hashlib.sha256(category.encode()).digest()[-1] % 2]


def with_merchants_codes(products: Sequence[Product], split: str) -> list[JudgedProduct]:
    """Return the products of a half, judged by the codes that their merchants give; those without are left out."""
    return [
        JudgedProduct(product, (product.hs_code.replace(".", "")[:HEADING],))
        for product in products
        if product.hs_code and half_of(product.category) == split
    ]


def judged_by_category(products: Sequence[Product], path: Path) -> list[JudgedProduct]:
    """Return products judged by department and category, as a file such as data/tariff/judged.yml lists them."""
    try:
        right = yaml.safe_load(path.read_text(encoding="utf-8"))
        judged = {kind: tuple(headings) for kind, headings in right.items()}
    except (OSError, yaml.YAMLError, AttributeError, TypeError) as error:
        raise EvaluationError(f"{path} cannot be used ({error}): restore it from the project.") from error
    kinds = ((product, f"{product.department}/{product.category}") for product in products)
    return [JudgedProduct(product, judged[kind]) for product, kind in kinds if kind in judged]


ASKED: Mapping[str, Callable[[Product], Product]] = {
    "whole": lambda product: product,
    "own language": lambda product: replace(
        product, titles={product.language: product.titles[product.language]}, descriptions={}
    ),
    "no category": lambda product: replace(product, category=""),
}
"""Ways of asking: with all that is known, with the title in the merchant's language and the category alone, and with
all but the category."""


def judge(search: HeadingSearch, judged: Sequence[JudgedProduct], asked: Callable[[Product], Product]) -> HeadingReport:
    """Return the figures of one way of asking; raises EvaluationError where there is nothing to judge."""
    return report(_outcomes(search, judged, asked))


def judge_languages(search: HeadingSearch, judged: Sequence[JudgedProduct]) -> dict[str, HeadingReport]:
    """Return the figures for titles in the merchant's language alone, by language."""
    by_language: dict[str, list[JudgedProduct]] = defaultdict(list)
    for one in judged:
        by_language[one.product.language].append(one)
    return {code: judge(search, by_language[code], ASKED["own language"]) for code in sorted(by_language)}


@dataclass(frozen=True, slots=True)
class Outcome:
    """The confidence of a product's first heading, and whether that, and one of the first three, is right."""

    confidence: float
    is_first_right: bool
    is_right_in_top: bool


def _outcomes(
    search: HeadingSearch, judged: Sequence[JudgedProduct], asked: Callable[[Product], Product]
) -> list[Outcome]:
    scores = search.scores([asked(one.product) for one in judged])
    found = []
    for one, row in zip(judged, scores, strict=True):
        best = (-row).argsort(kind="stable")[:_TOP]
        right = [one.is_right(search.headings[int(place)]) for place in best]
        found.append(Outcome(confidence(float(row[best[0]] - row[best[1]])), right[0], any(right)))
    return found


def report(outcomes: Sequence[Outcome]) -> HeadingReport:
    """Return the figures of outcomes; raises EvaluationError where there are none."""
    if not outcomes:
        raise EvaluationError("There is no product whose heading is known: nothing can be judged.")
    n = len(outcomes)
    binned: dict[int, list[Outcome]] = defaultdict(list)
    for one in outcomes:
        binned[min(int(one.confidence * _N_BINS), _N_BINS - 1)].append(one)
    bins = tuple(
        ConfidenceBin(len(own), _mean([one.confidence for one in own]), _mean([one.is_first_right for one in own]))
        for _, own in sorted(binned.items())
    )
    likely = [one for one in outcomes if one.confidence >= LEAST_CONFIDENCE]
    return HeadingReport(
        n=n,
        at_1=_mean([one.is_first_right for one in outcomes]),
        at_3=_mean([one.is_right_in_top for one in outcomes]),
        calibration_error=sum(one.n * abs(one.confidence - one.right) for one in bins) / n,
        proposed=len(likely) / n,
        right_where_proposed=_mean([one.is_first_right for one in likely]),
        bins=bins,
    )


def _mean(values: Sequence[float]) -> float:
    return sum(values) / len(values) if values else float("nan")
