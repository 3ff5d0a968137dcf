"""What is said of sending goods somewhere: the verdict, why, and by which source."""

from collections.abc import Iterable, Sequence

from actions.wording import values
from actions.wording.texts import Line
from retrieval.restrictions import Finding, Restriction, Verdict, verdict_of

MOST_REASONS = 4
"""Reasons that an answer gives, the strictest first; all of them are in its payload."""


def verdict_line(findings: Sequence[Finding], what: values.Value, country: str) -> Line:
    """Return the sentence that says whether goods may be sent to a country: where nothing is known, just that."""
    verdict = verdict_of(findings)
    facts = {"what": what, "country": values.country(country)}
    if verdict is not None:
        return Line(f"restriction_{verdict}", facts)
    is_rumoured = any(one.restriction.verdict is Verdict.PROHIBITED for one in findings)
    return Line("restriction_unconfirmed" if is_rumoured else "restriction_unknown", facts)


def because_lines(findings: Iterable[Finding]) -> tuple[Line, ...]:
    """Return why, each reason with its source below it; what was said once is not said again.

    Of what is not confirmed the source alone is given, and that only where nothing is confirmed.
    """
    lines: list[Line] = []
    found = tuple(findings)
    sure = tuple(one for one in found if one.restriction.is_sure)
    for one in (sure or found)[:MOST_REASONS]:
        if one.restriction.is_sure:
            lines.append(reason_line(one.restriction))
        lines.append(source_line(one.restriction))
    return tuple(line for place, line in enumerate(lines) if line not in lines[:place])


def reason_line(restriction: Restriction) -> Line:
    """Return the sentence that says why."""
    facts: dict[str, values.Value] = {}
    if restriction.limit is not None:
        facts["n"] = values.number(restriction.limit)
    if restriction.valid_from is not None:
        facts["date"] = values.day(restriction.valid_from)
    return Line(f"restriction_because_{restriction.reason}", facts)


def source_line(restriction: Restriction) -> Line:
    """Return where a restriction is written, and when that was last looked at."""
    source = restriction.source
    return Line("restriction_source", {"title": values.plain(source.title), "date": values.day(source.checked_on)})
