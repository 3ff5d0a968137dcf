"""What is claimed of the shop's documents, the law, plugs and voltage, sizes, and of what may be sent where."""

from tests.actions.claims.claim import Claim, Turn
from tests.actions.claims.removals import (
    laws,
    policies,
    product_fields,
    restrictions,
    rights,
    size_charts,
    supplies,
    withdrawals,
)
from tests.actions.claims.turns import as_kettle, turn

_SIZE = turn("action_hand_on", text="EU 40 in US", intent="ask_size", size="EU 40")
_FITS = turn("action_hand_on", text="I wear EU 38", intent="ask_size", slots={"focus": "s01"}, size="EU 38")
_RETURNS = turn("action_policy", text="How long can I return something?", intent="ask_return_policy")
_PAYMENT = turn("action_policy", text="How can I pay?", intent="ask_payment")
_NO_LAW = turn("action_policy", text="How long can I return something?", intent="ask_return_policy", country="CH")


def _allowed(goods: str, country: str) -> Turn:
    return turn("action_hand_on", text=f"may {goods} be sent?", intent="ask_restrictions", country=country)


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


CLAIMS = (
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
