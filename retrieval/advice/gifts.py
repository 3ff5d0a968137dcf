"""Gift ideas for a recipient, an occasion and a budget, varied across categories, each with its reason."""

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date

from retrieval.advice.complements import in_turn
from retrieval.advice.occasion_book import Occasion, OccasionBook
from retrieval.advice.recipients import Recipient, Recipients
from retrieval.asking import IN_CONVERSATION, WordedSearch
from retrieval.filters import UNKNOWN_COSTS, Filters
from retrieval.finder import FROM_THE_START, ProductFinder, View
from retrieval.findings import Findings, Found, Reason
from retrieval.lists.sorting import Sort
from retrieval.product import Product
from retrieval.profile import Profile

MOST_IDEAS = 40
"""Ideas of one list: who has seen forty wants to tell more about the recipient."""

_LOOKED_AT = 240
_OF_OCCASION, _OF_RECIPIENT, _NAMES_OCCASION, _MADE_FOR, _BOXED, _SIZED = 0.5, 0.35, 0.5, 0.15, 0.15, -0.6
"""What speaks for a gift, beside a score in 0..1, and against it: that its size would have to be known. Set by hand."""

_ALONGSIDE = -1.0
_GIVEN_ALONGSIDE = frozenset({"greeting card"})
"""What is given beside a gift, and is none by itself."""

_INFANT_UNTIL = 3
"""Below these years a toy must say that it suits: small parts are swallowed (Directive 2009/48/EC, annex V)."""

_LOOSE = ("colors", "materials", "sizes")
_PRICES = ("min_price", "max_price", "max_total")
_LIMITS = frozenset({"max_price", "max_total"})
_GIVEN_UP = ((), _LOOSE, _PRICES, (*_LOOSE, *_PRICES))
"""Conditions that are given up one set after the other; for whom a gift is, and what would offend, are in none."""

_CLOSEST = 60
"""Products closest to an interest that are looked at; farther ones have little to do with it."""

_BESIDE_INTEREST = 0.2
"""How much suiting the occasion and the recipient counts beside an interest that was named."""

_WORN = frozenset({"clothing", "shoes", "accessories", "jewelry", "beauty"})
"""Departments of what fits a child only where it is made for children."""

_FOR_CHILDREN = frozenset({"kids", "girls", "boys"})


@dataclass(frozen=True, slots=True)
class GiftWish:
    """For whom and what a gift is: a recipient and an occasion of the lexicon, an audience, an age, each if told.

    `text` in `language` is what else was said of it.
    """

    recipient: str = ""
    occasion: str = ""
    audience: str = ""
    age: int | None = None
    text: str = ""
    language: str = "en"


class Gifts:
    """Finds gifts in one catalogue; several threads may use one."""

    def __init__(
        self, finder: ProductFinder, asking: WordedSearch, occasions: OccasionBook, recipients: Recipients
    ) -> None:
        self._finder = finder
        self._asking = asking
        self._occasions = occasions
        self._recipients = recipients

    def ideas(self, wish: GiftWish, filters: Filters, today: date, limit: int = MOST_IDEAS) -> Findings:
        """Return gifts that meet `filters`, a category at a time.

        The giver's own taste plays no part. What is not made for the recipient, not for their age, or would offend is
        never among them. A budget that nothing meets is given up, and said so: then the cheapest come first. Interests
        that the text names count most.
        """
        occasion = self._occasions.occasions.get(wish.occasion)
        named = wish.recipient or (occasion.recipient if occasion else "")
        recipient = self._recipients.of(named, wish.audience, wish.age)
        asked = self._proper(filters, recipient, occasion)
        interested = self._of_interest(wish, asked, recipient, today)
        findings = interested or self._found(asked, recipient, occasion, today)
        share = _BESIDE_INTEREST if interested else 1.0
        items = [item for item in findings.items if _is_for(recipient, item.product)]
        if _LIMITS.isdisjoint(findings.given_up):
            items.sort(key=lambda item: -(item.score or 0.0) - share * _fit(item.product, recipient, occasion))
        by_category: dict[str, list[Found]] = defaultdict(list)
        for item in items:
            by_category[item.product.category].append(item)
        picked = in_turn(list(by_category.values()), limit)
        told = tuple(self._told(item, recipient, occasion) for item in picked)
        return replace(findings, items=told, total=len(told), facets=())

    def _proper(self, filters: Filters, recipient: Recipient, occasion: Occasion | None) -> Filters:
        """Return `filters` without what does not suit the recipient, the occasion or the country."""
        categories, words = self._recipients.left_out(filters.destination, occasion.occasion_id if occasion else "")
        avoided = (*recipient.avoid, *categories, *(occasion.avoid if occasion else ()))
        spoken_of = (*words, *(occasion.avoid_words if occasion else ()))
        materials = occasion.avoid_materials if occasion else ()
        return replace(
            filters,
            audience=recipient.audience,
            excluded_categories=_joined(filters.excluded_categories, avoided, filters.categories),
            excluded_words=_joined(filters.excluded_words, spoken_of),
            excluded_materials=_joined(filters.excluded_materials, materials, filters.materials),
        )

    def _of_interest(self, wish: GiftWish, asked: Filters, recipient: Recipient, today: date) -> Findings | None:
        """Return what comes closest to the interests that the text names; None where it names none."""
        if not wish.text or _names_kind(asked):
            return None
        said = self._asking.read(wish.text, wish.language, asked, IN_CONVERSATION)
        wishes = replace(said.wishes, features=tuple(one for one in said.wishes.features if one != "gift"))
        text = wishes.in_english()
        if not text:
            return None
        limited = replace(asked, categories=recipient.suits) if recipient.is_child else asked
        found = self._finder.find(text, "en", limited, "", Profile.empty(), today, _CLOSEST)
        return found if found.items and not found.given_up else None

    def _found(self, asked: Filters, recipient: Recipient, occasion: Occasion | None, today: date) -> Findings:
        """Look for what suits, else for what is proper, else beyond the budget, else without colour and material."""
        tries = [asked] if _names_kind(asked) else _from_closest(asked, recipient, occasion)
        for given_up in _GIVEN_UP:
            lost = tuple(name for name in given_up if getattr(asked, name) not in ((), None))
            for one in tries if lost or not given_up else ():
                looser = one
                for name in lost:
                    looser = looser.without(name)
                view = View(sort=Sort.PRICE) if _LIMITS.intersection(lost) else FROM_THE_START
                findings = self._finder.recommend(looser, "", Profile.empty(), today, _LOOKED_AT, frozenset(), view)
                if findings.items and set(findings.given_up) <= {UNKNOWN_COSTS}:
                    return replace(findings, given_up=(*findings.given_up, *lost))
        return Findings((), 0, asked, ())

    def _told(self, item: Found, recipient: Recipient, occasion: Occasion | None) -> Found:
        """Return a gift with what it was chosen for named first."""
        facts: dict[str, object] = {}
        if recipient.name and (item.product.category in recipient.suits or item.product.audience == recipient.audience):
            facts["recipient"] = recipient.name
        if occasion and (item.product.category in occasion.categories or _names(item.product, occasion)):
            facts["occasion"] = occasion.occasion_id
        matches = [reason for reason in item.reasons if reason.kind == "match"]
        others = tuple(reason for reason in item.reasons if reason.kind != "match")
        facts |= matches[0].facts if matches else {}
        return replace(item, reasons=(Reason("match", facts), *others) if facts else others)


