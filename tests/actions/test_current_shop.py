"""A running shop takes over an imported catalogue by itself, and never answers from half of one."""

import threading
import time
from datetime import date
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest

from actions import current_shop
from actions.current_shop import CurrentShop
from retrieval.catalogue import FILE_NAME, Catalogue
from retrieval.errors import ArtifactError


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
        return SimpleNamespace(name=part, metrics=None, catalogue=Catalogue.from_products([], [], "test"))

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
