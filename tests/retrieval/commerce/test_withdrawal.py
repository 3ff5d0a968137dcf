"""The law's period for returns, and records that cannot be used."""

from datetime import date
from pathlib import Path

import pytest

from retrieval.commerce.withdrawal import Scope, Withdrawals
from retrieval.errors import PricingError

RECORD = """
- {id: x, market: %s, days: %s, valid_from: 2020-01-01, source: {title: a law}, checked_on: 2026-11-26, confidence: %s}
"""
TODAY = date(2026, 11, 26)


@pytest.mark.parametrize(
    ("country", "days"),
    [
        ("DE", 14),
        ("FR", 14),
        ("MC", 14),
        ("GB", 14),
        ("IM", 14),
        ("CN", 7),
        ("TW", 7),
        ("KR", 7),
        ("TR", 14),
        ("CH", 0),
        ("AU", 0),
        ("NZ", 0),
        ("SG", 0),
        ("RU", 7),
        ("TH", 7),
        ("SA", 7),
        ("MX", 5),
    ],
)
def test_shipped_rules_are_the_countries_own_or_their_unions(country: str, days: int) -> None:
    rule = Withdrawals.load().of(country, TODAY)
    assert rule
    assert rule.days == days
    assert rule.source.url.startswith("http")


@pytest.mark.parametrize("country", ["IN", "VN", "XI", "", "nowhere"])
def test_country_without_a_record_is_not_known(country: str) -> None:
    assert Withdrawals.load().of(country, TODAY) is None


@pytest.mark.parametrize(
    ("country", "scope"), [("US", Scope.BY_STATE), ("CA", Scope.BY_STATE), ("JP", Scope.UNLESS_STATED)]
)
def test_rule_that_leaves_more_to_others_decides_nothing(country: str, scope: Scope) -> None:
    rule = Withdrawals.load().of(country, TODAY)
    assert rule
    assert rule.scope is scope
    assert not rule.is_decisive


def test_working_days_leave_out_weekends_and_holidays() -> None:
    """Five of them after Wednesday the 11th end on Thursday the 19th: Monday the 16th is Revolution Day in Mexico."""
    rule = Withdrawals.load().of("MX", TODAY)
    assert rule
    assert rule.last_day(date(2026, 11, 11)) == date(2026, 11, 19)
    assert not rule.is_decisive, "a person looks at it: whose holidays count is not recorded"


def test_day_of_receipt_counts_in_japan() -> None:
    """Eight days with the 20th as the first end on the 27th."""
    rule = Withdrawals.load().of("JP", TODAY)
    assert rule
    assert rule.last_day(date(2026, 11, 20)) == date(2026, 11, 27)


def test_rule_holds_from_its_first_day_on() -> None:
    assert Withdrawals.load().of("DE", date(2014, 6, 12)) is None
    assert Withdrawals.load().of("DE", date(2014, 6, 13))


def test_unconfirmed_rule_counts_as_unknown(tmp_path: Path) -> None:
    path = tmp_path / "rules.yml"
    path.write_text(RECORD % ("JP", 8, "unconfirmed"))
    assert Withdrawals.load(path).of("JP", TODAY) is None
    path.write_text(RECORD % ("JP", 8, "official"))
    found = Withdrawals.load(path).of("JP", TODAY)
    assert found
    assert found.last_day(date(2026, 12, 28)) == date(2027, 1, 5)


@pytest.mark.parametrize(("days", "confidence"), [(-1, "official"), ("'8'", "official"), (8, "sure")])
def test_record_that_cannot_be_is_named(tmp_path: Path, days: object, confidence: str) -> None:
    path = tmp_path / "rules.yml"
    path.write_text(RECORD % ("JP", days, confidence))
    with pytest.raises(PricingError, match="rules"):
        Withdrawals.load(path)
