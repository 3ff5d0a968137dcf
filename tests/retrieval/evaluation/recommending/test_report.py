import json
import math
import re
from dataclasses import replace
from datetime import date
from html.parser import HTMLParser

import pytest

from retrieval.errors import EvaluationError
from retrieval.evaluation.recommending.datasets.dataset import Dataset
from retrieval.evaluation.recommending.judging import Terms, judge
from retrieval.evaluation.recommending.page import page_of, write_page
from retrieval.evaluation.recommending.plots import MEASURES, plots_of, ticks_between
from retrieval.evaluation.recommending.report import report_of
from retrieval.evaluation.recommending.splits import k_folds, stratified
from retrieval.recommenders.interactions import Interactions
from retrieval.recommenders.item_facts import ItemFacts
from tests.retrieval.evaluation.recommending.recommender_fakes import Backwards, ByPopularity, OwnKind, checkerboard

BOARD = checkerboard()
DATA = Dataset("board <b>", BOARD, ItemFacts.unknown(BOARD.item_ids), 203, {"malformed": 2, "بلا وقت": 1}, ("a & b",))
ALL = {"popularity": ByPopularity.fit, "own": OwnKind.fit, "backwards": Backwards.fit}


def report(models=ALL, folds=0, k=3):
    splits = k_folds(BOARD, folds, 0) if folds else [stratified(BOARD, 0)]
    terms = Terms(k=k)
    return report_of(DATA, "stratified", terms, judge(splits, DATA.facts, models, terms))


REPORT = report()


def test_json_has_what_the_contract_names():
    found = REPORT.as_json()
    assert (found["data"], found["split"]) == ("board <b>", "stratified")
    for figures in report(k=10).as_json()["models"].values():
        assert {
            "rmse",
            "ndcg_at_10",
            "precision_at_10",
            "recall_at_10",
            "map",
            "coverage",
            "diversity",
            "novelty",
        } <= figures.keys()
    assert json.loads(json.dumps(found, allow_nan=False)) == found


def test_measures_of_a_list_name_their_length():
    assert "ndcg_at_3" in REPORT.as_json()["models"]["own"]


def test_best_comes_first_and_losers_are_said_to_lose():
    assert next(model.name for model in REPORT.models) == "own"
    verdicts = {model.name: model.verdict for model in REPORT.models}
    assert verdicts["own"] == "best"
    assert verdicts["popularity"] == "loses to own"
    assert verdicts["backwards"] == "loses to own"


def test_what_is_worse_than_popularity_is_said_to_lose_to_it():
    wanted = Interactions.from_records(
        [(f"u{user}", str(item), 5.0, 0.0) for user in range(30) for item in (*range(4), 4 + user)]
    )
    data = replace(DATA, interactions=wanted, facts=ItemFacts.unknown(wanted.item_ids))
    models = {"popularity": ByPopularity.fit, "backwards": Backwards.fit, "alike": ByPopularity.fit}
    runs = judge([stratified(wanted, 0)], data.facts, models, Terms(k=1))
    verdicts = {model.name: model.verdict for model in report_of(data, "stratified", Terms(k=1), runs).models}
    assert verdicts["backwards"] == "loses to popularity"
    assert verdicts["alike"] == "as good as popularity"


def test_equal_recommenders_do_not_lose():
    verdicts = {m.name: m.verdict for m in report({"popularity": ByPopularity.fit, "same": ByPopularity.fit}).models}
    assert verdicts == {"popularity": "best, as good as same", "same": "as good as popularity"}


def test_one_recommender_is_alone():
    (model,) = report({"popularity": ByPopularity.fit}).models
    assert model.verdict == "alone"
    assert (model.lead.mean, model.lead.low) == (0.0, 0.0)


def test_what_was_not_measured_is_null():
    figures = REPORT.as_json()["models"]["backwards"]
    assert figures["rmse"] is None
    assert figures["intervals"]["rmse"] == [None, None]
    assert figures["calibration"] is None


def test_interval_holds_the_mean_and_rmse_is_a_root():
    for model in REPORT.models:
        for one in model.estimates.values():
            assert math.isnan(one.mean) or one.low <= one.mean <= one.high
    # everything is rated 5 and foretold so
    assert REPORT.as_json()["models"]["popularity"]["rmse"] == 0.0


def test_folds_are_put_together_by_user():
    by_fold = report(folds=4)
    assert {model.n_users for model in by_fold.models} == {20}
    assert {model.n_ratings for model in by_fold.models if model.name != "backwards"} == {200}


class Page(HTMLParser):
    def __init__(self, text):
        super().__init__()
        self.tags, self.open, self.balanced = [], [], True
        self.feed(text)

    def handle_starttag(self, tag, attrs):
        self.tags.append((tag, dict(attrs)))
        if tag != "meta":
            self.open.append(tag)

    def handle_endtag(self, tag):
        if not self.open or self.open.pop() != tag:
            self.balanced = False


def test_page_stands_alone_and_says_all_in_words():
    text = page_of(REPORT, date(2026, 11, 26))
    page = Page(text)
    assert page.balanced
    assert not page.open
    assert not {"script", "link", "img", "iframe"} & {tag for tag, _ in page.tags}
    assert not re.search(r"https?:|url\(|@import", text)
    plots = [attrs for tag, attrs in page.tags if tag == "svg"]
    ids = {attrs["id"] for _, attrs in page.tags if "id" in attrs}
    assert len(plots) == len(plots_of(REPORT)) > 8
    for plot in plots:
        assert plot["role"] == "img"
        assert set(plot["aria-labelledby"].split()) <= ids
    assert [tag for tag, _ in page.tags].count("caption") == 1 + len(plots)
    assert "loses to own" in text


def test_page_takes_no_name_for_markup():
    text = page_of(REPORT, date(2026, 11, 26))
    assert "board &lt;b&gt;" in text
    assert "<b>" not in text
    assert "a &amp; b" in text
    assert "بلا وقت" in text


def test_page_is_written_or_the_file_named(tmp_path):
    write_page(REPORT, tmp_path / "page.html", date(2026, 11, 26))
    assert (tmp_path / "page.html").read_text(encoding="utf-8").startswith("<!doctype html>")
    with pytest.raises(EvaluationError, match="name another file"):
        write_page(REPORT, tmp_path / "none" / "page.html", date(2026, 11, 26))


def test_dots_lie_on_the_scale_in_order_of_their_values():
    for plot in plots_of(REPORT):
        low, high = plot.ticks[0].x, plot.ticks[-1].x
        assert all(low - 1e-6 <= dot.low <= dot.x <= dot.high <= high + 1e-6 for dot in plot.dots)
        assert len({dot.y for dot in plot.dots}) == len(plot.dots)


def test_measure_that_nobody_has_is_not_drawn():
    assert "calibration" not in {plot.measure.key for plot in plots_of(REPORT)}
    assert "calibration" in {measure.key for measure in MEASURES}


@pytest.mark.parametrize(("low", "high"), [(0, 0), (0, 1), (0, 0.0031), (-0.2, 5.1), (0, 1234)])
def test_ticks_span_the_range(low, high):
    ticks = ticks_between(low, high)
    assert ticks[0] <= low
    assert ticks[-1] >= high
    assert 2 <= len(ticks) <= 7
