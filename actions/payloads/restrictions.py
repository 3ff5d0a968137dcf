"""Answers on whether goods may be sent somewhere, and remarks on cards, on the wire."""

from collections.abc import Iterable, Sequence
from typing import Any

from actions.payloads.cards import Audience
from actions.shop import Shop
from actions.wording.restriction_lines import reason_line
from actions.wording.texts import Texts
from retrieval.findings import Found
from retrieval.product import Product
from retrieval.restrictions import Finding, verdict_of

UNKNOWN = "unknown"
"""The verdict where no confirmed record is about the goods."""


def restriction_payload(
    findings: Sequence[Finding],
    audience: Audience,
    shop: Shop,
    product: Product | None = None,
    kinds: Sequence[str] = (),
    alternatives: Iterable[Found] = (),
) -> dict[str, Any]:
    """Return a `restriction` payload about a product, or else about kinds of goods, sent to the audience's country."""
    return {
        "type": "restriction",
        "language": audience.language,
        "product_id": product.product_id if product else None,
        "goods": list(dict.fromkeys((*kinds, *(one.kind.kind_id for one in findings)))),
        "origin": shop.catalogue.merchant_of(product).country if product else None,
        "destination": audience.country,
        "as_of": audience.today.isoformat(),
        "verdict": verdict_of(findings) or UNKNOWN,
        "findings": [finding_payload(one, audience.language, shop.texts) for one in findings],
        "alternatives": [shop.payloads.listed(item, audience) for item in alternatives],
    }


def finding_payload(finding: Finding, language: str, texts: Texts) -> dict[str, Any]:
    """Return one restriction with its sentence and its source."""
    one = finding.restriction
    return {
        "rule_id": one.restriction_id,
        "goods": finding.kind.kind_id,
        "goods_label": finding.kind.name(language),
        "transport": one.transport,
        "verdict": one.verdict,
        "reason": one.reason,
        "text": texts.say(language, reason_line(one)),
        "confidence": one.confidence.value,
        "valid_from": one.valid_from.isoformat() if one.valid_from else None,
        "valid_to": one.valid_to.isoformat() if one.valid_to else None,
        "source": {
            "title": one.source.title,
            "url": one.source.url or None,
            "checked_on": one.source.checked_on.isoformat(),
        },
    }
