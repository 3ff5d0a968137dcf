"""Turns about sizes: "I have EU 40, what is that in US?", "does the first fit? My foot is 25 cm", "a ring of 54 mm"."""

from collections.abc import Mapping, Sequence
from decimal import Decimal

from actions.payloads.sizes import question_payload, size_payload
from actions.shop import Shop
from actions.talk.answer import Answer
from actions.talk.conversation import Conversation
from actions.talk.pending import Pending
from actions.talk.shop_action import Answerer
from actions.talk.size_outcomes import Outcome, charts_of, fit_of, outcomes_of
from actions.talk.size_question import CHILDREN, ONE_SIZE, SizeQuestion, question_of
from actions.wording import values
from actions.wording.texts import Line
from retrieval.product import Product
from retrieval.sizing import Chart, Equivalent, Fit, Garment, Measure, Scale, Size, SizeName, Taken

INTENT = "ask_size"

_IN_INCHES = frozenset({"LR", "MM", "US"})
"""Countries that measure in inches: CLDR, supplemental measurement data."""

_UNITS = {
    "mm": "length-millimeter",
    "cm": "length-centimeter",
    "m": "length-meter",
    "inch": "length-inch",
    "year": "duration-year",
    "month": "duration-month",
}
"""The units of CLDR that a measure is said in."""

_EXAMPLES: Mapping[Garment, tuple[str, str]] = {
    Garment.SHOES: ("25", "10"),
    Garment.TOPS: ("96", "38"),
    Garment.BOTTOMS: ("81", "32"),
    Garment.COLLAR: ("40", "15.5"),
    Garment.RING: ("5.4", "2.1"),
    Garment.HAT: ("58", "23"),
    Garment.GLOVES: ("20", "8"),
}
"""What a question gives as an example, in cm and in inches."""

_CHILD_EXAMPLES: Mapping[Garment, tuple[str, str]] = {Garment.SHOES: ("18", "7"), Garment.TOPS: ("116", "46")}


def answering(turn: Answerer) -> Answerer:
    """Make a turn answer what is asked about sizes, and leave to it what is not about a thing that has any."""

    def answer(conversation: Conversation, shop: Shop) -> Answer:
        is_search = conversation.names_products() and not conversation.is_sure
        if conversation.intent != INTENT or is_search:
            return turn(conversation, shop)
        return size(conversation, shop) or turn(conversation, shop)

    return answer


def size(conversation: Conversation, shop: Shop) -> Answer | None:
    """Answer a question about sizes, or ask for what is missing; None where it is about nothing that has sizes."""
    question = question_of(conversation, shop)
    language = shop.texts.spoken(conversation.language)
    if question.garment is None:
        is_about_nothing = not (conversation.shown or conversation.focus or conversation.names_products())
        is_free = question.is_open and is_about_nothing and conversation.is_sure
        return _ask(question, Line("size_of_what", {}), None, language) if is_free or question.said.taken else None
    product = question.product
    if product and [one.casefold() for one in product.sizes] == [ONE_SIZE]:
        line = Line("size_one", {"title": _title(product, shop, language)})
        payload = size_payload(question, language, (), None, ())
        return Answer((line,), language, payload, slots={"focus": product.product_id})
    if question.is_open:
        return _asked(question, question.garment, shop, conversation, language)
    outcomes = outcomes_of(question, shop)
    if not outcomes:
        return _impossible(question, question.garment, shop, conversation, language)
    return _told(question, outcomes, shop, language)


def _told(question: SizeQuestion, outcomes: Sequence[Outcome], shop: Shop, language: str) -> Answer:
    """Say what a size or measure comes to, and which sizes of the product in question fit."""
    product, lines = question.product, []
    fit = fit_of(question, outcomes[0], shop)
    if fit is None or fit.chart is None or question.systems:
        lines += [line for outcome in outcomes for line in _said_of(question, outcome)]
    if product and fit:
        lines += [*_taken_as(question, outcomes[0]), *_fitting(product, fit, shop, language)]
    known = {one.system for outcome in outcomes for one in outcome.equivalents}
    unknown = [one for one in question.systems if one not in known]
    if unknown:
        lines.append(Line("size_unknown_system", {"sizes": values.listing([values.plain(one) for one in unknown])}))
    lines += _by_which_chart(outcomes, fit, any(one.measure is Measure.AGE for one in question.said.taken))
    bought = fit.sizes if product and fit and product.is_in_stock else ()
    buttons = [shop.texts.button(language, "button_cart_size", {"size": values.plain(one)}) for one in bought]
    payload = size_payload(question, language, outcomes, fit, unknown)
    slots = {"focus": product.product_id} if product else {}
    return Answer(tuple(lines), language, payload, tuple(buttons), slots=slots)


