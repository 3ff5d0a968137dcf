"""`crossaisle train together`, `train forget` and `evaluate privacy`, from the shop's database."""

import json
from datetime import UTC, date, datetime
from decimal import Decimal
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from actions.assembly import spent_of
from actions.cli import group
from actions.commands.doctor import _privacy
from actions.learned.models import kept_together, registry
from actions.settings import Settings
from retrieval.catalogue import Catalogue
from retrieval.database import create_engine_for
from retrieval.errors import StoreError
from retrieval.events import Event
from retrieval.product import Merchant, Product
from retrieval.quality.recommender_training import RecommenderTraining
from retrieval.recommenders.interactions import Interactions
from retrieval.recommenders.item_facts import ItemFacts
from retrieval.recommenders.methods import METHODS
from retrieval.shopper_store import PERSONALISATION, ShopperStore

NOON = datetime(2026, 11, 20, 12, tzinfo=UTC)
PRODUCTS = [
    Product(f"p{number}", "m", "tr", {"tr": f"Bardak {number}", "th": f"แก้ว {number}"}, Decimal(9), "EUR",
            category="mug", added=date(2026, 1, 1))
    for number in range(6)
]  # fmt: skip


@pytest.fixture
def store(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> ShopperStore:
    """A shop where 160 shoppers bought p0 with p1, and 80 more p4 alone; one never consented."""
    monkeypatch.setenv("CROSSAISLE_CACHE", str(tmp_path / "cache"))
    monkeypatch.setenv("CROSSAISLE_DATABASE_URL", f"sqlite:///{tmp_path / 'shop.db'}")
    monkeypatch.setenv("CROSSAISLE_PRIVACY_BUDGET", "12")
    Catalogue.from_products(PRODUCTS, [Merchant("m", "M", "TR", "tr", "EUR")], "test").save(tmp_path / "cache")
    kept = ShopperStore(create_engine_for(Settings.from_environment().database_url))
    for number in range(240):
        user_id = f"متسوق {number}"
        kept.record_consent(user_id, PERSONALISATION, True)
        bought = ("p0", "p1") if number < 160 else ("p4",)
        kept.add_events([Event(f"{number}{one}", user_id, "purchase", one, None, NOON, None) for one in bought])
    kept.add_events([Event(f"x{one}", "silent", "purchase", one, None, NOON, None) for one in ("p2", "p3")])
    return kept


def run(*arguments: str) -> Result:
    return CliRunner().invoke(group, arguments)


@pytest.mark.usefixtures("store")
def test_counts_are_released_and_what_they_cost_is_shown_everywhere() -> None:
    settings = Settings.from_environment()
    assert _privacy(settings) == "no counts released, ε 12 to spend"
    done = run("train", "together", "--epsilon", "8", "--json")
    assert done.exit_code == 0, done.output
    figures = json.loads(done.stdout)
    assert (figures["version"], figures["products"]) == (1, 6)
    assert figures["budget"]["epsilon"] == 12
    assert figures["budget"]["spent"] == pytest.approx(8, rel=1e-3)
    assert 0 < figures["budget"]["left"] < 12 - 8 + 4
    versions = registry(settings, "co_occurrence")
    found = kept_together(settings).companions("p0", 3, lambda _: True)
    assert [one.product_id for one in found] == ["p1"]
    assert versions.version(1).lineage.data_fingerprint == ""
    assert spent_of(create_engine_for(settings.database_url)) == pytest.approx(8, rel=1e-3)
    assert "ε 8.000 of 12 spent by 1 release" in _privacy(settings)


@pytest.mark.usefixtures("store")
def test_release_over_the_budget_is_refused_and_makes_no_version() -> None:
    done = run("train", "together", "--epsilon", "12.5")
    assert done.exit_code == 1
    assert isinstance(done.exception, StoreError)
    assert "over the budget of 12; release with ε 1" in str(done.exception)
    assert registry(Settings.from_environment(), "co_occurrence").versions() == []
    assert run("train", "together", "--epsilon", "0").exit_code == 2


@pytest.mark.usefixtures("store")
def test_what_noise_costs_is_told_for_the_shop() -> None:
    done = run("evaluate", "privacy", "--epsilons", "8", "--runs", "3", "--json")
    assert done.exit_code == 0, done.output
    figures = json.loads(done.stdout)
    assert (figures["shoppers"], figures["products"], figures["most_pairs_per_shopper"]) == (240, 6, 45)
    small, none = figures["epsilons"]
    assert (small["epsilon"], small["recall"], none["epsilon"], none["recall"]) == (8, [1, 1, 1], None, [1, 1, 1])
    assert _privacy(Settings.from_environment()).startswith("no counts released")
    assert "recall of top 100" in run("evaluate", "privacy", "--epsilons", "8", "--runs", "2").stdout


def test_what_noise_costs_is_told_for_movielens(shared_data: Path) -> None:
    folder = shared_data / "movielens-latest-small"
    done = run(
        "evaluate", "privacy", "--data", "movielens", "--path", str(folder), "--epsilons", "10", "--runs", "2", "--json"
    )
    assert done.exit_code == 0, done.output
    with_noise, without = json.loads(done.stdout)["epsilons"]
    assert 0.45 < with_noise["recall"][0] < without["recall"][0] < 0.95


@pytest.mark.parametrize(
    "arguments", [("--epsilons", "x"), ("--epsilons", "0"), ("--data", "movielens"), ("--runs", "1"), ("--data", "no")]
)
def test_wrong_usage_ends_with_2(arguments: tuple[str, ...]) -> None:
    assert run("evaluate", "privacy", *arguments).exit_code == 2


def test_versions_that_know_who_is_gone_are_listed_and_dropped(store: ShopperStore) -> None:
    members = [f"متسوق {number}" for number in range(20)]
    given = Interactions.from_records(
        (user, f"p{(place + step) % 6}", 5.0, float(step)) for place, user in enumerate(members) for step in range(3)
    )
    versions = registry(Settings.from_environment())
    for checked in (True, False):
        RecommenderTraining(versions, METHODS).train(
            "popularity", given, ItemFacts.unknown(given.item_ids), 0, lambda _: None, is_checked=checked
        )
    assert "no version knows a shopper who is gone" in run("train", "forget").stdout
    for user in members:
        store.erase(user)
    listed = run("train", "forget")
    assert (listed.exit_code, "kept" in listed.stdout, "serves" in listed.stdout) == (0, True, True)
    done = run("train", "forget", "--drop", "--older-than-days", "0", "--json")
    assert done.exit_code == 1
    figures = json.loads(done.stdout)["recommender"]
    assert [(one["version"], one["serves"]) for one in figures["versions"]] == [(1, True), (2, False)]
    assert figures["removed"] == [2]
    assert figures["left_frozen"] > 0
    assert [version.number for version in versions.versions()] == [1]
