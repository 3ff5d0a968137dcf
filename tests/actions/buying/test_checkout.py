"""From the cart to an order: the signed link, the demo shop's page over real HTTP, and what is kept of it."""

import re
import uuid
from datetime import timedelta

import httpx
import jwt
import pytest

from actions.backend.checkout_link import Checkout, CheckoutLinks
from actions.identity import Identity
from actions.shop import Shop
from retrieval.errors import BackendError
from tests.actions.chat import Chat, Reply
from tests.actions.payloads.test_cards import check
from tests.actions.serving import Served, assert_problem
from tests.actions.small_shop import API_TOKEN, NOWHERE, SECRET


@pytest.fixture
def chat(served: Served) -> Chat:
    """A shopper with two white mugs in the cart."""
    chat = Chat(served.shop, sender=uuid.uuid4().hex, slots={"focus": "m01"})
    chat.say("action_add_to_cart", "two of it", "add_to_cart", quantity=2)
    return chat


def checkout(chat: Chat) -> Reply:
    return chat.say("action_checkout", "I want to pay", "checkout")


def path(chat: Chat) -> str:
    """Return the path of a new checkout link, which points at the settings' address."""
    url: str = checkout(chat).payload["checkout"]["url"]
    assert url.startswith("http://127.0.0.1:5055/checkout/")
    return url.removeprefix("http://127.0.0.1:5055")


def order(client: httpx.Client, where: str) -> httpx.Response:
    """Press the button of the page."""
    seen = re.search(r'name="seen" value="(\w+)"', client.get(where).text)
    assert seen
    return client.post(where, data={"seen": seen[1]})


def test_link_is_given_with_the_cart_and_its_total(chat: Chat) -> None:
    reply = checkout(chat)
    assert reply.keys == ["cart_contents", "bundle_door", "policy_law", "checkout_link"]
    check(reply.payload, "Cart")
    assert reply.payload["checkout"]["url"] in reply.text
    assert "30 minutes" in reply.text


def test_empty_cart_and_what_cannot_be_sent_lead_to_no_checkout(served: Served, chat: Chat) -> None:
    assert checkout(Chat(served.shop, sender=uuid.uuid4().hex)).keys == ["cart_empty"]
    chat.metadata = {"country": NOWHERE}
    reply = checkout(chat)
    assert reply.keys == ["checkout_amiss", "cart_left_out"]
    assert reply.payload["checkout"] is None


def test_shop_without_a_secret_hands_the_checkout_over(chat: Chat) -> None:
    from dataclasses import replace

    links = replace(chat.shop.commerce.links, secret=None)
    closed = replace(chat.shop, commerce=replace(chat.shop.commerce, links=links))
    reply = Chat(closed, sender=chat.sender).say("action_checkout", "pay", "checkout")
    assert reply.keys == ["checkout_closed"]
    assert reply.payload["type"] == "handoff"


def test_link_names_no_shopper_and_proves_no_identity(chat: Chat) -> None:
    token = path(chat).rsplit("/", 1)[-1]
    claims = jwt.decode(token, options={"verify_signature": False})
    assert chat.sender not in str(claims)
    assert Identity(SECRET[::-1]).user_id("s", token) == "anon:s"


def test_page_shows_the_cart_and_lets_nothing_run(client: httpx.Client, chat: Chat) -> None:
    page = client.get(path(chat))
    assert page.status_code == 200
    for shown in ("2 × White mug", "€36.53", "Place the order", "nothing is charged"):
        assert shown in page.text
    assert "default-src 'none'" in page.headers["content-security-policy"]
    assert page.headers["referrer-policy"] == "no-referrer"
    assert page.headers["cache-control"] == "no-store"


@pytest.mark.parametrize(("language", "direction"), [("ar", "rtl"), ("zh-Hans", "ltr"), ("th", "ltr"), ("tr", "ltr")])
def test_page_runs_as_the_language_does(client: httpx.Client, chat: Chat, language: str, direction: str) -> None:
    chat.language = language
    page = client.get(path(chat)).text
    spoken = chat.shop.texts.spoken(language)
    assert f'<html lang="{spoken}" dir="{direction if spoken == language else "ltr"}">' in page


