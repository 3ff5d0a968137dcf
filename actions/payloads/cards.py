"""The `custom` payloads of answers, as contract.md defines them."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from actions.buying.door_prices import DoorPrices
from actions.payloads.lists import facet_payloads, variant_payload
from actions.payloads.tariff import hs_payload
from actions.wording import values
from actions.wording.mains import as_payload, remark
from actions.wording.measures import measures_of, shown, weight_of
from actions.wording.reason_lines import backed, reason_line
from actions.wording.restriction_remarks import remark_payloads
from actions.wording.texts import Line, Texts
from actions.wording.titles import title_of
from retrieval.asking import Answered
from retrieval.drawings import TINTS, drawing_name
from retrieval.filters import EXCLUSIONS, Filters
from retrieval.findings import Found, Reason
from retrieval.mains import Mains, Power, Verdict
from retrieval.pricing.landed_cost import LandedCost
from retrieval.pricing.landed_cost import Line as CostLine
from retrieval.product import Product
from retrieval.quality.guardrails import GuardRails

Payload = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Audience:
    """For whom a payload is: language, currency and country ("" where unknown), and the day.

    `moment` is that of asking (aware), from which dates of delivery are reckoned: None gives none.
    """

    language: str
    currency: str
    country: str
    today: date
    moment: datetime | None = None


class Payloads:
    """Builds payloads for an audience. Every list passes the guard `rails` on its way out."""

    def __init__(
        self,
        texts: Texts,
        prices: DoorPrices,
        picture_url: str,
        rails: GuardRails | None = None,
        mains: Mains | None = None,
    ) -> None:
        self._texts = texts
        self._prices = prices
        self._picture_url = picture_url
        self._mains = mains
        self._rails = rails or GuardRails(prices.merchants, prices.serves, barred=prices.bars)

    def title(self, product: Product, language: str) -> str:
        """Return the title in `language`: the merchant's own or a composed one; see `titles`."""
        return title_of(product, language, self._texts).text

    def card(self, product: Product, audience: Audience, score: float | None, reasons: Sequence[Reason]) -> Payload:
        """Return a product of a list."""
        title = title_of(product, audience.language, self._texts)
        description, description_language = _in_language(product.descriptions, audience.language, product.language)
        return {
            "product_id": product.product_id,
            "title": title.text,
            "title_language": title.language,
            "title_composed": title.is_composed,
            "description": description,
            "description_language": description_language,
            "title_original": product.titles[product.language],
            "language_original": product.language,
            "brand": product.brand,
            "category": product.category,
            "category_label": self._texts.word(audience.language, values.word("category", product.category)),
            "image": self.picture(product),
            "url": product.url,
            "in_stock": product.is_in_stock,
            "rating": product.rating,
            "n_ratings": product.n_ratings,
            "price": self._prices.shown(product, audience.currency).as_wire(),
            "price_original": {"amount": str(product.price), "currency": product.currency},
            "rate_date": iso_day(self._prices.rate_date(product, audience.currency)),
            "landed_cost": self.total(product, audience),
            "works": self.works(product, audience),
            "remarks": self.remarks(product, audience),
            "score": None if score is None else round(score, 4),
            "reasons": [self.reason(reason, audience.language) for reason in backed(reasons, product)],
        }

    def products(
        self, found: Sequence[Found], audience: Audience, filters: Filters, query_id: str, total: int, page: int
    ) -> Payload:
        """Return a `products` payload; what must not be offered is held back."""
        return {
            "type": "products",
            "language": audience.language,
            "query_id": query_id,
            "total": total,
            "page": page,
            "applied": _applied(filters, audience),
            "products": [self.listed(item, audience) for item in self.offered(found, audience, filters)],
        }

    def offered(self, found: Sequence[Found], audience: Audience, filters: Filters) -> tuple[Found, ...]:
        """Return what of a list may be offered: not banned, sent to the audience, and in stock if that is asked."""
        return self._rails.passed(found, audience.country, may_be_sold_out=not filters.in_stock)

    def answered(self, answered: Answered, audience: Audience, query_id: str, page: int, sort: str) -> Payload:
        """Return the answer to a search in words: the list, and what was understood of the query."""
        findings = answered.findings
        found = self.products(findings.items, audience, findings.applied, query_id, findings.total, page)
        payload = {"query": answered.corrected_from or answered.text, **found, "sort": sort}
        payload["given_up"] = list(findings.given_up)
        payload["n_uncertain"] = findings.n_uncertain
        payload["did_you_mean"] = answered.did_you_mean or None
        payload["corrected_from"] = answered.corrected_from or None
        payload["searched_for"] = answered.text
        if findings.facets:
            payload["facets"] = facet_payloads(
                findings.facets, self._texts, audience.language, audience.currency, found["applied"]
            )
        return payload

    def listed(self, item: Found, audience: Audience) -> Payload:
        """Return the card of a product as it stands in a list, with the versions it comes in."""
        variants = variant_payload(item.variants, lambda product: self._prices.shown(product, audience.currency))
        return {**self.card(item.product, audience, item.score, item.reasons), "variants": variants}

    def reason(self, reason: Reason, language: str) -> Payload:
        """Return a reason with its sentence."""
        return {"kind": reason.kind, "text": self._texts.say(language, reason_line(reason))}

    def total(self, product: Product, audience: Audience) -> Payload | None:
        """Return a product's cost to the door without its lines; None without a country or where it is not sent."""
        cost = self._prices.to_door(product, audience.country, audience.currency, audience.today)
        if cost is None:
            return None
        payload = cost.as_payload(lambda _: "")
        kept = [
            "type",
            "destination",
            "currency",
            "total",
            "complete",
            "unknown",
            "estimated",
            "delivery_days",
            "as_of",
        ]
        dates = self._prices.delivery(product, audience.country, audience.moment)
        total = {"type": payload["type"], "product_id": product.product_id, **{key: payload[key] for key in kept}}
        return {**total, "delivery_dates": date_range(dates)}

    def landed_cost(
        self,
        cost: LandedCost,
        language: str,
        product_id: str | None = None,
        dates: tuple[date, date] | None = None,
    ) -> Payload:
        """Return a `landed_cost` payload, its lines named in `language`; `dates` are the first and last of delivery."""
        payload = cost.as_payload(lambda line: self._texts.say(language, cost_line(line)))
        return {**payload, "product_id": product_id, "language": language, "delivery_dates": date_range(dates)}

    def works(self, product: Product, audience: Audience) -> Payload | None:
        """Return why a product that runs on the mains may not work in the audience's country; None where it does."""
        appliance = self._mains.appliance(product) if self._mains and audience.country else None
        if not self._mains or appliance is None or appliance.power is not Power.MAINS:
            return None
        fit = self._mains.fit(appliance, audience.country)
        if fit.verdict is Verdict.FITS:
            return None
        text = self._texts.say(audience.language, remark(fit, audience.country))
        return {"country": audience.country, "verdict": fit.verdict.value, "text": text}

    def measures(self, product: Product, audience: Audience) -> list[Payload]:
        """Return a product's weight and dimensions in the units of the audience's country, the seller's own beside."""
        weight = weight_of(product)
        return [
            {
                "name": one.name,
                "label": self._texts.say(audience.language, Line(f"measure_{one.name}", {})),
                "text": shown(one, audience.country, audience.language),
            }
            for one in (*((weight,) if weight else ()), *measures_of(product))
        ]

    def remarks(self, product: Product, audience: Audience) -> list[Payload]:
        """Return what is to be minded in sending a product to the audience's country."""
        found = self._prices.screen.remarks(product, audience.country)
        return remark_payloads(found, audience.language, self._texts)

    def details(self, product: Product, audience: Audience) -> Payload:
        """Return the further facts of a product that a card in a list leaves out."""
        return {
            "measures": self.measures(product, audience),
            "mains": as_payload(self._mains.appliance(product), None) if self._mains else None,
            "attributes": dict(product.attributes),
            "colors": list(product.colors),
            "materials": list(product.materials),
            "sizes": list(product.sizes),
            "audience": product.audience,
            "weight_kg": product.weight_kg,
            **hs_payload(product),
            "origin": product.origin,
        }

    def picture(self, product: Product) -> str:
        """Return the address of a product's picture: the merchant's own, else the drawing of its kind in its colour."""
        if product.image.startswith(("https://", "http://")):
            return product.image
        color = next((f"{color}/" for color in product.colors[:1] if color in TINTS), "")
        return f"{self._picture_url}/{color}{drawing_name(product.category)}.svg"


