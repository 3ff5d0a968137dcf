"""Who holds which offer, and what each has cost: a budget that is never exceeded, whoever asks at the same moment."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from typing import Any

from sqlalchemy import Connection, Engine, Row, Table, func, insert, select, update
from sqlalchemy.dialects import postgresql, sqlite

from retrieval.advice.offer_book import Offer
from retrieval.database import offer_grants, offer_spending, shoppers, transaction
from retrieval.errors import StoreError
from retrieval.events import check_id
from retrieval.pricing.money import Money, round_amount, smallest_unit


@dataclass(frozen=True, slots=True)
class Grant:
    """An offer held for a shopper until a moment; `reserved` of its budget is held as long, None once redeemed."""

    grant_id: int
    code: str
    user_id: str
    reserved: Money
    expires_at: datetime
    is_redeemed: bool


class OfferLedger:
    """Keeps grants in a database made by `create_engine_for`; threads and processes may share it.

    A grant holds the most that it can cost until it is redeemed for what it did cost, released, or expired. What grants
    hold and what was spent never exceed an offer's budget: whoever wants a part of it first locks the offer's row, so
    that no two look at the same remainder. An erased shopper's grants go; what they redeemed stays spent.
    """

    def __init__(self, engine: Engine) -> None:
        self._engine = engine

    def reserve(self, offer: Offer, user_id: str, now: datetime, until: datetime) -> Grant | None:
        """Hold an offer for a shopper and return the grant, or the one they hold already.

        None where the budget does not last, or the shopper has had as many as one may have.
        """
        check_id("user_id", user_id)
        wanted, budget = _units(offer.most, offer.currency), _units(offer.budget, offer.currency)
        with transaction(self._engine, writes=True) as connection:
            _lock_shopper(connection, user_id, now)
            spent = _lock_offer(connection, offer.code)
            own = connection.execute(
                select(offer_grants).where(offer_grants.c.code == offer.code, offer_grants.c.user_id == user_id)
            ).all()
            held = next((row for row in own if row.redeemed_at is None and row.expires_at > now), None)
            if held is not None:
                return _grant(held, offer.currency)
            if sum(row.redeemed_at is not None for row in own) >= offer.per_shopper:
                return None
            if spent + _held(connection, offer.code, now) + wanted > budget:
                return None
            row = {"user_id": user_id, "code": offer.code, "reserved": wanted, "granted_at": now, "expires_at": until}
            made = connection.execute(insert(offer_grants).values(row).returning(*offer_grants.c)).one()
        return _grant(made, offer.currency)

    def redeem(self, offer: Offer, grant_id: int, user_id: str, amount: Decimal, now: datetime) -> Grant:
        """Note what a grant has cost, in the offer's currency; the rest of what it held is free again.

        Raises StoreError for a grant that the shopper does not hold, or that is redeemed or expired, and for an amount
        that is below 0 or over what it holds.
        """
        units = _units(amount, offer.currency)
        with transaction(self._engine, writes=True) as connection:
            spent = _lock_offer(connection, offer.code)
            row = _open_grant(connection, offer.code, grant_id, user_id, now)
            if not 0 <= units <= row.reserved:
                most = _money(row.reserved, offer.currency).text()
                raise StoreError(
                    f"grant {grant_id} holds {most} {offer.currency}, not {amount}; charge no more than that"
                )
            is_own = offer_grants.c.grant_id == grant_id
            connection.execute(update(offer_grants).where(is_own).values(redeemed_at=now, amount=units))
            is_offer = offer_spending.c.code == offer.code
            connection.execute(update(offer_spending).where(is_offer).values(spent=spent + units))
            done = connection.execute(select(offer_grants).where(is_own)).one()
        return _grant(done, offer.currency)

    def release(self, offer: Offer, grant_id: int, user_id: str, now: datetime) -> None:
        """Give back what a grant holds; raises StoreError as `redeem` does for one that is not open."""
        with transaction(self._engine, writes=True) as connection:
            _lock_offer(connection, offer.code)
            _open_grant(connection, offer.code, grant_id, user_id, now)
            is_own = offer_grants.c.grant_id == grant_id
            connection.execute(update(offer_grants).where(is_own).values(expires_at=now))

    def held(self, offers: Mapping[str, Offer], user_id: str, now: datetime) -> tuple[Grant, ...]:
        """Return the open grants that a shopper holds of `offers` (by code), the latest first."""
        is_open = (offer_grants.c.redeemed_at.is_(None), offer_grants.c.expires_at > now)
        query = select(offer_grants).where(offer_grants.c.user_id == user_id, *is_open)
        with transaction(self._engine, writes=False) as connection:
            rows = connection.execute(query.order_by(offer_grants.c.grant_id.desc())).all()
        return tuple(_grant(row, offers[row.code].currency) for row in rows if row.code in offers)

    def n_redeemed(self, offer: Offer, user_id: str) -> int:
        """Return how often a shopper has redeemed an offer."""
        query = select(func.count()).where(
            offer_grants.c.code == offer.code,
            offer_grants.c.user_id == user_id,
            offer_grants.c.redeemed_at.is_not(None),
        )
        with transaction(self._engine, writes=False) as connection:
            return int(connection.scalar(query) or 0)

    def left(self, offer: Offer, now: datetime) -> Money:
        """Return what of an offer's budget is neither spent nor held."""
        with transaction(self._engine, writes=False) as connection:
            spent = connection.scalar(select(offer_spending.c.spent).where(offer_spending.c.code == offer.code)) or 0
            left = _units(offer.budget, offer.currency) - spent - _held(connection, offer.code, now)
        return _money(max(0, left), offer.currency)


