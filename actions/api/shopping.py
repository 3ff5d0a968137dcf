"""Search, recommendations, products and landed costs over HTTP."""

import asyncio
import uuid
from collections.abc import Callable
from dataclasses import replace
from http import HTTPStatus

from sanic import Blueprint, Request
from sanic.response import HTTPResponse, json

from actions.api.guard import check_token
from actions.api.parameters import Parameters
from actions.api.problems import Problem
from actions.api.stated import stated_of
from actions.payloads.cards import Audience
from actions.payloads.restrictions import restriction_payload
from actions.shop import Shop
from actions.talk.kept_lists import kept_list
from retrieval.asking import Asker
from retrieval.exploration.slots import ranked_first
from retrieval.filters import Filters
from retrieval.finder import View
from retrieval.lists.facets import FACETS
from retrieval.lists.sorting import Sort
from retrieval.pricing.consignment import MAX_QUANTITY, Item
from retrieval.pricing.landed_cost import CARRIERS
from retrieval.pricing.landed_cost import landed_cost as calculate
from retrieval.pricing.money import Money
from retrieval.pricing.shipping import begun_kilograms
from retrieval.pricing.terms import Buyer, Incoterm
from retrieval.profile import Profile
from retrieval.query_language import query_language
from retrieval.tariff.nomenclature import check_chapter

MAX_RESULTS = 50


