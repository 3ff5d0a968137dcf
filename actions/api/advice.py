"""Advice over HTTP: what is bought together, bundles, gifts, and what comes next."""

import asyncio
import uuid
from collections.abc import Callable
from dataclasses import replace
from typing import Any

from sanic import Blueprint, Request
from sanic.response import HTTPResponse, json

from actions.api.guard import check_token
from actions.api.parameters import Parameters
from actions.api.shopping import MAX_RESULTS, audience_of, filters_of
from actions.payloads.bundles import bundle_payload
from actions.payloads.cards import Audience
from actions.shop import Shop
from actions.wording import values
from actions.wording.reason_lines import phrase_key
from retrieval.advice.bundles import MOST_PRODUCTS
from retrieval.advice.gifts import MOST_IDEAS, GiftWish
from retrieval.advice.occasions import MOST_DAYS, Coming, Kind, allows_birthday, birthday_of
from retrieval.advice.recipients import OLDEST
from retrieval.profile import Profile
from retrieval.query_language import query_language

AUDIENCES = ("women", "men", "girls", "boys", "kids")


def advice_routes(shop: Callable[[], Shop]) -> Blueprint:
    """Return the routes of /api/v1 that give advice."""
    routes = Blueprint("advice", url_prefix="/api/v1")

    @routes.get("/products/<product_id:str>/bought-together", unquote=True)
    async def bought_together(request: Request, product_id: str) -> HTTPResponse:
        now = shop()
        asked = Parameters(request)
        audience = audience_of(asked, now, asked.text("language", "en"))
        filters, limit = filters_of(asked, audience), asked.whole("limit", 10, 1, MAX_RESULTS)
        found = await asyncio.to_thread(
            now.advice.companions.of, product_id, filters, Profile.empty(), now.today(), limit
        )
        payload = now.payloads.products(found.items, audience, filters, uuid.uuid4().hex, len(found.items), 1)
        for card in payload["products"]:
            companion = found.evidence.get(card["product_id"])
            card["together"] = companion and {
                "n_shoppers": companion.n_shoppers,
                "lift": round(companion.lift, 3),
                "lift_at_least": round(companion.lift_at_least, 3),
            }
        return json({"product_id": product_id, "basis": found.basis, **payload})

    @routes.get("/bundles")
    async def bundles(request: Request) -> HTTPResponse:
        now = shop()
        asked = Parameters(request)
        audience = audience_of(asked, now, asked.text("language", "en"))
        filters, limit = filters_of(asked, audience), asked.whole("limit", MOST_PRODUCTS, 2, MOST_PRODUCTS)
        product_id = asked.text("product_id")
        found = await asyncio.to_thread(
            now.advice.bundles.around, product_id, filters, Profile.empty(), now.today(), limit
        )
        return json(bundle_payload(found, audience, now.payloads, uuid.uuid4().hex))

    @routes.get("/gifts")
    async def gifts(request: Request) -> HTTPResponse:
        now = shop()
        asked = Parameters(request)
        text = asked.text("q", "")
        audience = audience_of(asked, now, asked.text("language", "") or query_language(text))
        filters = replace(filters_of(asked, audience), audience="")
        wish = GiftWish(
            recipient=asked.choice("recipient", "", ["", *now.advice.recipients.known]),
            occasion=asked.choice("occasion", "", ["", *now.advice.occasions.book.occasions]),
            audience=asked.choice("audience", "", ["", *AUDIENCES]),
            age=asked.whole("age", 0, 0, OLDEST) if asked.text("age", "") else now.advice.recipients.age_in(text),
            text=text,
            language=asked.text("language", "") or query_language(text),
        )
        limit = asked.whole("limit", 10, 1, MOST_IDEAS)
        found = await asyncio.to_thread(now.advice.gifts.ideas, wish, filters, now.today())
        payload = now.payloads.products(found.items[:limit], audience, found.applied, uuid.uuid4().hex, found.total, 1)
        return json({**payload, **_named(wish), "given_up": list(found.given_up)})

    @routes.get("/occasions")
    async def occasions(request: Request) -> HTTPResponse:
        now = shop()
        asked = Parameters(request)
        user_id = asked.text("user_id", "")
        if user_id:
            check_token(request, now.settings.api_token)
        audience = audience_of(asked, now, asked.text("language", "en"))
        day, within = asked.day("on", now.today()), asked.whole("within", 60, 0, MOST_DAYS)
        country, birthday = audience.country, None
        if user_id:
            known = await asyncio.to_thread(now.store.shopper, user_id)
            consents = await asyncio.to_thread(now.store.consents_of, user_id)
            country = country or (known.country if known and known.country else "")
            birthday = birthday_of(known.attributes) if known and allows_birthday(consents) else None
        found = now.advice.occasions.coming(country, day, within, audience.language, birthday)
        return json(
            {
                "country": country or None,
                "on": day.isoformat(),
                "occasions": [_occasion(one, now, audience) for one in found],
            }
        )

    return routes


def _named(wish: GiftWish) -> dict[str, Any]:
    """Return what a list of gifts was made for."""
    return {"recipient": wish.recipient or None, "occasion": wish.occasion or None, "age": wish.age}


def _occasion(coming: Coming, shop: Shop, audience: Audience) -> dict[str, Any]:
    """Return an occasion with its name in the audience's language, and what of the shop's categories suits it."""
    kind = "season" if coming.kind is Kind.SEASON else "occasion"
    known = phrase_key(kind, coming.occasion_id)
    label = shop.texts.word(audience.language, values.phrase(known)) if coming.occasion_id else coming.name
    sold = shop.catalogue.categories()
    return {
        "kind": coming.kind,
        "occasion": coming.occasion_id or None,
        "label": label,
        "holiday": coming.name or None,
        "date": coming.day.isoformat(),
        "days": coming.n_days,
        "categories": [category for category in coming.categories if category in sold],
        "departments": [department for department in coming.departments if department in set(sold.values())],
    }
