"""What a turn knows of its conversation, taken from Rasa's tracker."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal, InvalidOperation
from hashlib import sha256
from typing import Any

from babel import Locale, UnknownLocaleError
from babel.core import get_global
from rasa_sdk import Tracker

from actions.onboarding import Onboarding
from actions.search_state import SearchState

SURE = 0.5
"""Confidence from which an intent is taken at its word, whatever else the message names."""


@dataclass(frozen=True, slots=True)
class Entities:
    """The entities of a message by name, each with its values in order of appearance.

    A country that goods are to come from is an `origin`; a `country` is where they are to go.
    """

    values: Mapping[str, tuple[Any, ...]] = field(default_factory=dict)

    @classmethod
    def of(cls, entities: list[Mapping[str, Any]]) -> "Entities":
        """Collect Rasa's entity list."""
        values: dict[str, tuple[Any, ...]] = {}
        for entity in entities:
            name = "origin" if entity.get("role") == "origin" else entity["entity"]
            if entity["value"] not in values.get(name, ()):
                values[name] = (*values.get(name, ()), entity["value"])
        return cls(values)

    def all(self, name: str) -> tuple[str, ...]:
        """Return every value of this name as text."""
        return tuple(str(value) for value in self.values.get(name, ()))

    def first(self, name: str) -> str:
        """Return the first value of this name, "" where there is none."""
        return next(iter(self.all(name)), "")

    def amount(self, name: str) -> Decimal | None:
        """Return the first value of this name as a positive amount, None where there is none."""
        try:
            amount = Decimal(self.first(name) or "NaN")
        except InvalidOperation:
            return None
        return amount if amount.is_finite() and 0 < amount < Decimal(10) ** 9 else None

    def ordinals(self) -> tuple[int, ...]:
        """Return the 1-based positions named in the message, -1 for the last."""
        positions: list[int] = []
        for value in self.values.get("ordinal", ()):
            positions.extend(int(position) for position in (value if isinstance(value, list) else [value]))
        return tuple(positions)


@dataclass(frozen=True, slots=True)
class Conversation:
    """One turn's view of the conversation.

    `language` is the language of the message or the one that the shopper chose. `country` and `currency` are what the
    shopper said, in this message or before, or else their client; "" where neither did. `currency` may be one for which
    there is no rate; `chosen_currency` is the one that the shopper named, for a price or for all, None where they named
    none. `said` holds the keys of the lines that opened the bot's earlier answers, `onboarding` what the shopper said
    when asked.
    """

    sender_id: str
    text: str
    intent: str
    is_sure: bool
    language: str
    entities: Entities
    country: str
    currency: str
    chosen_currency: str | None
    search: SearchState
    shown: tuple[str, ...]
    focus: str
    identity_token: str
    residual_text: str
    said: frozenset[str]
    onboarding: Onboarding = Onboarding()  # noqa: RUF009 it is frozen

    @classmethod
    def from_tracker(cls, tracker: Tracker) -> "Conversation":
        """Read Rasa's tracker; whatever a client sent in metadata counts only where it has the right form."""
        message = tracker.latest_message
        metadata = _metadata(message.get("metadata"))
        entities = message.get("entities") or []
        intent = message.get("intent") or {}
        locale = metadata.get("locale", "")
        named = Entities.of(entities)
        client_country = _territory(metadata.get("country", "")) or _region(locale)
        country = named.first("country") or tracker.get_slot("destination") or client_country
        spoken_of = named.first("currency") if {"max_price", "min_price"} & set(named.values) else ""
        chosen = spoken_of or tracker.get_slot("currency") or None
        currency = chosen or _currency(metadata.get("currency", "")) or currency_of(country)
        text = message.get("text") or ""
        return cls(
            sender_id=_sender(tracker.sender_id),
            text=text,
            intent=intent.get("name") or "nlu_fallback",
            is_sure=float(intent.get("confidence") or 0) >= SURE,
            language=tracker.get_slot("language") or _language(message, locale),
            entities=named,
            country=country,
            currency=currency,
            chosen_currency=chosen,
            search=SearchState.from_slot(tracker.get_slot("search_state")),
            shown=tuple(tracker.get_slot("shown") or ()),
            focus=tracker.get_slot("focus") or "",
            identity_token=metadata.get("identity_token", ""),
            residual_text=_residual(text, entities),
            said=_said(tracker.events or []),
            onboarding=Onboarding.from_slot(tracker.get_slot("onboarding")),
        )

    def destination_said(self) -> dict[str, str]:
        """Return the slot that keeps the country of delivery, where this message names one.

        What the client says is not kept, so that the shopper can still choose another one there.
        """
        code = self.entities.first("country")
        return {"destination": code} if code else {}

    def names_products(self) -> bool:
        """Return whether the message says what kind of product is wanted, or at what price."""
        names = ("category", "department", "brand", "color", "max_price", "min_price")
        return any(self.entities.first(name) for name in names)

    def product_ids_named(self) -> tuple[str, ...]:
        """Return the products of the list shown that the message's ordinals point at, without those beyond it."""
        named = []
        for position in self.entities.ordinals():
            place = len(self.shown) + position if position < 0 else position - 1
            if 0 <= place < len(self.shown):
                named.append(self.shown[place])
        return tuple(dict.fromkeys(named))

    def product_in_question(self) -> str:
        """Return the product that "it" means: one named by its number, the one last spoken of, or the only one."""
        named = self.product_ids_named()
        if named:
            return named[0]
        if self.entities.ordinals():
            return ""
        return self.focus or (self.shown[0] if len(self.shown) == 1 else "")


