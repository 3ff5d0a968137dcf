"""The search in hand, as it is kept in Rasa's slot between turns."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from decimal import Decimal
from typing import Any

from retrieval.filters import EXCLUSIONS, FACTS, Filters
from retrieval.findings import Reason
from retrieval.lists.shown import NOTHING_SHOWN, Shown
from retrieval.lists.sorting import Sort

MOST_TEXT = 400
"""Characters of what is searched for that are kept, the last ones: refinements add to it turn after turn."""

_WORDS = (*FACTS, *EXCLUSIONS)


@dataclass(frozen=True, slots=True)
class SearchState:
    """What was asked for, and how far its list was shown.

    `text` is what is searched for by meaning, `language` its language, `sort` the order of the list; `about` is the
    product that a list of similar ones is about, or for whom and what a list of gifts is. `ranked` holds the ids of the
    stretch of the list in hand, of which `n_shown` were shown; `before` are the `n_before` products of earlier
    stretches, and `is_whole` says that none comes after this one. `reasons` tell why each of the first ones is there,
    by id. `kind` is what made the list: "search", "recommend", "similar" or "gift"; "" where there was none yet.
    """

    kind: str = ""
    query_id: str = ""
    text: str = ""
    language: str = ""
    filters: Filters = field(default_factory=Filters)
    ranked: tuple[str, ...] = ()
    n_shown: int = 0
    total: int = 0
    sort: Sort = Sort.RELEVANCE
    about: str = ""
    before: Shown = NOTHING_SHOWN
    n_before: int = 0
    is_whole: bool = True
    reasons: Mapping[str, tuple[Reason, ...]] = field(default_factory=dict)

    @classmethod
    def from_slot(cls, value: Any) -> "SearchState":
        """Read the slot; what is not of the right form (a former version's, say) counts as no search."""
        if not isinstance(value, Mapping):
            return cls()
        try:
            filters = dict(value["filters"])
            for name in _WORDS:
                filters[name] = tuple(filters.get(name, ()))
            for name in ("min_price", "max_price", "max_total"):
                if filters.get(name) is not None:
                    filters[name] = Decimal(filters[name])
            reasons = {
                product_id: tuple(Reason(kind, facts) for kind, facts in kept)
                for product_id, kept in value["reasons"].items()
            }
            read = {
                "filters": Filters(**filters),
                "ranked": tuple(value["ranked"]),
                "reasons": reasons,
                "sort": Sort(value.get("sort", Sort.RELEVANCE)),
                "before": Shown.from_text(value.get("before", "")),
            }
            return cls(**{**value, **read})
        except (KeyError, TypeError, ValueError, AttributeError, ArithmeticError):
            return cls()

    def as_slot(self) -> dict[str, Any]:
        """Return the state as JSON."""
        filters = {
            name: str(value) if isinstance(value, Decimal) else value
            for name in Filters.__dataclass_fields__
            if (value := getattr(self.filters, name)) not in ((), "", None)
        }
        filters["in_stock"] = self.filters.in_stock
        return {
            "kind": self.kind,
            "query_id": self.query_id,
            "text": self.text,
            "language": self.language,
            "filters": filters,
            "ranked": list(self.ranked),
            "n_shown": self.n_shown,
            "total": self.total,
            "sort": str(self.sort),
            "about": self.about,
            "before": self.before.text,
            "n_before": self.n_before,
            "is_whole": self.is_whole,
            "reasons": {
                product_id: [[reason.kind, dict(reason.facts)] for reason in reasons]
                for product_id, reasons in self.reasons.items()
            },
        }

    def with_filters(self, filters: Filters) -> "SearchState":
        """Return this search under other conditions, nothing of it shown yet."""
        return replace(
            self, filters=filters, ranked=(), n_shown=0, total=0, reasons={}, before=NOTHING_SHOWN, n_before=0
        )
