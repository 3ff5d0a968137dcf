from pathlib import Path

import pytest

from retrieval.errors import PricingError
from retrieval.pricing.counting import CountsAs, counting_at
from retrieval.pricing.rule import Confidence

RECORD = """
- {market: CL, counts_as: one, text: Added up., source: {title: Made up}, checked_on: 2026-11-22, confidence: official}
"""


@pytest.mark.parametrize(
    ("country", "counts_as"),
    [("JP", CountsAs.ONE), ("KR", CountsAs.ONE), ("AU", CountsAs.ONE), ("GB", CountsAs.ONE), ("NZ", CountsAs.ONE),
     ("AT", CountsAs.SEVERAL), ("MC", CountsAs.SEVERAL)],
)  # fmt: skip
def test_markets_count_parcels_as_recorded_with_a_source(country: str, counts_as: CountsAs) -> None:
    counting = counting_at(country)
    assert counting is not None
    assert counting.counts_as is counts_as
    assert counting.source.title
    assert counting.source.url.startswith("https://")
    assert counting.confidence is not Confidence.UNCONFIRMED


def test_market_without_a_record_is_not_guessed() -> None:
    assert counting_at("CH") is None


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("{}", "instead of a list"),
        ("- {market: CL}", "the keys market"),
        (RECORD.replace("CL", "Chile"), "'Chile'"),
        (RECORD.replace("counts_as: one", "counts_as: two"), "'two'"),
        (RECORD + RECORD, "twice"),
        ("- [", "not readable"),
    ],
)
def test_unusable_record_is_named(tmp_path: Path, text: str, told: str) -> None:
    path = tmp_path / "counting.yml"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(PricingError, match=told):
        counting_at("CL", path)