def iso_day(day: date | None) -> str | None:
    """Return a day as an ISO date, None where there is none."""
    return None if day is None else day.isoformat()


def date_range(dates: tuple[date, date] | None) -> list[str] | None:
    """Return the first and the last day of a range as ISO dates, None where there is none.

    >>> date_range((date(2026, 12, 8), date(2026, 12, 11)))
    ['2026-12-08', '2026-12-11']
    """
    return None if dates is None else [day.isoformat() for day in dates]


def cost_line(line: CostLine) -> Line:
    """Return the name of a line of a landed cost."""
    if line.kind == "vat":
        return (
            Line("line_vat_unknown", {}) if line.rate is None else Line("line_vat", {"rate": values.percent(line.rate)})
        )
    if line.kind == "duty" and line.is_additional:
        return Line("line_duty_additional", {})
    return Line("line_duty_estimated" if line.kind == "duty" and line.is_estimated else f"line_{line.kind}", {})


def _in_language(texts: Mapping[str, str], language: str, own: str) -> tuple[str, str]:
    """Return a text and its language: the one asked for, else English, else the merchant's own, else any."""
    for code in (language, language.split("-")[0], "en", own, *texts):
        if texts.get(code):
            return texts[code], code
    return "", own


def _applied(filters: Filters, audience: Audience) -> Payload:
    """Return the filters as contract.md names them: one value plain, several as a list."""
    applied: Payload = {}
    names = {"categories": "category", "departments": "department", "brands": "brand", "colors": "color"}
    for field, name in {**names, "materials": "material", "sizes": "size"}.items():
        found = getattr(filters, field)
        if found:
            applied[name] = found[0] if len(found) == 1 else list(found)
    if filters.audience:
        applied["audience"] = filters.audience
    excluded = {name.removeprefix("excluded_"): list(getattr(filters, name)) for name in EXCLUSIONS}
    if any(excluded.values()):
        applied["excluded"] = {name: values for name, values in excluded.items() if values}
    for name in ("min_price", "max_price", "max_total"):
        amount: Decimal | None = getattr(filters, name)
        if amount is not None:
            applied[name] = int(amount) if amount == amount.to_integral_value() else float(amount)
            applied["currency"] = filters.currency
    applied.setdefault("currency", audience.currency)
    if audience.country:
        applied["country"] = audience.country
    return applied
