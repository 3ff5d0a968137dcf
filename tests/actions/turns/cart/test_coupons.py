"""Coupons on the cart: what they cover and take off."""

from collections.abc import Iterator
from datetime import timedelta
from decimal import Decimal

import pytest

from tests.actions.chat import Chat
from tests.actions.turns.cart.cart_turns import add, view


@pytest.fixture
def with_coupon(chat: Chat) -> Iterator[Chat]:
    """A shopper who holds 20 % off tea, at most 5 euros."""
    offers, shop = chat.shop.advice.offers, chat.shop
    offer, owner = offers.offer("TEA20"), f"anon:{chat.sender}"
    grant = offers.ledger.reserve(offer, owner, shop.now(), shop.now() + timedelta(days=3))
    yield chat
    offers.ledger.release(offer, grant.grant_id, owner, shop.now())


def test_coupon_held_is_taken_off_what_it_covers(with_coupon: Chat) -> None:
    with_coupon.slots["shown"] = ["t04", "m01"]
    add(with_coupon, ordinal=[1, 2])
    reply = view(with_coupon)
    assert reply.keys == ["cart_contents", "cart_coupon", "bundle_door"]
    assert reply.payload["discount"] == {"amount": "2.50", "currency": "EUR"}
    items = [line["amount"] for parcel in reply.payload["parcels"] for line in parcel["landed_cost"]["lines"][:1]]
    assert items == ["10.00", "12.90"]
    known = sum(Decimal(row["amount"]) for row in reply.payload["costs"])
    assert known == Decimal(reply.payload["landed_cost"]["total"])


def test_coupon_takes_no_more_off_than_its_most(with_coupon: Chat) -> None:
    with_coupon.slots["focus"] = "t04"
    add(with_coupon, quantity=7)
    assert view(with_coupon).payload["discount"] == {"amount": "5.00", "currency": "EUR"}


def test_coupon_that_covers_nothing_says_what_it_is_for(with_coupon: Chat) -> None:
    with_coupon.slots["focus"] = "m01"
    reply = add(with_coupon)
    assert reply.keys == ["cart_added", "cart_contents", "cart_coupon_unmet", "offer_only"]
    assert reply.payload["discount"] is None


def test_coupon_for_carriage_makes_carriage_cheaper(chat: Chat) -> None:
    offers, shop = chat.shop.advice.offers, chat.shop
    offers.ledger.reserve(offers.offer("SHIPTSHIRT"), f"anon:{chat.sender}", shop.now(), shop.now() + timedelta(days=3))
    chat.slots["focus"] = "c01"
    add(chat, size="S")
    reply = view(chat)
    assert reply.payload["discount"] == {"amount": "4.90", "currency": "EUR"}
    rows = {row["kind"]: row["amount"] for row in reply.payload["costs"]}
    assert (rows["item"], rows["discount"], rows["shipping"]) == ("14.90", "-4.90", "4.90")
    assert sum(map(Decimal, rows.values())) == Decimal(reply.payload["landed_cost"]["total"])
