"""The lists that shoppers were shown, with what was known of each product then: what a ranker learns from."""

from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

from sqlalchemy import ColumnElement, Engine, Row, delete, select, update
from sqlalchemy.dialects import postgresql, sqlite

from retrieval.database import explored_slots, shown_lists, transaction
from retrieval.events import check_id
from retrieval.shopper_store import hold

KEPT_DAYS = 180
"""Lists shown longer ago are forgotten: shops and shoppers change."""

_DIGITS = 4


@dataclass(frozen=True, slots=True)
class ShownList:
    """A list of products as it was ranked for a shopper.

    `kind` is `search` or `recommend`. `product_ids` stand in the order of the list, and `features` hold for each of
    them the columns of `ranking.Features` in their order, nan for what was not known. The shopper saw the first
    `n_shown`. `weights` names the version of the weights that ranked it. `propensities` hold for each product the
    chance with which exploration put it there, None where ranking did; empty where nothing was explored.
    """

    query_id: str
    user_id: str
    kind: str
    language: str
    at: datetime
    product_ids: tuple[str, ...]
    features: tuple[tuple[float, ...], ...]
    n_shown: int
    weights: str
    propensities: tuple[float | None, ...] = ()


class ShownLists:
    """Keeps lists in the database of the shoppers' events; they are exported and erased with these.

    Who `subscribe`s is told the id of each shopper of whom more was kept, in the thread that kept it.
    """

    def __init__(self, engine: Engine) -> None:
        self._engine = engine
        self._listeners: list[Callable[[str], None]] = []

    def subscribe(self, listener: Callable[[str], None]) -> None:
        """Have `listener` called with a shopper's id when more of their lists is known."""
        self._listeners.append(listener)

    def keep(self, shown: ShownList) -> bool:
        """Keep a list; return False where the shopper refuses personalisation, and so it is not kept."""
        check_id("query_id", shown.query_id)
        row = {
            "query_id": shown.query_id,
            "user_id": shown.user_id,
            "kind": shown.kind,
            "language": shown.language,
            "at": shown.at,
            "product_ids": list(shown.product_ids),
            # JSON has no nan
            "features": [[None if one != one else round(one, _DIGITS) for one in own] for own in shown.features],
            "n_shown": shown.n_shown,
            "weights": shown.weights,
        }
        with transaction(self._engine, writes=True) as connection:
            if hold(connection, {shown.user_id}):
                return False
            dialect = postgresql if connection.dialect.name == "postgresql" else sqlite
            connection.execute(dialect.insert(shown_lists).values(row).on_conflict_do_nothing())
            explored = [
                {"query_id": shown.query_id, "user_id": shown.user_id, "place": place, "propensity": propensity}
                for place, propensity in enumerate(shown.propensities)
                if propensity is not None
            ]
            if explored:
                connection.execute(dialect.insert(explored_slots).on_conflict_do_nothing(), explored)
        self._tell(shown.user_id)
        return True

    def note_shown(self, query_id: str, n_shown: int) -> None:
        """Note that the first `n_shown` of a list have been seen by now; nothing happens where it is not kept."""
        seen = update(shown_lists).where(shown_lists.c.query_id == query_id, shown_lists.c.n_shown < n_shown)
        with transaction(self._engine, writes=True) as connection:
            changed = connection.scalars(seen.values(n_shown=n_shown).returning(shown_lists.c.user_id)).all()
        for user_id in changed:
            self._tell(user_id)

    def since(self, moment: datetime) -> Iterator[ShownList]:
        """Yield the lists shown from a moment on, oldest first; read as it goes."""
        yield from self._matching(shown_lists.c.at >= moment)

    def of(self, user_id: str, moment: datetime) -> list[ShownList]:
        """Return the lists shown to a shopper from a moment on, oldest first."""
        return list(self._matching((shown_lists.c.user_id == user_id) & (shown_lists.c.at >= moment)))

    def forget_old(self, now: datetime | None = None) -> int:
        """Forget what was shown more than KEPT_DAYS ago; return how many lists that were."""
        before = (now or datetime.now(UTC)) - timedelta(days=KEPT_DAYS)
        with transaction(self._engine, writes=True) as connection:
            old = select(shown_lists.c.query_id).where(shown_lists.c.at < before)
            connection.execute(delete(explored_slots).where(explored_slots.c.query_id.in_(old)))
            return int(connection.execute(delete(shown_lists).where(shown_lists.c.at < before)).rowcount)

    def _matching(self, which: ColumnElement[bool]) -> Iterator[ShownList]:
        lists = select(shown_lists).where(which).order_by(shown_lists.c.at, shown_lists.c.query_id)
        slots = select(explored_slots).join(shown_lists, shown_lists.c.query_id == explored_slots.c.query_id)
        explored: dict[str, dict[int, float]] = defaultdict(dict)
        with transaction(self._engine, writes=False) as connection:
            for slot in connection.execute(slots.where(which)):
                explored[slot.query_id][slot.place] = slot.propensity
            for row in connection.execution_options(yield_per=1_000).execute(lists):
                yield _shown(row, explored.get(row.query_id, {}))

    def _tell(self, user_id: str) -> None:
        for listener in self._listeners:
            listener(user_id)


def _shown(row: Row[Any], explored: Mapping[int, float]) -> ShownList:
    features = tuple(tuple(float("nan") if one is None else float(one) for one in own) for own in row.features)
    return ShownList(
        row.query_id,
        row.user_id,
        row.kind,
        row.language,
        row.at,
        tuple(row.product_ids),
        features,
        row.n_shown,
        row.weights,
        tuple(explored.get(place) for place in range(len(row.product_ids))) if explored else (),
    )
