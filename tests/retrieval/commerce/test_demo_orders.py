"""Orders of invented shoppers: one a day of purchases, the same for the same events."""

from datetime import UTC, datetime, timedelta

from retrieval.commerce.demo_orders import demo_orders
from retrieval.commerce.order import OrderState
from retrieval.events import Event
from tests.fakes import product

NOON = datetime(2026, 11, 20, 12, tzinfo=UTC)
TODAY = datetime(2026, 11, 26, 9, tzinfo=UTC)
EVENTS = [
    Event("1", "ann", "view", "tee", None, NOON - timedelta(days=9), None),
    Event("2", "ann", "purchase", "tee", None, NOON - timedelta(days=8), None),
    Event("3", "ann", "purchase", "tasse", None, NOON, None),
    Event("4", "ann", "purchase", "kanne", None, NOON + timedelta(minutes=3), None),
    Event("5", "bea", "cart", "tee", None, NOON, None),
]


def made():
    return list(demo_orders(EVENTS, product, TODAY, "user:{}".format))


def test_what_was_bought_on_a_day_is_an_order_of_that_shopper() -> None:
    bought = [(one.user_id, [line.product_id for line in one.order.lines]) for one in made()]
    assert bought == [("user:ann", ["tee"]), ("user:ann", ["tasse", "kanne"])]


def test_latest_is_five_days_old_and_moments_are_in_order() -> None:
    orders = [one.order for one in made()]
    assert (TODAY - orders[-1].placed_at) // timedelta(days=1) == 5
    for order in orders:
        moments = [at for at in (order.placed_at, order.shipped_at, order.delivered_at) if at]
        assert moments == sorted(moments)
        assert all(at <= TODAY for at in moments)
        assert (order.delivered_at is not None) == (order.state in {OrderState.DELIVERED, OrderState.RETURN_REQUESTED})


def test_same_events_give_the_same_orders() -> None:
    assert made() == made()
    assert len({one.order.order_id for one in made()}) == 2
