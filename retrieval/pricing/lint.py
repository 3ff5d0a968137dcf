"""A check of recorded rules beyond what reading them refuses: dates, sources, and whether they contradict each other.

Reading alone refuses what is not a rule: a missing key or source, a number that is not exact, a currency or market that
is not known, a threshold without currency. Each such record is one error here, and the others are still checked.
"""

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from enum import Enum
from itertools import combinations, pairwise
from pathlib import Path

from retrieval.errors import PricingError
from retrieval.pricing.landed_cost import CARRIERS
from retrieval.pricing.rule import Confidence, Kind, Rule
from retrieval.pricing.rules import DATA_FOLDER, rule_of
from retrieval.pricing.territories import country_codes
from retrieval.records import records_of

STALE_AFTER = timedelta(days=180)
"""How long a rule may go unchecked; the markets here change once or twice a year."""

_UNITS = ("consignment", "subheading", "item")
_SHORTEST_TITLE = 10
_WITHOUT_FIGURE = (Kind.NOTE, Kind.AT_SALE)


class Severity(Enum):
    """Whether a finding stops a release."""

    ERROR = "error"
    WARNING = "warning"


@dataclass(frozen=True, slots=True)
class Finding:
    """What is wrong with a rule, "" where it concerns a file."""

    severity: Severity
    file: str
    rule_id: str
    text: str


@dataclass(frozen=True, slots=True)
class _Filed:
    file: str
    rule: Rule


def lint(on: date, folder: Path = DATA_FOLDER) -> tuple[Finding, ...]:
    """Check every `*.yml` of `folder` as of a day; errors first, then by file and rule.

    Raise PricingError where the folder holds none.
    """
    paths = sorted(folder.glob("*.yml"))
    if not paths:
        raise PricingError(f"{folder} holds no rules; give the folder with the *.yml files of data/crossborder")
    findings: list[Finding] = []
    filed: list[_Filed] = []
    for path in paths:
        _read(path, filed, findings)
    for one in filed:
        findings += _alone(one, on)
    findings += _ids(filed)
    findings += _overlaps(filed)
    findings += _gaps(filed, on)
    return tuple(sorted(findings, key=lambda found: (found.severity.value, found.file, found.rule_id, found.text)))


def _read(path: Path, filed: list[_Filed], findings: list[Finding]) -> None:
    try:
        records = records_of(path, PricingError)
    except PricingError as error:
        findings.append(Finding(Severity.ERROR, path.name, "", str(error)))
        return
    for record in records:
        try:
            filed.append(_Filed(path.name, rule_of(path, record)))
        except PricingError as error:
            name = str(record.get("id", "")) if isinstance(record, dict) else ""
            findings.append(Finding(Severity.ERROR, path.name, name, str(error)))


def _alone(filed: _Filed, on: date) -> Iterator[Finding]:
    """Give what is wrong with one rule, whatever the others say."""
    rule = filed.rule
    has_figure = rule.rate is not None or rule.amount is not None or bool(rule.basis)
    is_waiver = rule.kind is Kind.VAT_WAIVER and rule.threshold is not None
    errors = (
        (rule.valid_from and rule.valid_to and rule.valid_from >= rule.valid_to, "it ends before it begins"),
        (rule.source.checked_on > on, f"it was checked on {rule.source.checked_on}, which is yet to come"),
        (len(rule.source.title) < _SHORTEST_TITLE, f"its source {rule.source.title!r} cannot be found by that title"),
        (rule.per not in _UNITS, f"its unit {rule.per!r} is none of {', '.join(_UNITS)}"),
        (rule.carrier not in CARRIERS, f"its carrier {rule.carrier!r} is none of {', '.join(filter(None, CARRIERS))}"),
        (rule.dispatched_from - country_codes(), "it names a country of dispatch that is no country code"),
        (rule.made_in - country_codes(), "it names a country of manufacture that is no country code"),
        (rule.kind is not Kind.PEG and rule.rate is not None and not 0 <= rule.rate < 1, "its rate is no share"),
        (not 0 < rule.valued_at <= 1, f"it values goods at {rule.valued_at} of their price; write a share over 0"),
        (rule.kind is Kind.PEG and not rule.currency, "it fixes the price of no currency"),
        (
            not has_figure and rule.kind not in _WITHOUT_FIGURE and not is_waiver and not rule.text,
            "it has no figure and does not say why; add a text",
        ),
        (
            rule.kind not in _WITHOUT_FIGURE and rule.confidence is Confidence.UNCONFIRMED and not rule.text,
            "it is unconfirmed and does not say what is not known; add a text",
        ),
        (
            rule.kind in (Kind.DUTY, Kind.SURCHARGE) and rule.rate and not rule.basis,
            "its rate is taken of nothing; add a basis",
        ),
        (
            bool(rule.goods.hs) != bool(rule.goods.categories)
            or bool(rule.goods.except_hs) != bool(rule.goods.except_categories),
            "it names codes or categories alone, so goods without a code could not be judged; name both",
        ),
    )
    yield from (Finding(Severity.ERROR, filed.file, rule.rule_id, text) for is_wrong, text in errors if is_wrong)
    age = on - rule.source.checked_on
    warnings = (
        (age > STALE_AFTER, f"it was last checked {age.days} days ago; look at its source again"),
        (
            not rule.source.url and rule.confidence is not Confidence.UNCONFIRMED,
            f"its source {rule.source.title!r} has no address",
        ),
    )
    yield from (Finding(Severity.WARNING, filed.file, rule.rule_id, text) for is_wrong, text in warnings if is_wrong)


