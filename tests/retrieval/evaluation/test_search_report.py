import json
import math

import pytest

from retrieval.errors import EvaluationError
from retrieval.evaluation.judged import JudgedQuery
from retrieval.evaluation.search_plot import draw
from retrieval.evaluation.search_report import SearchReport, judge

QUERIES = [
    JudgedQuery("tea", "test", "en", "tea", {"a": 3, "b": 1}),
    JudgedQuery("tea", "test", "th", "ชา", {"a": 3, "b": 1}),
    JudgedQuery("cup", "test", "th", "ถ้วย", {"c": 3}),
]


def report() -> SearchReport:
    return judge("test", QUERIES, {"bm25": lambda query: ["x", *query.grades], "full": lambda query: [*query.grades]})


def test_every_system_is_judged_in_every_language():
    made = report()
    assert made.languages() == ["en", "th"]
    assert made.estimate("ndcg_at_10", "th", "full").mean == pytest.approx(1.0)
    assert made.estimate("mrr", "th", "bm25").mean == pytest.approx(0.5)


def test_lead_is_over_the_best_part_query_by_query():
    lead = report().lead("full", "en")
    assert lead.mean == pytest.approx(1 - report().estimate("ndcg_at_10", "en", "bm25").mean)
    assert lead.low <= lead.mean <= lead.high


def test_share_of_english_needs_english():
    assert report().of_english("full", "th") == pytest.approx(1.0)
    thai = judge("test", QUERIES[1:], {"full": lambda query: [*query.grades]})
    assert math.isnan(thai.of_english("full", "th"))


def test_figures_are_plain_json_by_language_measure_and_system():
    figures = json.loads(json.dumps(report().as_json()))
    assert figures["languages"]["th"]["n"] == 2
    assert set(figures["languages"]["en"]["ndcg_at_10"]) == {"bm25", "full"}
    assert figures["languages"]["en"]["ndcg_at_10_interval"]["full"] == [1.0, 1.0]
    assert figures["mean"]["mrr"]["full"] == 1.0


def test_progress_is_told_query_by_query():
    told: list[tuple[int, int]] = []
    judge("test", QUERIES, {"full": lambda _: []}, lambda done, total: told.append((done, total)))
    assert told == [(1, 3), (2, 3), (3, 3)]


def test_picture_is_drawn(tmp_path):
    draw(report(), tmp_path / "quality.png")
    assert (tmp_path / "quality.png").read_bytes().startswith(b"\x89PNG")


def test_picture_that_cannot_be_written_is_named(tmp_path):
    with pytest.raises(EvaluationError, match=r"missing/quality\.png"):
        draw(report(), tmp_path / "missing" / "quality.png")
