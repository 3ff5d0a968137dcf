"""Nothing is claimed that no record backs: each answer is given again with its source taken away."""

import json
import re
from collections.abc import Iterator
from dataclasses import replace
from decimal import Decimal
from typing import Any

import pytest

from actions.agent_delivery import ACTION as AGENT_SAYS
from actions.server import ANSWERERS
from actions.shop import Shop
from actions.wording import values
from actions.wording.profile_words import profile_lines
from actions.wording.texts import LANGUAGES, Line
from retrieval.events import Event
from tests.actions.chat import Chat, Reply
from tests.actions.claims.claim import Claim, fields_of
from tests.actions.claims.door_claims import PERFUME_OF_NORD
from tests.actions.claims.removals import everything_kept, offer_fields
from tests.actions.claims.table import CLAIMS, IN_PAYLOADS, NO_CLAIMS
from tests.actions.small_shop import PRODUCTS, build_shop

TELLING = frozenset({"money", "date", "dates", "percent", "span"})
"""Values that are told apart from others wherever they stand; a bare number may be any."""

FIGURES = frozenset({
    *("price", "total", "now", "low", "high", "rate", "date", "dates", "rate_date", "days", "n", "rating", "long",
      "short", "time", "measure", "rated", "supply", "frequency", "power", "limit", "plugs", "sockets"),
})  # fmt: skip
"""The placeholders that are filled with money, dates, numbers, shares, spans, measures, and types of plugs."""

NAMES = frozenset({
    *("brand", "carrier", "category", "code", "country", "currency", "first", "heading", "language", "languages",
      "link", "merchant", "number", "occasion", "original", "postcode", "reason", "reasons", "second", "shown_currency",
      "size", "sizes", "source", "text", "title", "unknown", "what"),
})  # fmt: skip
"""The placeholders that are filled with titles, words, names, codes and what the shopper wrote."""

CLAIMLESS = frozenset(
    {
        f"action_{name}"
        for name in (
            "affirm",
            "delete_my_data",
            "deny",
            "feedback",
            "goodbye",
            "greet",
            "help",
            "out_of_scope",
            "set_language",
            "start_over",
            "talk_to_human",
        )
    }
) | {AGENT_SAYS}
"""Actions that say nothing of products, prices, stock, dates or rules, or do so as other actions."""


@pytest.fixture(scope="module")
def full(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Shop]:
    """The small shop, all of its records there, and one product from two sellers."""
    built = build_shop(tmp_path_factory.mktemp("full"), (*PRODUCTS, PERFUME_OF_NORD))
    chat = Chat(built)
    offer_fields(budget=Decimal(100_000))(chat)  # whoever asks in these tests is told of an offer
    yield chat.shop
    built.store.close()


@pytest.fixture(scope="module")
def bare(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Shop]:
    """The shop without what its merchants need not give, in which nobody has done anything."""
    products = [
        replace(one, stock=None, rating=None, n_ratings=0, weight_kg=None, added=None)
        for one in PRODUCTS
        if one.category != "mug"
    ]
    built = build_shop(tmp_path_factory.mktemp("bare"), products)
    yield built
    built.store.close()


@pytest.mark.parametrize(
    "claim", CLAIMS, ids=[f"{one.turn.action.removeprefix('action_')}-{one.says}" for one in CLAIMS]
)
def test_claim_goes_with_its_source(full: Shop, bare: Shop, claim: Claim) -> None:
    claimed = claim.turn.taken(claim.turn.prepared(full))
    assert _is_made(claimed, claim), (claimed.keys, claimed.payload)
    chat = claim.turn.prepared(full if claim.without else bare)
    if claim.without:
        claim.without(chat)
    left = claim.turn.taken(chat)
    assert left.keys, "the turn says something else instead"
    assert "apology" not in left.keys, "the lack is no failure"
    if claim.stays:
        assert left.values(claim.says) != claimed.values(claim.says)
    else:
        assert not _is_made(left, claim), (left.keys, left.payload)
    for value in _values(claimed, claim):
        for language in LANGUAGES:
            worded = full.texts.word(language, value)
            assert not re.search(rf"(?<![\d.,]){re.escape(worded)}", _text(left, full, language)), (language, worded)
        assert _plain(value) not in json.dumps(left.payload), value


PROFILE = frozenset({"profile_basis", "profile_typical_price", "profile_blend"})
"""What is told of a shopper's profile, which no turn does but the API."""


def test_profile_goes_with_the_events_that_it_rests_on(full: Shop) -> None:
    shopper = Chat(full, sender="profiled")
    full.record(*(Event.now("user:profiled", "view", one) for one in ("h01", "h02", "m01")))
    lines = profile_lines(full.profile("user:profiled"), lambda euros: values.money(euros, "EUR"))
    assert {line.key for line in lines} >= PROFILE
    everything_kept(shopper)
    lines = profile_lines(full.profile("user:profiled"), lambda euros: values.money(euros, "EUR"))
    assert [line.key for line in lines] == ["profile_nothing"]


def test_every_text_with_a_figure_is_a_claim_or_said_why_it_is_none(full: Shop) -> None:
    texts = {key: json.dumps(full.texts.entry("en", key)) for key in full.texts.keys("en")}
    named = {name for text in texts.values() for name in re.findall(r"\{(\w+)\}", text)}
    assert named - FIGURES == NAMES, "a placeholder that is new here is a figure of the shop's or a name"
    with_figures = {key for key, text in texts.items() if FIGURES & set(re.findall(r"\{(\w+)\}", text))}
    claimed = {claim.says for claim in CLAIMS}
    assert set(IN_PAYLOADS.values()) <= claimed
    assert with_figures - claimed - set(IN_PAYLOADS) - set(NO_CLAIMS) - PROFILE == set()
    assert not set(NO_CLAIMS) - with_figures, "these have no figure any more"
    assert not set(NO_CLAIMS) & claimed


def test_every_action_that_claims_is_in_the_table() -> None:
    assert set(ANSWERERS) - {claim.turn.action for claim in CLAIMS} == CLAIMLESS


def _is_made(reply: Reply, claim: Claim) -> bool:
    return bool(fields_of(reply.payload, claim.says)) if claim.is_field else claim.says in reply.keys


def _values(reply: Reply, claim: Claim) -> list[dict[str, Any]]:
    """Return the values of a claim's line that must not be said any more."""
    if claim.is_field:
        return []
    filled = reply.values(claim.says)
    return [value for name, value in filled.items() if name not in claim.kept and value["type"] in TELLING]


def _plain(value: dict[str, Any]) -> str:
    """Return a value as a payload has it."""
    match value["type"]:
        case "money":
            return f'"{value["amount"]}"'
        case "span":
            return f"[{value['low']}, {value['high']}]"
        case "dates":
            return f'["{value["first"]}", "{value["last"]}"]'
        case _:
            return f'"{value.get("rate") or value["value"]}"'


def _text(reply: Reply, shop: Shop, language: str) -> str:
    return shop.texts.say_all(language, [Line(line["key"], line["values"]) for line in reply.message["lines"]])
