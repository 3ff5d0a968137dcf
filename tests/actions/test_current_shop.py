"""A running shop takes over an imported catalogue by itself, and never answers from half of one."""

import json
import threading
import time
from datetime import date
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
from click.testing import CliRunner

from actions import current_shop
from actions.commands.import_ import command
from actions.current_shop import CurrentShop
from actions.metrics import Metrics
from actions.settings import Settings
from actions.shop import Shop
from retrieval.alerts.price_alerts import PriceAlerts
from retrieval.catalogue import FILE_NAME, Catalogue
from retrieval.database import create_engine_for
from retrieval.errors import ArtifactError
from retrieval.filters import Filters
from retrieval.profile import Profile
from tests.conftest import PROJECT

MAPPING = """
source: test
format: jsonl
merchants: [{id: m, name: M, country: DE, language: de, currency: EUR}]
fields: {product_id: id, merchant_id: {constant: m}, titles: {de: name}, price: price}
"""


@pytest.fixture
def assembled(monkeypatch: pytest.MonkeyPatch) -> list[Any]:
    """What the assemblies give, in turn; an exception is raised, an event is waited for."""
    parts: list[Any] = ["old"]

    def assemble(*_: Any) -> Any:
        part = parts.pop(0)
        if isinstance(part, Exception):
            raise part
        if isinstance(part, threading.Event):
            part.wait(10)
            part = parts.pop(0)
        return SimpleNamespace(
            name=part,
            metrics=Metrics(),
            alerts=PriceAlerts(create_engine_for("sqlite://")),
            catalogue=Catalogue.from_products([], [], "test"),
            prices=SimpleNamespace(rates=SimpleNamespace(latest=date(2026, 11, 20))),
        )

    monkeypatch.setattr(current_shop, "assemble", assemble)
    monkeypatch.setattr(current_shop, "CHECK_SECONDS", 0.0)
    return parts


def holder(tmp_path: Path) -> CurrentShop:
    (tmp_path / FILE_NAME).write_text("one")
    settings: Any = SimpleNamespace(cache=tmp_path)
    return CurrentShop(settings, lambda: date(2026, 11, 22))


def replace_catalogue(tmp_path: Path) -> None:
    unfinished = tmp_path / "new"
    unfinished.write_text("two")
    unfinished.replace(tmp_path / FILE_NAME)


def wait_for(current: CurrentShop, name: str) -> bool:
    deadline = time.monotonic() + 5
    while time.monotonic() < deadline:
        if current().name == name:  # type: ignore[attr-defined]
            return True
        time.sleep(0.01)
    return False


def name_of(current: CurrentShop) -> str:
    return str(current().name)  # type: ignore[attr-defined]


def share_models(cache: Path) -> None:
    """Use the project's models: what is built of them once takes a minute."""
    models = PROJECT / ".cache" / "models"
    models.mkdir(parents=True, exist_ok=True)
    cache.mkdir()
    (cache / "models").symlink_to(models)


def import_words(folder: Path, words: list[str]) -> None:
    (folder / "mapping.yml").write_text(MAPPING)
    rows = [json.dumps({"id": word, "name": word, "price": "3"}) for word in words]
    (folder / "feed.jsonl").write_text("\n".join(rows))
    done = CliRunner().invoke(command, [str(folder / "feed.jsonl"), "--mapping", str(folder / "mapping.yml")])
    assert done.exit_code == 0, done.output


def first_title(shop: Shop, text: str) -> str:
    found = shop.finder.find(text, "de", Filters(), "", Profile.empty(), date(2026, 11, 22), 3)
    return found.items[0].product.titles["de"]


def test_unchanged_catalogue_keeps_the_shop(tmp_path: Path, assembled: list[Any]) -> None:
    current = holder(tmp_path)
    assert [name_of(current) for _ in range(5)] == ["old"] * 5
    assert assembled == []


def test_old_shop_serves_until_the_new_one_is_whole(tmp_path: Path, assembled: list[Any]) -> None:
    current = holder(tmp_path)
    gate = threading.Event()
    assembled += [gate, "new"]
    replace_catalogue(tmp_path)
    assert [name_of(current) for _ in range(20)] == ["old"] * 20
    gate.set()
    assert wait_for(current, "new")


def test_catalogue_that_cannot_be_used_leaves_the_old_shop(
    tmp_path: Path, assembled: list[Any], monkeypatch: pytest.MonkeyPatch
) -> None:
    logged = threading.Event()
    monkeypatch.setattr(current_shop.logger, "exception", lambda *_: logged.set())
    current = holder(tmp_path)
    assembled += [ArtifactError("truncated"), "new"]
    replace_catalogue(tmp_path)
    assert name_of(current) == "old"
    assert logged.wait(5)
    assert name_of(current) == "old"
    replace_catalogue(tmp_path)
    assert wait_for(current, "new")


@pytest.mark.model
def test_running_shop_takes_over_what_the_real_command_imports(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Answers come from the old catalogue until the new one is whole; who has the old one in hand goes on with it."""
    monkeypatch.setattr(current_shop, "CHECK_SECONDS", 0.0)
    monkeypatch.setenv("CROSSAISLE_CACHE", str(tmp_path / "cache"))
    monkeypatch.setenv("CROSSAISLE_ENCODERS", "use")
    share_models(tmp_path / "cache")
    import_words(tmp_path, ["roter Schuh", "杯子", "كوب أحمر"])
    settings = Settings.from_environment()
    current = CurrentShop(settings, lambda: date(2026, 11, 22))
    old = current()
    seen = {len(old.catalogue)}
    try:
        assert first_title(old, "杯子") == "杯子"
        import_words(tmp_path, ["แก้วน้ำ", "kırmızı ışık"])
        deadline = time.monotonic() + 60
        while len(current().catalogue) == 3 and time.monotonic() < deadline:
            seen.add(len(current().catalogue))
            time.sleep(0.05)
        assert seen <= {2, 3}
        assert first_title(current(), "kırmızı ışık") == "kırmızı ışık"
        assert first_title(old, "كوب أحمر") == "كوب أحمر"
    finally:
        for shop in {id(shop): shop for shop in (old, current())}.values():
            shop.store.close()