def _said_of(question: SizeQuestion, outcome: Outcome) -> list[Line]:
    """Return the sentence that says what a size or a measure is for one audience."""
    if not outcome.equivalents:
        return []
    what = {"what": values.phrase(_what(question.garment, outcome.audience))}
    only = outcome.equivalents[0] if len(outcome.equivalents) == 1 else None
    given = _given(question)
    if only and len(only.sizes) == 2 and not (isinstance(outcome.body, Size) and outcome.body.is_range):
        first, second = (values.plain(name) for name in only.names)
        return [Line("size_between", {"size": given, **what, "first": first, "second": second})]
    names = [values.plain(_spelled(one)) for one in outcome.equivalents]
    key = "size_same" if question.said.sizes else "size_for_measure"
    return [Line(key, {"size": given, **what, "sizes": values.listing(names)})]


def _taken_as(question: SizeQuestion, outcome: Outcome) -> list[Line]:
    """Say for whom a shoe size was taken to be, where the product is for all and the United States number by sex."""
    product, sizes = question.product, question.said.sizes
    is_open = product is not None and product.audience in {"unisex", ""} and not question.is_audience_said
    if not (is_open and sizes and question.garment is Garment.SHOES and sizes[0].system == "US"):
        return []
    whom = values.phrase(_what(question.garment, outcome.audience))
    return [Line("size_taken_as", {"size": values.plain(sizes[0].text), "what": whom})]


def _fitting(product: Product, fit: Fit, shop: Shop, language: str) -> list[Line]:
    """Say which of a product's sizes fit, or that none does."""
    title = {"title": _title(product, shop, language)}
    offered = {"sizes": values.listing([values.plain(one) for one in dict.fromkeys(product.sizes)])}
    if fit.chart is None:
        return [Line("size_unread", {**title, **offered})]
    if not fit.sizes:
        return [Line("size_none", {**title, **offered})]
    shown = [values.plain(one) for one in fit.sizes]
    lines = [Line("size_fits", {**title, "sizes": values.listing(shown)})]
    if len(shown) == 2:
        lines = [Line("size_fits_between", {**title, "first": shown[0], "second": shown[1]})]
    return lines if product.is_in_stock else [*lines, Line("size_sold_out", {})]


def _by_which_chart(outcomes: Sequence[Outcome], fit: Fit | None, by_age: bool) -> list[Line]:
    """Say whose chart told it, and that a general one is a guide."""
    lines = [Line("size_age_rough", {})] if by_age else []
    told = fit.chart if fit and fit.chart else None
    if told and told.brand:
        return [*lines, Line("size_chart_brand", {"brand": values.plain(told.brand)})]
    used = [one for outcome in outcomes for one in outcome.equivalents]
    source = told.source(fit.system) if fit and told else used[0].chart.source(used[0].system) if used else None
    return [*lines, Line("size_chart_general", {"source": values.plain(source.title)})] if source else lines


