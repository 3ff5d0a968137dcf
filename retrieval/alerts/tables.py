"""The table of price alerts."""

from sqlalchemy import Column, Index, Integer, String, Table

from retrieval.database_types import ID_LENGTH, UtcDateTime, metadata, user_id_column

price_alerts = Table(
    "price_alerts",
    metadata,
    Column("alert_id", Integer, primary_key=True),
    user_id_column(is_required=True),
    Column("product_id", String(ID_LENGTH), nullable=False),
    Column("limit", String(40), nullable=False),
    Column("currency", String(3), nullable=False),
    Column("language", String(35), nullable=False),
    Column("created_at", UtcDateTime, nullable=False),
    Column("fired_at", UtcDateTime),
    Column("price", String(40)),
    Column("told_at", UtcDateTime),
    Index("ix_price_alerts_user_id_fired_at", "user_id", "fired_at"),
    sqlite_autoincrement=True,
)
"""Alerts; amounts are decimal texts in `currency`."""
