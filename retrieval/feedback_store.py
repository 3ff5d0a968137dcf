"""What shoppers think of answers: thumbs and reasons, with the versions of the models that made the answer."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum

from sqlalchemy import Engine, insert, select, update

from retrieval.database import feedback, transaction
from retrieval.errors import StoreError
from retrieval.events import check_id
from retrieval.shopper_store import hold


class DislikeReason(StrEnum):
    """Why an answer was not good."""

    PRICE = "price"
    NOT_MEANT = "not_meant"
    QUALITY = "quality"
    UNCLEAR = "unclear"


@dataclass(frozen=True, slots=True)
class Opinion:
    """One thumb, 1 for up and -1 for down.

    `kind` is what made the list that it is about ("search", "recommend" …, "" where it is about none), `language` that
    of the answer, `models` the version by kind of model; `reason` is "" where none was given.
    """

    user_id: str | None
    session_id: str | None
    query_id: str | None
    value: int
    at: datetime
    kind: str = ""
    language: str = ""
    reason: str = ""
    models: Mapping[str, str] = field(default_factory=dict)


class FeedbackStore:
    """Keeps opinions in a database made by `create_engine_for`; StoreError where it fails or a value is unfit."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine

    def record(self, opinion: Opinion) -> int:
        """Keep an opinion and return its number."""
        if opinion.value not in (-1, 1):
            raise StoreError(f"feedback is {opinion.value!r}; give 1 for good or -1 for bad")
        for name, value in (("session_id", opinion.session_id), ("query_id", opinion.query_id)):
            if value is not None:
                check_id(name, value)
        row = {name: getattr(opinion, name) for name in Opinion.__dataclass_fields__}
        with transaction(self._engine, writes=True) as connection:
            if opinion.user_id is not None:
                hold(connection, {opinion.user_id})
            kept = connection.execute(
                insert(feedback).values({**row, "models": dict(opinion.models)}).returning(feedback.c.feedback_id)
            )
            number: int = kept.scalar_one()
        return number

    def give_reason(self, session_id: str, reason: DislikeReason) -> bool:
        """Put a reason to the last thumb down of a conversation, and return whether there was one without."""
        own = (feedback.c.session_id == session_id) & (feedback.c.value < 0)
        last = select(feedback.c.feedback_id).where(own).order_by(feedback.c.feedback_id.desc()).limit(1)
        with transaction(self._engine, writes=True) as connection:
            is_it = feedback.c.feedback_id == last.scalar_subquery()
            has_none = feedback.c.reason.is_(None) | (feedback.c.reason == "")
            return bool(connection.execute(update(feedback).where(is_it, has_none).values(reason=str(reason))).rowcount)

    def all(self) -> Iterator[Opinion]:
        """Yield every opinion, oldest first; read as it goes."""
        query = select(feedback).order_by(feedback.c.feedback_id)
        with transaction(self._engine, writes=False) as connection:
            for row in connection.execution_options(yield_per=10_000).execute(query):
                yield Opinion(
                    user_id=row.user_id,
                    session_id=row.session_id,
                    query_id=row.query_id,
                    value=row.value,
                    at=row.at,
                    kind=row.kind or "",
                    language=row.language or "",
                    reason=row.reason or "",
                    models=row.models or {},
                )
