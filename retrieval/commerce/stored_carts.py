"""The demo shop's carts, in its database."""

import uuid
from datetime import UTC, datetime

from sqlalchemy import Connection, Engine, delete, insert, select, update

from retrieval.commerce.cart import MAX_LINES, MAX_PIECES, NO_CART, Cart, CartLine
from retrieval.commerce.tables import cart_lines, carts
from retrieval.database import transaction
from retrieval.errors import BackendError
from retrieval.events import check_id, is_id
from retrieval.shopper_store import hold


class StoredCarts:
    """Keeps carts in a database made by `create_engine_for`; threads and processes may share it.

    An owner is a shopper's id, known or anonymous. A cart changes under a lock of its owner's row, so two changes at
    the same moment come one after the other. Raises StoreError where the database fails or a value is no id.
    """

    def __init__(self, engine: Engine) -> None:
        self._engine = engine

    def cart(self, owner: str) -> Cart:
        """Return the cart of an owner, an empty one where there is none."""
        if not is_id(owner):
            return NO_CART
        with transaction(self._engine, writes=False) as connection:
            return _cart(connection, owner)

    def put(self, owner: str, product_id: str, quantity: int, size: str = "") -> Cart:
        """Have `quantity` pieces of a product and size in the cart, 0 for none, and return the cart.

        Raises BackendError for a quantity or a number of lines that a cart cannot have.
        """
        if quantity:
            CartLine(product_id, quantity, size)
        check_id("product_id", product_id)
        is_line = (cart_lines.c.user_id == owner, cart_lines.c.product_id == product_id, cart_lines.c.size == size)
        with transaction(self._engine, writes=True) as connection:
            hold(connection, {owner})
            if not quantity:
                connection.execute(delete(cart_lines).where(*is_line))
            elif not connection.execute(update(cart_lines).where(*is_line).values(quantity=quantity)).rowcount:
                if len(_cart(connection, owner).lines) >= MAX_LINES:
                    raise BackendError(f"a cart has {MAX_LINES} lines already; take one out first")
                row = {"user_id": owner, "product_id": product_id, "size": size, "quantity": quantity}
                connection.execute(insert(cart_lines).values(row))
            _touch(connection, owner)
            return _cart(connection, owner)

    def clear(self, owner: str) -> None:
        """Empty a cart."""
        with transaction(self._engine, writes=True) as connection:
            connection.execute(delete(cart_lines).where(cart_lines.c.user_id == owner))
            connection.execute(delete(carts).where(carts.c.user_id == owner))

    def hand_over(self, source: str, target: str) -> Cart:
        """Move everything of one owner's cart into another's, which is returned; nothing stays behind.

        Of what lies in both, the pieces are added up as far as a cart can hold them, lines that are too many are left
        out. A target without a cart takes the source's over as it is.
        """
        with transaction(self._engine, writes=True) as connection:
            hold(connection, {source, target})
            given, own = _cart(connection, source), _cart(connection, target)
            connection.execute(delete(carts).where(carts.c.user_id == source))
            connection.execute(delete(cart_lines).where(cart_lines.c.user_id == source))
            if not own.cart_id and given.cart_id:
                row = {"cart_id": given.cart_id, "user_id": target, "changed_at": datetime.now(UTC)}
                connection.execute(insert(carts).values(row))
            for line in given.lines:
                held = own.quantity(line.product_id, line.size)
                quantity = min(line.quantity + held, MAX_PIECES)
                is_line = (cart_lines.c.product_id == line.product_id, cart_lines.c.size == line.size)
                if held:
                    own_line = update(cart_lines).where(cart_lines.c.user_id == target, *is_line)
                    connection.execute(own_line.values(quantity=quantity))
                elif len(_cart(connection, target).lines) < MAX_LINES:
                    row = {"user_id": target, "product_id": line.product_id, "size": line.size, "quantity": quantity}
                    connection.execute(insert(cart_lines).values(row))
            _touch(connection, target)
            return _cart(connection, target)

    def owner_of(self, cart_id: str) -> str:
        """Return whose cart has this id, "" where there is none."""
        if not is_id(cart_id):
            return ""
        with transaction(self._engine, writes=False) as connection:
            return connection.scalar(select(carts.c.user_id).where(carts.c.cart_id == cart_id)) or ""


def _touch(connection: Connection, owner: str) -> None:
    """Note that a cart has changed, and give it an id where it has none."""
    now = datetime.now(UTC)
    if not connection.execute(update(carts).where(carts.c.user_id == owner).values(changed_at=now)).rowcount:
        row = {"cart_id": uuid.uuid4().hex, "user_id": owner, "changed_at": now}
        connection.execute(insert(carts).values(row))


def _cart(connection: Connection, owner: str) -> Cart:
    cart_id = connection.scalar(select(carts.c.cart_id).where(carts.c.user_id == owner)) or ""
    rows = connection.execute(select(cart_lines).where(cart_lines.c.user_id == owner).order_by(cart_lines.c.line_id))
    return Cart(cart_id, tuple(CartLine(row.product_id, row.quantity, row.size) for row in rows))
