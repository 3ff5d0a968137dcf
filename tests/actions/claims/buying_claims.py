"""What is claimed of things that go together, of offers, of the cart, and of orders and their return."""

from datetime import date, timedelta
from decimal import Decimal

from retrieval.pricing.rule import Kind
from tests.actions.claims.claim import Claim, Turn
from tests.actions.claims.removals import (
    checkout_secret,
    everything_kept,
    nothing_anonymous,
    offer_fields,
    offers,
    order_fields,
    product_fields,
    products,
    rights,
    rules,
    those_who_bought,
    withdrawals,
    zones,
)
from tests.actions.claims.turns import (
    anonymous_cart,
    at_price,
    in_cart,
    order_turn,
    ordered,
    others_bought,
    turn,
    under_rules,
    with_coupon,
)
from tests.actions.small_shop import TODAY
from tests.retrieval.pricing.made_rules import SOURCE, records_of

_CART = turn("action_view_cart", in_cart("m01", "m02", quantity=2))
_COUPON = turn("action_view_cart", with_coupon("TEA20"), in_cart("t04"))
_CHECKOUT = turn("action_checkout", in_cart("m01"))
_TEA_OFFER = turn("action_offer", slots={"focus": "t02"}, intent="ask_offer")
_MUG_OFFER = turn("action_offer", slots={"focus": "m01"}, intent="ask_offer")
_BUNDLE = turn("action_bundle", slots={"focus": "t04"})
_SET = turn("action_bundle", category="tea", intent="bundle_advice")

_SHIPPED = order_turn("action_order_status", "shipped")
_DELIVERED = order_turn("action_order_status", "delivered")
_SENT_BACK = order_turn("action_return_order", "delivered")
_SENT_BACK_LATE = order_turn("action_return_order", "delivered", days_ago=40)
_BOUGHT = turn("action_bundle", others_bought(5, "t02", "h01"), others_bought(20, "p01"), slots={"focus": "t02"})
_BUNDLE_UNKNOWN = turn("action_bundle", slots={"focus": "t02"})
_SHIRT_OFFER = turn("action_offer", at_price("c01", "200"), slots={"focus": "c01"}, intent="ask_offer")
_CART_AT_HOME = turn("action_view_cart", in_cart("m01"))
_TAKEN_OVER = turn("action_view_cart", anonymous_cart)
_TOO_MANY = turn("action_add_to_cart", slots={"focus": "m01"}, quantity=9)
_OVER_STOCK = turn("action_view_cart", in_cart("m01", quantity=9))

_ORDER_STATES = tuple(
    Claim(f"order_{state}", order_turn("action_order_status", state), everything_kept)
    for state in ("placed", "paid", "shipped", "delivered", "cancelled", "return_requested", "returned")
)

_DUTY_ABROAD = records_of("CL", "EUR", relief="100", duty="0.50", vat="0.20")
_CHANGE = TODAY + timedelta(days=20)


def _fee(**bound: date) -> dict[str, object]:
    return {"id": "fee", "market": "CL", "kind": "fee", "amount": "12", "currency": "EUR", **SOURCE, **bound}


def _cart_abroad(*records: dict[str, object], quantity: int = 1) -> Turn:
    held = in_cart("s01", quantity=quantity, size="EU 38")
    return turn("action_view_cart", under_rules(*_DUTY_ABROAD, *records), held, country="CL")


_SPLIT = _cart_abroad(quantity=2)


