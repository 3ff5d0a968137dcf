"""Which products of the list shown a message points at: by number, by what they look like, or as "both"."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass

from actions.shop import Shop
from actions.talk.answer import Answer
from actions.talk.conversation import Conversation
from actions.talk.pending import Pending
from actions.wording import values
from actions.wording.texts import Line
from retrieval.product import Product
from retrieval.ranking import mean_rating

MOST_BUTTONS = 5
"""Products that a question offers to choose from: as many as a page shows."""

_TITLE_LENGTH = 24
"""Characters that a button's title may have."""

_WORDS: Mapping[str, Callable[[Product], Sequence[str]]] = {
    "category": lambda product: (product.category,),
    "department": lambda product: (product.department,),
    "brand": lambda product: (product.brand,),
    "color": lambda product: product.colors,
    "material": lambda product: product.materials,
    "audience": lambda product: (product.audience,),
    "size": lambda product: (*product.sizes, *(size.split()[-1] for size in product.sizes if size.strip())),
}
"""What a product has of the kinds of words that a message may describe it by."""

_DISTINCT = ("brand", "color", "material", "audience", "size")
"""The kinds that tell products of one list apart; of one kind they mostly are anyway."""

_SUPERLATIVES = frozenset({"cheaper", "cheapest_first", "more_expensive", "dearest_first", "better_rated", "newer"})
_WITHOUT_ISOLATES = str.maketrans("", "", "\u2066\u2067\u2068\u2069")
"""Marks of direction within a title: cut short, it would lose the one that ends what another begins."""

_PAIR = 2
_SAYS_MORE = ("category", "department", "max_price", "min_price", "country", "ordinal")
"""What a message that does not merely point names."""


@dataclass(frozen=True, slots=True)
class Referred:
    """What a message points at.

    `products` are meant; where it is not clear which of several is, there are none and `candidates` are those.
    `n_beyond` counts numbers beyond the list, and `is_described` says that a description was given.
    """

    products: tuple[Product, ...] = ()
    candidates: tuple[Product, ...] = ()
    n_beyond: int = 0
    is_described: bool = False


def referred(conversation: Conversation, shop: Shop) -> Referred:
    """Return which of the products shown a message means.

    Numbers count first, then "both" and "the other", then colour, brand, material, size or kind and "the cheapest";
    without any of these it is the product last spoken of, or the only one shown. What was compared last is what "both"
    and "the cheaper one" choose from.
    """
    if conversation.entities.ordinals():
        return Referred(_sold(conversation.product_ids_named(), shop), n_beyond=conversation.n_beyond())
    pointed = _pointed_at(conversation, shop)
    if pointed is not None:
        return pointed
    if is_described(conversation):
        return _described(conversation, shop)
    return Referred(_sold((conversation.product_in_question(),), shop))


def is_described(conversation: Conversation) -> bool:
    """Return whether a message says what a product looks like, or which is the best of its kind."""
    return any(conversation.entities.first(name) for name in _WORDS) or bool(_superlative(conversation))


def tells_apart(conversation: Conversation) -> bool:
    """Return whether a message has more than a kind to know a product of the list by."""
    entities = conversation.entities
    return any(entities.first(name) for name in (*_DISTINCT, "reference")) or bool(_superlative(conversation))


def fits(product: Product, conversation: Conversation, shop: Shop) -> bool:
    """Return whether a product has every kind of word that the message names, one value of each at least."""
    return all(
        _has(kind, words(product), conversation.entities.all(kind), shop)
        for kind, words in _WORDS.items()
        if conversation.entities.first(kind)
    )


def ask_which(conversation: Conversation, shop: Shop, key: str, candidates: Sequence[Product] = ()) -> Answer:
    """Ask which product is meant, with a button for each candidate; the answer is taken up by the turn that asks.

    Where a number of the message is beyond the list, say how long that is.
    """
    language = shop.texts.spoken(conversation.language)
    line = Line("which_of_these", {}) if candidates else Line(key, {})
    if conversation.n_beyond() and conversation.shown:
        line = Line("no_such_number", {"n": values.number(len(conversation.shown))})
    offered = candidates or _sold(conversation.shown, shop)
    shown = [one for one in offered if one.product_id in conversation.shown][:MOST_BUTTONS]
    buttons = [_number_button(one, conversation, shop, language) for one in shown]
    buttons = buttons or [shop.texts.button(language, "button_recommend")]
    return Answer((line,), language, buttons=tuple(buttons), slots={"pending": Pending(conversation.intent).as_slot()})


def is_pointing(conversation: Conversation) -> bool:
    """Return whether a message does no more than point at products shown: "both", "the other one"."""
    entities = conversation.entities
    pointed = set(entities.all("reference")) - {"all"}
    return bool(conversation.shown and pointed) and not any(entities.first(name) for name in _SAYS_MORE)


