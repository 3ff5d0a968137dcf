"""Recommendations in a chat and over HTTP try products, keep that they did, and never where they must not."""

from datetime import UTC, datetime, timedelta

import httpx
import pytest

from actions.shop import Shop
from retrieval.exploration.explorer import Explorer
from retrieval.exploration.responses import Responses
from tests.actions.api.calls import OURS
from tests.actions.chat import Chat
from tests.actions.serving import serve
from tests.actions.small_shop import PRODUCTS

LAST_HOUR = timedelta(hours=1)


@pytest.fixture
def exploring(shop: Shop) -> Shop:
    """A shop that tries something in up to three places of ten."""
    explorer = Explorer(0.3, Responses.from_store(shop.shown, shop.store))
    shop.finder._pages._explorer = explorer
    return shop


def kept(shop: Shop) -> list[tuple[str, tuple[float | None, ...]]]:
    since = datetime.now(UTC) - LAST_HOUR
    return [(one.product_ids[0], one.propensities) for one in shop.shown.since(since)]


def recommended(url: str, user_id: str, **wanted: str) -> list[str]:
    asked = {"user_id": user_id, "limit": "10", "country": "DE", **wanted}
    found = httpx.get(f"{url}/api/v1/recommendations", params=asked, headers=OURS).json()
    return [card["product_id"] for card in found["products"]]


def test_lists_over_http_try_products_and_keep_that_they_did(exploring: Shop) -> None:
    with serve(exploring) as served:
        lists = {f"u{number}": recommended(served.url, f"u{number}") for number in range(12)}
    marks = [propensities for _, propensities in kept(exploring) if propensities]
    assert marks
    assert all(one[0] is None for one in marks)
    assert all(sum(part is not None for part in one) <= 3 for one in marks)
    assert len({tuple(one) for one in lists.values()}) > 3
    sold_out_or_unsent = {one.product_id for one in PRODUCTS if not one.is_in_stock or one.merchant_id == "prairie"}
    assert not sold_out_or_unsent & {product_id for own in lists.values() for product_id in own}


def test_conditions_hold_for_what_is_tried_and_pages_fit_together(exploring: Shop) -> None:
    with serve(exploring) as served:
        for number in range(6):
            pages = [recommended(served.url, f"u{number}", limit="4", page=str(page)) for page in (1, 2, 3)]
            assert len({one for page in pages for one in page}) == 12
            headphones = recommended(served.url, f"u{number}", category="headphones")
            assert {exploring.catalogue.get(one).category for one in headphones} == {"headphones"}


def test_for_nobody_known_nothing_is_tried(exploring: Shop) -> None:
    with serve(exploring) as served:
        lists = {tuple(recommended(served.url, "")) for _ in range(3)}
    assert len(lists) == 1
    assert kept(exploring) == []


def test_chat_keeps_what_it_tried_and_learns_from_the_answer(exploring: Shop) -> None:
    for number in range(12):
        chat = Chat(exploring, sender=f"s{number}")
        chat.say("action_recommend", "what do you recommend")
        chat.say("action_select", "the second", ordinal=[2])
    marked = [propensities for _, propensities in kept(exploring) if propensities]
    assert marked
    assert all(one[0] is None for one in marked)
