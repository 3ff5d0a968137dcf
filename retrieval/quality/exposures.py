"""What shoppers in experiments were shown, and what they did after it, as the database keeps both."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from itertools import groupby

from sqlalchemy import Engine, delete, insert, select

from retrieval.database import events, exposures, feedback, transaction
from retrieval.quality.experiments import Assignment
from retrieval.shopper_store import hold

KEPT_DAYS = 365
"""Exposures of longer ago are forgotten; no experiment should take so long."""
_ROWS_AT_ONCE = 5_000


@dataclass(frozen=True, slots=True)
class Exposure:
    """A list that a shopper was shown in a variant."""

    variant: str
    at: datetime
    product_ids: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Deed:
    """Something that a shopper did: a type of event with its product, or `feedback` with 1 or -1."""

    type: str
    at: datetime
    product_id: str | None = None
    value: int = 0


@dataclass(frozen=True, slots=True)
class Participant:
    """A shopper who was exposed to an experiment: all exposures and all deeds, each oldest first."""

    user_id: str
    exposures: tuple[Exposure, ...]
    deeds: tuple[Deed, ...]


class ExposureLog:
    """Keeps exposures in the database of the shoppers' events; they are exported and erased with these.

    Threads and processes may share it. Methods raise StoreError where the database fails.
    """

    def __init__(self, engine: Engine) -> None:
        self._engine = engine
        self._forgot_on: date | None = None

    def record(
        self, user_id: str, assigned: Sequence[Assignment], product_ids: Sequence[str], at: datetime | None = None
    ) -> bool:
        """Note that a shopper was shown these products in these variants; say whether it was kept.

        It is not where nothing is assigned, or the shopper refuses personalisation.
        """
        if not assigned:
            return False
        rows = [
            {
                "user_id": user_id,
                "experiment": one.experiment,
                "variant": one.variant,
                "at": at or datetime.now(UTC),
                "product_ids": list(product_ids),
            }
            for one in assigned
        ]
        with transaction(self._engine, writes=True) as connection:
            if hold(connection, {user_id}):
                return False
            connection.execute(insert(exposures), rows)
        return True

    def participants(self, experiment: str) -> Iterator[Participant]:
        """Yield everybody who was exposed to an experiment, by id; read as it goes."""
        own = select(exposures.c.user_id).where(exposures.c.experiment == experiment).distinct()
        shown = (
            select(exposures.c.user_id, exposures.c.variant, exposures.c.at, exposures.c.product_ids)
            .where(exposures.c.experiment == experiment)
            .order_by(exposures.c.user_id, exposures.c.at, exposures.c.exposure_id)
        )
        done = (
            select(events.c.user_id, events.c.type, events.c.ts, events.c.product_id)
            .where(events.c.user_id.in_(own))
            .order_by(events.c.user_id, events.c.ts, events.c.event_id)
        )
        said = select(feedback.c.user_id, feedback.c.value, feedback.c.at).where(feedback.c.user_id.in_(own))
        with transaction(self._engine, writes=False) as connection:
            opinions: dict[str, list[Deed]] = {}
            for row in connection.execute(said.order_by(feedback.c.at)):
                opinions.setdefault(row.user_id, []).append(Deed("feedback", row.at, None, row.value))
            streaming = connection.execution_options(yield_per=_ROWS_AT_ONCE)
            by_user = groupby(streaming.execute(done), key=lambda row: str(row.user_id))
            following = next(by_user, None)
            for user_id, rows in groupby(streaming.execute(shown), key=lambda row: str(row.user_id)):
                lists = tuple(Exposure(row.variant, row.at, tuple(row.product_ids)) for row in rows)
                deeds: list[Deed] = []
                if following is not None and following[0] == user_id:
                    deeds = [Deed(row.type, row.ts, row.product_id) for row in following[1]]
                    following = next(by_user, None)
                deeds = sorted([*deeds, *opinions.get(user_id, [])], key=lambda deed: deed.at)
                yield Participant(user_id, lists, tuple(deeds))

    def forget_old(self, now: datetime | None = None) -> int:
        """Forget exposures of more than KEPT_DAYS ago; return how many that were."""
        before = (now or datetime.now(UTC)) - timedelta(days=KEPT_DAYS)
        with transaction(self._engine, writes=True) as connection:
            return int(connection.execute(delete(exposures).where(exposures.c.at < before)).rowcount)

    def forget_daily(self, day: date) -> int:
        """Forget old exposures unless that was done on this day already; return how many that were."""
        if day == self._forgot_on:
            return 0
        self._forgot_on = day
        return self.forget_old()