def _lock_shopper(connection: Connection, user_id: str, now: datetime) -> None:
    """See to it that a shopper has a row, and lock it, as erasing them does first of all."""
    row = {"user_id": user_id, "created_at": now, "attributes": {}}
    unchanged = {"created_at": shoppers.c.created_at}
    connection.execute(
        _insert(connection, shoppers).values(row).on_conflict_do_update(index_elements=["user_id"], set_=unchanged)
    )


def _lock_offer(connection: Connection, code: str) -> int:
    """Lock an offer's row, made where there is none, until the transaction ends; return what it has cost."""
    statement = _insert(connection, offer_spending).values(code=code, spent=0)
    unchanged = {"spent": offer_spending.c.spent}
    found = connection.execute(
        statement.on_conflict_do_update(index_elements=["code"], set_=unchanged).returning(offer_spending.c.spent)
    )
    return int(found.scalar_one())


def _held(connection: Connection, code: str, now: datetime) -> int:
    """Return what open grants of an offer hold."""
    is_open = (offer_grants.c.redeemed_at.is_(None)) & (offer_grants.c.expires_at > now)
    query = select(func.coalesce(func.sum(offer_grants.c.reserved), 0)).where(offer_grants.c.code == code, is_open)
    return int(connection.scalar(query) or 0)


def _open_grant(connection: Connection, code: str, grant_id: int, user_id: str, now: datetime) -> Row[Any]:
    own = (offer_grants.c.grant_id == grant_id, offer_grants.c.user_id == user_id, offer_grants.c.code == code)
    row = connection.execute(select(offer_grants).where(*own)).one_or_none()
    if row is None:
        raise StoreError(f"this shopper holds no grant {grant_id} of the offer {code}; reserve the offer first")
    if row.redeemed_at is not None:
        raise StoreError(f"grant {grant_id} is redeemed already; reserve the offer again, if it may be")
    if row.expires_at <= now:
        raise StoreError(f"grant {grant_id} has expired; reserve the offer again")
    return row


def _insert(connection: Connection, table: Table) -> Any:
    """Return the INSERT of the database at hand, as what to do on a conflict is no part of the common one."""
    return (postgresql if connection.dialect.name == "postgresql" else sqlite).insert(table)


def _units(amount: Decimal, currency: str) -> int:
    """Return an amount in the currency's smallest units."""
    return int(round_amount(amount, currency) / smallest_unit(currency))


def _money(units: int, currency: str) -> Money:
    return Money(units * smallest_unit(currency), currency)


def _grant(row: Row[Any], currency: str) -> Grant:
    reserved = _money(row.reserved, currency)
    return Grant(row.grant_id, row.code, row.user_id, reserved, row.expires_at, row.redeemed_at is not None)
