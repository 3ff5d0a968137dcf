"""Every arrow of the architecture: who may import whom, and which package only where."""

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest
import tomllib

ROOT = Path(__file__).resolve().parent.parent
PARTS = ("actions", "retrieval", "bot")


def modules(part: str) -> list[Path]:
    return sorted((ROOT / part).rglob("*.py"))


def imported(path: Path) -> Iterator[str]:
    """Give the dotted name of every import in a file, wherever in it; relative ones as they resolve."""
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"{path}: relative import; this project imports by full names"
            yield node.module or ""


def tops(path: Path) -> set[str]:
    return {name.split(".")[0] for name in imported(path)}


@pytest.mark.parametrize(
    ("part", "forbidden"),
    [
        ("retrieval", {"actions", "bot", "rasa", "rasa_sdk", "sanic"}),
        ("actions", {"bot", "rasa"}),
        ("bot", {"actions", "retrieval", "rasa_sdk"}),
    ],
)
def test_no_arrow_points_back(part: str, forbidden: set[str]) -> None:
    crossed = {str(path.relative_to(ROOT)): found for path in modules(part) if (found := tops(path) & forbidden)}
    assert not crossed


def test_stack_runs_on_the_standard_library_and_settings_alone() -> None:
    """`make setup` builds the environments with it, so it cannot need what they hold."""
    import sys

    for path in [*modules("actions/stack"), ROOT / "actions/settings.py", ROOT / "actions/__init__.py"]:
        own = {name for name in imported(path) if name.split(".")[0] == "actions"}
        assert all(name.startswith(("actions.stack", "actions.settings")) for name in own), path
        assert tops(path) - {"actions"} <= set(sys.stdlib_module_names), path


@pytest.mark.parametrize(
    ("package", "homes"),
    [
        (
            "torch",
            {
                "retrieval/encoders.py",
                "retrieval/recommenders/neural/autoencoder_training.py",
                "retrieval/recommenders/neural/outlook_training.py",
                "retrieval/recommenders/neural/picture_training.py",
                "retrieval/recommenders/neural/ranker_training.py",
                "retrieval/recommenders/neural/sampled_softmax.py",
                "retrieval/recommenders/neural/session_training.py",
                "retrieval/recommenders/neural/torch_run.py",
                "retrieval/recommenders/neural/two_towers_training.py",
            },
        ),
        ("sentence_transformers", {"retrieval/encoders.py"}),
        ("onnx", {"retrieval/e5_graph.py"}),
        ("onnxruntime", {"retrieval/e5_engine.py"}),
        (
            "faiss",
            {
                "retrieval/benchmarks/search_systems.py",
                "retrieval/faiss_building.py",
                "retrieval/faiss_calls.py",
                "retrieval/index.py",
            },
        ),
        ("opendp", {"retrieval/privacy/noise.py"}),
        ("pyspark", {"retrieval/spark/session.py"}),
        (
            "sqlalchemy",
            {
                "retrieval/advice/offer_ledger.py",
                "retrieval/alerts/price_alerts.py",
                "retrieval/alerts/tables.py",
                "retrieval/behaviour/consents.py",
                "retrieval/commerce/stored_carts.py",
                "retrieval/commerce/stored_orders.py",
                "retrieval/commerce/tables.py",
                "retrieval/database.py",
                "retrieval/database_types.py",
                "retrieval/privacy/lingering.py",
                "retrieval/privacy/ledger.py",
                "retrieval/quality/exposures.py",
                "retrieval/feedback_store.py",
                "retrieval/handoffs.py",
                "retrieval/kept_events.py",
                "retrieval/shopper_store.py",
                "retrieval/shown_lists.py",
            },
        ),
    ],
)
def test_package_is_imported_in_its_home_alone(package: str, homes: set[str]) -> None:
    users = {
        str(path.relative_to(ROOT))
        for part in ("actions", "retrieval")
        for path in modules(part)
        if package in tops(path)
    }
    assert users == homes


def test_rasa_is_imported_in_components_channels_and_training_alone() -> None:
    users = {str(path.relative_to(ROOT / "bot")) for path in modules("bot") if "rasa" in tops(path)}
    assert all(
        user.startswith(("components/", "channels/")) or user in {"train.py", "evaluate.py", "importer.py"}
        for user in users
    ), users


@pytest.mark.parametrize("part", PARTS)
def test_environment_is_read_in_settings_alone(part: str) -> None:
    readers = set()
    for path in modules(part):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Attribute) and node.attr in {"environ", "getenv"}:
                readers.add(str(path.relative_to(ROOT)))
    assert readers <= {f"{part}/settings.py"}


@pytest.mark.parametrize("part", PARTS)
def test_no_file_is_a_drawer(part: str) -> None:
    """A file holds one noun: no utils, helpers, common or base, and none over 300 lines."""
    for path in modules(part):
        assert path.stem not in {"utils", "helpers", "common", "base"}, path
        assert len(path.read_text(encoding="utf-8").splitlines()) <= 300, path


@pytest.mark.parametrize("part", PARTS)
def test_no_error_is_swallowed_wholesale(part: str) -> None:
    for path in modules(part):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.ExceptHandler):
                assert node.type is not None, f"{path}:{node.lineno}: bare except"
                names = {part.id for part in ast.walk(node.type) if isinstance(part, ast.Name)}
                assert not names & {"Exception", "BaseException"}, f"{path}:{node.lineno}: except Exception"


def test_every_setting_is_documented_and_every_documented_one_is_read() -> None:
    import re

    read = set()
    for part in PARTS:
        for path in [*modules(part), ROOT / "bot/endpoints.yml"]:
            read |= set(re.findall(r"CROSSAISLE_[A-Z_]+", path.read_text(encoding="utf-8")))
    documented = set(re.findall(r"^\| (CROSSAISLE_[A-Z_]+) ", (ROOT / "docs/settings.md").read_text(), re.MULTILINE))
    assert read == documented


def test_packages_asked_for_are_kept() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]
    locked = {
        line.split("==")[0].lower()
        for name in ("shop", "bot", "test")
        for line in (ROOT / "requirements" / f"{name}.txt").read_text().splitlines()
    }
    assert {"rasa", "sentence-transformers", "faiss-cpu", "numpy", "langdetect", "pytest"} <= locked
    assert project["requires-python"] == ">=3.11"
    for folder in ("bot", "actions", "retrieval", "data", "tests", "docker"):
        assert (ROOT / folder).is_dir()
