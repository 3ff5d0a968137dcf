"""Bundles on the wire."""

from typing import Any

from actions.payloads.cards import Audience, Payloads
from retrieval.advice.bundles import Bundle
from retrieval.advice.parcels import DoorTotal
from retrieval.findings import Found


def companions_of(bundle: Bundle) -> tuple[Found, ...]:
    """Return what a bundle holds beside the product that it is for."""
    return tuple(item for item in bundle.items if item.product.product_id in bundle.basis)


def bundle_figures(bundle: Bundle) -> dict[str, Any]:
    """Return what a bundle costs: its products together, and to the door where that can be said."""
    return {
        "product_ids": [item.product.product_id for item in bundle.items],
        "price": bundle.price.as_wire(),
        "landed_cost": None if bundle.door is None else door_figures(bundle.door),
    }


def door_figures(door: DoorTotal) -> dict[str, Any]:
    """Return the cost of several parcels in the form that a landed cost has, without its lines."""
    return {
        "currency": door.total.currency,
        "total": door.total.text(),
        "complete": door.complete,
        "unknown": list(door.unknown),
        "delivery_days": None if door.delivery_days is None else list(door.delivery_days),
        "n_parcels": door.n_parcels,
    }


def bundle_payload(bundle: Bundle, audience: Audience, payloads: Payloads, query_id: str) -> dict[str, Any]:
    """Return the answer to a question for a bundle: the product it is for, and its companions as a list."""
    anchors = [item for item in bundle.items if item.product.product_id not in bundle.basis]
    cards = [
        {**payloads.listed(item, audience), "basis": bundle.basis[item.product.product_id]}
        for item in companions_of(bundle)
    ]
    return {
        "type": "products",
        "language": audience.language,
        "query_id": query_id,
        "total": len(cards),
        "page": 1,
        "applied": {"currency": audience.currency, **({"country": audience.country} if audience.country else {})},
        "products": cards,
        "product": payloads.card(anchors[0].product, audience, None, ()) if anchors else None,
        "bundle": bundle_figures(bundle),
    }
