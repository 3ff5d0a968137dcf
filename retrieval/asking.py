"""Answering a search in words: what it says is read, mistyped words are put right, and the list is found."""

import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Any, Protocol

from retrieval.filters import Filters
from retrieval.finder import FROM_THE_START, ProductFinder, View
from retrieval.findings import Findings
from retrieval.membership import NOTHING_CLOSE
from retrieval.profile import Profile
from retrieval.understanding import Understood, Vocabulary, understand

ANY_CONDITION = ("categories", "departments", "brands", "colors", "materials", "sizes", "audience")
"""The conditions, prices apart, that count before what a text says where they are asked for explicitly."""

IN_CONVERSATION = ("sizes",)
"""The same where the conditions were read from the text itself, so that what it rules out may take them back."""

_PRICES = ("min_price", "max_price", "max_total")


class Corrected(Protocol):
    """A query with its mistyped words put right."""

    @property
    def query(self) -> str:
        """The whole query as it should be."""
        ...


class Spelling(Protocol):
    """Puts mistyped words right."""

    def correct(self, query: str, language: str) -> Corrected | None:
        """Return the query with its mistyped words put right, None where there are none."""
        ...


@dataclass(frozen=True, slots=True)
class Answered:
    """What was found for a query.

    `language` is the language it was read in. `corrected_from` is the query as typed where it found nothing that could
    be meant and `text`, put right, was searched for instead; `did_you_mean` is what may have been meant, where that
    finds as good. Both are "" otherwise.
    """

    findings: Findings
    text: str
    language: str
    corrected_from: str = ""
    did_you_mean: str = ""


@dataclass(frozen=True, slots=True)
class Asker:
    """For whom a search is made, on which day."""

    user_id: str
    profile: Profile
    today: date


class WordedSearch:
    """Searches one catalogue for what is said in words. All methods may be called from several threads."""

    def __init__(
        self,
        finder: ProductFinder,
        vocabulary: Vocabulary,
        spelling: Spelling | None = None,
        knows_currency: Callable[[str], bool] = lambda _: True,
    ) -> None:
        self._finder = finder
        self.vocabulary = vocabulary
        self._spelling = spelling
        self._knows_currency = knows_currency

    def ask(
        self,
        text: str,
        language: str,
        filters: Filters,
        shopper: Asker,
        limit: int,
        view: View = FROM_THE_START,
        is_literal: bool = False,
        binding: Sequence[str] = ANY_CONDITION,
    ) -> Answered:
        """Return what is found for `text` under `filters`.

        Their prices, and of their other conditions those that are `binding`, count before what the text says.

        A text that `is_literal` is searched for as typed. Otherwise its spelling is put right where that finds as good:
        at once where nothing close was found, else as a proposal, what it names being wished for too.
        """

        def found(said: Understood) -> Findings:
            under, lost = self._payable(said.filters, filters.currency)
            who = shopper
            findings = self._finder.find(
                said.text, language, under, who.user_id, who.profile, who.today, limit, view, said.wishes
            )
            return replace(findings, given_up=(*lost, *findings.given_up)) if lost else findings

        typed = self._as_written(text, language, filters, binding)
        findings = found(typed)
        corrected = text if is_literal else self._corrected(text, language)
        if corrected == text:
            return Answered(findings, text, language)
        right = self._as_written(corrected, language, filters, binding)
        other = found(right)
        if not _is_as_good(other, findings):
            return Answered(findings, text, language)
        if _is_close(findings):
            wished = typed.wishes.also(right.wishes)
            both = findings if wished == typed.wishes else found(replace(typed, wishes=wished))
            return Answered(both, text, language, did_you_mean=corrected)
        return Answered(other, corrected, language, corrected_from=text)

    def read(self, text: str, language: str, filters: Filters, binding: Sequence[str] = ANY_CONDITION) -> Understood:
        """Return what a text says under `filters`, of which prices and what is `binding` count before it.

        What mistyped words name counts among its wishes. Prices in a currency without a rate are left out.
        """
        typed, corrected = self._as_written(text, language, filters, binding), self._corrected(text, language)
        typed = replace(typed, filters=self._payable(typed.filters, filters.currency)[0])
        if corrected == text:
            return typed
        right = self._as_written(corrected, language, filters, binding)
        return replace(typed, wishes=typed.wishes.also(right.wishes))

    def _as_written(self, text: str, language: str, filters: Filters, binding: Sequence[str]) -> Understood:
        understood = understand(text, language, self.vocabulary, filters)
        return replace(understood, filters=_with_explicit(understood.filters, filters, binding))

    def _corrected(self, text: str, language: str) -> str:
        correction = self._spelling.correct(text, language) if self._spelling else None
        return correction.query if correction else text

    def _payable(self, read: Filters, currency: str) -> tuple[Filters, tuple[str, ...]]:
        """Return filters in `currency` without prices where theirs has no rate, and what was given up."""
        if self._knows_currency(read.currency):
            return read, ()
        lost = tuple(name for name in _PRICES if getattr(read, name) is not None)
        return replace(read, min_price=None, max_price=None, max_total=None, currency=currency), lost


def _with_explicit(read: Filters, explicit: Filters, binding: Sequence[str]) -> Filters:
    """Return what was read from a text with what was asked for explicitly in its place.

    What is asked for explicitly is not ruled out.
    """
    changes: dict[str, Any] = {name: getattr(explicit, name) for name in binding if getattr(explicit, name)}
    if any(getattr(explicit, name) is not None for name in _PRICES):
        changes |= {name: getattr(explicit, name) for name in (*_PRICES, "currency")}
    for name in ("categories", "brands", "colors", "materials"):
        wanted = {value.casefold() for value in changes.get(name, ())}
        excluded = getattr(read, f"excluded_{name}")
        if wanted and excluded:
            changes[f"excluded_{name}"] = tuple(value for value in excluded if value.casefold() not in wanted)
    return replace(read, **changes)


def _is_close(findings: Findings) -> bool:
    return bool(findings.items) and not findings.best < NOTHING_CLOSE


def _is_as_good(other: Findings, findings: Findings) -> bool:
    if not other.total:
        return False
    return not findings.total or math.isnan(findings.best) or other.best >= findings.best
