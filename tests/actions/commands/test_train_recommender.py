"""Training, listing and rolling back recommenders from the command line, on a database of invented shoppers."""

import json
from pathlib import Path
from types import SimpleNamespace

import pytest
from click.testing import CliRunner

import actions.commands.train_recommender as train_recommender
from actions.cli import group
from actions.learned.models import registry, serving_recommender
from actions.settings import Settings
from retrieval.recommenders.interactions import History
from retrieval.recommenders.item_facts import ItemFacts
from tests.retrieval.quality.small_recommenders import METHODS, checkerboard


@pytest.fixture
def run(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    """Run a command on a checkerboard of shoppers; what gathers the shop's own data has tests of its own."""
    monkeypatch.setenv("CROSSAISLE_CACHE", str(tmp_path))
    everything = checkerboard()
    data = SimpleNamespace(
        interactions=everything, facts=ItemFacts.unknown(everything.item_ids), n_events=3600, left_out={"repeated": 2}
    )
    found = SimpleNamespace(data=data, n_without_consent=7)
    monkeypatch.setattr(train_recommender, "shop_data", lambda *_: found)
    monkeypatch.setattr(train_recommender, "METHODS", METHODS)
    monkeypatch.setattr(train_recommender.command.params[0].type, "choices", ("best", *sorted(METHODS)))

    def call(*arguments: str):
        return CliRunner().invoke(group, ["train", *arguments])

    return call


def test_model_is_trained_listed_and_rolled_back(run):
    done = run("recommender", "--method", "popularity", "--json")
    assert done.exit_code == 0, done.output
    figures = json.loads(done.stdout)
    assert (figures["version"], figures["serves"], figures["gate"]["passed"]) == (1, True, True)
    assert figures["left_out"] == {"shopper without consent": 7, "repeated": 2}
    assert figures["lineage"]["n_interactions"] > 2000
    assert "left out" in done.stderr

    done = run("recommender", "--method", "parity")
    assert done.exit_code == 0, done.output
    assert "it serves now" in done.stdout
    assert "ndcg_at_10" in done.stdout

    listed = json.loads(run("versions", "--json").stdout)
    assert listed["recommender"]["serving"] == 2
    assert [version["number"] for version in listed["recommender"]["versions"]] == [1, 2]
    assert "* recommender 2" in run("versions").stdout

    done = run("rollback", "recommender", "--json")
    assert json.loads(done.stdout) == {
        "kind": "recommender", "serving": 1, "method": "popularity", "before": 2,
    }  # fmt: skip
    assert "version 2 of recommender (parity) serves now" in run("rollback", "--to", "2").stdout


def test_model_that_fails_the_gate_ends_with_1_and_says_which_metric_and_by_how_much(run):
    run("recommender", "--method", "parity")
    done = run("recommender", "--method", "popularity")
    assert done.exit_code == 1
    assert "ndcg_at_10 is worse" in done.stdout
    assert "WORSE" in done.stdout
    assert "it does not serve" in done.stdout
    assert registry(Settings.from_environment()).serving().number == 1


def test_without_a_name_the_best_method_is_taken(run):
    done = run("recommender", "--json")
    assert done.exit_code == 0, done.output
    assert json.loads(done.stdout)["method"] == "parity"
    assert "wrong: ndcg_at_10 0.0000" in done.stderr


def test_unchecked_model_is_kept_only(run):
    done = run("recommender", "--method", "popularity", "--no-check", "--json")
    assert done.exit_code == 0
    assert json.loads(done.stdout)["serves"] is False


def test_rolling_back_without_versions_fails(run):
    done = run("rollback", "ranker")
    assert done.exit_code == 1
    assert "train one first" in str(done.exception)


def test_no_version_yet_is_said(run):
    assert "no version yet" in run("versions").stdout
    assert json.loads(run("versions", "--json").stdout) == {}


@pytest.mark.parametrize("arguments", [("recommender", "--method", "magic"), ("rollback", "--to", "0")])
def test_wrong_usage_ends_with_2(run, arguments):
    assert run(*arguments).exit_code == 2


def test_holder_of_the_server_recommends_with_what_was_trained(run):
    run("recommender", "--method", "popularity")
    served = serving_recommender(Settings.from_environment())()
    assert served is not None
    assert (served.version, served.method) == (1, "popularity")
    assert len(served.model.recommend(History.of([]), 5).items) == 5
