import json
import os
import shutil
import signal
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from retrieval.errors import ArtifactError
from retrieval.quality.lineage import fingerprint_of
from retrieval.quality.registry import SERVING_FILE, ModelRegistry
from retrieval.quality.version_folder import VERSION_FILE, name_of
from retrieval.recommenders.interactions import Interactions
from tests.retrieval.quality.small_models import lineage, loading, registered


@pytest.fixture
def registry(tmp_path: Path) -> ModelRegistry:
    return ModelRegistry(tmp_path / "recommender", "recommender")


def served(registry: ModelRegistry) -> str:
    version = registry.serving()
    assert version is not None
    return loading(version.method, registry.model_folder(version.number))


def test_nothing_serves_before_the_first_switch(registry):
    assert registry.serving() is None
    registered(registry)
    assert registry.serving() is None


def test_version_says_where_it_comes_from(registry):
    registry.switch(registered(registry).number, "the first")
    second = registered(registry)
    found = registry.version(2)
    assert found.as_json() == second.as_json()
    assert (found.number, found.parent, found.method, found.verdict) == (2, 1, "popularity", "passed")
    assert (found.lineage.n_users, found.lineage.n_items, found.lineage.n_interactions) == (2, 2, 2)
    assert found.lineage.first_moment == datetime.fromtimestamp(10, UTC)
    assert found.lineage.last_moment == datetime.fromtimestamp(20, UTC)
    assert found.lineage.seed == 3
    assert found.lineage.parameters == {"half_life_days": None}
    assert found.lineage.code["crossaisle"]
    assert len(found.lineage.data_fingerprint) == 64
    assert found.metrics["ndcg_at_10"].low == 0.25
    assert found.created_at.tzinfo is not None


def test_what_a_version_says_is_strict_json(registry):
    json.dumps(registered(registry).as_json(), allow_nan=False)


def test_same_data_give_the_same_fingerprint_and_other_data_another():
    assert lineage().data_fingerprint == lineage().data_fingerprint
    split = [Interactions.from_records([(user, "cup", 5.0, 1.0)], item_ids) for user, item_ids in (
        ("ann", ["cup"]), ("an", ["cup"]), ("ann", ["cup", "n"]),
    )]  # fmt: skip
    assert len({fingerprint_of(one) for one in split}) == 3


def test_switching_lets_the_other_one_serve_and_keeps_the_history(registry):
    for text in ("one", "two"):
        registry.switch(registered(registry, text).number, f"because of {text}")
    assert served(registry) == "popularity two"
    assert [(switch.version, switch.reason) for switch in registry.switches()] == [
        (1, "because of one"), (2, "because of two"),
    ]  # fmt: skip


def test_rolling_back_goes_back_one_version_each_time_and_never_forth(registry):
    for text in ("one", "two", "three"):
        registry.switch(registered(registry, text).number, "better")
    assert registry.roll_back().number == 2
    assert registry.roll_back().number == 1
    with pytest.raises(ArtifactError, match="Nothing served before version 1"):
        registry.roll_back()
    registry.switch(3, "by hand")
    assert registry.roll_back().number == 1
    assert [switch.is_rollback for switch in registry.switches()] == [False, False, False, True, True, False, True]


def test_rolling_back_without_anything_is_refused(registry):
    with pytest.raises(ArtifactError, match="train one first"):
        registry.roll_back()


def test_pruning_keeps_the_last_what_serves_and_what_it_would_be_rolled_back_to(registry):
    for text in "abcdef":
        number = registered(registry, text).number
        if number <= 2:
            registry.switch(number, "better")
    assert registry.prune(2) == (3, 4)
    assert [version.number for version in registry.versions()] == [1, 2, 5, 6]
    assert registry.roll_back().number == 1
    assert registered(registry).number == 7


def test_pruning_everything_is_refused(registry):
    with pytest.raises(ArtifactError, match="0 versions"):
        registry.prune(0)


def test_number_of_a_removed_version_is_not_given_again(registry):
    registry.switch(registered(registry).number, "better")
    registry.switch(registered(registry).number, "better")
    shutil.rmtree(registry.versions_folder / name_of(2))
    assert registered(registry).number == 3


