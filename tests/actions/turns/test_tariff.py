"""A cost that hangs on a proposed customs heading is called estimated, in words and in the payload."""

from dataclasses import replace
from decimal import Decimal

import pytest

from actions.payloads.tariff import hs_payload
from retrieval.tariff.proposal import Proposal
from tests.actions.chat import Chat
from tests.actions.conftest import ShopMaker
from tests.actions.small_shop import PRODUCTS

SHOES = next(product for product in PRODUCTS if product.product_id == "s03")
DEAR = replace(SHOES, category="", hs_code="6404", price=Decimal(60000))
PROPOSED = replace(DEAR, hs_proposal=Proposal("6404", 0.81, "6403", given="640411x"))


def asked(make_shop: ShopMaker, product: object, language: str = "en"):
    chat = Chat(make_shop([product]), language, {"country": "KR", "currency": "JPY"})
    chat.slots["focus"] = "s03"
    return chat.say("action_landed_cost", "what does it cost to my door?", "ask_landed_cost")


@pytest.mark.parametrize("language", ["en", "zh-Hans", "ar", "th", "tr"])
def test_estimated_duty_is_said_to_be_estimated(make_shop: ShopMaker, language: str) -> None:
    reply = asked(make_shop, PROPOSED, language)
    assert "landed_cost_estimated" in reply.keys
    assert "6404" in reply.text
    assert reply.payload["estimated"] == ["duty", "vat"]


def test_line_of_duty_is_named_as_estimated(make_shop: ShopMaker) -> None:
    lines = {line["kind"]: line for line in asked(make_shop, PROPOSED).payload["lines"]}
    assert (lines["duty"]["text"], lines["duty"]["estimated"]) == ("Customs duty (estimated)", True)
    assert not lines["item"]["estimated"]


def test_duty_by_the_merchants_own_code_is_not(make_shop: ShopMaker) -> None:
    reply = asked(make_shop, DEAR)
    assert "landed_cost_estimated" not in reply.keys
    assert reply.payload["estimated"] == []


def test_details_say_who_gives_the_code() -> None:
    assert hs_payload(PROPOSED) == {
        "hs_code": "6404",
        "hs_code_source": "proposed",
        "hs_code_confidence": 0.81,
        "hs_code_runner_up": "6403",
        "hs_code_given": "640411x",
    }
    assert hs_payload(SHOES)["hs_code_source"] == "merchant"
    assert hs_payload(replace(SHOES, hs_code=None))["hs_code_source"] is None
