import logging
import threading
import time
from pathlib import Path

import pytest

from retrieval.quality.registry import ModelRegistry
from retrieval.quality.serving import Served, ServingModel
from retrieval.quality.version_folder import name_of
from tests.retrieval.quality.small_models import loading, registered


@pytest.fixture
def registry(tmp_path: Path) -> ModelRegistry:
    return ModelRegistry(tmp_path / "recommender", "recommender")


def until(holder: ServingModel[str], wanted: int) -> Served[str]:
    """Ask as requests do until a version serves."""
    for _ in range(500):
        served = holder()
        if served is not None and served.version == wanted:
            return served
        time.sleep(0.01)
    raise AssertionError(f"version {wanted} never served; {holder()}")


def test_without_a_model_there_is_none(registry):
    assert ServingModel(registry, loading)() is None


def test_model_that_serves_is_there_at_once(registry):
    registry.switch(registered(registry, "one").number, "better")
    assert ServingModel(registry, loading)() == Served(1, "popularity", "popularity one")


def test_new_version_is_taken_over_without_being_told(registry):
    holder = ServingModel(registry, loading, check_seconds=0.0)
    registry.switch(registered(registry, "one").number, "better")
    assert until(holder, 1).model == "popularity one"
    registry.switch(registered(registry, "two").number, "better")
    assert until(holder, 2).model == "popularity two"
    registry.roll_back()
    assert until(holder, 1).model == "popularity one"


def test_old_model_answers_while_the_new_one_is_loaded(registry):
    may_load = threading.Event()
    may_load.set()

    def slowly(method: str, folder: Path) -> str:
        assert may_load.wait(10)
        return loading(method, folder)

    registry.switch(registered(registry, "one").number, "better")
    holder = ServingModel(registry, slowly, check_seconds=0.0)
    may_load.clear()
    registry.switch(registered(registry, "two").number, "better")
    assert [holder().version for _ in range(20)] == [1] * 20
    may_load.set()
    assert until(holder, 2).version == 2


def test_damaged_version_leaves_the_former_one_serving_and_is_told(registry, caplog):
    registry.switch(registered(registry, "one").number, "better")
    holder = ServingModel(registry, loading, check_seconds=0.0)
    registry.switch(registered(registry, "two").number, "better")
    (registry.versions_folder / name_of(2) / "model" / "model.json").write_text('"tw"')
    with caplog.at_level(logging.ERROR):
        for _ in range(500):
            holder()
            if holder.trouble:
                break
            time.sleep(0.01)
    assert "truncated" in holder.trouble
    assert holder() == Served(1, "popularity", "popularity one")
    registry.roll_back()
    for _ in range(500):
        holder()
        if not holder.trouble:
            break
        time.sleep(0.01)
    assert holder.trouble == ""


def test_many_threads_see_whole_models_alone(registry):
    registry.switch(registered(registry, "one").number, "better")
    holder = ServingModel(registry, loading, check_seconds=0.0)
    seen: set[tuple[int, str]] = set()
    is_over = threading.Event()

    def ask() -> None:
        while not is_over.is_set():
            served = holder()
            assert served is not None
            seen.add((served.version, served.model))

    threads = [threading.Thread(target=ask) for _ in range(4)]
    for thread in threads:
        thread.start()
    for number in (2, 3):
        registry.switch(registered(registry, f"model {number}").number, "better")
        until(holder, number)
    is_over.set()
    for thread in threads:
        thread.join()
    assert seen >= {(1, "popularity one"), (3, "popularity model 3")}
    assert seen <= {(1, "popularity one"), (2, "popularity model 2"), (3, "popularity model 3")}