_MAX_SENDER = 128
_SPANS_LEFT_OUT = frozenset({"max_price", "min_price", "currency", "country", "ordinal", "refinement", "language"})


def _residual(text: str, entities: list[Mapping[str, Any]]) -> str:
    """Return the message without what is not about the product itself: prices, countries, numbers."""
    left = list(text)
    for entity in entities:
        is_left_out = entity["entity"] in _SPANS_LEFT_OUT and entity.get("role") != "origin"
        if is_left_out and isinstance(entity.get("start"), int):
            left[entity["start"] : entity["end"]] = " " * (entity["end"] - entity["start"])
    return " ".join("".join(left).split())


def _sender(sender_id: str) -> str:
    """Return an id under which events can be kept: for one that is too long or not printable, its digest."""
    is_plain = sender_id.isprintable() and 0 < len(sender_id.strip()) <= _MAX_SENDER
    return sender_id if is_plain else sha256(sender_id.encode("utf-8", "replace")).hexdigest()


def _said(events: list[Mapping[str, Any]]) -> frozenset[str]:
    """Return the keys that opened the bot's answers: Rasa keeps each as `utter_<key>` with the message."""
    names = ((event.get("metadata") or {}).get("utter_action") or "" for event in events if event.get("event") == "bot")
    return frozenset(name.removeprefix("utter_") for name in names)


def _metadata(value: Any) -> dict[str, str]:
    pairs = value.items() if isinstance(value, Mapping) else ()
    return {key: part for key, part in pairs if isinstance(part, str) and len(part) < 4_096}


def _language(message: Mapping[str, Any], locale: str) -> str:
    found = message.get("language")
    code = found.get("code") if isinstance(found, Mapping) else None
    return code or locale or "en"


def _territory(code: str) -> str:
    folded = code.strip().upper()
    return folded if len(folded) == 2 and folded in get_global("territory_languages") else ""


def _region(locale: str) -> str:
    try:
        return Locale.parse(locale, sep="-").territory or "" if locale else ""
    except (ValueError, UnknownLocaleError):
        return ""


def _currency(code: str) -> str:
    folded = code.strip().upper()
    return folded if folded in get_global("all_currencies") else ""


def currency_of(country: str) -> str:
    """Return the ISO 4217 code of the money that people pay with in a country today, "" where that is not known."""
    for code, _start, end, is_tender in get_global("territory_currencies").get(country, ()):
        if is_tender and end is None:
            return str(code)
    return ""
