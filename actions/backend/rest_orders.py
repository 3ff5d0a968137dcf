"""Orders in a shop's own backend."""

from actions.backend.rest_client import RestClient
from actions.backend.rest_wire import order_of
from retrieval.commerce.order import MAX_ORDERS, Order
from retrieval.errors import BackendError


class RestOrders:
    """Asks the backend for orders, by the wire of docs/backend.md. Raises BackendError where it does not answer."""

    def __init__(self, client: RestClient) -> None:
        self._client = client

    def orders(self, user_id: str) -> tuple[Order, ...]:
        """Return a shopper's orders, the latest first and at most MAX_ORDERS."""
        found = self._client.call("GET", ("shoppers", user_id, "orders"))
        listed = [] if found is None else found.get("orders")
        if not isinstance(listed, list):
            raise BackendError("the backend answered what is no list of orders; see docs/backend.md for its form")
        return tuple(order_of(one) for one in listed[:MAX_ORDERS])

    def order(self, user_id: str, order_id: str) -> Order | None:
        """Return a shopper's order, None where they have none of this number."""
        found = self._client.call("GET", ("shoppers", user_id, "orders", order_id))
        return None if found is None else order_of(found)

    def cancel(self, user_id: str, order_id: str) -> Order:
        """Cancel an order that has not left yet; return it as it stands then. Raises BackendError for no such order."""
        return self._changed(user_id, order_id, "cancellation")

    def request_return(self, user_id: str, order_id: str) -> Order:
        """Note that a delivered order is to go back; return it as it stands then. BackendError for no such order."""
        return self._changed(user_id, order_id, "return")

    def _changed(self, user_id: str, order_id: str, what: str) -> Order:
        found = self._client.call("PUT", ("shoppers", user_id, "orders", order_id, what))
        if found is None:
            raise BackendError(f"the backend has no order for the {what} asked for; look it up before changing it")
        return order_of(found)
