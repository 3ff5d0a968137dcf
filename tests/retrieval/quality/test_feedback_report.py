"""Shares of good answers, their intervals, and the groups they are counted in."""

from datetime import UTC, datetime

import pytest

from retrieval.feedback_store import Opinion
from retrieval.quality.feedback_report import Share, feedback_report

NOON = datetime(2026, 11, 26, 12, tzinfo=UTC)


def opinion(value: int, language: str = "ar", kind: str = "search", reason: str = "", **models: str) -> Opinion:
    return Opinion("ann", "s1", "q1", value, NOON, kind, language, reason, models)


@pytest.mark.parametrize(
    ("n_good", "n", "low", "high"),
    [(0, 0, 0.0, 1.0), (0, 10, 0.0, 0.2775), (10, 10, 0.7225, 1.0), (5, 10, 0.2366, 0.7634), (81, 263, 0.2553, 0.3662)],
)
def test_interval_is_wilsons(n_good: int, n: int, low: float, high: float) -> None:
    """The last is a worked case of Newcombe 1998, "Two-sided confidence intervals for the single proportion"."""
    share = Share.of(n_good, n)
    assert (share.low, share.high) == (pytest.approx(low, abs=1e-4), pytest.approx(high, abs=1e-4))


def test_groups_are_kinds_languages_and_versions_of_models() -> None:
    report = feedback_report([
        opinion(1, recommender="1 ease"),
        opinion(-1, recommender="2 hybrid", reason="price"),
        opinion(-1, language="th", kind="recommend", recommender="2 hybrid"),
        opinion(1, language="", kind=""),
    ])  # fmt: skip
    assert (report.overall.n, report.overall.good) == (4, 0.5)
    goods = {group: (share.n, share.good) for group, share in report.groups.items()}
    assert goods == {
        ("kind", "no list"): (1, 1.0),
        ("kind", "recommend"): (1, 0.0),
        ("kind", "search"): (2, 0.5),
        ("language", "ar"): (2, 0.5),
        ("language", "th"): (1, 0.0),
        ("language", "unknown"): (1, 1.0),
        ("recommender", "1 ease"): (1, 1.0),
        ("recommender", "2 hybrid"): (2, 0.0),
    }
    assert report.reasons == {"price": 1, "none given": 1}


def test_no_opinion_is_a_report_too() -> None:
    report = feedback_report([])
    assert (report.overall, report.groups, report.reasons) == (Share(0, 0.0, 0.0, 1.0), {}, {})
