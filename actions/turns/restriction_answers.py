"""Answering whether goods may be sent to the shopper's country, with why, the source and what may go instead."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any

from actions.payloads.restrictions import restriction_payload
from actions.shop import Shop
from actions.talk.answer import Answer
from actions.talk.conversation import Conversation
from actions.wording import values
from actions.wording.restriction_lines import because_lines, verdict_line
from actions.wording.texts import Line
from retrieval.findings import Found
from retrieval.product import Product
from retrieval.profile import Profile
from retrieval.restrictions import Finding, Transport, Verdict, verdict_of

MOST_ALTERNATIVES = 3
_LOOKED_AT = 30
"""Products among which alternatives are looked for."""

_HINDERED = frozenset({Verdict.PROHIBITED, Verdict.NEEDS_PAPERS})
"""Verdicts after which something else is offered."""


@dataclass(frozen=True, slots=True)
class Subject:
    """What a question is about: a product, or kinds of goods (ids) with the name that the shopper gave them.

    `categories` are those of the category tree that were named.
    """

    product: Product | None = None
    kinds: tuple[str, ...] = ()
    categories: tuple[str, ...] = ()

    def name(self, language: str, shop: Shop) -> values.Value:
        """Return what it is called."""
        if self.product is not None:
            return values.plain(shop.payloads.title(self.product, language))
        if self.categories:
            return values.listing([values.word("category", one) for one in self.categories])
        kinds = shop.prices.screen.restrictions.kinds
        names = dict.fromkeys(kinds[kind_id].name(language) for kind_id in self.kinds)
        return values.listing([values.plain(name) for name in names])


def answer_on(subject: Subject, conversation: Conversation, shop: Shop, key: str = "") -> Answer:
    """Answer on a subject for the country of the conversation; `key` says the verdict in another text than its own."""
    audience = shop.audience(conversation)
    findings = findings_on(subject, audience.country, shop)
    what = subject.name(audience.language, shop)
    lines = [verdict_line(findings, what, audience.country)]
    if key:
        lines = [Line(key, {"what": what, "country": values.country(audience.country)})]
    lines += [*because_lines(findings)]
    others = alternatives(subject, findings, conversation, shop)
    if others:
        titles = [values.plain(shop.payloads.title(one.product, audience.language)) for one in others]
        lines.append(Line("restriction_alternatives", {"what": values.listing(titles)}))
    if findings:
        lines.append(Line("restriction_note", {}))
    slots: dict[str, Any] = dict(conversation.destination_said())
    if others:
        slots["shown"] = [one.product.product_id for one in others]
    if subject.product is not None:
        slots["focus"] = subject.product.product_id
    return Answer(
        lines=tuple(lines),
        language=audience.language,
        payload=restriction_payload(findings, audience, shop, subject.product, subject.kinds, others),
        slots=slots,
    )


def findings_on(subject: Subject, country: str, shop: Shop) -> tuple[Finding, ...]:
    """Return what is known of sending a subject to a country; kinds of goods are taken to come from abroad."""
    screen = shop.prices.screen
    if subject.product is not None:
        return screen.findings(subject.product, country)
    everything = [kind_id for kind_id, kind in screen.restrictions.kinds.items() if kind.is_everything]
    kinds = (*subject.kinds, *everything)
    return screen.restrictions.findings_of_kinds(kinds, "", country, Transport.ANY, shop.today())


def alternatives(
    subject: Subject, findings: Sequence[Finding], conversation: Conversation, shop: Shop
) -> tuple[Found, ...]:
    """Return products like the subject against which nothing of weight is known; none where nothing hinders it.

    Where all that is like it is hindered too, they are of its department.
    """
    if verdict_of(findings) not in _HINDERED:
        return ()
    base = subject.product or _example(subject, shop)
    if base is None:
        return ()
    user_id, today, filters = shop.user_id(conversation), shop.today(), shop.open_filters(conversation)
    profile = shop.profile(user_id)
    alike = shop.finder.similar(base.product_id, filters, user_id, profile, today, _LOOKED_AT).items
    found = _unhindered(alike, conversation, shop)
    if not found and base.department:
        near = replace(filters, departments=(base.department,))
        others = shop.finder.recommend(near, user_id, profile, today, _LOOKED_AT, frozenset({base.product_id})).items
        found = _unhindered(others, conversation, shop)
    return found[:MOST_ALTERNATIVES]


def _unhindered(items: Sequence[Found], conversation: Conversation, shop: Shop) -> tuple[Found, ...]:
    country = conversation.country
    offered = shop.payloads.offered(items, shop.audience(conversation), shop.open_filters(conversation))
    screen = shop.prices.screen
    return tuple(one for one in offered if verdict_of(screen.findings(one.product, country)) not in _HINDERED)


def _example(subject: Subject, shop: Shop) -> Product | None:
    """Return a product of the kinds of a subject, wherever it may be sent; None where the catalogue has none."""
    kinds = shop.prices.screen.restrictions.kinds
    named = (category for kind_id in subject.kinds for category in sorted(kinds[kind_id].goods.categories))
    known = shop.lexicon.departments
    categories = tuple(dict.fromkeys(one for one in (*subject.categories, *named) if one in known))
    if not categories:
        return None
    filters = replace(shop.filters_for("", ""), categories=categories[:1], in_stock=False)
    found = shop.finder.recommend(filters, "", Profile.empty(), shop.today(), 1, frozenset())
    return found.items[0].product if found.items and not found.given_up else None