def _joined(first: tuple[str, ...], more: tuple[str, ...], wanted: tuple[str, ...] = ()) -> tuple[str, ...]:
    """Return all values once, but for those that are asked for by name."""
    return tuple(value for value in dict.fromkeys((*first, *more)) if value not in wanted)


def _from_closest(asked: Filters, recipient: Recipient, occasion: Occasion | None) -> list[Filters]:
    """Return conditions to look under, from what suits best on; to a child nothing is given but what suits children."""
    suited = occasion.categories if occasion else ()
    if recipient.is_child:
        return [replace(asked, categories=recipient.suits)]
    suiting = tuple(dict.fromkeys((*suited, *recipient.suits)))
    departments = occasion.departments if occasion else ()
    return [replace(asked, categories=suiting), replace(asked, departments=departments), asked]


def _names_kind(asked: Filters) -> bool:
    """Whether conditions say what kind of product is wanted; a colour does not."""
    return bool(asked.categories or asked.departments or asked.brands)


def _is_for(recipient: Recipient, product: Product) -> bool:
    """Whether a product may be given to somebody of this age, as far as it says."""
    if recipient.is_child and product.department in _WORN and product.audience not in _FOR_CHILDREN:
        return False
    stated = product.attributes.get("min_age")
    if isinstance(stated, int | float) and not isinstance(stated, bool):
        return recipient.age >= stated
    return recipient.age >= _INFANT_UNTIL or product.department != "toys"


def _fit(product: Product, recipient: Recipient, occasion: Occasion | None) -> float:
    """Return what speaks for a product as a gift, and against it."""
    fit = _OF_RECIPIENT * (product.category in recipient.suits)
    if occasion:
        fit += _OF_OCCASION * (product.category in occasion.categories)
        fit += _NAMES_OCCASION * _names(product, occasion)
    fit += _MADE_FOR * (product.audience == recipient.audience and product.audience != "unisex")
    fit += _BOXED * any(product.attributes.get(name) is True for name in ("gift_box", "gift_idea"))
    fit += _ALONGSIDE * (product.category in _GIVEN_ALONGSIDE and product.category not in recipient.suits)
    return fit + _SIZED * (len(product.sizes) > 1)


def _names(product: Product, occasion: Occasion) -> bool:
    """Whether a product says itself that it is for an occasion."""
    facts: Mapping[str, object] = product.attributes
    told = {str(facts.get(name, "")).casefold() for name in ("occasion", "season")}
    return bool(told & {occasion.occasion_id, *_ALIASES.get(occasion.occasion_id, ())})


_ALIASES = {
    "lunar new year": ("chinese new year", "lunar new year"),
    "housewarming": ("new home",),
    "valentine's day": ("love", "valentine's day"),
}
"""What feeds call an occasion otherwise."""
