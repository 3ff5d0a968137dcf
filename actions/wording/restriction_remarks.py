"""Remarks on cards about what holds for sending a product to the shopper's country."""

from collections.abc import Iterable
from typing import Any

from actions.wording.restriction_lines import reason_line
from actions.wording.texts import Texts
from retrieval.restrictions import Finding


def remark_payloads(findings: Iterable[Finding], language: str, texts: Texts) -> list[dict[str, Any]]:
    """Return the remarks of a card, one a reason, the strictest first."""
    by_reason = {one.restriction.reason: one.restriction for one in reversed(tuple(findings))}
    return [
        {
            "kind": "restriction",
            "rule_id": one.restriction_id,
            "verdict": one.verdict,
            "transport": one.transport,
            "text": texts.say(language, reason_line(one)),
        }
        for one in reversed(by_reason.values())
    ]