def _ids(filed: Iterable[_Filed]) -> Iterator[Finding]:
    first: dict[str, str] = {}
    for one in filed:
        if one.rule.rule_id in first:
            text = f"its id is also used in {first[one.rule.rule_id]}"
            yield Finding(Severity.ERROR, one.file, one.rule.rule_id, text)
        first.setdefault(one.rule.rule_id, one.file)


def _overlaps(filed: Iterable[_Filed]) -> Iterator[Finding]:
    """Give rules of one market, kind and scope that hold on one day and give different figures."""
    for group in _grouped(filed, _conditions).values():
        for one, other in combinations(group, 2):
            days = max(_start(one.rule), _start(other.rule)), min(_end(one.rule), _end(other.rule))
            if days[0] < days[1] and _contradict(one.rule, other.rule):
                text = f"it overlaps {one.rule.rule_id} from {days[0]} on; end the one before the other begins"
                yield Finding(Severity.ERROR, other.file, other.rule.rule_id, text)


def _contradict(one: Rule, other: Rule) -> bool:
    """Tell whether two rules of the same conditions are about the same goods, or some in common, and disagree."""
    if one.goods == other.goods:
        return True
    if one.rate == other.rate or not (one.goods.is_selection and other.goods.is_selection):
        return False
    if one.goods.audiences and other.goods.audiences and one.goods.audiences.isdisjoint(other.goods.audiences):
        return False
    are_sure = one.is_sure and other.is_sure
    return are_sure and any(a.startswith(b) or b.startswith(a) for a in one.goods.hs for b in other.goods.hs)


def _gaps(filed: Iterable[_Filed], on: date) -> Iterator[Finding]:
    """Give days between two rules of one scope on which neither holds, and scopes that ended without a successor."""
    kept = list(filed)
    in_force = {(one.rule.market, one.rule.kind) for one in kept if one.rule.holds_on(on)}
    for group in _grouped(kept, _scope).values():
        ordered = sorted(group, key=lambda one: _start(one.rule))
        for one, following in pairwise(ordered):
            if _end(one.rule) < _start(following.rule):
                text = (
                    f"nothing holds from {one.rule.valid_to}, when {one.rule.rule_id} ends, to {_start(following.rule)}"
                )
                yield Finding(Severity.ERROR, following.file, following.rule.rule_id, text)
        last = max(ordered, key=lambda one: _end(one.rule))
        if _end(last.rule) <= on and (last.rule.market, last.rule.kind) not in in_force:
            text = f"it ended on {last.rule.valid_to}, and nothing of its market and kind followed"
            yield Finding(Severity.WARNING, last.file, last.rule.rule_id, text)


def _grouped(filed: Iterable[_Filed], key: Callable[[Rule], object]) -> dict[object, Sequence[_Filed]]:
    groups: dict[object, list[_Filed]] = defaultdict(list)
    for one in filed:
        if one.rule.kind is not Kind.NOTE:  # several remarks may stand side by side
            groups[key(one.rule)].append(one)
    return dict(groups)


def _conditions(rule: Rule) -> object:
    return (*_place(rule), rule.threshold, rule.currency if rule.kind is Kind.PEG else "")


def _scope(rule: Rule) -> object:
    return (*_place(rule), rule.goods, rule.currency if rule.kind is Kind.PEG else "")


def _place(rule: Rule) -> tuple[object, ...]:
    return (rule.market, rule.kind, rule.dispatched_from, rule.made_in, rule.carrier, rule.buyer)


def _start(rule: Rule) -> date:
    return rule.valid_from or date.min


def _end(rule: Rule) -> date:
    return rule.valid_to or date.max
