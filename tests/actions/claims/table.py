"""Every claim that the assistant makes, and how to take its source away; and what claims nothing of the shop."""

from dataclasses import replace
from datetime import date, time, timedelta
from decimal import Decimal

from retrieval.pricing.rule import Kind
from retrieval.product import EXPRESS, Dispatch, ShippingZone
from retrieval.tariff.proposal import Proposal
from tests.actions.claims.claim import Claim, Turn
from tests.actions.claims.removals import (
    checkout_secret,
    everything_kept,
    laws,
    merchant_fields,
    nothing_anonymous,
    occasions,
    offer_fields,
    offers,
    order_fields,
    policies,
    product_fields,
    products,
    rate_of,
    restrictions,
    rights,
    rules,
    sent_on,
    size_charts,
    supplies,
    those_who_bought,
    withdrawals,
    zones,
)
from tests.actions.claims.turns import (
    alert_fired,
    anonymous_cart,
    as_kettle,
    at_hour,
    at_price,
    did,
    in_cart,
    on,
    on_monday,
    order_turn,
    ordered,
    others_bought,
    said,
    turn,
    under_rules,
    with_coupon,
)
from tests.actions.small_shop import PRODUCTS, TODAY
from tests.retrieval.pricing.made_rules import SOURCE, records_of

PERFUME_OF_NORD = replace(
    next(one for one in PRODUCTS if one.product_id == "p01"), product_id="p02", merchant_id="nord", price=Decimal(120)
)
"""What another seller of the small shop sells as well, and cheaper to a door in Germany."""

_PRICES = ["h01", "h07", "h09", "h11", "s06"]
_SHOWN = {"shown": _PRICES}
_SELECT = turn("action_select", slots=_SHOWN, ordinal=[1])
_COST = turn("action_landed_cost", slots={"shown": _PRICES}, ordinal=[1])
_COST_AT = turn("action_landed_cost", slots={"shown": _PRICES}, ordinal=[2])
_COST_IN_YEN = turn("action_landed_cost", slots={"shown": _PRICES}, ordinal=[1], currency="JPY")
_SHIPPING = turn("action_shipping", slots=_SHOWN, ordinal=[1])
_SIZE = turn("action_hand_on", text="EU 40 in US", intent="ask_size", size="EU 40")
_FITS = turn("action_hand_on", text="I wear EU 38", intent="ask_size", slots={"focus": "s01"}, size="EU 38")
_SENDS = merchant_fields(
    shipping=(
        ShippingZone(("world",), Decimal(5), Decimal(0), (1, 3), customs=(1, 2)),
        ShippingZone(("world",), Decimal(8), Decimal(1), (1, 2), EXPRESS),
    ),
    dispatch=Dispatch("Europe/Berlin", time(14, 0)),
)
_FAST = turn("action_shipping", _SENDS, slots=_SHOWN, ordinal=[1])
_FAST_UNWEIGHED = turn("action_shipping", _SENDS, slots={"shown": ["t01"]}, ordinal=[1])
_SHIPPING_ABROAD = turn("action_shipping", _SENDS, slots=_SHOWN, ordinal=[2])
_SHIPPING_IN_YEN = turn("action_shipping", slots=_SHOWN, ordinal=[1], currency="JPY")
_LEAVES = turn("action_shipping", _SENDS, at_hour(10, 0), on_monday, slots=_SHOWN, ordinal=[1])
_LEAVES_SOON = turn("action_shipping", _SENDS, at_hour(12, 30), on_monday, slots=_SHOWN, ordinal=[1])


def _by(text: str) -> Turn:
    return turn("action_shipping", _SENDS, at_hour(10, 0), on_monday, text=text, slots=_SHOWN, ordinal=[1])


