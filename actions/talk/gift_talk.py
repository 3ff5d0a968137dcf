"""What was asked about a gift so far, as it is kept in Rasa's slot between turns."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

QUESTIONS = ("whom", "occasion", "price")
"""What is asked, in this order, each at most once: for whom, for which occasion, at what price."""


@dataclass(frozen=True, slots=True)
class GiftTalk:
    """The questions `asked`, and the one `pending`, "" for none."""

    asked: tuple[str, ...] = ()
    pending: str = ""

    @classmethod
    def from_slot(cls, value: Any) -> "GiftTalk":
        """Read the slot; what is not of the right form counts as nothing asked."""
        if not isinstance(value, Mapping) or not isinstance(value.get("asked"), list):
            return cls()
        asked = tuple(one for one in QUESTIONS if one in value["asked"])
        pending = value.get("pending")
        return cls(asked, pending if pending in QUESTIONS else "")

    def as_slot(self) -> dict[str, Any]:
        """Return the state as JSON."""
        return {"asked": list(self.asked), "pending": self.pending}

    def asking(self, question: str) -> "GiftTalk":
        """Return the state once a question is put; "" for none."""
        asked = tuple(one for one in QUESTIONS if one in self.asked or one == question)
        return replace(self, asked=asked, pending=question)

    def next_question(self, known: Mapping[str, bool]) -> str:
        """Return the first question that was neither asked nor answered, `known` by question; "" where none is left."""
        return next((one for one in QUESTIONS if one not in self.asked and not known[one]), "")
