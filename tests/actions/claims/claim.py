"""What a claim is: something said that a record of the shop must back, and how to take the record away."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from actions.shop import Shop
from tests.actions.chat import Chat, Reply


@dataclass(frozen=True, slots=True)
class Turn:
    """A turn that makes claims: `prepared` leads up to it, `taken` takes it by the action of that name."""

    action: str
    prepared: Callable[[Shop], Chat]
    taken: Callable[[Chat], Reply]


@dataclass(frozen=True, slots=True)
class Claim:
    """One claim and its source.

    `says` is the key of a line, or where it begins with a slash, a field of the payload such as `/products/*/rating`.
    `without` takes the source away. Where it is None, the whole turn is taken in the bare shop: its products have no
    stock, rating, weight or day of arrival, it sells no mugs, and nobody has done anything in it. `kept` names the
    placeholders of the line whose values another record backs as well, so that they may still be said. A line that
    `stays` is said again, with what the records left give.
    """

    says: str
    turn: Turn
    without: Callable[[Chat], None] | None
    kept: frozenset[str] = frozenset()
    stays: bool = False

    @property
    def is_field(self) -> bool:
        """Whether the claim is a field of the payload."""
        return self.says.startswith("/")


def fields_of(payload: Any, path: str) -> list[Any]:
    """Return what a payload holds at a path; what is null, empty or "" is not held.

    In a path, `*` is every entry of a list, and `kind=popular` every entry whose kind is that.
    """
    found = [payload]
    for part in path.strip("/").split("/"):
        name, _, value = part.partition("=")
        if part == "*" or value:
            entries = [entry for one in found if isinstance(one, list) for entry in one]
            found = [entry for entry in entries if not value or entry[name] == value]
        else:
            found = [one[part] for one in found if isinstance(one, dict) and part in one]
    return [one for one in found if one is not None and one not in ([], {}, "")]
