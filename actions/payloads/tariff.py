"""A product's code for customs on the wire."""

from typing import Any

from retrieval.product import Product


def hs_payload(product: Product) -> dict[str, Any]:
    """Return the code, who says it, and of a proposed one its confidence, runner-up and the code that could not be."""
    proposal = product.hs_proposal
    return {
        "hs_code": product.hs_code,
        "hs_code_source": product.hs_code_source or None,
        "hs_code_confidence": proposal.confidence if proposal else None,
        "hs_code_runner_up": proposal.runner_up if proposal else None,
        "hs_code_given": proposal.given or None if proposal else None,
    }
