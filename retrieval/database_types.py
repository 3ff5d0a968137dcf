"""What the tables of the database are made of: ids, moments, and the column that ties a row to a shopper."""

from datetime import UTC, datetime

from sqlalchemy import Column, DateTime, Dialect, ForeignKey, MetaData, String
from sqlalchemy.types import TypeDecorator

ID_LENGTH = 200

metadata = MetaData()


class UtcDateTime(TypeDecorator[datetime]):
    """A moment, aware and in UTC on the Python side; SQLite, which keeps no zone, stores it as UTC."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        """Turn any aware moment into UTC."""
        if value is None:
            return None
        moment = value.astimezone(UTC)
        return moment.replace(tzinfo=None) if dialect.name == "sqlite" else moment

    def process_result_value(self, value: datetime | None, dialect: Dialect) -> datetime | None:  # noqa: ARG002 SQLAlchemy's name
        """Give a moment back in UTC, whatever zone the database talks in."""
        if value is None:
            return None
        return value.replace(tzinfo=UTC) if value.tzinfo is None else value.astimezone(UTC)


def user_id_column(*, is_required: bool) -> Column[str]:
    """Return the column that ties a row to a shopper; without a shopper the row is nobody's."""
    return Column("user_id", String(ID_LENGTH), ForeignKey("shoppers.user_id"), nullable=not is_required, index=True)