_COMPARE = turn("action_compare", slots={"shown": ["h03", "h02"]}, ordinal=[1, 2])
_DEAR_PARCEL = turn("action_compare", at_price("h11", "59.00"), slots={"shown": ["h11", "h03"]}, ordinal=[1, 2])
_SEARCH = turn("action_search", category="headphones")
_IN_YEN = turn("action_select", slots=_SHOWN, ordinal=[1], currency="JPY")
_CART = turn("action_view_cart", in_cart("m01", "m02", quantity=2))
_COUPON = turn("action_view_cart", with_coupon("TEA20"), in_cart("t04"))
_CHECKOUT = turn("action_checkout", in_cart("m01"))
_TEA_OFFER = turn("action_offer", slots={"focus": "t02"}, intent="ask_offer")
_MUG_OFFER = turn("action_offer", slots={"focus": "m01"}, intent="ask_offer")
_BUNDLE = turn("action_bundle", slots={"focus": "t04"})
_SET = turn("action_bundle", category="tea", intent="bundle_advice")
_GIFT = turn("action_gift", recipient="mother")
_RETURNS = turn("action_policy", text="How long can I return something?", intent="ask_return_policy")
_PAYMENT = turn("action_policy", text="How can I pay?", intent="ask_payment")
_NO_LAW = turn("action_policy", text="How long can I return something?", intent="ask_return_policy", country="CH")
_ALERT = turn("action_price_alert", slots=_SHOWN, ordinal=[1])
_ALERT_AT = turn("action_price_alert", slots=_SHOWN, ordinal=[1], max_price=15)
_ALERT_ABOVE = turn("action_price_alert", slots=_SHOWN, ordinal=[1], max_price=90)
_FIRED = turn("action_thank", alert_fired)
_SHIPPED = order_turn("action_order_status", "shipped")
_DELIVERED = order_turn("action_order_status", "delivered")
_SENT_BACK = order_turn("action_return_order", "delivered")
_SENT_BACK_LATE = order_turn("action_return_order", "delivered", days_ago=40)
_TASTE = turn("action_recommend", did("view", "h01", "h02"), did("purchase", "h04"))

_BEST_RATED = turn("action_refine", said("action_search", category="headphones"), refinement="better_rated")
_NEWEST_FIRST = turn("action_refine", said("action_search", category="headphones"), refinement="newer")
_SELECT_FOUND = turn("action_select", said("action_search", category="headphones", brand="Klang"), ordinal=[1])
_EXPLAIN = turn("action_explain", said("action_recommend"), ordinal=[1])
_BACK = turn("action_go_back", said("action_search", category="headphones"), said("action_search", category="mug"))
_NEWEST = turn("action_search", category="headphones", brand="Otoha")
_ALIKE = turn("action_recommend", others_bought(3, "h01", "h02", "m01"), did("purchase", "h01", "h02"))
_BOUGHT = turn("action_bundle", others_bought(5, "t02", "h01"), others_bought(20, "p01"), slots={"focus": "t02"})
_BUNDLE_UNKNOWN = turn("action_bundle", slots={"focus": "t02"})
_SHIRT_OFFER = turn("action_offer", at_price("c01", "200"), slots={"focus": "c01"}, intent="ask_offer")
_CART_AT_HOME = turn("action_view_cart", in_cart("m01"))
_TAKEN_OVER = turn("action_view_cart", anonymous_cart)
_TOO_MANY = turn("action_add_to_cart", slots={"focus": "m01"}, quantity=9)
_OVER_STOCK = turn("action_view_cart", in_cart("m01", quantity=9))
_COST_DUTY = turn("action_landed_cost", slots={"shown": ["h07"]}, ordinal=[1])
_UNSAID_TERMS = turn("action_landed_cost", slots={"shown": ["h05"]}, ordinal=[1], country="CH")
_COST_IN_PART = turn("action_landed_cost", sent_on("DAP"), slots=_SHOWN, ordinal=[1], country="TH")
_TAXED_AT_ORDER = turn("action_landed_cost", sent_on("DAP"), slots=_SHOWN, ordinal=[1], country="GB")
_WITHIN = turn("action_search", category="headphones", max_price=60, max_total=60, currency="EUR")
"""In the bare shop the one cost known to the last part, of what is sent at a flat charge, is above this limit."""
_COST_FEE = turn("action_landed_cost", on(date(2026, 3, 2)), slots={"shown": ["h06"]}, ordinal=[1], country="RO")

_YEN = Turn("action_set_currency", turn("").prepared, said("action_set_currency", currency="JPY"))
_MOVED = Turn(
    "action_set_destination",
    turn("", said("action_search", category="headphones")).prepared,
    said("action_set_destination", country="FR"),
)


def _on_terms(action: str, incoterm: str) -> Turn:
    """Return a turn about what is to pay when a product arrives in Switzerland that is sent on these terms."""
    shown = {"shown": ["h05"]}
    text = "do I have to pay customs when it arrives?"
    return turn(action, sent_on(incoterm), country="CH", text=text, slots=shown, ordinal=[1])


_PAID_AT_DOOR = _on_terms("action_landed_cost", "DAP")
_ORDER_STATES = tuple(
    Claim(f"order_{state}", order_turn("action_order_status", state), everything_kept)
    for state in ("placed", "paid", "shipped", "delivered", "cancelled", "return_requested", "returned")
)


