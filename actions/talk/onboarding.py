"""What a shopper of whom nothing was known has said when asked, as it is kept in Rasa's slot between turns."""

from collections.abc import Mapping
from dataclasses import asdict, dataclass, replace
from decimal import Decimal, InvalidOperation
from typing import Any

from retrieval.filters import Filters
from retrieval.profile import Stated

QUESTIONS = ("whom", "kind", "price")
"""What is asked, in this order, each at most once: for whom, what kind of things, at what price."""


@dataclass(frozen=True, slots=True)
class Onboarding:
    """The questions `asked`, the one `pending`, "" for none, and what was answered, "" and None where nothing was.

    `max_price` and `min_price` are in `currency`.
    """

    asked: tuple[str, ...] = ()
    pending: str = ""
    audience: str = ""
    categories: tuple[str, ...] = ()
    departments: tuple[str, ...] = ()
    min_price: Decimal | None = None
    max_price: Decimal | None = None
    currency: str = ""

    @classmethod
    def from_slot(cls, value: Any) -> "Onboarding":
        """Read the slot; what is not of the right form counts as nothing asked."""
        if not isinstance(value, Mapping):
            return cls()
        try:
            read: dict[str, Any] = {name: tuple(map(str, value.get(name, ()))) for name in _LISTS}
            read |= {name: Decimal(str(value[name])) for name in _PRICES if value.get(name) is not None}
            read |= {name: str(value.get(name, "")) for name in ("pending", "audience", "currency")}
        except (TypeError, InvalidOperation):
            return cls()
        return cls(**read)

    def as_slot(self) -> dict[str, Any]:
        """Return the state as JSON, without what is empty."""
        kept = {name: value for name, value in asdict(self).items() if value not in ((), "", None)}
        plain = {name: list(value) if isinstance(value, tuple) else value for name, value in kept.items()}
        return {name: str(value) if isinstance(value, Decimal) else value for name, value in plain.items()}

    @property
    def has_interests(self) -> bool:
        """Whether the shopper said anything that recommendations can go by."""
        return bool(self.audience or self.categories or self.departments or self.has_price)

    @property
    def has_price(self) -> bool:
        """Whether a price was said."""
        return self.min_price is not None or self.max_price is not None

    def unanswered(self) -> str:
        """Return the next question that was neither asked nor answered by the way, "" where none is left."""
        known = {
            "whom": bool(self.audience),
            "kind": bool(self.categories or self.departments),
            "price": self.has_price,
        }
        return next((one for one in QUESTIONS if one not in self.asked and not known[one]), "")

    def asking(self, question: str) -> "Onboarding":
        """Return the state once a question is put; "" ends the asking for good."""
        return replace(self, asked=(*self.asked, question) if question else QUESTIONS, pending=question)

    def stated(self, country: str, language: str) -> Stated:
        """Return what was said, with where the shopper lives and speaks, as a beginning of their taste."""
        return Stated(self.categories, self.departments, self.audience, country, language)

    def applied_to(self, filters: Filters) -> Filters:
        """Return filters that ask for what was answered: for whom, and the price."""
        for_whom = replace(filters, audience=self.audience or filters.audience)
        if not self.has_price:
            return for_whom
        return replace(for_whom, min_price=self.min_price, max_price=self.max_price, currency=self.currency)


_LISTS = ("asked", "categories", "departments")
_PRICES = ("min_price", "max_price")
