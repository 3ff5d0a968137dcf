"""Price alerts in the shop's database."""

from collections.abc import Callable, Collection
from datetime import UTC, datetime
from decimal import Decimal

from sqlalchemy import Connection, Engine, Row, delete, insert, select, update

from retrieval.alerts.alert import MAX_ALERTS, PriceAlert
from retrieval.alerts.tables import price_alerts
from retrieval.database import transaction
from retrieval.events import check_id, is_id
from retrieval.shopper_store import hold

PriceOf = Callable[[str, str], Decimal | None]
"""Gives what a product costs now in a currency, None where it is not sold or there is no rate."""

_IS_WAITING = price_alerts.c.fired_at.is_(None)
_IS_UNTOLD = price_alerts.c.fired_at.is_not(None) & price_alerts.c.told_at.is_(None)


class PriceAlerts:
    """Keeps price alerts in a database made by `create_engine_for`; threads and processes may share it.

    Raises StoreError where the database fails or a value is no id.
    """

    def __init__(self, engine: Engine) -> None:
        self._engine = engine

    def add(self, user_id: str, product_id: str, limit: Decimal, currency: str, language: str) -> PriceAlert:
        """Keep an alert in place of one that the shopper has waiting for the same product, and return it."""
        check_id("product_id", product_id)
        own = price_alerts.c.user_id == user_id
        row = {
            "user_id": user_id,
            "product_id": product_id,
            "limit": str(limit),
            "currency": currency,
            "language": language,
            "created_at": datetime.now(UTC),
        }
        with transaction(self._engine, writes=True) as connection:
            hold(connection, {user_id})
            connection.execute(delete(price_alerts).where(own, _IS_WAITING, price_alerts.c.product_id == product_id))
            newest = select(price_alerts.c.alert_id).where(own, _IS_WAITING).order_by(price_alerts.c.alert_id.desc())
            too_many = list(connection.scalars(newest.offset(MAX_ALERTS - 1)))
            connection.execute(delete(price_alerts).where(price_alerts.c.alert_id.in_(too_many)))
            made = connection.execute(insert(price_alerts).values(row).returning(*price_alerts.c)).one()
        return _alert(made)

    def fire(self, price_of: PriceOf) -> tuple[PriceAlert, ...]:
        """Let every alert fire whose product costs its limit or less by now, and return these, oldest first."""
        with transaction(self._engine, writes=True) as connection:
            waiting = connection.execute(select(price_alerts).where(_IS_WAITING).order_by(price_alerts.c.alert_id))
            return tuple(
                _fired(connection, alert, price)
                for alert in [_alert(row) for row in waiting]
                if (price := price_of(alert.product_id, alert.currency)) is not None and price <= alert.limit
            )

    def untold(self, user_id: str | None = None) -> tuple[PriceAlert, ...]:
        """Return the alerts that have fired and that shoppers have not heard of, of one shopper or of all."""
        query = select(price_alerts).where(_IS_UNTOLD).order_by(price_alerts.c.alert_id)
        if user_id is not None:
            query = query.where(price_alerts.c.user_id == (user_id if is_id(user_id) else ""))
        with transaction(self._engine, writes=False) as connection:
            return tuple(_alert(row) for row in connection.execute(query))

    def note_told(self, alert_ids: Collection[int]) -> int:
        """Note that shoppers have heard of alerts that fired; return of how many they had not before."""
        told = update(price_alerts).where(price_alerts.c.alert_id.in_(alert_ids), _IS_UNTOLD)
        with transaction(self._engine, writes=True) as connection:
            return connection.execute(told.values(told_at=datetime.now(UTC))).rowcount


def _fired(connection: Connection, alert: PriceAlert, price: Decimal) -> PriceAlert:
    fired = update(price_alerts).where(price_alerts.c.alert_id == alert.alert_id)
    values = {"fired_at": datetime.now(UTC), "price": str(price)}
    return _alert(connection.execute(fired.values(values).returning(*price_alerts.c)).one())


def _alert(row: Row[tuple[object, ...]]) -> PriceAlert:
    kept = row._mapping
    price = kept["price"]
    return PriceAlert(**{**kept, "limit": Decimal(kept["limit"]), "price": None if price is None else Decimal(price)})
