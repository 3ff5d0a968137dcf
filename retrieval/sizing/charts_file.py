"""Size charts from their files; data/sizes/README.md says what stands in them."""

from collections.abc import Mapping
from datetime import date
from decimal import Decimal, InvalidOperation
from itertools import pairwise
from pathlib import Path
from typing import Any

from retrieval.errors import SizingError
from retrieval.records import records_of
from retrieval.sizing.chart import Chart, ChartSource
from retrieval.sizing.measures import MM_OF, MONTHS_OF, Garment, Measure
from retrieval.sizing.scale import Scale

_CONFIDENCES = frozenset({"official", "secondary", "unconfirmed"})
_KEYS = frozenset({
    "id", "garments", "audiences", "measure", "unit", "limits", "systems", "brand", "body", "aliases", "bare", "source",
    "checked_on", "confidence", "reach",
})  # fmt: skip
_SYSTEM_KEYS = frozenset({"points", "ranges", "formula", "source", "checked_on", "confidence", "note"})


def read_charts(path: Path) -> tuple[Chart, ...]:
    """Read the charts of one YAML file; raise SizingError naming the file and the chart that is not usable."""
    return tuple(_checked(path, record) for record in records_of(path, SizingError))


def _checked(path: Path, record: Any) -> Chart:
    name = record.get("id") if isinstance(record, dict) else record
    try:
        return _chart(record)
    except (SizingError, TypeError, KeyError, ValueError, AttributeError, InvalidOperation) as error:
        raise SizingError(f"{path.name}: chart {name!r}: {type(error).__name__}: {error}") from error


def _chart(record: Mapping[str, Any]) -> Chart:
    _known(record, _KEYS)
    unit = str(record["unit"])
    low, high = record["limits"]
    scales: dict[str, Scale] = {}
    sources: dict[str, ChartSource] = {}
    unknown = []
    for system, given in record["systems"].items():
        _known(given, _SYSTEM_KEYS)
        sources[system] = _source({**record, **given})
        if sources[system].confidence == "unconfirmed":
            unknown.append(system)
        else:
            scales[system] = _scale(system, given, unit)
    return Chart(
        chart_id=str(record["id"]),
        garments=tuple(Garment(one) for one in record["garments"]),
        audiences=tuple(record["audiences"]),
        measure=Measure(record["measure"]),
        limits=(_length(low, unit), _length(high, unit)),
        reach=_length(record["reach"], unit),
        scales=scales,
        sources=sources,
        brand=str(record.get("brand", "")),
        body=_body(record.get("body", {})),
        aliases=_aliases(record.get("aliases", {}), scales),
        bare=tuple(record.get("bare", ())),
        unknown=tuple(unknown),
    )


def _scale(system: str, given: Mapping[str, Any], unit: str) -> Scale:
    """Read a scale from the measures of its sizes, from their ranges, or from one formula or several in a row."""
    if "points" in given:
        return Scale.of_points(system, [(str(label), _length(at, unit)) for label, at in given["points"].items()])
    if "ranges" in given:
        ranges = [
            (str(label), _length(low, unit), _length(high, unit)) for label, (low, high) in given["ranges"].items()
        ]
        return Scale.of_ranges(system, ranges)
    formulas = given["formula"] if isinstance(given["formula"], list) else [given["formula"]]
    return Scale.of_points(system, [point for formula in formulas for point in _computed(formula)])


def _computed(formula: Mapping[str, Any]) -> list[tuple[str, Decimal]]:
    """Return the sizes of `size = measure × per_<unit> + plus`, from `first` to `last` by `step`."""
    unit = next(unit for unit in MM_OF if f"per_{unit}" in formula)
    per, plus = Decimal(str(formula[f"per_{unit}"])), Decimal(str(formula["plus"]))
    step, last, size = (Decimal(str(formula[key])) for key in ("step", "last", "first"))
    if per <= 0 or step <= 0:
        raise SizingError(f"a formula with {per} per {unit} and a step of {step}; both must be above zero")
    points = []
    while size <= last:
        label = f"{size:f}".rstrip("0").rstrip(".") if size % 1 else f"{size:.0f}"
        points.append((label, (size - plus) / per * MM_OF[unit]))
        size += step
    return points


def _body(given: Mapping[str, Any]) -> dict[Measure, tuple[Decimal, ...]]:
    """Read measures that go together: `{chest: {unit: cm, rows: [...]}, …}`, rows of equal number, each rising."""
    body = {}
    for name, column in given.items():
        amounts = tuple(_length(amount, column["unit"]) for amount in column["rows"])
        if any(below >= above for below, above in pairwise(amounts)):
            raise SizingError(f"the {name} of its body does not rise; order the rows")
        body[Measure(name)] = amounts
    if len({len(amounts) for amounts in body.values()}) > 1:
        raise SizingError("the columns of its body differ in length; give each row in full")
    return body


def _aliases(given: Mapping[str, str], scales: Mapping[str, Scale]) -> dict[str, str]:
    missing = [system for system in given.values() if system not in scales]
    if missing:
        raise SizingError(f"a system is written as {missing[0]}, which it has no sizes for")
    return dict(given)


def _source(record: Mapping[str, Any]) -> ChartSource:
    confidence, day = record["confidence"], record["checked_on"]
    if confidence not in _CONFIDENCES:
        raise SizingError(f"the confidence {confidence!r} is none of {', '.join(sorted(_CONFIDENCES))}")
    if not isinstance(day, date):
        raise SizingError(f"checked_on is {day!r}; give a day as 2026-11-26")
    return ChartSource(str(record["source"]["title"]), str(record["source"].get("url", "")), day, confidence)


def _length(amount: object, unit: str) -> Decimal:
    """Return millimetres, or months of an age."""
    factors = {**MM_OF, **MONTHS_OF}
    if unit not in factors:
        raise SizingError(f"the unit {unit!r} is none of {', '.join(factors)}")
    return Decimal(str(amount)) * factors[unit]


def _known(record: Mapping[str, Any], keys: frozenset[str]) -> None:
    strange = sorted(set(record) - keys)
    if strange:
        raise SizingError(f"the key {strange[0]!r} is not known; those known are {', '.join(sorted(keys))}")
