"""What is claimed of the cost to the door, of who pays it when, and of how and when a parcel arrives."""

from dataclasses import replace
from datetime import date, time
from decimal import Decimal

from retrieval.pricing.rule import Kind
from retrieval.product import EXPRESS, Dispatch, ShippingZone
from retrieval.tariff.proposal import Proposal
from tests.actions.claims.claim import Claim, Turn
from tests.actions.claims.removals import merchant_fields, product_fields, rate_of, rules, sent_on, zones
from tests.actions.claims.turns import SHOWN, at_hour, at_price, on, on_monday, turn
from tests.actions.small_shop import PRODUCTS

PERFUME_OF_NORD = replace(
    next(one for one in PRODUCTS if one.product_id == "p01"), product_id="p02", merchant_id="nord", price=Decimal(120)
)
"""What another seller of the small shop sells as well, and cheaper to a door in Germany."""

_COST = turn("action_landed_cost", slots=SHOWN, ordinal=[1])
_COST_AT = turn("action_landed_cost", slots=SHOWN, ordinal=[2])
_COST_IN_YEN = turn("action_landed_cost", slots=SHOWN, ordinal=[1], currency="JPY")
_SHIPPING = turn("action_shipping", slots=SHOWN, ordinal=[1])
_SENDS = merchant_fields(
    shipping=(
        ShippingZone(("world",), Decimal(5), Decimal(0), (1, 3), customs=(1, 2)),
        ShippingZone(("world",), Decimal(8), Decimal(1), (1, 2), EXPRESS),
    ),
    dispatch=Dispatch("Europe/Berlin", time(14, 0)),
)
_FAST = turn("action_shipping", _SENDS, slots=SHOWN, ordinal=[1])
_FAST_UNWEIGHED = turn("action_shipping", _SENDS, slots={"shown": ["t01"]}, ordinal=[1])
_SHIPPING_ABROAD = turn("action_shipping", _SENDS, slots=SHOWN, ordinal=[2])
_SHIPPING_IN_YEN = turn("action_shipping", slots=SHOWN, ordinal=[1], currency="JPY")
_LEAVES = turn("action_shipping", _SENDS, at_hour(10, 0), on_monday, slots=SHOWN, ordinal=[1])
_LEAVES_SOON = turn("action_shipping", _SENDS, at_hour(12, 30), on_monday, slots=SHOWN, ordinal=[1])


def _by(text: str) -> Turn:
    return turn("action_shipping", _SENDS, at_hour(10, 0), on_monday, text=text, slots=SHOWN, ordinal=[1])


_COST_DUTY = turn("action_landed_cost", slots={"shown": ["h07"]}, ordinal=[1])
_UNSAID_TERMS = turn("action_landed_cost", slots={"shown": ["h05"]}, ordinal=[1], country="CH")
_COST_IN_PART = turn("action_landed_cost", sent_on("DAP"), slots=SHOWN, ordinal=[1], country="TH")
_TAXED_AT_ORDER = turn("action_landed_cost", sent_on("DAP"), slots=SHOWN, ordinal=[1], country="GB")
_COST_FEE = turn("action_landed_cost", on(date(2026, 3, 2)), slots={"shown": ["h06"]}, ordinal=[1], country="RO")


def _on_terms(action: str, incoterm: str) -> Turn:
    """Return a turn about what is to pay when a product arrives in Switzerland that is sent on these terms."""
    shown = {"shown": ["h05"]}
    text = "do I have to pay customs when it arrives?"
    return turn(action, sent_on(incoterm), country="CH", text=text, slots=shown, ordinal=[1])


_PAID_AT_DOOR = _on_terms("action_landed_cost", "DAP")

_PROPOSED = product_fields(
    category="", hs_code="6404", hs_proposal=Proposal("6404", 0.81, "6403"), price=Decimal(60_000)
)
_ESTIMATED = turn("action_landed_cost", _PROPOSED, slots={"focus": "s03"}, country="KR", currency="JPY")
_TWIN = turn("action_landed_cost", slots={"shown": [PERFUME_OF_NORD.product_id]}, ordinal=[1])
_COMPARABLE = turn("action_landed_cost", at_price("m01", "25.00"), slots={"shown": ["m01"]}, ordinal=[1])


CLAIMS = (
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
)
