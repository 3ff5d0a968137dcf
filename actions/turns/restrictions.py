"""Turns about what may be sent where: "can a power bank be sent to Japan?", "is it allowed in my country?"."""

from dataclasses import replace

from actions.shop import Shop
from actions.talk.answer import Answer
from actions.talk.conversation import Conversation
from actions.talk.pending import Pending
from actions.talk.shop_action import Answerer
from actions.turns.door import ask_country
from actions.turns.references import ask_which, product_in_question
from actions.turns.restriction_answers import Subject, answer_on, findings_on
from actions.turns.search import search
from retrieval.product import Product

_INTENT = "ask_restrictions"
_BETWEEN = ","
"""What stands between kinds of goods in an open question."""


def answering(turn: Answerer) -> Answerer:
    """Make a turn for what is handed on answer questions about what may be sent where."""

    def answer(conversation: Conversation, shop: Shop) -> Answer:
        return restrictions(conversation, shop) if conversation.intent == _INTENT else turn(conversation, shop)

    return answer


def refusing(turn: Answerer) -> Answerer:
    """Make a turn about sending say so where the law keeps a product from being sent to the shopper's country.

    Without a product, goods that the shop has no category of are answered on as well, where something is known of them:
    "can you ship seeds to Canada?".
    """

    def answer(conversation: Conversation, shop: Shop) -> Answer:
        product = product_in_question(conversation, shop)
        if product is not None:
            barred = shop.prices.bars(product, conversation.country)
            return answer_on(Subject(product), conversation, shop) if barred else turn(conversation, shop)
        goods = Subject(kinds=_kinds_said(conversation, shop))
        if goods.kinds and conversation.country and not conversation.names_products():
            known = findings_on(goods, conversation.country, shop)
            if any(one.restriction.is_sure and one.kind.kind_id in goods.kinds for one in known):
                return answer_on(goods, conversation, shop)
        return turn(conversation, shop)

    return answer


def restrictions(conversation: Conversation, shop: Shop) -> Answer:
    """Answer whether a product, or a kind of goods that is named, may be sent to the shopper's country.

    Where the intent is unsure and the message names products, it is a search. Where it is not clear what or where to,
    it is asked, and the answer is taken up here.
    """
    if conversation.names_products() and not conversation.is_sure:
        return search(conversation, shop)
    subject = subject_of(conversation, shop)
    if subject is None:
        return ask_which(conversation, shop, "restriction_of_what")
    if not conversation.country:
        waiting = Pending(_INTENT, "" if subject.product else _BETWEEN.join((*subject.kinds, *subject.categories)))
        focus = {"focus": subject.product.product_id} if subject.product else {}
        answer = ask_country(shop, shop.texts.spoken(conversation.language))
        return replace(answer, slots={**focus, "pending": waiting.as_slot()})
    return answer_on(subject, conversation, shop)


def subject_of(conversation: Conversation, shop: Shop) -> Subject | None:
    """Return what a message asks about: a product, goods that it names, or those of the question that is open."""
    known = shop.prices.screen.restrictions
    entities = conversation.entities
    categories = entities.all("category")
    kinds = [kind_id for one in categories for kind_id in known.kinds_of_category(one)]
    kinds += _kinds_said(conversation, shop)
    goods = Subject(kinds=tuple(dict.fromkeys(kinds)), categories=tuple(categories))
    is_pointed = bool(entities.ordinals() or entities.first("reference"))
    if not is_pointed and (goods.kinds or goods.categories):
        product = _in_focus(conversation, shop)
        is_meant = product is not None and _is_of(product, goods, shop)
        return Subject(product) if is_meant else goods
    product = product_in_question(conversation, shop)
    if product is not None:
        return Subject(product)
    return _asked_before(conversation, shop)


def _kinds_said(conversation: Conversation, shop: Shop) -> tuple[str, ...]:
    """Return the kinds of goods that a message names by words."""
    language = conversation.said_in or conversation.language
    return shop.prices.screen.restrictions.words.kinds_in(conversation.text, language)


def _in_focus(conversation: Conversation, shop: Shop) -> Product | None:
    return shop.catalogue.get(conversation.focus) if conversation.focus in shop.catalogue else None


def _is_of(product: Product, goods: Subject, shop: Shop) -> bool:
    """Tell whether the product last spoken of is one of the goods named: "this perfume"."""
    if goods.categories:
        return product.category in goods.categories
    return bool(shop.prices.screen.restrictions.kinds_of(product, goods.kinds))


def _asked_before(conversation: Conversation, shop: Shop) -> Subject | None:
    """Return the goods of the question that is open."""
    asked = conversation.pending.about.split(_BETWEEN) if conversation.pending.intent == _INTENT else []
    kinds = tuple(one for one in asked if one in shop.prices.screen.restrictions.kinds)
    categories = tuple(one for one in asked if one and one not in kinds)
    return Subject(kinds=kinds, categories=categories) if kinds or categories else None
