"""The `size` payload: what a size or a measure comes to, and which sizes of a product fit."""

from collections.abc import Mapping, Sequence
from decimal import Decimal
from typing import Any

from actions.talk.size_outcomes import Outcome
from actions.talk.size_question import SizeQuestion
from retrieval.sizing import Fit, Measure

_TENTH = Decimal("0.1")


def size_payload(
    question: SizeQuestion, language: str, outcomes: Sequence[Outcome], fit: Fit | None, unknown: Sequence[str]
) -> dict[str, Any]:
    """Return the payload of an answer; `unknown` are systems asked for that there are no reliable figures of."""
    product = question.product
    return {
        "type": "size",
        "language": language,
        "garment": str(question.garment) if question.garment else None,
        "given": _given(question),
        "product_id": product.product_id if product else None,
        "outcomes": [_outcome(one) for one in outcomes],
        "offered": list(product.sizes) if product else [],
        "fits": list(fit.sizes) if fit else [],
        "in_stock": product.is_in_stock if product else None,
        "unknown": list(unknown),
        "chart": fit.chart.brand or None if fit and fit.chart else None,
        "sources": _sources(outcomes, fit),
    }


def question_payload(question: SizeQuestion, language: str, measure: Measure | None) -> dict[str, Any]:
    """Return the payload of the question for a size or a measure: `asked` says which measure would do."""
    return {**size_payload(question, language, (), None, ()), "asked": str(measure) if measure else None}


def _given(question: SizeQuestion) -> dict[str, Any]:
    taken = [
        {"measure": str(one.measure) if one.measure else None, "value": f"{one.number:f}", "unit": one.unit}
        for one in question.said.taken
    ]
    return {"sizes": [one.text for one in question.said.sizes], "measures": taken}


def _outcome(outcome: Outcome) -> dict[str, Any]:
    return {
        "audience": outcome.audience or None,
        "measure": str(outcome.chart.measure),
        "cm": str((outcome.middle / 10).quantize(_TENTH)),
        "equivalents": [
            {"system": one.system, "sizes": list(one.sizes), "names": list(one.names)} for one in outcome.equivalents
        ],
    }


def _sources(outcomes: Sequence[Outcome], fit: Fit | None) -> list[Mapping[str, Any]]:
    """Return each source once, those of the charts that told which size fits in front."""
    used = [(fit.chart, fit.system)] if fit and fit.chart else []
    used += [(one.chart, one.system) for outcome in outcomes for one in outcome.equivalents]
    found = {}
    for chart, system in used:
        source = chart.source(system)
        found[source.title] = {
            "title": source.title,
            "url": source.url or None,
            "checked_on": source.checked_on.isoformat(),
            "confidence": source.confidence,
            "brand": chart.brand or None,
        }
    return list(found.values())
