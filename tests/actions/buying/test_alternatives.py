"""What costs less to the door from another seller, in the answer on the cost to the door and in a comparison."""

from collections.abc import Iterator
from dataclasses import replace
from decimal import Decimal
from typing import Any

import pytest

from actions.shop import Shop
from retrieval.product import Product
from tests.actions.chat import Chat, Reply
from tests.actions.claims.removals import rate_of
from tests.actions.small_shop import PRODUCTS, build_shop

_OF = {product.product_id: product for product in PRODUCTS}


def listing(product_id: str, merchant_id: str, title: str, price: str, **fields: Any) -> Product:
    """Return another offer of headphones; one brand and title make it the same thing."""
    like = next(
        product for product in PRODUCTS if product.merchant_id == merchant_id and product.category == "headphones"
    )
    made: dict[str, Any] = {"brand": "Echo", "colors": ("black",), "materials": ("plastic",)}
    titles = {"en": title, like.language: title}
    return replace(
        like, product_id=product_id, titles=titles, descriptions={"en": f"{title} of Echo"}, price=Decimal(price),
        **{**made, **fields},
    )  # fmt: skip


ECHO_DE = listing("e1", "nord", "Echo headphones", "30.00")
ECHO_FR = listing("e2", "lune", "Echo headphones", "20.00")
ECHO_PINK = listing("e3", "lune", "Echo headphones", "16.00", colors=("pink",))
ECHO_JP = listing("e4", "hana", "Echo headphones", "9900")
MUG_DE = replace(_OF["m01"], price=Decimal("40.00"))
MUG_FR = replace(_OF["m03"], price=Decimal("22.00"))


@pytest.fixture(scope="module")
def shop(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Shop]:
    """One small shop for all tests of this module: the same headphones from two sellers, and two mugs alike."""
    built = build_shop(
        tmp_path_factory.mktemp("shop"), (ECHO_DE, ECHO_FR, ECHO_PINK, ECHO_JP, MUG_DE, MUG_FR, _OF["m04"])
    )
    yield built
    built.store.close()


@pytest.fixture
def chat(shop: Shop) -> Chat:
    return Chat(shop, slots={"shown": ["e1", "e2", "m01", "m03", "m04"]})


def cost_of(chat: Chat, number: int, **entities: Any) -> Reply:
    return chat.say("action_landed_cost", f"what does {number} cost to my door", ordinal=[number], **entities)


def test_same_product_that_another_seller_sends_cheaper_is_named(chat: Chat) -> None:
    """By hand: (30 + 4.90) · 1.19 = 41.53 from Germany, (20 + 8.50) · 1.19 = 33.92 from France."""
    reply = cost_of(chat, 1)
    assert "cheaper_same" in reply.keys
    (cheaper,) = reply.payload["alternatives"]
    assert (cheaper["product_id"], cheaper["same_product"], cheaper["origin"]) == ("e2", True, "FR")
    assert (cheaper["total"], cheaper["saving"], cheaper["currency"]) == ("33.92", "7.61", "EUR")
    assert "Maison Lune sells the same product" in reply.text
    assert "€7.61 cheaper" in reply.text


def test_other_way_round_nothing_is_cheaper(chat: Chat) -> None:
    reply = cost_of(chat, 2)
    assert reply.payload["alternatives"] == []
    assert not {"cheaper_same", "cheaper_comparable"} & set(reply.keys)


def test_what_compares_is_named_as_such(chat: Chat) -> None:
    """By hand: (40 + 4.90) · 1.19 = 53.43 for the white mug, (22 + 8.50) · 1.19 = 36.30 for the one of glass."""
    reply = cost_of(chat, 3)
    assert "cheaper_comparable" in reply.keys
    (cheaper,) = reply.payload["alternatives"]
    assert (cheaper["product_id"], cheaper["same_product"], cheaper["saving"]) == ("m03", False, "17.13")
    assert "compares with it" in reply.text


def test_incomplete_totals_beat_nobody(chat: Chat) -> None:
    """The bamboo mug from China costs 59 yuan, but not all of its cost to Germany is known."""
    assert not cost_of(chat, 5).payload["complete"]
    assert cost_of(chat, 5).payload["alternatives"] == []
    assert cost_of(chat, 3).payload["alternatives"][0]["product_id"] != "m04"


@pytest.mark.parametrize(("number", "currency", "left"), [(1, "JPY", "e2"), (3, "CNY", "m03")])
def test_what_is_priced_in_a_currency_without_a_rate_is_left_out(
    chat: Chat, number: int, currency: str, left: str
) -> None:
    rate_of(currency)(chat)
    (cheaper,) = cost_of(chat, number).payload["alternatives"]
    assert cheaper["product_id"] == left


def test_where_only_one_sends_to_there_is_no_other(chat: Chat) -> None:
    assert cost_of(chat, 1, country="CH").payload["alternatives"] == []


def test_saving_below_the_least_is_not_said(shop: Shop) -> None:
    thrifty = replace(shop, settings=replace(shop.settings, least_saving=7.62))
    chat = Chat(thrifty, slots={"shown": ["e1"]})
    assert not any(one["same_product"] for one in cost_of(chat, 1).payload["alternatives"])


def test_both_are_compared_next(chat: Chat) -> None:
    (button,) = cost_of(chat, 1).message["buttons"]
    assert button["title"] == "Compare both"
    reply = chat.say("action_compare", "compare both", reference="both")
    assert reply.product_ids == ["e1", "e2"]


def test_comparison_says_how_much_less_the_only_one_from_a_country_is(chat: Chat) -> None:
    reply = chat.say("action_compare", "compare 1 and 2", ordinal=[1, 2])
    rows = {row["attribute"]: row for row in reply.payload["rows"]}
    assert rows["landed_cost"]["best"] == 1
    assert "verdict_origin" in reply.keys
    assert "€7.61 cheaper to your door than the next cheapest (sent from: France)" in reply.text


def test_comparison_with_an_incomplete_total_says_nothing_of_it(chat: Chat) -> None:
    reply = chat.say("action_compare", "compare 3 and 5", ordinal=[3, 5])
    assert "verdict_origin" not in reply.keys
    assert {row["attribute"]: row for row in reply.payload["rows"]}["landed_cost"]["best"] is None


@pytest.mark.parametrize("language", ["zh-Hans", "ar", "th", "tr"])
def test_alternative_is_said_in_every_script(chat: Chat, language: str) -> None:
    chat.language = language
    reply = cost_of(chat, 1)
    assert "cheaper_same" in reply.keys
    assert "{" not in reply.text