def _allowed(goods: str, country: str) -> Turn:
    return turn("action_hand_on", text=f"may {goods} be sent?", intent="ask_restrictions", country=country)


_DUTY_ABROAD = records_of("CL", "EUR", relief="100", duty="0.50", vat="0.20")
_CHANGE = TODAY + timedelta(days=20)


def _fee(**bound: date) -> dict[str, object]:
    return {"id": "fee", "market": "CL", "kind": "fee", "amount": "12", "currency": "EUR", **SOURCE, **bound}


def _cart_abroad(*records: dict[str, object], quantity: int = 1) -> Turn:
    held = in_cart("s01", quantity=quantity, size="EU 38")
    return turn("action_view_cart", under_rules(*_DUTY_ABROAD, *records), held, country="CL")


_SPLIT = _cart_abroad(quantity=2)
_PROPOSED = product_fields(
    category="", hs_code="6404", hs_proposal=Proposal("6404", 0.81, "6403"), price=Decimal(60_000)
)
_ESTIMATED = turn("action_landed_cost", _PROPOSED, slots={"focus": "s03"}, country="KR", currency="JPY")
_TWIN = turn("action_landed_cost", slots={"shown": [PERFUME_OF_NORD.product_id]}, ordinal=[1])
_COMPARABLE = turn("action_landed_cost", at_price("m01", "25.00"), slots={"shown": ["m01"]}, ordinal=[1])
_RIGHTS_IN_CH = _NO_LAW


def _rights_in(country: str) -> Turn:
    return turn("action_policy", text="How long can I return something?", intent="ask_return_policy", country=country)


def _plug(country: str, **stated: str) -> Turn:
    """Return a turn that asks for the plug of a kettle of which a seller states this."""
    return turn(
        "action_mains",
        as_kettle("h01", **stated),
        country=country,
        text="Which plug does it have?",
        intent="ask_mains",
        slots={"focus": "h01"},
    )


_PLUG_JP = {"voltage": "100", "plug": "A"}
_STRONG = _plug("DE", **_PLUG_JP, power_w="1000")
_OVERLOAD = _plug("US", voltage="220-240", plug="E/F", power_w="2200")
_ADAPTER = _plug("GB", voltage="220-240", plug="E/F")
_DEPENDS = _plug("BR", voltage="220-240", plug="C")
_FREQUENCY = _plug("KR", voltage="220-240", plug="C", frequency="50 Hz")
_SOCKETS = turn("action_mains", text="Which plugs are used in Thailand?", intent="ask_mains", country="TH")
_PLUG_HEARD = turn(
    "action_hand_on", as_kettle("h01", **_PLUG_JP), text="Which plug does it have?", slots={"focus": "h01"}
)
_UNSTATED = product_fields(attributes={})
_MEASURED = turn("action_select", as_kettle("h01", capacity_l=1.7), slots=_SHOWN, ordinal=[1])


