"""What shoppers in an experiment are shown is logged, and what they do after it can be told from it."""

import json
import time
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import httpx
import pytest
import yaml
from click.testing import CliRunner

import actions.commands.evaluate_experiment as evaluate_experiment
from actions.cli import group
from actions.shop import Shop
from retrieval.database import create_engine_for
from retrieval.quality.experiments import Assignment, Experiments
from retrieval.quality.exposures import ExposureLog, Participant
from retrieval.quality.trials import NO_TRIALS, Trials
from retrieval.shopper_store import PERSONALISATION
from tests.actions.chat import Chat
from tests.actions.serving import serve
from tests.actions.small_shop import API_TOKEN, TODAY

DECLARED = {
    "layer": "recommendations", "enabled": True, "traffic": [0, 100], "variants": {"control": 1, "learned": 1},
    "primary": "click", "guardrails": {"purchase": 0.01}, "window_days": 1,
}  # fmt: skip


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    folder = tmp_path / "experiments"
    folder.mkdir()
    (folder / "one.yml").write_text(yaml.safe_dump(DECLARED))
    return folder


@pytest.fixture
def trying_shop(make_shop, folder: Path) -> Shop:
    shop: Shop = make_shop()
    log = ExposureLog(create_engine_for(shop.settings.database_url))
    return replace(shop, trials=Trials(Experiments.load(folder), log))


def logged(shop: Shop, n: int) -> list[Participant]:
    """Return who was exposed; turns are logged while the answer is on its way."""
    assert shop.trials.log is not None
    for _ in range(200):
        found = list(shop.trials.log.participants("one"))
        if len(found) >= n:
            return found
        time.sleep(0.02)
    return found


def test_recommendations_of_a_conversation_are_logged_with_what_was_seen(trying_shop):
    reply = Chat(trying_shop).say("action_recommend", "what do you recommend")
    (one,) = logged(trying_shop, 1)
    assert one.user_id == "anon:s1"
    assert one.exposures[0].variant == trying_shop.trials.variant("one", "anon:s1", TODAY)
    assert list(one.exposures[0].product_ids) == reply.product_ids


def test_recommendations_over_http_are_logged_and_those_for_nobody_are_not(trying_shop):
    with serve(trying_shop) as served:
        httpx.get(f"{served.url}/api/v1/recommendations", timeout=30)
        answer = httpx.get(
            f"{served.url}/api/v1/recommendations?user_id=user:ann",
            headers={"Authorization": f"Bearer {API_TOKEN}"},
            timeout=30,
        )
    (one,) = logged(trying_shop, 1)
    assert one.user_id == "user:ann"
    assert list(one.exposures[0].product_ids) == [card["product_id"] for card in answer.json()["products"]]


def test_searches_are_no_exposures_of_an_experiment_about_recommendations(trying_shop):
    Chat(trying_shop).say("action_search", "tea", category="tea")
    time.sleep(0.2)
    assert logged(trying_shop, 0) == []


def test_who_refuses_personalisation_is_in_no_experiment(trying_shop):
    trying_shop.store.record_consent("anon:s1", PERSONALISATION, granted=False)
    assert Chat(trying_shop).say("action_recommend", "what do you recommend").product_ids
    time.sleep(0.2)
    assert logged(trying_shop, 0) == []


def test_shop_without_experiments_logs_nothing(make_shop):
    shop = make_shop()
    assert shop.trials is NO_TRIALS
    assert shop.trials.variant("one", "ann", TODAY) is None
    assert not shop.trials.note("ann", "recommend", ["h01"], TODAY)


def test_command_says_how_an_experiment_stands(folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setenv("CROSSAISLE_CACHE", str(tmp_path))
    monkeypatch.setattr(evaluate_experiment, "EXPERIMENTS", folder)
    log = ExposureLog(create_engine_for(f"sqlite:///{tmp_path / 'shop.db'}"))
    for number in range(60):
        variant = "learned" if number % 2 else "control"
        log.record(f"shopper {number}", [Assignment("one", variant)], ["cup"], datetime.now(UTC) - timedelta(days=3))

    def run(*arguments: str):
        return CliRunner().invoke(group, ["evaluate", "experiment", *arguments])

    done = run("one", "--json")
    assert done.exit_code == 0, done.output
    figures = json.loads(done.stdout)
    assert figures["shoppers"] == {"control": 30, "learned": 30}
    assert figures["variants"]["learned"]["state"] == "undecided"
    assert "learned beside control: undecided" in run("one").stdout
    assert "divided as declared: yes" in run("one").stdout

    for number in range(300):
        log.record(f"more {number}", [Assignment("one", "learned")], ["cup"], datetime.now(UTC) - timedelta(days=3))
    done = run("one")
    assert done.exit_code == 1
    assert "divided as declared: NO" in done.stdout
    assert "no experiment is named 'two'" in str(run("two").exception)
