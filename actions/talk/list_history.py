"""The lists before the one in hand, as they are kept in Rasa's slot: the last few, each in a few hundred bytes."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

from actions.talk.search_state import SearchState
from retrieval.lists.shown import NOTHING_SHOWN

MOST_LISTS = 8
"""Lists that are kept: nobody goes back further, and Rasa sends them along with every turn."""

_MOST_BEFORE = 60
"""Products up to which the pages before the one kept are remembered; a list paged further begins anew."""


@dataclass(frozen=True, slots=True)
class Chosen:
    """What the shopper has chosen for the whole conversation: BCP 47, ISO 3166-1, ISO 4217; "" for nothing."""

    language: str = ""
    destination: str = ""
    currency: str = ""


@dataclass(frozen=True, slots=True)
class PastList:
    """A list as it stood when another one took its place.

    `state.ranked` holds the ids of the page last shown, all of which were shown; it is empty where the list begins anew
    when it is shown again. `chosen` is what held for the whole conversation at that time.
    """

    state: SearchState
    chosen: Chosen

    @classmethod
    def of(cls, state: SearchState, shown: tuple[str, ...], chosen: Chosen) -> "PastList":
        """Keep of a list what showing the page `shown` again takes."""
        n_earlier = state.n_before + max(state.n_shown - len(shown), 0)
        kept = replace(state, reasons={one: state.reasons[one] for one in shown if one in state.reasons})
        if not shown or n_earlier > _MOST_BEFORE or set(shown) - set(state.ranked[: state.n_shown]):
            return cls(replace(kept, ranked=(), n_shown=0, before=NOTHING_SHOWN, n_before=0, reasons={}), chosen)
        earlier = [one for one in state.ranked[: state.n_shown] if one not in shown]
        before = state.before.with_products(earlier)
        return cls(replace(kept, ranked=shown, n_shown=len(shown), before=before, n_before=n_earlier), chosen)

    def is_same_list(self, state: SearchState) -> bool:
        """Return whether `state` asks for the same, whatever the country and the currency."""
        return _identity(self.state) == _identity(state)


@dataclass(frozen=True, slots=True)
class ListHistory:
    """The former lists, the latest last."""

    lists: tuple[PastList, ...] = ()

    @classmethod
    def from_slot(cls, value: Any) -> "ListHistory":
        """Read the slot; what is not of the right form counts as no list."""
        read = [_read(one) for one in value] if isinstance(value, list) else []
        return cls(tuple(one for one in read if one is not None)[-MOST_LISTS:])

    def as_slot(self) -> list[dict[str, Any]]:
        """Return the lists as JSON."""
        return [
            {
                "state": one.state.as_slot(),
                "chosen": [one.chosen.language, one.chosen.destination, one.chosen.currency],
            }
            for one in self.lists
        ]

    def with_list(self, state: SearchState, shown: tuple[str, ...], chosen: Chosen) -> "ListHistory":
        """Return the history once `state` is no longer in hand; the oldest list gives way."""
        if not state.kind:
            return self
        return ListHistory((*self.lists, PastList.of(state, shown, chosen))[-MOST_LISTS:])

    def up_to(self, place: int) -> "ListHistory":
        """Return the history before the list at `place`."""
        return ListHistory(self.lists[:place])


def _identity(state: SearchState) -> tuple[object, ...]:
    currency = state.filters.currency if state.filters.has_price else ""
    filters = replace(state.filters, destination="", currency=currency, may_lack_costs=False)
    return state.kind, state.text, state.about, state.sort, filters


def _read(value: Any) -> PastList | None:
    if not isinstance(value, Mapping):
        return None
    state, chosen = SearchState.from_slot(value.get("state")), value.get("chosen")
    is_whole = isinstance(chosen, list) and len(chosen) == len(Chosen.__dataclass_fields__)
    if not state.kind or not is_whole:
        return None
    return PastList(state, Chosen(*map(str, chosen or ())))
