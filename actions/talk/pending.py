"""The question that is open: which turn asked "which one?" or "where to?", as it is kept in Rasa's slot."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True, slots=True)
class Pending:
    """The intent of the message that could not be answered yet; "" for no open question.

    `about` is the number of the order that a bare "yes" would be about, "" where the question is no such one.
    """

    intent: str = ""
    about: str = ""

    @classmethod
    def from_slot(cls, value: Any) -> "Pending":
        """Read the slot; what is not of the right form counts as no question."""
        intent = value.get("intent") if isinstance(value, Mapping) else None
        about = value.get("about", "") if isinstance(value, Mapping) else None
        return cls(intent, about) if isinstance(intent, str) and isinstance(about, str) else cls()

    def as_slot(self) -> dict[str, Any] | None:
        """Return the question as JSON, None for none."""
        return {"intent": self.intent, **({"about": self.about} if self.about else {})} if self.intent else None