def test_writer_that_fails_leaves_nothing_behind(registry):
    def broken(folder: Path) -> None:
        (folder / "half").write_text("half")
        raise ArtifactError("no more room")

    with pytest.raises(ArtifactError, match="no more room"):
        registry.register("popularity", lineage(), {}, "", broken)
    assert list(registry.versions_folder.iterdir()) == []


@pytest.mark.parametrize(
    ("damage", "complaint"),
    [
        (lambda model: (model / "model.json").write_text('"b model"'), "corrupt"),
        (lambda model: (model / "model.json").write_text('"a'), "truncated"),
        (lambda model: (model / "model.json").unlink(), "missing"),
        (lambda model: (model / "other").write_text("?"), "none of its own"),
        (lambda model: (model.parent / VERSION_FILE).write_text("{"), "cannot be read"),
        (lambda model: (model.parent / VERSION_FILE).write_text("[]"), "format None"),
        (lambda model: (model.parent / VERSION_FILE).unlink(), "no version 2"),
    ],
)
def test_damaged_version_never_serves(registry, damage, complaint):
    registry.switch(registered(registry, "one").number, "better")
    second = registered(registry, "a model")
    damage(registry.versions_folder / name_of(second.number) / "model")
    with pytest.raises(ArtifactError, match=complaint):
        registry.switch(second.number, "better")
    assert served(registry) == "popularity one"


@pytest.mark.parametrize(
    ("field", "value", "complaint"),
    [("kind", "ranker", "foreign"), ("number", 9, "foreign"), ("format_version", 99, "format 99"),
     ("lineage", {}, "describes no version"), ("files", [{}], "describes no version")],
)  # fmt: skip
def test_version_of_something_else_is_refused(registry, field, value, complaint):
    registered(registry)
    path = registry.versions_folder / name_of(1) / VERSION_FILE
    path.write_text(json.dumps(json.loads(path.read_text()) | {field: value}))
    with pytest.raises(ArtifactError, match=complaint):
        registry.switch(1, "better")


@pytest.mark.parametrize(
    "content", ["", "{}", "[]", '{"format_version": 1, "kind": "recommender", "switches": [{"version": 1}]}']
)
def test_pointer_that_cannot_be_read_is_named(registry, content):
    registry.folder.mkdir()
    (registry.folder / SERVING_FILE).write_text(content)
    with pytest.raises(ArtifactError, match=SERVING_FILE):
        registry.serving()


def test_folder_of_another_kind_is_refused(registry):
    registry.switch(registered(registry).number, "better")
    with pytest.raises(ArtifactError, match=r"'recommender'.*'ranker'"):
        ModelRegistry(registry.folder, "ranker").serving()


_LASTING = ("fsync", "replace", "rename", "mkdir")
"""The calls that make something lasting, each a place to die at."""


def switch_and_die(registry: ModelRegistry, n_calls: int) -> int:
    """Switch to a new version in a process of its own that is killed after so many lasting calls; return its status."""
    child = os.fork()
    if child:
        return os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])
    left = [n_calls]

    def dying(real: Callable[..., Any]) -> Callable[..., Any]:
        def call(*arguments: Any, **named: Any) -> Any:
            if left[0] == 0:
                os.kill(os.getpid(), signal.SIGKILL)
            left[0] -= 1
            return real(*arguments, **named)

        return call

    for name in _LASTING:
        setattr(os, name, dying(getattr(os, name)))
    registry.switch(registered(registry, "new").number, "better")
    os._exit(0)


def test_process_killed_at_any_step_leaves_the_old_or_the_new_one_serving(registry):
    registry.switch(registered(registry, "old").number, "the first")
    found = []
    for n_calls in range(40):
        status = switch_and_die(registry, n_calls)
        found.append(served(registry))
        if status == 0:
            break
        assert status == -signal.SIGKILL
    assert status == 0
    assert n_calls > 8
    assert set(found[:-2]) == {"popularity old"}
    assert found[-1] == "popularity new"
    registered(registry)
    assert not list(registry.versions_folder.glob(".*"))
