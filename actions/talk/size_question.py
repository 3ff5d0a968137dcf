"""What a message asks about sizes: of what, for whom, from which size or measure, in whose sizes."""

from collections.abc import Mapping
from dataclasses import dataclass, replace

from actions.shop import Shop
from actions.talk.conversation import Conversation
from actions.talk.entities import Entities
from actions.turns.references import referred
from retrieval.product import Product
from retrieval.sizing import Garment, Measure, Said

CHILDREN = frozenset({"girls", "boys", "kids"})

ONE_SIZE = "one size"

_SYSTEM_OF: Mapping[str, str] = {
    **{code: code for code in ("US", "JP", "KR", "CN", "BR", "FR", "DE", "IT", "ES", "AU", "RU", "MX")},
    **dict.fromkeys(("GB", "IE"), "UK"),
    **dict.fromkeys(
        ("AT", "BE", "BG", "CH", "CY", "CZ", "DK", "EE", "FI", "GR", "HR", "HU", "LI", "LT", "LU", "LV"), "EU"
    ),
    **dict.fromkeys(("MT", "NL", "NO", "PL", "PT", "RO", "SE", "SI", "SK", "TR"), "EU"),
    "CA": "US",
}
"""By whose sizes a country goes."""

_GARMENT_OF: Mapping[Measure, Garment] = {
    Measure.FOOT: Garment.SHOES,
    Measure.CHEST: Garment.TOPS,
    Measure.WAIST: Garment.BOTTOMS,
    Measure.HIPS: Garment.BOTTOMS,
    Measure.NECK: Garment.COLLAR,
    Measure.HEAD: Garment.HAT,
    Measure.FINGER: Garment.RING,
    Measure.HAND: Garment.GLOVES,
}
"""What a measure is for, where nothing else says it."""

_TALLEST_CHILD = 1300
"""Millimetres up to which whoever is measured in height is taken for a child."""

_SHORTEST_FOOT = 100
"""Millimetres from which a measure without a word is that of a foot; one in millimetres below is that of a ring."""


@dataclass(frozen=True, slots=True)
class SizeQuestion:
    """What is asked about sizes; `garment` is None where nothing tells it, `audience` "" where nothing does.

    `product` is the one that it is about, if any; `systems` are those asked for; `local` is the shopper's own one, ""
    for none. `is_audience_said` tells whether the message itself says for whom.
    """

    said: Said
    garment: Garment | None
    audience: str
    product: Product | None
    systems: tuple[str, ...]
    local: str
    is_audience_said: bool = False

    @property
    def is_open(self) -> bool:
        """Whether it names neither a size nor a measure."""
        return not (self.said.sizes or self.said.taken)


def question_of(conversation: Conversation, shop: Shop) -> SizeQuestion:
    """Read a message about sizes in the light of what the conversation is about."""
    has_places = bool(conversation.entities.ordinals() or conversation.entities.first("quantity"))
    read = shop.size_words.read if has_places else shop.size_words.read_worn
    said = read(conversation.text, conversation.entities.all("size"))
    product = _product(conversation, shop)
    named = _named_garment(conversation, shop)
    garment = named or _product_garment(product, shop) or _garment_before(conversation, shop)
    measured = next((found for one in said.taken if one.measure and (found := _GARMENT_OF.get(one.measure))), None)
    if measured and not _takes(garment, said, shop):
        garment = measured
    bare = [one.amount for one in said.taken if one.measure is None and one.unit == "mm"]
    if garment is None and bare:
        garment = Garment.RING if bare[0] < _SHORTEST_FOOT else Garment.SHOES
    if garment is None and said.sizes:
        is_clothes = any(one.is_letter or one.height_and_girth for one in said.sizes)
        garment = Garment.TOPS if is_clothes else Garment.SHOES
    if product and _product_garment(product, shop) != garment:
        product = None
    given = {one.system for one in said.sizes}
    asked = [_SYSTEM_OF.get(code, "") for code in conversation.entities.all("country")]
    country = conversation.chosen.destination or conversation.client.country
    return SizeQuestion(
        said=said,
        garment=garment,
        audience=_audience(conversation, said, product),
        product=product,
        systems=tuple(dict.fromkeys(one for one in (*said.systems, *asked) if one and one not in given)),
        local=_SYSTEM_OF.get(country, ""),
        is_audience_said=bool(conversation.entities.first("audience")),
    )


def says_size(conversation: Conversation, shop: Shop) -> bool:
    """Return whether a message could answer the question for a size or a measure."""
    said = shop.size_words.read(conversation.text, conversation.entities.all("size"))
    return bool(said.sizes or said.taken)


def _product(conversation: Conversation, shop: Shop) -> Product | None:
    """Return the product that a message means; a size and for whom it is say who will wear it, and choose none."""
    left_out = {"size", "audience", "country", "max_price", "min_price"}
    kept = {name: found for name, found in conversation.entities.values.items() if name not in left_out}
    found = referred(replace(conversation, entities=Entities(kept)), shop)
    return found.products[0] if len(found.products) == 1 else None


def _named_garment(conversation: Conversation, shop: Shop) -> Garment | None:
    names = (*conversation.entities.all("category"), *conversation.entities.all("department"))
    return next((garment for name in names if (garment := shop.sizing.garment(name))), None)


def _product_garment(product: Product | None, shop: Shop) -> Garment | None:
    if product is None:
        return None
    own = shop.sizing.garment(product.category, product.sizes)
    return own or shop.sizing.garment(product.department, product.sizes)


def _garment_before(conversation: Conversation, shop: Shop) -> Garment | None:
    """Return what was asked about before, or what all products of the list shown are."""
    asked = conversation.pending.about.split()[:1]
    if asked and asked[0] in set(Garment):
        return Garment(asked[0])
    shown = [shop.catalogue.get(one) for one in conversation.shown if one in shop.catalogue]
    kinds = {_product_garment(product, shop) for product in shown}
    return kinds.pop() if len(kinds) == 1 else None


def _takes(garment: Garment | None, said: Said, shop: Shop) -> bool:
    """Return whether one of the measures taken tells a size of a garment."""
    charts = [chart for chart in shop.sizing.charts if garment in chart.garments]
    return any(one.measure and chart.takes(one.measure) for one in said.taken for chart in charts)


def _audience(conversation: Conversation, said: Said, product: Product | None) -> str:
    """Return for whom a size is wanted: as said, as an age or a small height tells, as the product or the list is."""
    named = conversation.entities.first("audience")
    if named:
        return named
    if any(one.measure is Measure.AGE for one in said.taken):
        return "kids"
    heights = [one.amount for one in said.taken if one.measure is Measure.HEIGHT]
    if heights and max(heights) <= _TALLEST_CHILD:
        return "kids"
    if product:
        return product.audience
    asked = conversation.pending.about.split()[1:]
    return asked[0] if asked else conversation.search.filters.audience or ""