CLAIMS = (
    # --- what goes together
    Claim("bundle_price_with", _BUNDLE, None),
    Claim("bundle_price", _SET, None),
    Claim("bundle_budget_used", turn("action_bundle", slots={"focus": "t02"}, max_price=1), products("t02")),
    Claim("bundle_bought_and_fits", _BOUGHT, those_who_bought("t02")),
    Claim("bundle_door", _BUNDLE, zones),
    Claim("bundle_door", _BUNDLE, rules()),
    Claim("bundle_door_incomplete", _BUNDLE_UNKNOWN, zones),
    Claim("/bundle/landed_cost", _BUNDLE, zones),
    Claim("/bundle/landed_cost/delivery_days", _BUNDLE, zones),
    # --- offers
    Claim("offer_percent", _TEA_OFFER, offers),
    Claim("offer_amount", _MUG_OFFER, offers),
    Claim("offer_shipping", _SHIRT_OFFER, offers),
    Claim("offer_most", _TEA_OFFER, offers),
    Claim("offer_only", _TEA_OFFER, offer_fields(categories=())),
    Claim("offer_minimum", _MUG_OFFER, offer_fields(minimum=Decimal(0))),
    Claim("offer_first_order", _MUG_OFFER, offer_fields(is_first_order=False)),
    Claim("offer_held", _TEA_OFFER, offers),
    Claim("offer_held", _TEA_OFFER, offer_fields(last=date(2026, 1, 2))),
    # --- the cart and the way to pay
    Claim("cart_contents", _CART, everything_kept),
    Claim("cart_contents", _CART, products("m01", "m02")),
    Claim("cart_contents", turn("action_remove_from_cart", in_cart("m01", "m02"), ordinal=[1]), products("m01", "m02")),
    Claim("bundle_door_incomplete", _CART, zones),
    Claim("bundle_door", _CART_AT_HOME, rules()),
    Claim("/landed_cost", _CART, zones),
    Claim("/costs/kind=shipping/amount", _CART_AT_HOME, product_fields(weight_kg=None)),
    Claim("/costs/kind=vat/amount", _CART_AT_HOME, rules()),
    Claim("cart_left_out", turn("action_view_cart", in_cart("h13")), product_fields(stock=None)),
    Claim("cart_taken_over", _TAKEN_OVER, nothing_anonymous),
    Claim("cart_gone", turn("action_view_cart", in_cart("m01", "gone")), everything_kept),
    Claim("cart_over_stock", _TOO_MANY, product_fields(stock=None)),
    Claim("/lines/problem=over_stock/text", _OVER_STOCK, product_fields(stock=None)),
    Claim("cart_coupon", _COUPON, offers),
    Claim("cart_coupon", _COUPON, everything_kept),
    Claim("/offer", _COUPON, offers),
    Claim("/discount", _COUPON, offers),
    Claim("cart_advice_split", _SPLIT, rules()),
    Claim("cart_advice_split", _SPLIT, zones),
    Claim("cart_advice_wait", _cart_abroad(_fee(valid_to=_CHANGE)), rules(Kind.FEE)),
    Claim("cart_advice_soon", _cart_abroad(_fee(valid_from=_CHANGE)), rules(Kind.FEE)),
    Claim("/advice", _SPLIT, rules()),
    Claim("checkout_link", _CHECKOUT, checkout_secret),
    Claim("checkout_amiss", turn("action_checkout", in_cart("h13")), product_fields(stock=None)),
    # --- orders and the law
    *_ORDER_STATES,
    Claim("order_shipped_on", _SHIPPED, order_fields(shipped_at=None)),
    Claim("order_tracking", _SHIPPED, order_fields(tracking_url="")),
    Claim("order_delivered_on", _DELIVERED, order_fields(delivered_at=None)),
    Claim("/orders/*/return_until", _DELIVERED, order_fields(delivered_at=None)),
    Claim("/orders/*/return_until", _DELIVERED, withdrawals),
    Claim("order_cancel_which", turn("action_cancel_order", ordered("placed")), everything_kept),
    Claim("order_return_which", turn("action_return_order", ordered("delivered")), everything_kept),
    Claim("order_return_until", _SENT_BACK, withdrawals),
    Claim("order_return_until", _SENT_BACK, order_fields(delivered_at=None)),
    Claim("rights_exceptions", _SENT_BACK, rights),
    Claim("rights_import_any_return_within", _SENT_BACK, rights),
    Claim("order_return_over", _SENT_BACK_LATE, withdrawals),
    Claim("order_return_no_right", order_turn("action_return_order", "delivered", country="CH"), withdrawals),
    Claim("/sources", _SENT_BACK, withdrawals),
)
