"""Who pays duty and tax, as a merchants file says it for each zone."""

from typing import Any

import pytest

from retrieval.errors import CatalogError
from retrieval.feeds import merchant_from
from retrieval.pricing.shipping import terms_to
from retrieval.pricing.terms import Incoterm


def record(**further: Any) -> dict[str, Any]:
    zones = [
        {"to": ["CH"], "base": 5, "per_kg": 1, "days": [1, 2], **further},
        {"to": ["world"], "base": 9, "per_kg": 1, "days": [4, 8]},
    ]
    return {"id": "m", "name": "M", "country": "DE", "language": "de", "currency": "EUR", "shipping": zones}


@pytest.mark.parametrize("terms", list(Incoterm))
def test_terms_hold_for_the_zone_that_says_them(terms: Incoterm) -> None:
    merchant = merchant_from(record(incoterm=terms.value))
    assert terms_to(merchant, "CH") is terms
    assert terms_to(merchant, "US") is None


def test_other_terms_are_refused_with_what_may_be_given() -> None:
    with pytest.raises(CatalogError, match=r"'EXW'.*DAP or DDP"):
        merchant_from(record(incoterm="EXW"))
