"""docker/ starts the same three processes as `make demo`. No engine is needed: the files are read."""

import re
from importlib.metadata import requires
from pathlib import Path

import pytest
import yaml
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

from actions.settings import PROJECT, Settings
from actions.stack.processes import services

DOCKER = PROJECT / "docker"
COMPOSE = yaml.safe_load((DOCKER / "compose.yml").read_text(encoding="utf-8"))


def dockerfile(name: str) -> str:
    return (DOCKER / f"{name}.Dockerfile").read_text(encoding="utf-8").replace("\\\n", " ")


def stack() -> dict[str, object]:
    return {service.name: service for service in services(Settings.from_environment({}), Path("m"), {})}


def test_compose_has_the_services_of_the_stack() -> None:
    assert set(COMPOSE["services"]) == set(stack())


@pytest.mark.parametrize("name", ["shop", "bot", "page"])
def test_service_is_on_its_port_and_on_loopback_alone(name: str) -> None:
    port = stack()[name].port  # type: ignore[attr-defined]
    assert COMPOSE["services"][name]["ports"] == [f"127.0.0.1:{port}:{port}"]
    assert f"EXPOSE {port}" in dockerfile(name)
    assert f"127.0.0.1:{port}/" in dockerfile(name).split("HEALTHCHECK")[1]


@pytest.mark.parametrize("name", ["shop", "bot", "page"])
def test_image_starts_what_the_stack_starts(name: str) -> None:
    command = stack()[name].command  # type: ignore[attr-defined]
    module = command[command.index("-m") + 1]
    assert re.search(rf"-m\W+{module}\b", dockerfile(name).split("CMD")[-1])
    if name == "bot":
        for option in ("--endpoints", "--credentials", "--cors", "--port", "--interface"):
            assert option in command
            assert option in dockerfile(name)


def test_shared_volume_holds_the_cache() -> None:
    for name in ("shop", "bot"):
        assert COMPOSE["services"][name]["volumes"] == ["cache:/cache"]
        assert "CROSSAISLE_CACHE=/cache" in dockerfile(name)


@pytest.mark.parametrize("name", ["shop", "bot", "page"])
def test_image_copies_only_what_exists_and_runs_as_a_user(name: str) -> None:
    text = dockerfile(name)
    for line in re.findall(r"^COPY (.+)$", text, re.MULTILINE):
        for source in line.split()[:-1]:
            assert (PROJECT / source).exists(), source
    assert re.search(r"^USER crossaisle$", text, re.MULTILINE)


def test_page_image_installs_what_sanic_needs() -> None:
    locked = (PROJECT / "requirements" / "page.txt").read_text(encoding="utf-8")
    assert set(locked.splitlines()[1:]) <= set((PROJECT / "requirements" / "shop.txt").read_text().splitlines())
    for line in requires("sanic") or []:
        requirement = Requirement(line)
        if requirement.marker is None or requirement.marker.evaluate({"extra": ""}):
            assert f"{canonicalize_name(requirement.name)}==" in locked
