"""The lists that shoppers were shown, with what was known of each product then: what a ranker learns from."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

from sqlalchemy import Engine, Row, delete, select, update
from sqlalchemy.dialects import postgresql, sqlite

from retrieval.database import shown_lists, transaction
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
    `n_shown`. `weights` names the version of the weights that ranked it.
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


class ShownLists:
    """Keeps lists in the database of the shoppers' events; they are exported and erased with these."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine

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
        return True

    def note_shown(self, query_id: str, n_shown: int) -> None:
        """Note that the first `n_shown` of a list have been seen by now; nothing happens where it is not kept."""
        seen = update(shown_lists).where(shown_lists.c.query_id == query_id, shown_lists.c.n_shown < n_shown)
        with transaction(self._engine, writes=True) as connection:
            connection.execute(seen.values(n_shown=n_shown))

    def since(self, moment: datetime) -> Iterator[ShownList]:
        """Yield the lists shown from a moment on, oldest first; read as it goes."""
        query = select(shown_lists).where(shown_lists.c.at >= moment).order_by(shown_lists.c.at, shown_lists.c.query_id)
        with transaction(self._engine, writes=False) as connection:
            for row in connection.execution_options(yield_per=1_000).execute(query):
                yield _shown(row)

    def forget_old(self, now: datetime | None = None) -> int:
        """Forget what was shown more than KEPT_DAYS ago; return how many lists that were."""
        before = (now or datetime.now(UTC)) - timedelta(days=KEPT_DAYS)
        with transaction(self._engine, writes=True) as connection:
            return int(connection.execute(delete(shown_lists).where(shown_lists.c.at < before)).rowcount)


def _shown(row: Row[Any]) -> ShownList:
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
    )
