"""What every implementation of the port Orders does."""

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from decimal import Decimal

import pytest

from actions.backend.ports import Orders
from retrieval.commerce.order import MAX_ORDERS, Order, OrderLine, OrderState
from retrieval.errors import BackendError
from retrieval.pricing.money import Money

NOON = datetime(2026, 11, 22, 12, tzinfo=UTC)
Keep = Callable[[str, Order], bool]

ORDER = Order(
    order_id="CA-0000001",
    state=OrderState.PAID,
    placed_at=NOON,
    shipped_at=None,
    delivered_at=None,
    country="DE",
    lines=(OrderLine("茶-1", "煎茶 «Grün»", 2, "100 g", Money(Decimal("25.80"), "EUR")),),
    total=Money(Decimal("36.53"), "EUR"),
    is_complete=False,
    tracking_url="https://parcels.example/1",
)


class OrdersContract:
    """Give `orders` as a fixture, and `keep`, which puts a shopper's order where `orders` finds it."""

    def test_order_comes_back_as_it_was(self, orders: Orders, keep: Keep) -> None:
        keep("user:ann", ORDER)
        assert orders.order("user:ann", "CA-0000001") == ORDER
        assert orders.orders("user:ann") == (ORDER,)

    def test_latest_order_comes_first_and_only_so_many_come(self, orders: Orders, keep: Keep) -> None:
        for number in range(MAX_ORDERS + 2):
            keep("user:ann", replace(ORDER, order_id=f"CA-{number}", placed_at=NOON + timedelta(days=number)))
        found = [order.order_id for order in orders.orders("user:ann")]
        assert found == [f"CA-{number}" for number in range(MAX_ORDERS + 1, 1, -1)]

    def test_orders_of_others_are_not_there(self, orders: Orders, keep: Keep) -> None:
        keep("user:bob", ORDER)
        assert orders.orders("user:ann") == ()
        assert orders.order("user:ann", "CA-0000001") is None
        for change in (orders.cancel, orders.request_return):
            with pytest.raises(BackendError):
                change("user:ann", "CA-0000001")
        assert orders.order("user:bob", "CA-0000001") == ORDER

    @pytest.mark.parametrize("number", ["CA-9", "", "..", "../../carts/user:ann", "a/b", "注文-1"])
    def test_no_order_has_such_a_number(self, orders: Orders, keep: Keep, number: str) -> None:
        keep("user:ann", ORDER)
        assert orders.order("user:ann", number) is None

    @pytest.mark.parametrize("state", list(OrderState))
    def test_order_is_cancelled_only_before_it_leaves(self, orders: Orders, keep: Keep, state: OrderState) -> None:
        keep("user:ann", replace(ORDER, state=state))
        is_early = state in {OrderState.PLACED, OrderState.PAID}
        after = OrderState.CANCELLED if is_early else state
        assert orders.cancel("user:ann", "CA-0000001").state is after
        assert orders.cancel("user:ann", "CA-0000001").state is after

    @pytest.mark.parametrize("state", list(OrderState))
    def test_return_is_noted_only_after_delivery(self, orders: Orders, keep: Keep, state: OrderState) -> None:
        delivered = replace(ORDER, state=state, delivered_at=NOON + timedelta(days=3))
        keep("user:ann", delivered)
        after = OrderState.RETURN_REQUESTED if state is OrderState.DELIVERED else state
        assert orders.request_return("user:ann", "CA-0000001") == replace(delivered, state=after)
        assert orders.request_return("user:ann", "CA-0000001").state is after