CLAIMS = (
    # --- products, one and several
    Claim("selected", _SELECT, products("h01")),
    Claim("selected_stock", _SELECT, product_fields(stock=None)),
    Claim("sold_out", turn("action_select", slots={"shown": ["h13"]}, ordinal=[1]), product_fields(stock=None)),
    Claim("/products/*/rating", _SELECT, product_fields(rating=None, n_ratings=0)),
    Claim("/products/*/weight_kg", _SELECT, product_fields(weight_kg=None)),
    Claim(
        "/products/*/origin",
        turn("action_select", product_fields(origin="CN"), slots=_SHOWN, ordinal=[1]),
        product_fields(origin=None),
    ),
    Claim("/products/*/materials", _SELECT, product_fields(materials=())),
    Claim("/products/*/sizes", turn("action_select", slots={"shown": ["s01"]}, ordinal=[1]), product_fields(sizes=())),
    Claim("/products/*/landed_cost", _SELECT, zones),
    Claim("/products/*/landed_cost/delivery_days", _SELECT, zones),
    Claim("verdict_cheapest", _COMPARE, products("h02"), frozenset({"price", "title"})),
    Claim("verdict_rated", _COMPARE, product_fields(rating=None), frozenset({"title"})),
    Claim("verdict_door", _DEAR_PARCEL, zones),
    Claim("verdict_door", _DEAR_PARCEL, rules()),
    Claim("verdict_origin", _DEAR_PARCEL, zones),
    Claim("verdict_origin", _DEAR_PARCEL, rules()),
    Claim("verdict_overall", turn("action_compare", slots={"shown": ["h01", "h03"]}, ordinal=[1, 2]), zones),
    Claim("/rows/attribute=landed_cost", _COMPARE, zones),
    Claim("/rows/attribute=landed_cost", _COMPARE, rules()),
    Claim("/rows/attribute=rating", _COMPARE, product_fields(rating=None)),
    Claim("/rows/attribute=weight", _COMPARE, product_fields(weight_kg=None)),
    Claim("measured", _MEASURED, _UNSTATED),
    Claim("/products/*/measures", _MEASURED, product_fields(attributes={}, weight_kg=None)),
    # --- lists, and the reasons on their cards
    Claim("sorted_rating", _BEST_RATED, None),
    Claim("sorted_newest", _NEWEST_FIRST, None),
    Claim("/products/*/rating", _SEARCH, None),
    Claim("/products/*/landed_cost", _SEARCH, zones),
    Claim("selected", _IN_YEN, rate_of("JPY"), stays=True),
    Claim("/products/*/reasons/kind=popular", _SEARCH, None),
    Claim("/products/*/reasons/kind=popular", _SELECT_FOUND, product_fields(rating=None, n_ratings=0)),
    Claim("/products/*/reasons/kind=popular", _BACK, product_fields(rating=None, n_ratings=0)),
    Claim("/products/*/reasons/kind=new", _NEWEST, None),
    Claim("/products/*/reasons/kind=your_taste", _TASTE, everything_kept),
    Claim("/products/*/reasons/kind=price_fit", _TASTE, everything_kept),
    Claim("/products/*/reasons/kind=similar_shoppers", _ALIKE, everything_kept),
    Claim("recommended_from_taste", _TASTE, everything_kept),
    Claim("reason_as_is", _EXPLAIN, product_fields(rating=None, n_ratings=0)),
    Claim("/products/*/rating", turn("action_show_more", said("action_search", category="headphones")), None),
    Claim("/products/*/rating", turn("action_similar", slots=_SHOWN, ordinal=[1]), None),
    Claim("/products/*/landed_cost", _MOVED, zones),
    Claim("currency_set", _YEN, rate_of("JPY")),
    Claim("total_within", _WITHIN, None, frozenset({"price"})),
    Claim("total_left_out", _WITHIN, None),
    # --- gifts and occasions
    Claim("occasion_near", _GIFT, occasions),
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
    # --- the cost to the door
    Claim("landed_cost", _COST, zones),
    Claim("landed_cost", _COST, rules()),
    Claim("landed_cost", _COST, product_fields(weight_kg=None)),
    Claim("landed_cost_incomplete", _COST_AT, zones),
    Claim("landed_cost_delivery", _COST, zones),
    Claim("landed_cost_as_of", _COST, rules(), frozenset({"date"})),
    Claim("landed_cost_as_of_rates", _COST_IN_YEN, rate_of("JPY"), frozenset({"date"})),
    Claim("/rate_date", _COST_IN_YEN, rate_of("JPY")),
    Claim("landed_cost_estimated", _ESTIMATED, product_fields(hs_proposal=None)),
    Claim("due_carrier", _PAID_AT_DOOR, sent_on(""), frozenset({"price"})),
    Claim("due_carrier", _PAID_AT_DOOR, rules()),
    Claim("due_carrier", _PAID_AT_DOOR, zones),
    Claim("due_carrier", _PAID_AT_DOOR, product_fields(weight_kg=None)),
    Claim("due_carrier", _on_terms("action_shipping", "DAP"), rules()),
    Claim("due_carrier_usual", _UNSAID_TERMS, rules()),
    Claim("due_carrier_usual", _UNSAID_TERMS, zones),
    Claim("due_at_least", _COST_IN_PART, rules()),
    Claim("due_at_least", _COST_IN_PART, rules(Kind.DUTY)),
    Claim("due_seller", _on_terms("action_landed_cost", "DDP"), sent_on("")),
    Claim("due_nothing", _TAXED_AT_ORDER, rules()),
    Claim("/due_at_door", _PAID_AT_DOOR, rules()),
    Claim("/lines/due=door/amount", _PAID_AT_DOOR, rules()),
    Claim("cheaper_same", _TWIN, zones),
    Claim("cheaper_same", _TWIN, rules()),
    Claim("cheaper_comparable", _COMPARABLE, zones),
    Claim("cheaper_comparable", _COMPARABLE, rules()),
    Claim("/alternatives", _COMPARABLE, rules()),
    Claim("/lines/kind=vat/amount", _COST, rules(Kind.VAT_RATE)),
    Claim("/lines/kind=vat/rate", _COST, rules(Kind.VAT_RATE)),
    Claim("/lines/kind=shipping/amount", _COST, product_fields(weight_kg=None)),
    Claim("/lines/kind=duty/amount", _COST_DUTY, rules(Kind.DUTY)),
    Claim("/lines/kind=fee/amount", _COST_FEE, rules(Kind.FEE)),
    Claim("/sources", _COST, rules()),
    Claim("shipping_quote", _SHIPPING, zones),
    Claim("shipping_quote", _SHIPPING, product_fields(weight_kg=None), frozenset({"days"})),
    Claim("/services/*/price", _SHIPPING, product_fields(weight_kg=None)),
    Claim("/services/*/delivery_dates", _SHIPPING, zones),
    Claim("shipping_arrival", _SHIPPING, zones),
    Claim("shipping_arrival", _COST, zones),
    Claim("/delivery_dates", _COST, zones),
    Claim("/products/*/landed_cost/delivery_dates", _SELECT, zones),
    Claim("/products/*/rate_date", _IN_YEN, rate_of("JPY")),
    Claim("rates_of", _SHIPPING_IN_YEN, rate_of("JPY")),
    Claim("shipping_express", _FAST, zones),
    Claim("shipping_express", _FAST, product_fields(weight_kg=None), frozenset({"dates"})),
    Claim("shipping_express_dates", _FAST_UNWEIGHED, zones),
    Claim("shipping_customs", _SHIPPING_ABROAD, zones),
    Claim("shipping_leaves_today", _LEAVES, merchant_fields(dispatch=None)),
    Claim("shipping_leaves_today_minutes", _LEAVES_SOON, merchant_fields(dispatch=None)),
    Claim("shipping_leaves_on", _FAST, merchant_fields(dispatch=None), frozenset({"date"})),
    Claim("shipping_by_yes", _by("by Friday?"), zones, frozenset({"date"})),
    Claim("shipping_by_express", _by("by Wednesday?"), zones, frozenset({"date"})),
    Claim("shipping_by_unsure", _by("tomorrow?"), zones, frozenset({"date"})),
    Claim("shipping_by_no", _by("today?"), zones, frozenset({"date"})),
    Claim("shipping_general", turn("action_shipping"), zones, stays=True),
    # --- price alerts
    Claim("alert_set", _ALERT, products("h01")),
    Claim("alert_set_at", _ALERT_AT, products("h01")),
    Claim("alert_already", _ALERT_ABOVE, products("h01")),
    Claim("alert_fired", _FIRED, everything_kept),
    Claim("alert_fired", _FIRED, products("h01")),
    Claim("alert_fired", _FIRED, at_price("h01", "99.00")),
    # --- what the shop's documents and the law say
    Claim("policy_from", _PAYMENT, policies),
    Claim("policy_text", _PAYMENT, policies),
    Claim("policy_link", _PAYMENT, policies),
    Claim("/quotes", _PAYMENT, policies),
    Claim("policy_law", _RETURNS, withdrawals),
    Claim("policy_no_law", _NO_LAW, withdrawals),
    Claim("/law", _RETURNS, laws),
    Claim("/law/days", _RETURNS, withdrawals),
    Claim("/law/source", _RETURNS, withdrawals),
    Claim("/law/rights", _RETURNS, rights),
    Claim("rights_unless_stated", _rights_in("JP"), withdrawals),
    Claim("rights_guarantee_least", _RETURNS, rights),
    Claim("rights_working_days", _rights_in("MX"), withdrawals),
    Claim("rights_guarantee", _RIGHTS_IN_CH, rights),
    Claim("rights_guarantee_found", _rights_in("TH"), rights),
    Claim("rights_import_faulty_return_within", _rights_in("IN"), rights),
    Claim("rights_import_any_return_within", _RETURNS, rights),
    Claim("rights_source", _RETURNS, laws),
    # --- plugs and voltage
    Claim("mains_stated", _STRONG, _UNSTATED),
    Claim("mains_stated_plug", _plug("DE", plug="A"), _UNSTATED),
    Claim("mains_stated_voltage", _plug("DE", voltage="100"), _UNSTATED),
    Claim("mains_transformer_power", _STRONG, _UNSTATED),
    Claim("mains_transformer_power", _STRONG, supplies),
    Claim("mains_transformer", _plug("DE", **_PLUG_JP), _UNSTATED),
    Claim("mains_transformer", _plug("DE", **_PLUG_JP), supplies),
    Claim("mains_also_adapter", _STRONG, _UNSTATED),
    Claim("mains_also_adapter", _STRONG, supplies),
    Claim("mains_overload", _OVERLOAD, _UNSTATED),
    Claim("mains_overload", _OVERLOAD, supplies),
    Claim("mains_adapter", _ADAPTER, _UNSTATED),
    Claim("mains_adapter", _ADAPTER, supplies),
    Claim("mains_depends", _DEPENDS, _UNSTATED),
    Claim("mains_depends", _DEPENDS, supplies),
    Claim("mains_frequency", _FREQUENCY, _UNSTATED),
    Claim("mains_frequency", _FREQUENCY, supplies),
    Claim("mains_supply", _SOCKETS, supplies),
    Claim("mains_source", _SOCKETS, supplies),
    Claim("mains_transformer", _PLUG_HEARD, _UNSTATED),
    Claim("mains_transformer", _PLUG_HEARD, supplies),
    Claim("/supply", _SOCKETS, supplies),
    Claim("/products/*/plugs", _STRONG, _UNSTATED),
    Claim("/products/*/voltages", _STRONG, _UNSTATED),
    Claim("/products/*/power_w", _STRONG, _UNSTATED),
    # --- sizes
    Claim("size_same", _SIZE, size_charts),
    Claim("size_fits", _FITS, size_charts),
    Claim("size_chart_general", _FITS, size_charts),
    Claim("/outcomes/*/equivalents", _SIZE, size_charts),
    Claim("/fits", _FITS, size_charts),
    Claim("/sources/*/title", _FITS, size_charts),
    # --- what may be sent where
    Claim("restriction_source", _allowed("cheese", "DE"), restrictions),
    Claim("restriction_because_quantity_kg", _allowed("honey", "DE"), restrictions),
    Claim("restriction_because_quantity_pieces", _allowed("cosmetics", "JP"), restrictions),
    Claim("restriction_because_quantity_packs", _allowed("vitamins", "KR"), restrictions),
    Claim("restriction_because_supply_months", _allowed("medicines", "JP"), restrictions),
    Claim("restriction_because_model_authorised", _allowed("drones", "US"), restrictions),
    Claim("/findings/*/source", _allowed("drones", "US"), restrictions),
    Claim(
        "/products/*/remarks", turn("action_select", slots={"shown": ["t01"]}, ordinal=[1], country="US"), restrictions
    ),
)

