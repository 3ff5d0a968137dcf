"""Turns about gifts: ideas for somebody, an occasion and a budget, chosen more closely from turn to turn."""

from dataclasses import replace

from actions.shop import Shop
from actions.talk.answer import Answer
from actions.talk.conversation import Conversation
from actions.talk.gift_state import GIFT, about, wish_of
from actions.talk.search_state import MOST_TEXT, SearchState
from actions.talk.shop_action import Answerer
from actions.turns import gift_questions, products, search
from actions.turns.conditions import conditions_of, with_entities
from actions.turns.lists import findings_of, given_up, show_list
from actions.turns.negations import Negations
from actions.turns.search import noticed
from actions.wording import values
from actions.wording.reason_lines import named_facts, phrase_key
from actions.wording.texts import Line
from retrieval.advice.gifts import GiftWish
from retrieval.advice.occasions import Coming
from retrieval.filters import Filters

_OWN_ORDER = frozenset({"cheaper", "more_expensive", *search.SORTS})
"""Refinements that change a list's prices or order, not for whom it is."""


_ANSWERS = ("recipient", "occasion", "audience", "max_price", "min_price")
"""What answers a question, whichever is open."""

_ELSEWHERE = ("category", "department", "ordinal", "brand")
"""What a message about something else names."""


def gift(conversation: Conversation, shop: Shop) -> Answer:
    """Answer "a gift for my mother, under 50 euros": ideas from several categories with reasons, and a question.

    What an earlier turn said of the recipient, the occasion and the budget goes on counting.
    """
    former = _former(conversation, shop)
    wish = _wish(conversation, shop, wish_of(former))
    fresh = shop.open_filters(conversation)
    conditions = conditions_of(_kept(former.filters, fresh) if former.kind else fresh, conversation, shop)
    filters = conditions.filters
    state = SearchState(GIFT, "", wish.text, wish.language, filters, about=about(wish))
    findings = findings_of(state, conversation, shop)
    lines = [*given_up(findings, shop), *_opening(wish, filters, bool(findings.items))]
    near = (
        None
        if wish.occasion
        else shop.advice.occasions.next_to_give(conversation.country, shop.today(), wish.recipient)
    )
    if near and findings.items:
        lines.append(_coming(near))
    answer = show_list(findings, state, conversation, shop, lines)
    return gift_questions.with_question(noticed(conditions, answer), wish, filters, conversation, shop)


def answering(turn: Answerer) -> Answerer:
    """Make a turn give way where its message answers the open question about a gift, or skips it.

    "My mother" is no wish by itself, and neither is "no" or "the price does not matter"; after a question they are.
    """

    def answer(conversation: Conversation, shop: Shop) -> Answer:
        return gift(conversation, shop) if _is_answer(conversation, shop) else turn(conversation, shop)

    return answer


def _is_answer(conversation: Conversation, shop: Shop) -> bool:
    if not conversation.gift_talk.pending or conversation.search.kind != GIFT:
        return False
    entities = Negations.of(conversation, shop).conversation.entities
    if any(entities.first(name) for name in _ELSEWHERE):
        return False
    has_age = shop.advice.recipients.age_in(conversation.text) is not None
    is_skipped = conversation.intent == "deny" or any(one.startswith("any_") for one in entities.all("refinement"))
    return has_age or is_skipped or any(entities.first(name) for name in _ANSWERS)


def recommend(conversation: Conversation, shop: Shop) -> Answer:
    """Answer "what do you recommend": for an occasion that the message names, what suits it, by the shopper's taste."""
    entities = Negations.of(conversation, shop).conversation.entities
    occasions = shop.advice.occasions.book.occasions
    occasion = next((occasions[one] for one in entities.all("occasion") if one in occasions), None)
    if occasion is None:
        return products.recommend(conversation, shop)
    if entities.first("recipient"):
        return gift(conversation, shop)
    filters = with_entities(shop.open_filters(conversation), conversation, shop)
    suiting = occasion.suiting(filters, shop.catalogue.categories())
    state = SearchState("recommend", "", conversation.text, conversation.language, suiting)
    findings = findings_of(state, conversation, shop)
    facts = {"occasion": values.phrase(phrase_key("occasion", occasion.occasion_id))}
    line = Line("recommended_for", facts) if findings.items else Line("found_nothing", {})
    return show_list(findings, state, conversation, shop, [*given_up(findings, shop), line])


def refine(conversation: Conversation, shop: Shop) -> Answer:
    """Answer a refinement: of gift ideas as such, of any other list as one of that."""
    entities = conversation.entities
    is_of_gifts = conversation.search.kind == GIFT and not entities.first("category")
    if is_of_gifts and not set(entities.all("refinement")) & _OWN_ORDER:
        return gift(conversation, shop)
    return search.refine(conversation, shop)


def _former(conversation: Conversation, shop: Shop) -> SearchState:
    """Return the ideas that the message goes on from: those in hand, or, where it says nothing new, those before."""
    if conversation.search.kind == GIFT:
        return conversation.search
    says_nothing = not any(conversation.entities.first(name) for name in (*_ANSWERS, *_ELSEWHERE))
    before = conversation.history.lists[-1:]
    if says_nothing and before and before[0].state.kind == GIFT:
        return before[0].state if shop.advice.recipients.age_in(conversation.text) is None else SearchState()
    return SearchState()


def _wish(conversation: Conversation, shop: Shop, former: GiftWish) -> GiftWish:
    """Return what the message says of the gift, and what was said before where it does not say anything else."""
    entities = Negations.of(conversation, shop).conversation.entities
    recipients, occasions = shop.advice.recipients.known, shop.advice.occasions.book.occasions
    recipient = next((one for one in entities.all("recipient") if one in recipients), "")
    occasion = next((one for one in entities.all("occasion") if one in occasions), "")
    age = shop.advice.recipients.age_in(conversation.text)
    audience = entities.first("audience")
    is_other = recipient not in ("", former.recipient)
    before = GiftWish(occasion=former.occasion) if is_other else former
    told = "" if conversation.intent == "deny" else conversation.residual_text
    said = " ".join(dict.fromkeys(part for part in (before.text, told) if part))[-MOST_TEXT:]
    return GiftWish(
        recipient=recipient or before.recipient,
        occasion=occasion or before.occasion,
        audience=audience or before.audience,
        age=before.age if age is None else age,
        text=said,
        language=conversation.language,
    )


def _kept(former: Filters, fresh: Filters) -> Filters:
    """Return the conditions of the list in hand, sent to where the shopper is now."""
    return replace(
        former,
        destination=fresh.destination,
        currency=former.currency if former.has_price else fresh.currency,
        audience="",
    )


def _opening(wish: GiftWish, filters: Filters, has_ideas: bool) -> list[Line]:
    if not has_ideas:
        return [Line("gift_nothing", {})]
    facts: dict[str, object] = {}
    if wish.recipient:
        facts["recipient"] = wish.recipient
    if wish.occasion:
        facts["occasion"] = wish.occasion
    named = [*named_facts(facts), *(values.word("category", category) for category in filters.categories)]
    return [Line("gifts_for", {"what": values.terms(named)}) if named else Line("gifts", {})]


def _coming(near: Coming) -> Line:
    facts = {"occasion": values.phrase(phrase_key("occasion", near.occasion_id)), "date": values.day(near.day)}
    return Line("occasion_near", facts)
