"""Why a product stands in a list: which reasons its record backs, and the sentences that say them."""

from collections.abc import Mapping, Sequence

from actions.wording import values
from actions.wording.texts import Line
from retrieval.findings import Reason
from retrieval.product import Product


def backed(reasons: Sequence[Reason], product: Product) -> tuple[Reason, ...]:
    """Return the reasons that the product's record backs by now, with its figures.

    A list is kept over turns and days: ratings change meanwhile, and may be gone.
    """
    found = []
    for reason in reasons:
        if reason.kind == "popular":
            if product.rating is not None:
                found.append(Reason(reason.kind, {"rating": product.rating, "n": product.n_ratings}))
        elif reason.kind != "new" or product.added is not None:
            found.append(reason)
    return tuple(found)


def reason_line(reason: Reason) -> Line:
    """Return the sentence that says a reason."""
    facts = reason.facts
    if "goes_with" in facts:
        return Line("reason_goes_with", {"what": values.word("category", str(facts["goes_with"]))})
    filled: dict[str, values.Value] = {}
    if "n" in facts:
        filled["n"] = values.number(_figure(facts["n"]))
    if "rating" in facts:
        filled["rating"] = values.number(_figure(facts["rating"]))
    named = named_facts(facts)
    if named:
        filled["what"] = values.terms(named)
    own = next((f"reason_{name}" for name in ("stated", "next") if name in facts), f"reason_{reason.kind}")
    return Line(own, filled)


def named_facts(facts: Mapping[str, object]) -> list[values.Value]:
    """Return the words among a reason's facts: for whom and what a gift is, category, colour, material, brand."""
    named = [values.phrase(phrase_key(kind, str(facts[kind]))) for kind in ("recipient", "occasion") if kind in facts]
    named += [
        values.word(kind, str(facts[kind]))
        for kind in ("category", "color", "material")
        if isinstance(facts.get(kind), str)
    ]
    if isinstance(facts.get("brand"), str):
        named.append(values.plain(str(facts["brand"])))
    return named


def phrase_key(kind: str, value: str) -> str:
    """Return the text that names a recipient or an occasion.

    >>> phrase_key("occasion", "valentine's day")
    'occasion_valentines_day'
    """
    return f"{kind}_" + value.replace("'", "").replace(" ", "_").replace("-", "_")


def _figure(value: object) -> float:
    return value if isinstance(value, int | float) else 0.0