IN_PAYLOADS = {
    "line_vat": "/lines/kind=vat/rate",
    "reason_popular": "/products/*/reasons/kind=popular",
    "reason_similar_shoppers": "/products/*/reasons/kind=similar_shoppers",
    "reason_bought_together": "bundle_bought_and_fits",
    "cart_note_over_stock": "/lines/problem=over_stock/text",
    "checkout_money": "/costs/kind=vat/amount",
}
"""Texts that stand in fields of payloads, and the claim that is made there."""

NO_CLAIMS = {
    "too_long": "counts the characters of the message",
    "found": "counts the list that is shown",
    "found_for": "counts the list that is shown",
    "more_found": "counts the list that is shown",
    "no_such_number": "counts the list that is shown",
    "list_is_shorter": "counts the list that is shown",
    "rights_import_agreed_return_within": "is said of no record that the project ships",
    "compared_most": "is a limit of the assistant's own",
    "cart_over_most": "is a limit of the assistant's own",
    "cart_full": "is a limit of the assistant's own",
    "cart_added": "repeats what the shopper has just done",
    "cart_quantity": "repeats what the shopper has just done",
    "data_deleted": "counts what has just been deleted",
    "summary_max_price": "repeats what the shopper said, to a person",
    "summary_max_total": "repeats what the shopper said, to a person",
    "summary_min_price": "repeats what the shopper said, to a person",
    "total_needs_country": "repeats what the shopper said, and asks where it shall go",
    "facet_price_below": "bounds a group of the list that is shown",
    "facet_price_between": "bounds a group of the list that is shown",
    "facet_price_from": "bounds a group of the list that is shown",
    "facet_rating": "bounds a group of the list that is shown",
    "button_door_cost": "is said by the shopper",
    "button_number": "is said by the shopper",
}
"""Texts with a figure that claim nothing of the shop's records, and why."""