def test_order_is_placed_once_the_cart_is_empty_and_the_purchase_noted(client: httpx.Client, chat: Chat) -> None:
    where, owner = path(chat), f"anon:{chat.sender}"
    page = client.get(where).text
    seen = re.search(r'name="seen" value="(\w+)"', page)
    assert seen
    first, second = (client.post(where, data={"seen": seen[1]}) for _ in range(2))
    assert first.status_code == second.status_code == 201
    assert first.text == second.text
    (placed,) = chat.shop.commerce.orders.orders(owner)
    assert placed.order_id in first.text
    assert (placed.total.text(), placed.is_complete, placed.country) == ("36.53", True, "DE")
    assert [(line.product_id, line.quantity, line.price.text()) for line in placed.lines] == [("m01", 2, "25.80")]
    assert chat.shop.commerce.carts.cart(owner).lines == ()
    bought = [(event.product_id, event.value) for event in chat.shop.store.events_of(owner) if event.type == "purchase"]
    assert bought == [("m01", 2.0)]


def test_cart_that_changed_since_it_was_looked_at_is_shown_again(client: httpx.Client, chat: Chat) -> None:
    where = path(chat)
    seen = re.search(r'name="seen" value="(\w+)"', client.get(where).text)
    assert seen
    chat.say("action_add_to_cart", "one more", "add_to_cart")
    again = client.post(where, data={"seen": seen[1]})
    assert again.status_code == 200
    assert "3 × White mug" in again.text
    assert client.post(where).status_code == 200
    assert chat.shop.commerce.orders.orders(f"anon:{chat.sender}") == ()
    assert order(client, where).status_code == 201


def test_coupon_is_redeemed_with_the_order(client: httpx.Client, served: Served) -> None:
    shop = served.shop
    chat = Chat(shop, sender=uuid.uuid4().hex, slots={"focus": "t04"})
    ledger, tea = shop.advice.offers.ledger, shop.advice.offers.offer("TEA20")
    ledger.reserve(tea, f"anon:{chat.sender}", shop.now(), shop.now() + timedelta(days=3))
    chat.say("action_add_to_cart", "add it", "add_to_cart")
    assert order(client, path(chat)).status_code == 201
    assert ledger.n_redeemed(tea, f"anon:{chat.sender}") == 1
    assert ledger.held(shop.advice.offers.book.offers, f"anon:{chat.sender}", shop.now()) == ()


def test_forged_expired_and_mangled_links_open_nothing(client: httpx.Client, served: Served, chat: Chat) -> None:
    shop, now = served.shop, served.shop.now()
    cart_id = shop.commerce.carts.cart(f"anon:{chat.sender}").cart_id
    seen = Checkout(cart_id, "j", "en", "EUR", "DE", now + timedelta(minutes=5))
    forged = CheckoutLinks("{token}", "another secret, as long as it has to be").link(seen)
    late = CheckoutLinks("{token}", SECRET[::-1]).link(
        Checkout(cart_id, "j", "en", "EUR", "DE", now - timedelta(minutes=5, days=400))
    )
    identity = jwt.encode({"sub": "ann", "exp": 4_000_000_000}, SECRET[::-1], algorithm="HS256")
    for token in (forged, late, identity, "nonsense"):
        assert client.get(f"/checkout/{token}").status_code == 410
        assert client.post(f"/checkout/{token}").status_code == 410
        with pytest.raises(BackendError):
            shop.commerce.links.read(token)


def test_another_cart_of_the_same_shop_is_not_reached_by_naming_it(client: httpx.Client, served: Served) -> None:
    shop: Shop = served.shop
    expires_at = shop.now() + timedelta(days=400)
    link = shop.commerce.links.link(Checkout("no such cart", "x", "de", "EUR", "DE", expires_at))
    page = client.get(link.removeprefix("http://127.0.0.1:5055"))
    assert "Place the order" not in page.text
    assert page.status_code == 200


def test_agents_see_cart_and_orders_with_the_shops_token(client: httpx.Client, chat: Chat) -> None:
    base = f"/api/v1/shoppers/anon:{chat.sender}"
    token = {"Authorization": f"Bearer {API_TOKEN}"}
    for path_ in ("cart", "orders"):
        assert_problem(client.get(f"{base}/{path_}"), 401)
    cart = client.get(f"{base}/cart", params={"country": "DE", "language": "de"}, headers=token).json()
    check(cart, "Cart")
    assert (cart["n_pieces"], cart["total"]["amount"], cart["language"]) == (2, "36.53", "de")
    assert order(client, path(chat)).status_code == 201
    orders = client.get(f"{base}/orders", headers=token).json()
    check(orders, "Orders")
    assert [one["state"] for one in orders["orders"]] == ["placed"]
    assert client.get(f"{base}/cart", headers=token).json()["lines"] == []
