"""Scripted conversations: what the shopper says turn by turn, and what must hold of each answer."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, fields
from pathlib import Path
from typing import Any

import yaml

from retrieval.errors import EvaluationError


@dataclass(frozen=True, slots=True)
class Expectation:
    """What must hold of an answer; what is left at its default is not looked at.

    Turns are counted from 1. Beside all this every answer must say something in the script of `language`.
    """

    type: str = ""
    """Type of a payload that must be there; `none` for an answer without any."""
    types: tuple[str, ...] = ()
    """Types of which at least one must be there."""
    language: str = ""
    """BCP 47 of the answer from this turn on."""
    applied: Mapping[str, Any] = field(default_factory=dict)
    """Conditions of a list by their names on the wire; null for one that must not be there."""
    every: Mapping[str, Any] = field(default_factory=dict)
    """What holds of every product shown: category, brand, color, currency, max_price, min_price."""
    least: int = 1
    """Products that a list has at least."""
    most: int = 0
    """Products that a list has at most; 0 for any number."""
    order: str = ""
    """`price`, `price_down` or `rating`: how a list is sorted."""
    cheaper_than: int = 0
    """Turn with a list of which the dearest product costs more than any of this one."""
    same_as: int = 0
    """Turn with the same products in the same order."""
    other_than: int = 0
    """Turn with none of these products."""
    picks: Mapping[int, tuple[int, ...]] = field(default_factory=dict)
    """Turn with a list and places in it, from 1: exactly these products are shown or compared, in any order."""
    holds: Mapping[str, Any] = field(default_factory=dict)
    """Values of the payload of `type`, by a path such as `orders.0.state`."""
    cart: tuple[int, int] | None = None
    """Lines and pieces of the cart, whose known costs must add up to its total."""
    door: str = ""
    """ISO 3166-1 of the country that a cost to the door is for; its known lines must add up to its total."""
    buttons: bool = False
    """Whether quick replies must be there."""


@dataclass(frozen=True, slots=True)
class ScriptTurn:
    """A turn: what is said, a button that is pressed (counted from 1), or the order placed on the checkout's page."""

    say: str = ""
    press: int = 0
    pay: bool = False
    expect: Expectation = Expectation()


@dataclass(frozen=True, slots=True)
class Script:
    """A conversation: its language, what the client says of the shopper, whether identity is proven, its turns."""

    name: str
    language: str
    client: Mapping[str, str]
    is_known: bool
    turns: tuple[ScriptTurn, ...]


def load_scripts(folder: Path) -> tuple[Script, ...]:
    """Read all scripts of a folder, a file a language; raises EvaluationError naming what is not as it should be."""
    paths = sorted(folder.glob("*.yml"))
    if not paths:
        raise EvaluationError(f"{folder} holds no scripts (*.yml): restore it from the project.")
    return tuple(script for path in paths for script in _scripts(path))


def _scripts(path: Path) -> Iterator[Script]:
    try:
        content = yaml.safe_load(path.read_text(encoding="utf-8"))
    except (OSError, yaml.YAMLError) as error:
        raise EvaluationError(f"{path} cannot be read ({error}): mend it.") from error
    for one in content["scripts"]:
        where = f"{path.name}, {one.get('name')!r}"
        turns = tuple(_turn(turn, f"{where}, turn {number}") for number, turn in enumerate(one["turns"], 1))
        client = {str(key): str(value) for key, value in {**content["client"], **one.get("client", {})}.items()}
        yield Script(one["name"], path.stem, client, bool(one.get("known")), turns)


def _turn(given: Mapping[str, Any], where: str) -> ScriptTurn:
    known = {one.name for one in fields(ScriptTurn)}
    expected = {one.name for one in fields(Expectation)}
    wanted = dict(given.get("expect") or {})
    for found, names in ((given, known), (wanted, expected)):
        if unknown := sorted(set(found) - names):
            raise EvaluationError(f"{where}: {unknown[0]!r} is not known; use {', '.join(sorted(names))}.")
    if sum(bool(given.get(name)) for name in ("say", "press", "pay")) != 1:
        raise EvaluationError(f"{where}: a turn has one of `say`, `press` and `pay`, found {sorted(given)}.")
    if "cart" in wanted:
        wanted["cart"] = (int(wanted["cart"][0]), int(wanted["cart"][1]))
    if "types" in wanted:
        wanted["types"] = tuple(wanted["types"])
    if "picks" in wanted:
        wanted["picks"] = {int(turn): tuple(places) for turn, places in wanted["picks"].items()}
    said = str(given.get("say", ""))
    return ScriptTurn(said, int(given.get("press", 0)), bool(given.get("pay")), Expectation(**wanted))
