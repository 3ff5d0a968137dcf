"""What is claimed of products, of lists and the reasons on their cards, of gifts, and in price alerts."""

from tests.actions.claims.claim import Claim, Turn
from tests.actions.claims.removals import everything_kept, occasions, product_fields, products, rate_of, rules, zones
from tests.actions.claims.turns import SHOWN, alert_fired, as_kettle, at_price, did, others_bought, said, turn

_SELECT = turn("action_select", slots=SHOWN, ordinal=[1])
_COMPARE = turn("action_compare", slots={"shown": ["h03", "h02"]}, ordinal=[1, 2])
_DEAR_PARCEL = turn("action_compare", at_price("h11", "59.00"), slots={"shown": ["h11", "h03"]}, ordinal=[1, 2])
_SEARCH = turn("action_search", category="headphones")
_IN_YEN = turn("action_select", slots=SHOWN, ordinal=[1], currency="JPY")

_GIFT = turn("action_gift", recipient="mother")
_ALERT = turn("action_price_alert", slots=SHOWN, ordinal=[1])
_ALERT_AT = turn("action_price_alert", slots=SHOWN, ordinal=[1], max_price=15)
_ALERT_ABOVE = turn("action_price_alert", slots=SHOWN, ordinal=[1], max_price=90)
_FIRED = turn("action_thank", alert_fired)

_TASTE = turn("action_recommend", did("view", "h01", "h02"), did("purchase", "h04"))
_BEST_RATED = turn("action_refine", said("action_search", category="headphones"), refinement="better_rated")
_NEWEST_FIRST = turn("action_refine", said("action_search", category="headphones"), refinement="newer")
_SELECT_FOUND = turn("action_select", said("action_search", category="headphones", brand="Klang"), ordinal=[1])
_EXPLAIN = turn("action_explain", said("action_recommend"), ordinal=[1])
_BACK = turn("action_go_back", said("action_search", category="headphones"), said("action_search", category="mug"))
_NEWEST = turn("action_search", category="headphones", brand="Otoha")
_ALIKE = turn("action_recommend", others_bought(3, "h01", "h02", "m01"), did("purchase", "h01", "h02"))

_WITHIN = turn("action_search", category="headphones", max_price=60, max_total=60, currency="EUR")
"""In the bare shop the one cost known to the last part, of what is sent at a flat charge, is above this limit."""

_YEN = Turn("action_set_currency", turn("").prepared, said("action_set_currency", currency="JPY"))
_MOVED = Turn(
    "action_set_destination",
    turn("", said("action_search", category="headphones")).prepared,
    said("action_set_destination", country="FR"),
)

_MEASURED = turn("action_select", as_kettle("h01", capacity_l=1.7), slots=SHOWN, ordinal=[1])


CLAIMS = (
    # --- products, one and several
    Claim("selected", _SELECT, products("h01")),
    Claim("selected_stock", _SELECT, product_fields(stock=None)),
    Claim("sold_out", turn("action_select", slots={"shown": ["h13"]}, ordinal=[1]), product_fields(stock=None)),
    Claim("/products/*/rating", _SELECT, product_fields(rating=None, n_ratings=0)),
    Claim("/products/*/weight_kg", _SELECT, product_fields(weight_kg=None)),
    Claim(
        "/products/*/origin",
        turn("action_select", product_fields(origin="CN"), slots=SHOWN, ordinal=[1]),
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
    Claim("measured", _MEASURED, product_fields(attributes={})),
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
    Claim("/products/*/rating", turn("action_similar", slots=SHOWN, ordinal=[1]), None),
    Claim("/products/*/landed_cost", _MOVED, zones),
    Claim("currency_set", _YEN, rate_of("JPY")),
    Claim("total_within", _WITHIN, None, frozenset({"price"})),
    Claim("total_left_out", _WITHIN, None),
    Claim("/products/*/landed_cost/delivery_dates", _SELECT, zones),
    Claim("/products/*/rate_date", _IN_YEN, rate_of("JPY")),
    # --- gifts and occasions
    Claim("occasion_near", _GIFT, occasions),
    # --- price alerts
    Claim("alert_set", _ALERT, products("h01")),
    Claim("alert_set_at", _ALERT_AT, products("h01")),
    Claim("alert_already", _ALERT_ABOVE, products("h01")),
    Claim("alert_fired", _FIRED, everything_kept),
    Claim("alert_fired", _FIRED, products("h01")),
    Claim("alert_fired", _FIRED, at_price("h01", "99.00")),
)
