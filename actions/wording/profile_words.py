"""What a shopper's profile says, in whole sentences of their language."""

from collections.abc import Callable, Mapping
from decimal import Decimal
from typing import Any

from actions.buying.door_prices import EURO, DoorPrices
from actions.wording import values
from actions.wording.texts import FALLBACK, Line, Texts
from retrieval.profile import Profile
from retrieval.profile.traits import BANDS, band_of

_MOST_NAMED = 5
"""A list in a sentence names the strongest likings, not all."""

_NAMED_FROM = 0.2
"""What is liked less than a fifth as much as the favourite is not worth a sentence."""

_LISTS = (
    ("profile_interests", "category"),
    ("profile_brands", "brand"),
    ("profile_colors", "color"),
    ("profile_materials", "material"),
    ("profile_audience", "audience"),
)


def profile_payload(
    profile: Profile, exported: Mapping[str, Any], language: str, currency: str, texts: Texts, prices: DoorPrices
) -> dict[str, Any]:
    """Return the sentences that say what is known of a shopper.

    They are in `language`, or where that is "" in the one that the shopper's `exported` data names, else in English;
    prices are in the currency that these name, else in `currency`.
    """
    said = exported["shopper"] or {}
    spoken = texts.spoken(language or said.get("language") or FALLBACK)
    wanted = said.get("currency") or currency
    known = wanted if prices.rates.knows(wanted) else currency

    def money(euros: Decimal) -> values.Value:
        return values.money(prices.converted(euros, EURO, known), known)

    return {"language": spoken, "sentences": [texts.say(spoken, line) for line in profile_lines(profile, money)]}


def profile_lines(profile: Profile, money: Callable[[Decimal], values.Value]) -> list[Line]:
    """Return what is known of a shopper, the most telling first, and last how it is weighed.

    `money` puts an amount in euros into their currency.
    """
    if not profile.evidence:
        return [Line("profile_nothing", {})]
    lines = [Line("profile_basis", {"n": values.number(profile.n_products)})] if profile.n_products else []
    lines += [
        Line(key, {"what": _listed(trait, profile.likes[trait])}) for key, trait in _LISTS if profile.likes.get(trait)
    ]
    recent = profile.recent.get("category", {})
    is_other = _favourites(recent) != _favourites(profile.lasting.get("category", {}))
    is_weighed = round(profile.recent_share, 2) > 0
    if recent and is_other and is_weighed:
        lines.append(Line("profile_lately", {"what": _listed("category", recent)}))
    if profile.price_level is not None:
        lines.append(Line(f"profile_price_{BANDS[band_of(profile.price_level)]}", {}))
    if profile.typical_price is not None:
        lines.append(Line("profile_typical_price", {"price": money(profile.typical_price)}))
    lines += [
        Line("profile_size", {"what": values.word("category", own.category), "size": values.plain(own.text)})
        for own in profile.sizes
        if own.category
    ]
    if is_weighed:
        shares = {"long": 1 - profile.recent_share, "short": profile.recent_share}
        lines.append(Line("profile_blend", {name: _percent(share) for name, share in shares.items()}))
    return lines


def _favourites(likes: Mapping[str, float]) -> list[str]:
    """Return what is liked most, the favourite first, equal ones by name."""
    known = sorted((value for value in likes if likes[value] >= _NAMED_FROM), key=lambda value: (-likes[value], value))
    return known[:_MOST_NAMED]


def _listed(trait: str, likes: Mapping[str, float]) -> values.Value:
    named = _favourites(likes)
    return values.listing([values.plain(one) if trait == "brand" else values.word(trait, one) for one in named])


def _percent(share: float) -> values.Value:
    return values.percent(Decimal(str(round(share, 2))))
