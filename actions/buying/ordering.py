"""Making an order of a cart, at the demo shop's checkout."""

from dataclasses import dataclass
from datetime import UTC, datetime
from hashlib import sha256

from actions.backend.checkout_link import Checkout
from actions.backend.commerce import Till
from actions.buying.cart_costs import CartCosts, costs_for
from actions.payloads.cards import Audience
from actions.shop import Shop
from retrieval.commerce.order import Order, OrderLine, OrderState
from retrieval.errors import StoreError
from retrieval.events import Event
from retrieval.pricing.money import Money


@dataclass(frozen=True, slots=True)
class Basket:
    """A cart as the checkout sees it: whose it is, for whom it is shown, and what it costs."""

    owner: str
    audience: Audience
    costs: CartCosts

    @property
    def is_orderable(self) -> bool:
        """Whether there is something in it, all of it can be had, and it is known where it goes."""
        items = self.costs.items
        return bool(items) and not any(item.problem for item in items) and self.costs.door is not None

    @property
    def seen(self) -> str:
        """What tells this basket from one that has changed since it was looked at: its lines and its total."""
        lines = [(item.product.product_id, item.size, item.quantity) for item in self.costs.items]
        total = self.costs.door.total.as_wire() if self.costs.door else None
        return sha256(repr((lines, total, self.costs.discount.as_wire())).encode()).hexdigest()


def basket_of(checkout: Checkout, till: Till, shop: Shop) -> Basket:
    """Return the cart that a link leads to, with the best coupon that its owner holds."""
    owner = till.carts.owner_of(checkout.cart_id)
    audience = Audience(checkout.language, shop.shown_currency(checkout.currency), checkout.country, shop.today())
    return Basket(owner, audience, costs_for(till.carts.cart(owner), owner, audience, shop))


def place_order(checkout: Checkout, basket: Basket, till: Till, shop: Shop) -> Order:
    """Make an order of a basket that is orderable, empty the cart, note purchase and coupon; once for a checkout."""
    costs, audience = basket.costs, basket.audience
    lines = tuple(
        OrderLine(
            item.product.product_id,
            shop.payloads.title(item.product, audience.language),
            item.quantity,
            item.size,
            item.total(shop.prices, audience.currency),
        )
        for item in costs.items
    )
    total = costs.door.total if costs.door else Money(costs.goods.amount, costs.goods.currency)
    draft = Order(
        order_id="new",
        state=OrderState.PLACED,
        placed_at=datetime.now(UTC),
        shipped_at=None,
        delivered_at=None,
        country=audience.country,
        lines=lines,
        total=total,
        is_complete=costs.door is not None and costs.door.complete,
    )
    order = till.orders.place(basket.owner, draft, checkout.checkout_id)
    till.carts.clear(basket.owner)
    _redeem(basket, shop)
    shop.record(
        *(
            Event(
                f"order-{order.order_id}-{row}",
                basket.owner,
                "purchase",
                line.product_id,
                float(line.quantity),
                order.placed_at,
                None,
            )
            for row, line in enumerate(order.lines)
        )
    )
    return order


def _redeem(basket: Basket, shop: Shop) -> None:
    """Note what the coupon has cost; one that ran out in the meantime was the shop's to give, and is left."""
    coupon = basket.costs.coupon
    if coupon is None or not coupon.amount:
        return
    try:
        shop.advice.offers.ledger.redeem(coupon.offer, coupon.grant.grant_id, basket.owner, coupon.amount, shop.now())
    except StoreError:
        shop.metrics.events.labels(outcome="coupon_lost").inc()
