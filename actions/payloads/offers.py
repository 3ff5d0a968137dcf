"""Offers on the wire: contract.md's payload of type `offer`."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from actions.wording import values
from actions.wording.texts import Line, Texts
from retrieval.advice.coupon import Unmet
from retrieval.advice.offer_book import Offer, OfferKind
from retrieval.advice.offer_ledger import Grant
from retrieval.pricing.money import Money


def offer_lines(offer: Offer) -> list[Line]:
    """Return the sentences that say what an offer takes off, and under which conditions."""
    code = values.plain(offer.code)
    if offer.kind is OfferKind.PERCENT:
        lines = [Line("offer_percent", {"code": code, "rate": values.percent(offer.value / 100)})]
    elif offer.kind is OfferKind.AMOUNT:
        lines = [Line("offer_amount", {"code": code, "price": values.money(offer.value, offer.currency)})]
    else:
        lines = [Line("offer_shipping", {"code": code})]
    if offer.kind is not OfferKind.AMOUNT:
        lines.append(Line("offer_most", {"price": values.money(offer.most, offer.currency)}))
    if offer.minimum:
        lines.append(Line("offer_minimum", {"price": values.money(offer.minimum, offer.currency)}))
    named = _named(offer)
    if named:
        lines.append(Line("offer_only", {"what": values.listing(named)}))
    if offer.is_first_order:
        lines.append(Line("offer_first_order", {}))
    return lines


def condition_lines(offer: Offer, unmet: Unmet) -> list[Line]:
    """Return the sentence that says the condition which keeps an offer from being used, where it has words."""
    if unmet is Unmet.MINIMUM:
        return [Line("offer_minimum", {"price": values.money(offer.minimum, offer.currency)})]
    if unmet is Unmet.FIRST_ORDER:
        return [Line("offer_first_order", {})]
    named = _named(offer)
    return [Line("offer_only", {"what": values.listing(named)})] if unmet is Unmet.GOODS and named else []


def _named(offer: Offer) -> list[values.Value]:
    """Return the categories and brands for which an offer may be used."""
    named = [values.word("category", category) for category in offer.categories]
    return named + [values.plain(brand) for brand in offer.brands]


def offer_card(offer: Offer, texts: Texts, language: str, grant: Grant | None = None) -> dict[str, Any]:
    """Return one offer: its terms, its words, and the grant that holds it for the shopper, if any."""
    return {
        "code": offer.code,
        "kind": offer.kind,
        "percent": format(offer.value, "f") if offer.kind is OfferKind.PERCENT else None,
        "amount": Money(offer.value, offer.currency).as_wire() if offer.kind is OfferKind.AMOUNT else None,
        "most": Money(offer.most, offer.currency).as_wire(),
        "minimum": Money(offer.minimum, offer.currency).as_wire() if offer.minimum else None,
        "categories": list(offer.categories),
        "brands": list(offer.brands),
        "countries": sorted(offer.countries),
        "first_order": offer.is_first_order,
        "valid_until": offer.last.isoformat(),
        "text": texts.say_all(language, offer_lines(offer)),
        "grant": None if grant is None else grant_figures(grant),
    }


def grant_figures(grant: Grant) -> dict[str, Any]:
    """Return a grant: its number, what it holds of the budget, and until when."""
    return {
        "grant_id": grant.grant_id,
        "code": grant.code,
        "reserved": grant.reserved.as_wire(),
        "expires_at": _moment(grant.expires_at),
        "redeemed": grant.is_redeemed,
    }


def offer_payload(cards: Sequence[dict[str, Any]], language: str) -> dict[str, Any]:
    """Return the payload; `automated` says that offers are chosen for each shopper by an automatic decision."""
    return {"type": "offer", "language": language, "automated": True, "offers": list(cards)}


def _moment(moment: datetime) -> str:
    return moment.isoformat()
