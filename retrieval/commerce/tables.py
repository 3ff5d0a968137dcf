"""The tables of the demo shop's carts and orders."""

from sqlalchemy import JSON, Boolean, Column, Integer, String, Table, UniqueConstraint

from retrieval.database_types import ID_LENGTH, UtcDateTime, metadata, user_id_column

carts = Table(
    "carts",
    metadata,
    Column("cart_id", String(ID_LENGTH), primary_key=True),
    user_id_column(is_required=True),
    Column("changed_at", UtcDateTime, nullable=False),
    UniqueConstraint("user_id"),
)

cart_lines = Table(
    "cart_lines",
    metadata,
    Column("line_id", Integer, primary_key=True),
    user_id_column(is_required=True),
    Column("product_id", String(ID_LENGTH), nullable=False),
    Column("size", String(ID_LENGTH), nullable=False),
    Column("quantity", Integer, nullable=False),
    UniqueConstraint("user_id", "product_id", "size"),
    sqlite_autoincrement=True,
)

orders = Table(
    "orders",
    metadata,
    Column("order_id", String(ID_LENGTH), primary_key=True),
    user_id_column(is_required=True),
    Column("checkout_id", String(ID_LENGTH), unique=True),
    Column("state", String(20), nullable=False),
    Column("placed_at", UtcDateTime, nullable=False),
    Column("shipped_at", UtcDateTime),
    Column("delivered_at", UtcDateTime),
    Column("country", String(2), nullable=False),
    Column("currency", String(3), nullable=False),
    Column("total", String(40), nullable=False),
    Column("is_complete", Boolean, nullable=False),
    Column("tracking_url", String(2_000), nullable=False),
    Column("lines", JSON, nullable=False),
)
"""Orders; amounts are decimal texts in `currency`, `lines` hold product_id, title, quantity, size and price."""

COMMERCE_TABLES = (cart_lines, carts, orders)