def shopping_routes(shop: Callable[[], Shop]) -> Blueprint:
    """Return the routes of /api/v1 that only read what the shop sells."""
    routes = Blueprint("shopping", url_prefix="/api/v1")

    @routes.get("/search")
    async def search(request: Request) -> HTTPResponse:
        now = shop()
        asked = Parameters(request)
        text, part = asked.text("q"), asked.part(MAX_RESULTS)
        language = asked.text("language", "") or query_language(text)
        audience = audience_of(asked, now, language)
        sort = asked.choice("sort", Sort.RELEVANCE, list(Sort))
        view = View(part.offset, Sort(sort), facets=asked.choices("facets", FACETS), currency=audience.currency)
        is_literal = asked.choice("correct", "true", ("true", "false")) == "false"
        nobody = Asker("", Profile.empty(), now.today())
        filters = filters_of(asked, audience)
        answered = await asyncio.to_thread(
            now.asking.ask, text, language, filters, nobody, part.limit, view, is_literal
        )
        return json(now.payloads.answered(answered, audience, uuid.uuid4().hex, part.page, sort))

    @routes.get("/recommendations")
    async def recommendations(request: Request) -> HTTPResponse:
        now = shop()
        asked = Parameters(request)
        user_id, part = asked.text("user_id", ""), asked.part(MAX_RESULTS)
        if user_id:
            check_token(request, now.settings.api_token)
        audience = audience_of(asked, now, asked.text("language", "en"))
        filters = replace(filters_of(asked, audience), in_stock=True)
        known = now.profile(user_id) if user_id else Profile.empty()
        profile = now.with_stated(known, stated_of(asked, now))
        findings = await asyncio.to_thread(
            now.finder.recommend,
            filters,
            user_id,
            profile,
            now.today(),
            part.limit,
            profile.bought,
            View(part.offset, explores=bool(user_id)),
        )
        items = now.payloads.offered(findings.items, audience, findings.applied)
        items = items if part.offset else ranked_first(items)
        query_id = uuid.uuid4().hex
        payload = now.payloads.products(items, audience, findings.applied, query_id, findings.total, part.page)
        if user_id and items and not part.offset:
            kept = kept_list(query_id, user_id, "recommend", audience.language, items, len(items), now)
            await asyncio.to_thread(now.shown.keep, kept)
        seen = [card["product_id"] for card in payload["products"]]
        await asyncio.to_thread(now.trials.note, user_id, "recommend", seen, now.today())
        return json({"user_id": user_id or None, **payload})

    @routes.get("/products/<product_id:str>", unquote=True)
    async def product(request: Request, product_id: str) -> HTTPResponse:
        now = shop()
        asked = Parameters(request)
        audience = audience_of(asked, now, asked.text("language", "en"))
        found = now.catalogue.get(product_id)
        card = {**now.payloads.card(found, audience, None, ()), **now.payloads.details(found, audience)}
        known = now.prices.screen.findings(found, audience.country) if audience.country else ()
        restriction = restriction_payload(known, audience, now, found) if audience.country else None
        return json({**card, "restriction": restriction})

    @routes.get("/products/<product_id:str>/similar", unquote=True)
    async def similar(request: Request, product_id: str) -> HTTPResponse:
        now = shop()
        asked = Parameters(request)
        audience = audience_of(asked, now, asked.text("language", "en"))
        filters = filters_of(asked, audience)
        part = asked.part(MAX_RESULTS)
        findings = await asyncio.to_thread(
            now.finder.similar, product_id, filters, "", Profile.empty(), now.today(), part.limit, View(part.offset)
        )
        payload = now.payloads.products(
            findings.items, audience, findings.applied, uuid.uuid4().hex, findings.total, part.page
        )
        return json(payload)

    @routes.get("/landed-cost")
    async def landed_cost(request: Request) -> HTTPResponse:
        now = shop()
        asked = Parameters(request)
        currency = asked.currency("currency", now.settings.currency)
        item = Item(
            price=Money(asked.needed_amount("price"), currency),
            quantity=asked.whole("quantity", 1, 1, MAX_QUANTITY),
            hs_code=asked.text("hs", "") or None,
            category=asked.text("category", ""),
        )
        weight = asked.text("weight-kg", "") or asked.text("weight_kg", "")
        if weight:
            begun_kilograms(weight)
        if item.hs_code:
            check_chapter(item.hs_code)
        shipping = asked.amount("shipping")
        cost = calculate(
            [item],
            asked.country("origin") or _missing("origin"),
            asked.country("destination") or _missing("destination"),
            asked.day("on", now.today()),
            None if shipping is None else Money(shipping, currency),
            now.prices.rules,
            now.prices.rates,
            currency,
            asked.choice("carrier", "", CARRIERS),
            Buyer(asked.choice("buyer", Buyer.CONSUMER.value, [one.value for one in Buyer])),
            Incoterm(asked.choice("incoterm", Incoterm.DAP.value, [one.value for one in Incoterm])),
        )
        return json(now.payloads.landed_cost(cost, now.texts.spoken(asked.text("language", "en"))))

    return routes


def _missing(name: str) -> str:
    raise Problem(HTTPStatus.BAD_REQUEST, f"The parameter {name!r} is missing.")


def audience_of(asked: Parameters, shop: Shop, language: str) -> Audience:
    """Return for whom a request is answered: its country and currency, and the language spoken."""
    currency = asked.currency("currency", shop.settings.currency)
    if not shop.prices.rates.knows(currency):
        raise Problem(
            HTTPStatus.BAD_REQUEST, f"currency is {currency!r}, for which there is no exchange rate; ask in another."
        )
    return Audience(
        language=shop.texts.spoken(language),
        currency=currency,
        country=asked.country("country"),
        today=shop.today(),
    )


def filters_of(asked: Parameters, audience: Audience) -> Filters:
    """Return the conditions of a request."""
    filters = Filters(
        categories=asked.several("category"),
        departments=asked.several("department"),
        brands=asked.several("brand"),
        colors=asked.several("color"),
        materials=asked.several("material"),
        sizes=asked.several("size"),
        audience=asked.text("audience", ""),
        min_price=asked.amount("min_price"),
        max_price=asked.amount("max_price"),
        max_total=asked.amount("max_total"),
        currency=audience.currency,
        destination=audience.country,
    )
    return replace(filters, in_stock=False) if asked.text("in_stock", "true") == "false" else filters
