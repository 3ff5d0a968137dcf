"""What a turn knows of its conversation, taken from Rasa's tracker."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from hashlib import sha256
from typing import Any

from rasa_sdk import Tracker

from actions.talk.client import Client, currency_of
from actions.talk.entities import Entities, residual
from actions.talk.gift_talk import GiftTalk
from actions.talk.list_history import Chosen, ListHistory
from actions.talk.onboarding import Onboarding
from actions.talk.pending import Pending
from actions.talk.search_state import SearchState
from actions.talk.talk_log import Said, last_said

SURE = 0.5
"""Confidence from which an intent is taken at its word, whatever else the message names."""

_IN_A_CURRENCY = frozenset({
    "search_product", "refine_search", "gift_advice", "recommend_for_me", "select_product", "compare_products",
    "similar_products", "ask_landed_cost", "ask_shipping", "set_currency",
})  # fmt: skip
"""Intents of messages that are answered with prices: a currency named in one is that of the prices."""


@dataclass(frozen=True, slots=True)
class Request:
    """One of the things that a message asks for, where it asks for several."""

    text: str
    intent: str
    entities: Entities
    residual_text: str


@dataclass(frozen=True, slots=True)
class Conversation:
    """One turn's view of the conversation.

    `language` is the language of the message or the one that the shopper chose. `country` and `currency` are what the
    shopper said, in this message or before, or else their client; "" where neither did. `currency` may be one for which
    there is no rate; `chosen_currency` is the one that the shopper named, for a price or for all, None where they named
    none. `said` holds the keys of the lines that opened the bot's earlier answers, `onboarding` what the shopper said
    when asked, `gift_talk` what they were asked about a gift, and `pending` the question that is open. `spoken_of` are
    the products that were compared or named together last. `history` holds the lists before the one in hand, `chosen`
    what was chosen before this message, `client` what the client says, and `said_in` is the language of the message.
    `is_opening` says that nothing was said before in this session. `requests` are the parts of a message that asks for
    several things, empty where it asks for one. `last` are the last messages before this one.
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
    gift_talk: GiftTalk = GiftTalk()  # noqa: RUF009 it is frozen
    pending: Pending = Pending()  # noqa: RUF009 it is frozen
    spoken_of: tuple[str, ...] = ()
    history: ListHistory = ListHistory()  # noqa: RUF009 it is frozen
    chosen: Chosen = Chosen()  # noqa: RUF009 it is frozen
    client: Client = Client()  # noqa: RUF009 it is frozen
    said_in: str = ""
    is_opening: bool = False
    requests: tuple[Request, ...] = ()
    last: tuple[Said, ...] = ()

    @classmethod
    def from_tracker(cls, tracker: Tracker) -> "Conversation":
        """Read Rasa's tracker; whatever a client sent in metadata counts only where it has the right form."""
        message = tracker.latest_message
        client = Client.from_metadata(message.get("metadata"))
        entities = message.get("entities") or []
        intent = message.get("intent") or {}
        named = Entities.of(entities)
        country = named.first("country") or tracker.get_slot("destination") or client.country
        is_in_currency = intent.get("name") in _IN_A_CURRENCY or {"max_price", "min_price"} & set(named.values)
        chosen_currency = (is_in_currency and named.first("currency")) or tracker.get_slot("currency") or None
        text, said_in = message.get("text") or "", _language(message, client.locale)
        return cls(
            sender_id=_sender(tracker.sender_id),
            text=text,
            intent=intent.get("name") or "nlu_fallback",
            is_sure=float(intent.get("confidence") or 0) >= SURE,
            language=tracker.get_slot("language") or said_in,
            entities=named,
            country=country,
            currency=chosen_currency or client.currency or currency_of(country),
            chosen_currency=chosen_currency,
            search=SearchState.from_slot(tracker.get_slot("search_state")),
            shown=tuple(tracker.get_slot("shown") or ()),
            focus=tracker.get_slot("focus") or "",
            identity_token=client.identity_token,
            residual_text=residual(text, entities),
            said=_said(tracker.events or []),
            onboarding=Onboarding.from_slot(tracker.get_slot("onboarding")),
            gift_talk=GiftTalk.from_slot(tracker.get_slot("gift_talk")),
            pending=Pending.from_slot(tracker.get_slot("pending")),
            spoken_of=tuple(tracker.get_slot("spoken_of") or ()),
            history=ListHistory.from_slot(tracker.get_slot("history")),
            chosen=Chosen(*(tracker.get_slot(name) or "" for name in ("language", "destination", "currency"))),
            client=client,
            said_in=said_in,
            is_opening=_is_opening(tracker.events or []),
            requests=_requests(message.get("requests")),
            last=last_said(tracker.events or []),
        )

    def under(self, chosen: Chosen) -> "Conversation":
        """Return this conversation as it would be had the shopper chosen otherwise."""
        country = chosen.destination or self.client.country
        return replace(
            self,
            chosen=chosen,
            language=chosen.language or self.said_in or self.language,
            country=country,
            currency=chosen.currency or self.client.currency or currency_of(country),
            chosen_currency=chosen.currency or None,
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

    def n_beyond(self) -> int:
        """Return how many of the message's ordinals are beyond the list shown."""
        n_shown = len(self.shown)
        return sum(not (0 < one <= n_shown or -n_shown <= one < 0) for one in set(self.entities.ordinals()))

    def product_in_question(self) -> str:
        """Return the product that "it" means: one named by its number, the one last spoken of, or the only one."""
        named = self.product_ids_named()
        if named:
            return named[0]
        if self.entities.ordinals():
            return ""
        return self.focus or (self.shown[0] if len(self.shown) == 1 else "")


_MAX_SENDER = 128


def _sender(sender_id: str) -> str:
    """Return an id under which events can be kept: for one that is too long or not printable, its digest."""
    is_plain = sender_id.isprintable() and 0 < len(sender_id.strip()) <= _MAX_SENDER
    return sender_id if is_plain else sha256(sender_id.encode("utf-8", "replace")).hexdigest()


def _said(events: list[Mapping[str, Any]]) -> frozenset[str]:
    """Return the keys that opened the bot's answers: Rasa keeps each as `utter_<key>` with the message."""
    names = ((event.get("metadata") or {}).get("utter_action") or "" for event in events if event.get("event") == "bot")
    return frozenset(name.removeprefix("utter_") for name in names)


def _is_opening(events: list[Mapping[str, Any]]) -> bool:
    """Return whether the latest message is the first of its session."""
    kinds = [event.get("event") for event in events]
    begun = len(kinds) - kinds[::-1].index("session_started") if "session_started" in kinds else 0
    return kinds[begun:].count("user") <= 1


def _requests(value: Any) -> tuple[Request, ...]:
    """Return what the bot found a message to ask for, part by part."""
    parts = value if isinstance(value, list) else []
    return tuple(
        Request(
            text=part["text"],
            intent=part["intent"],
            entities=Entities.of(part["entities"]),
            residual_text=residual(part["text"], part["entities"]),
        )
        for part in parts
    )


def _language(message: Mapping[str, Any], locale: str) -> str:
    found = message.get("language")
    code = found.get("code") if isinstance(found, Mapping) else None
    return code or locale or "en"