def product_in_question(conversation: Conversation, shop: Shop) -> Product | None:
    """Return the product that the message is about, None where that is not clear."""
    found = referred(conversation, shop)
    return found.products[0] if found.products else None


def about_a_product(
    unclear: str,
) -> Callable[[Callable[[Conversation, Shop, Product], Answer]], Callable[[Conversation, Shop], Answer]]:
    """Make a turn that needs a product ask, with the text `unclear`, where the message leaves it open."""

    def decorate(turn: Callable[[Conversation, Shop, Product], Answer]) -> Callable[[Conversation, Shop], Answer]:
        def answer(conversation: Conversation, shop: Shop) -> Answer:
            found = referred(conversation, shop)
            if found.products:
                return turn(conversation, shop, found.products[0])
            return ask_which(conversation, shop, unclear, found.candidates)

        return answer

    return decorate


def _pointed_at(conversation: Conversation, shop: Shop) -> Referred | None:
    """Read "both", "all of them" and "the other one"; None where the message says none of these."""
    words = conversation.entities.all("reference")
    pool = _pool(conversation, shop)
    if "all" in words:
        return Referred(pool, is_described=True)
    if "both" in words:
        return Referred(pool if len(pool) == _PAIR else (), pool, is_described=True)
    if "other" in words:
        others = tuple(one for one in pool if one.product_id != conversation.focus)
        is_clear = len(others) == 1 and len(pool) == _PAIR
        return Referred(others if is_clear else (), others, is_described=True)
    return None


def _described(conversation: Conversation, shop: Shop) -> Referred:
    """Return the one product that fits the description, or those among which it does not decide."""
    superlative = _superlative(conversation)
    pool = _pool(conversation, shop) if superlative else _sold(conversation.shown, shop)
    fitting = tuple(one for one in pool if fits(one, conversation, shop))
    if superlative and fitting:
        return Referred((_best(fitting, superlative, shop),), is_described=True)
    in_focus = tuple(one for one in fitting if one.product_id == conversation.focus)
    if len(fitting) > 1 and in_focus and not tells_apart(conversation):
        return Referred(in_focus, is_described=True)
    if len(fitting) > 1:
        return Referred((), fitting, is_described=True)
    if not fitting and not tells_apart(conversation):
        return Referred(_sold((conversation.product_in_question(),), shop), is_described=True)
    return Referred(fitting, is_described=True)


def _pool(conversation: Conversation, shop: Shop) -> tuple[Product, ...]:
    """Return what "both" and "the cheaper one" choose from: what was compared last, else what is shown."""
    compared = _sold(conversation.spoken_of, shop)
    return compared if len(compared) >= _PAIR else _sold(conversation.shown, shop)


def _best(products: Sequence[Product], superlative: str, shop: Shop) -> Product:
    """Return the first of the products that are foremost in what the superlative is about."""
    if superlative in {"cheaper", "cheapest_first"}:
        return min(products, key=shop.prices.in_euros)
    if superlative in {"more_expensive", "dearest_first"}:
        return max(products, key=shop.prices.in_euros)
    if superlative == "better_rated":
        return max(products, key=lambda product: mean_rating(product) if product.n_ratings else 0.0)
    return max(products, key=lambda product: product.added.toordinal() if product.added else 0)


def _superlative(conversation: Conversation) -> str:
    if "cheaper" in conversation.entities.all("reference"):
        return "cheaper"
    return next((word for word in conversation.entities.all("refinement") if word in _SUPERLATIVES), "")


def _has(kind: str, words: Iterable[str], wanted: Sequence[str], shop: Shop) -> bool:
    """Return whether one of a product's words is one that is wanted, or the like in English: suede for leather."""
    known = shop.lexicon.words.get(kind, {})
    names = {name.casefold() for value in wanted for name in (value, *known.get(value, {}).get("en", ()))}
    return any(word.casefold() in names or not names.isdisjoint(word.casefold().split()) for word in words)


def _number_button(product: Product, conversation: Conversation, shop: Shop, language: str) -> dict[str, str]:
    title = shop.payloads.title(product, language).translate(_WITHOUT_ISOLATES)
    shown = title if len(title) <= _TITLE_LENGTH else title[: _TITLE_LENGTH - 1].rstrip() + "…"
    number = conversation.shown.index(product.product_id) + 1
    facts = {"text": values.plain(shown), "n": values.number(number)}
    return shop.texts.button(language, "button_number", facts)


def _sold(product_ids: Iterable[str], shop: Shop) -> tuple[Product, ...]:
    return tuple(shop.catalogue.get(product_id) for product_id in product_ids if product_id in shop.catalogue)
