"""What the law of the country of delivery says of sending back and of faults: information, never advice."""

from collections.abc import Collection, Sequence
from decimal import Decimal
from typing import Any

from actions.shop import Shop
from actions.wording import values
from actions.wording.texts import Line
from retrieval.commerce.withdrawal import Scope, Withdrawal
from retrieval.consumer_rights import CountryRights, Payer, Refund, Right, RightKind
from retrieval.pricing.rule import Source
from retrieval.pricing.territories import country_codes

WARRANTY = "warranty"
"""The topic of the shop's documents on goods with a fault; all others are on sending back."""

_MONTHS_OF_A_YEAR = 12
_SENDING_BACK = (RightKind.POSTAGE, RightKind.EXCEPTIONS, RightKind.IMPORT_CHARGES)


def withdrawal_line(rule: Withdrawal, country: str) -> Line:
    """Return the sentence that says a market's rule of withdrawal, as information."""
    named = {"country": values.country(country)}
    if rule.scope is Scope.BY_STATE:
        return Line("rights_by_state", named)
    if not rule.days:
        return Line("policy_no_law", named)
    key = "rights_working_days" if rule.counts_working_days else "policy_law"
    if rule.scope is Scope.UNLESS_STATED:
        key = "rights_unless_stated"
    return Line(key, {"n": values.number(rule.days), **named})


def law_lines(country: str, shop: Shop, topics: Collection[str] = ()) -> list[Line]:
    """Return what is known of a country's law on what the shop's documents on `topics` are about, and its sources.

    Without topics that is all of it, and where the shop has documents on faults, an answer on sending back leaves those
    to them. What is not known is named; without a rule of withdrawal nothing is said of what hangs on it.
    """
    if country not in country_codes():
        return []
    named = {"country": values.country(country)}
    rights = shop.commerce.rights.of(country)
    is_on_faults = set(topics) == {WARRANTY}
    rule = None if is_on_faults else _rule(country, shop)
    kinds = _kinds_of(topics, rule, shop)
    if rule is None and rights.known.keys().isdisjoint(kinds):
        if is_on_faults or not rights.known:
            return [Line("rights_none_known", named)]
        kinds = list(RightKind)
    lines = [withdrawal_line(rule, country) if rule else Line("rights_of", named)]
    lines += [right_line(rights.known[kind]) for kind in kinds if kind in rights.known]
    lines += _unknown_lines(kinds, rights)
    return [*lines, *_source_lines(_sources(rule, rights, kinds))]


def sending_back_lines(country: str, shop: Shop) -> list[Line]:
    """Return what the law says for an order that goes back of postage, exceptions and border charges.

    What is not known of them is named: goods may be excepted even where no record says which.
    """
    rights = shop.commerce.rights.of(country)
    known = [right_line(rights.known[kind]) for kind in _SENDING_BACK if kind in rights.known]
    return [*known, *_unknown_lines(_SENDING_BACK, rights)]


def right_line(right: Right) -> Line:
    """Return the sentence that says a record."""
    if right.kind is RightKind.POSTAGE:
        return Line(f"rights_postage_{right.payer or Payer.BUYER}", {})
    if right.kind is RightKind.EXCEPTIONS:
        return Line(
            "rights_exceptions", {"what": values.terms([values.phrase(f"rights_goods_{one}") for one in right.goods])}
        )
    period = _period(right)
    if right.kind is RightKind.GUARANTEE:
        if period is None:
            return Line("rights_guarantee_reasonable", {})
        if right.is_from_finding:
            return Line("rights_guarantee_found", {"time": period})
        return Line("rights_guarantee_least" if right.is_least else "rights_guarantee", {"time": period})
    key = f"rights_import_{right.refund or Refund.AGREED_RETURN}"
    return Line(key, {}) if period is None else Line(f"{key}_within", {"time": period})


def law_payload(country: str, shop: Shop) -> dict[str, Any] | None:
    """Return what is known of a country's law as data; None where nothing is."""
    rule, rights = _rule(country, shop), shop.commerce.rights.of(country)
    if rule is None and not rights.known:
        return None
    return {
        "country": country,
        "days": rule.days if rule else None,
        "counts_working_days": bool(rule and rule.counts_working_days),
        "scope": rule.scope.value if rule else None,
        "rule_id": rule.rule_id if rule else None,
        "source": source_payload(rule.source) if rule else None,
        "rights": [_as_payload(right) for right in rights.known.values()],
        "unknown": [*([] if rule else ["withdrawal"]), *(kind.value for kind in rights.unknown)],
    }


def source_payload(source: Source) -> dict[str, str | None]:
    """Return a source as contract.md has it."""
    return {"title": source.title, "url": source.url or None, "checked_on": source.checked_on.isoformat()}


def _kinds_of(topics: Collection[str], rule: Withdrawal | None, shop: Shop) -> list[RightKind]:
    """Return the kinds of rights that an answer on these topics is about."""
    if set(topics) == {WARRANTY}:
        return [RightKind.GUARANTEE]
    kinds = [RightKind.IMPORT_CHARGES] if rule is not None and not rule.days else list(_SENDING_BACK)
    is_told_apart = bool(topics) and WARRANTY not in topics and WARRANTY in shop.policies.topics
    return kinds if is_told_apart else [kind for kind in RightKind if kind in {*kinds, RightKind.GUARANTEE}]


def _rule(country: str, shop: Shop) -> Withdrawal | None:
    return shop.commerce.withdrawals.of(country, shop.today())


def _period(right: Right) -> values.Value | None:
    if right.months:
        years, odd = divmod(right.months, _MONTHS_OF_A_YEAR)
        return (
            values.unit(Decimal(right.months), "duration-month")
            if odd
            else values.unit(Decimal(years), "duration-year")
        )
    return values.unit(Decimal(right.days), "duration-day") if right.days else None


def _sources(rule: Withdrawal | None, rights: CountryRights, kinds: Sequence[RightKind]) -> list[Source]:
    own = [rights.known[kind].source for kind in kinds if kind in rights.known]
    return [*([rule.source] if rule else []), *own]


def _source_lines(sources: Sequence[Source]) -> list[Line]:
    """Return a line for each source; of one address the first counts."""
    by_address = {source.url or source.title: source for source in reversed(sources)}
    return [
        Line("rights_source", {"title": values.plain(source.title), "date": values.day(source.checked_on)})
        for source in reversed(by_address.values())
    ]


def _unknown_lines(kinds: Sequence[RightKind], rights: CountryRights) -> list[Line]:
    """Return the line that names the kinds of rights of which nothing is known; none where all are."""
    unknown = [values.phrase(f"rights_unknown_{kind}") for kind in kinds if kind not in rights.known]
    return [Line("rights_unknown", {"what": values.listing(unknown)})] if unknown else []


def _as_payload(right: Right) -> dict[str, Any]:
    return {
        "kind": right.kind.value,
        "rule_id": right.rule_id,
        "payer": right.payer.value if right.payer else None,
        "goods": list(right.goods),
        "months": right.months or None,
        "days": right.days or None,
        "is_least": right.is_least,
        "is_reasonable": right.is_reasonable,
        "is_from_finding": right.is_from_finding,
        "refund": right.refund.value if right.refund else None,
        "source": source_payload(right.source),
    }
