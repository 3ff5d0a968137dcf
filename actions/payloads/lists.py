"""The parts of a list's payload beside its products: counts of further conditions, and versions of one thing."""

from collections.abc import Callable, Mapping, Sequence
from decimal import Decimal
from typing import Any

from actions.wording import values
from actions.wording.texts import Line, Texts
from retrieval.lists.facets import Facet, FacetCount
from retrieval.pricing.money import Money
from retrieval.product import Product

_WORDS = frozenset({"category", "department", "color", "material", "audience"})


def facet_payloads(
    facets: Sequence[Facet], texts: Texts, language: str, currency: str, applied: Mapping[str, Any]
) -> dict[str, Any]:
    """Return facets by name: a label, and values with count, label and whether they are among the conditions met."""
    return {
        facet.name: {
            "label": texts.say(language, Line(f"label_{facet.name}", {})),
            "values": [_value(facet.name, count, texts, language, currency, applied) for count in facet.counts],
        }
        for facet in facets
    }


def variant_payload(variants: Sequence[Product], price: Callable[[Product], Money]) -> dict[str, Any] | None:
    """Return the versions of one thing: their number, ids, colours, sizes and prices; None for a single one."""
    if not variants:
        return None
    prices = sorted((price(product) for product in variants), key=lambda money: money.amount)
    return {
        "count": len(variants),
        "product_ids": [product.product_id for product in variants],
        "colors": list(dict.fromkeys(color for product in variants for color in product.colors)),
        "sizes": list(dict.fromkeys(size for product in variants for size in product.sizes)),
        "price_from": prices[0].as_wire(),
        "price_to": prices[-1].as_wire(),
    }


def _value(
    name: str, count: FacetCount, texts: Texts, language: str, currency: str, applied: Mapping[str, Any]
) -> dict[str, Any]:
    found: dict[str, Any] = {"value": count.value, "count": count.count}
    if name == "price":
        return {**_band(count, currency), "count": count.count, "label": _band_label(count, texts, language, currency)}
    if name == "rating":
        stars = {"rating": values.number(int(count.value))}
        return {**found, "label": texts.say(language, Line("facet_rating", stars))}
    if name == "in_stock":
        return {**found, "label": texts.say(language, Line("label_in_stock", {}))}
    label = texts.word(language, values.word(name, count.value)) if name in _WORDS else count.value
    chosen = applied.get(name, ())
    is_chosen = count.value.casefold() in {
        str(word).casefold() for word in (chosen if isinstance(chosen, list) else [chosen])
    }
    return {**found, "label": label, "selected": bool(chosen) and is_chosen}


def _band(count: FacetCount, currency: str) -> dict[str, Any]:
    return {"min_price": _plain(count.low), "max_price": _plain(count.high), "currency": currency}


def _band_label(count: FacetCount, texts: Texts, language: str, currency: str) -> str:
    bounds = {name: bound for name, bound in (("low", count.low), ("high", count.high)) if bound is not None}
    kind = "between" if len(bounds) == 2 else "from" if "low" in bounds else "below"
    filled = {name: values.money(Decimal(str(bound)), currency) for name, bound in bounds.items()}
    return texts.say(language, Line(f"facet_price_{kind}", filled))


def _plain(bound: float | None) -> str | None:
    return None if bound is None else f"{Decimal(str(bound)).normalize():f}"