def _impossible(
    question: SizeQuestion, garment: Garment, shop: Shop, conversation: Conversation, language: str
) -> Answer:
    """Say what of a size or a measure cannot be, or ask for another measure where that one tells nothing."""
    charts = [chart for _, own in charts_of(question, shop) for chart in own]
    audience = next((one for one, _ in charts_of(question, shop)), question.audience)
    what = {"what": values.phrase(_what(garment, audience))}
    payload = size_payload(question, language, (), None, ())
    slots = {"focus": question.product.product_id} if question.product else {}
    for name in question.said.sizes:
        scale = _scale_of(name, charts)
        if scale is None:
            unknown = name.value if name.is_letter or not name.system else name.system
            lines = [Line("size_unknown_system", {"sizes": values.listing([values.plain(unknown)])})]
            if question.product:
                lines += _fitting(question.product, Fit(), shop, language)
            payload = {**payload, "unknown": [unknown]}
            return Answer(tuple(lines), language, payload, slots=slots)
        ends = [values.plain(SizeName(scale.system, one.label).text) for one in (scale.sizes[0], scale.sizes[-1])]
        facts = {"size": values.plain(name.text), **what, "first": ends[0], "second": ends[1]}
        return Answer((Line("size_no_such", facts),), language, payload, slots=slots)
    for taken in question.said.taken:
        if any(taken.measure is None or chart.takes(taken.measure) for chart in charts):
            line = Line("size_no_measure", {"size": _measured(taken), **what})
            return Answer((line,), language, payload, slots=slots)
    return _asked(question, garment, shop, conversation, language)


def _scale_of(name: SizeName, charts: Sequence[Chart]) -> Scale | None:
    """Return the scale that a size would be on; a number without a system would be on the first that is read so."""
    systems = (name.system,) if name.system else tuple(one for chart in charts for one in chart.bare)
    return next((scale for one in systems for chart in charts if (scale := chart.scale(one))), None)


def _asked(question: SizeQuestion, garment: Garment, shop: Shop, conversation: Conversation, language: str) -> Answer:
    """Ask for the size worn or the measure that tells it, with an example in the shopper's units."""
    is_child = question.audience in CHILDREN
    kind = Garment.TOPS if garment is Garment.BOTTOMS else garment
    is_child = is_child and kind in _CHILD_EXAMPLES
    in_cm, in_inches = _CHILD_EXAMPLES[kind] if is_child else _EXAMPLES[garment]
    is_metric = (conversation.chosen.destination or conversation.client.country) not in _IN_INCHES
    example = values.unit(Decimal(in_cm if is_metric else in_inches), _UNITS["cm" if is_metric else "inch"])
    if garment is Garment.RING and is_metric:
        example = values.unit(Decimal(54), _UNITS["mm"])
    key = f"size_ask_{'child_' if is_child else ''}{kind if is_child else garment}"
    charts = charts_of(question, shop)
    measure = charts[0][1][0].measure if charts else None
    return _ask(question, Line(key, {"size": example}), measure, language)


def _ask(question: SizeQuestion, line: Line, measure: Measure | None, language: str) -> Answer:
    about = f"{question.garment} {question.audience}".strip() if question.garment else ""
    slots: dict[str, object] = {"pending": Pending(INTENT, about).as_slot()}
    if question.product:
        slots["focus"] = question.product.product_id
    return Answer((line,), language, question_payload(question, language, measure), slots=slots)


def _given(question: SizeQuestion) -> values.Value:
    """Return the size or measure that was said, as it was said."""
    if question.said.sizes:
        return values.plain(question.said.sizes[0].text)
    return _measured(question.said.taken[0])


def _measured(taken: Taken) -> values.Value:
    return values.unit(taken.number, _UNITS[taken.unit])


def _spelled(one: Equivalent) -> str:
    """Return sizes of one system as they stand in a list: between 25 and 25.5 is JP 25–25.5."""
    between = "/" if any("-" in size for size in one.sizes) else "–"
    return SizeName(one.system, between.join((one.sizes[0], one.sizes[-1]) if len(one.sizes) > 1 else one.sizes)).text


def _title(product: Product, shop: Shop, language: str) -> values.Value:
    return values.plain(shop.payloads.title(product, language))


def _what(garment: Garment | None, audience: str) -> str:
    """Return the text that names a garment for an audience."""
    whom = "kids" if audience in CHILDREN else "men" if audience in {"unisex", ""} else audience
    if garment in {Garment.TOPS, Garment.BOTTOMS}:
        return f"size_what_{garment}_men" if whom == "men" else f"size_what_clothes_{whom}"
    return f"size_what_shoes_{whom}" if garment is Garment.SHOES else f"size_what_{garment}"
