"""`crossaisle train data` and `crossaisle evaluate recommend --data shop`."""

import csv
import json
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from actions.commands import (
    evaluate_recommend,
    shoppers_demo,
    train_data_clean,
    train_data_collect,
    train_data_features,
    train_data_transform,
)
from actions.commands.train import command as train
from actions.learned.shop_data import shop_data
from actions.settings import Settings
from retrieval.catalogue import Catalogue
from retrieval.database import create_engine_for
from retrieval.events import Event
from retrieval.product import Merchant, Product
from retrieval.shopper_store import PERSONALISATION, ShopperStore

NOON = datetime(2026, 11, 20, 12, tzinfo=UTC)
PRODUCTS = [
    Product(
        f"p{number}", "m", "de", {"de": f"Becher {number}", "tr": "Su geçirmez bardak"}, Decimal(number + 1), "EUR",
        category="mug", brand="Kim", added=date(2026, 1, 1),
    )
    for number in range(9)
]  # fmt: skip


@pytest.fixture
def store(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> ShopperStore:
    """A shop of nine products, of which one was deleted since, with four shoppers, of whom two consented."""
    cache = tmp_path / "cache"
    monkeypatch.setenv("CROSSAISLE_CACHE", str(cache))
    monkeypatch.setenv("CROSSAISLE_DATABASE_URL", f"sqlite:///{tmp_path / 'shop.db'}")
    Catalogue.from_products(PRODUCTS, [Merchant("m", "M", "DE", "de", "EUR")], "test").save(cache)
    kept = ShopperStore(create_engine_for(Settings.from_environment().database_url))
    for user in ("ann", "bob", "eve", "kim"):
        kept.set_shopper(user, country="TR", attributes={"age": 40, "occupation": "öğretmen"})
        kept.add_events(
            [
                Event(f"{user}-{number}", user, type_, f"p{number}", None, NOON - timedelta(hours=number), None)
                for number in range(8)
                for type_ in ("purchase",)
            ]
        )
    kept.add_events(
        [
            Event("gone", "ann", "view", "deleted", None, NOON, None),
            Event("old", "ann", "view", "p8", None, datetime(2025, 1, 1, tzinfo=UTC), None),
        ]
    )
    for user in ("ann", "bob"):
        kept.record_consent(user, PERSONALISATION, granted=True)
    kept.record_consent("eve", PERSONALISATION, granted=False)
    return kept


def run(module: object, *arguments: str | Path) -> Result:
    command = getattr(module, "demo", None) or module.command  # type: ignore[attr-defined]
    result = CliRunner().invoke(command, [str(one) for one in arguments], catch_exceptions=False)
    assert result.exit_code in {0, 2}, result.output
    return result


def rows(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


@pytest.mark.usefixtures("store")
def test_four_steps_lead_from_the_database_to_files(tmp_path: Path) -> None:
    collected = run(train_data_collect, "--to", tmp_path / "e.csv", "--json")
    assert json.loads(collected.stdout) == {
        "events": 18,
        "left_out": {"shopper without consent": 8},  # eve's no erased hers
        "file": str(tmp_path / "e.csv"),
    }
    assert "2 shoppers consented, 1 refused, 1 were not asked or did not answer" in collected.stderr
    cleaned = json.loads(run(train_data_clean, tmp_path / "e.csv", "--to", tmp_path / "c.csv", "--json").stdout)
    assert cleaned["events"] == 17
    assert cleaned["left_out"]["before the product existed"] == 1
    run(train_data_transform, tmp_path / "c.csv", "--to", tmp_path / "r.csv")
    assert {row["rating"] for row in rows(tmp_path / "r.csv")} == {"5.0", "3.0"}
    described = run(train_data_features, tmp_path / "c.csv", "--to", tmp_path / "f", "--scaled", "--json")
    assert {name: n for name, n in json.loads(described.stdout).items() if name != "left_out"} == {
        "shoppers": 2,
        "visits": len(rows(tmp_path / "f" / "visits.csv")),
        "products": 9,
    }
    shopper = rows(tmp_path / "f" / "shoppers.csv")[0]
    assert (shopper["age_band"], shopper["region"], shopper["occupation"]) == ("35-44", "tr", "öğretmen")
    product = rows(tmp_path / "f" / "products.csv")[0]
    assert (product["category"], product["price_band"], product["style"]) == ("mug", "0.0", "waterproof")
    assert json.loads((tmp_path / "f" / "scaling.json").read_text()).keys() == {"shoppers", "visits"}
    judged = run(evaluate_recommend, "--data", "csv", "--path", tmp_path / "r.csv", "--models", "popularity", "--json")
    assert json.loads(judged.stdout)["n_users"] == 2


@pytest.mark.usefixtures("store")
def test_file_is_collected_of_who_consented_or_whom_the_owner_vouches_for(tmp_path: Path) -> None:
    (tmp_path / "in.csv").write_text("event_id,user,event,item\n1,ann,view,p1\n1,ann,view,p1\n2,stranger,view,p1\n")
    given = ("--from", tmp_path / "in.csv", "--to", tmp_path / "e.csv", "--json")
    assert json.loads(run(train_data_collect, *given).stdout)["left_out"] == {
        "event id seen before": 1,
        "shopper without consent": 1,
    }
    assert json.loads(run(train_data_collect, *given, "--consented").stdout)["events"] == 2


@pytest.mark.usefixtures("store")
def test_vouching_for_the_database_is_wrong_usage(tmp_path: Path) -> None:
    result = run(train_data_collect, "--to", tmp_path / "e.csv", "--consented")
    assert result.exit_code == 2


@pytest.mark.usefixtures("store")
def test_shop_data_hold_consenting_shoppers_and_products_still_sold() -> None:
    found = shop_data(Settings.from_environment(), lambda _: None)
    assert found.data.interactions.item_ids == found.data.facts.item_ids == tuple(f"p{number}" for number in range(9))
    assert sorted(found.data.interactions.user_ids) == ["ann", "bob"]
    assert found.n_without_consent == 8
    assert found.data.left_out == {"before the product existed": 1, "product no longer sold": 1}
    assert found.data.interactions.facts["bob"]["age_band"] == "35-44"


def test_erased_shopper_is_in_no_training_data(store: ShopperStore) -> None:
    store.erase("ann")
    assert shop_data(Settings.from_environment(), lambda _: None).data.interactions.user_ids == ("bob",)


@pytest.mark.usefixtures("store")
def test_shops_own_data_are_judged() -> None:
    result = run(evaluate_recommend, "--data", "shop", "--models", "popularity", "--json")
    found = json.loads(result.stdout)
    assert (found["n_users"], found["n_items"]) == (2, 9)
    assert found["rejects"]["shopper without consent"] == 8


@pytest.mark.usefixtures("store")
def test_catalogue_may_be_missing_for_events_alone(tmp_path: Path) -> None:
    (tmp_path / "cache" / "catalogue.jsonl").unlink()
    (tmp_path / "in.csv").write_text("user,event,item\nann,view,p1\n")
    assert "no catalogue" in run(train_data_clean, tmp_path / "in.csv", "--to", tmp_path / "c.csv").stderr
    found = run(train_data_features, tmp_path / "in.csv", "--to", tmp_path / "f", "--json")
    assert json.loads(found.stdout)["products"] == 0


@pytest.mark.usefixtures("store")
def test_file_without_events_gives_files_without_rows(tmp_path: Path) -> None:
    (tmp_path / "in.csv").write_text("user,event,item\n")
    assert "0 of 0 events" in run(train_data_clean, tmp_path / "in.csv", "--to", tmp_path / "c.csv").stdout
    assert "0 ratings" in run(train_data_transform, tmp_path / "c.csv", "--to", tmp_path / "r.csv").stdout
    run(train_data_features, tmp_path / "c.csv", "--to", tmp_path / "f", "--scaled")
    assert rows(tmp_path / "f" / "shoppers.csv") == []


def test_invented_shoppers_have_consented_once(store: ShopperStore) -> None:
    for _ in range(2):
        run(shoppers_demo, "--shoppers", "2")
    assert [answer.granted for answer in store.consents_of("demo-0-0")] == [True]


def test_shoppers_invented_otherwise_are_invented_anew_and_visitors_keep_theirs(store: ShopperStore) -> None:
    run(shoppers_demo, "--shoppers", "2")
    invented = store.events_of("demo-0-1")
    store.erase("demo-0-1")
    former = replace(invented[0], event_id="demo-0-1-999", product_id="long gone")
    visit = replace(invented[0], event_id="own")
    store.add_events([former])
    store.add_events([replace(visit, user_id="demo-0-0")])
    assert "1 invented otherwise before: erased" in run(shoppers_demo, "--shoppers", "2").stdout
    assert store.events_of("demo-0-1") == invented
    assert "own" in {event.event_id for event in store.events_of("demo-0-0")}
    assert "unchanged" in run(shoppers_demo, "--shoppers", "2").stdout


def test_commands_are_in_the_tree() -> None:
    shown = CliRunner().invoke(train, ["data", "--help"]).stdout
    assert all(name in shown for name in ("clean", "collect", "features", "transform"))
