"""A shopper's profile: what they like, by what they did."""

import math
from datetime import UTC, datetime, timedelta
from decimal import Decimal

import pytest

from retrieval.catalogue import Catalogue
from retrieval.events import Event
from retrieval.product import Merchant, Product
from retrieval.profile import HALF_LIFE_DAYS, Profile

NOON = datetime(2026, 5, 4, 12, tzinfo=UTC)


def product(product_id: str, category: str, brand: str, price: str, *colors: str, department: str = "home") -> Product:
    return Product(
        product_id,
        "shop",
        "en",
        {"en": product_id},
        Decimal(price),
        "EUR",
        category=category,
        department=department,
        brand=brand,
        colors=colors,
    )


CUP = product("cup", "mug", "Alba", "10", "blue")
BOWL = product("bowl", "bowl", "Alba", "20", "blue", "white")
LAMP = product("lamp", "lamp", "Corvo", "90", "black")
BALL = product("ball", "ball", "Dorado", "30", "red", department="sports")
PLAIN = product("plain", "", "", "5", department="")
CATALOGUE = Catalogue.from_products(
    [CUP, BOWL, LAMP, BALL, PLAIN], [Merchant("shop", "Shop", "DE", "de", "EUR")], "test"
)


def did(*things: tuple[str, str], days_apart: float = 0.0) -> Profile:
    """Do things with products, one after another, and see what one is taken for."""
    events = [
        Event(
            f"e{place}", "ann", type_, product_id, None, NOON + timedelta(days=place * days_apart, minutes=place), None
        )
        for place, (type_, product_id) in enumerate(things)
    ]
    profile = Profile.from_events(events, CATALOGUE, lambda product: product.price)
    assert profile == Profile.from_events(events[::-1], CATALOGUE, lambda product: product.price)
    return profile


def test_nobody_has_no_taste() -> None:
    profile = Profile.empty()
    assert profile == did()
    assert math.isnan(profile.taste(CUP).score)
    assert profile.taste(CUP).facts == {}
    assert profile.typical_price is None


def test_favourites_are_what_most_was_done_with() -> None:
    profile = did(("purchase", "cup"), ("view", "bowl"), ("view", "lamp"))
    assert profile.likes["category"]["mug"] == 1.0
    assert profile.likes["brand"]["Alba"] == 1.0
    assert profile.likes["color"]["blue"] == 1.0
    assert profile.likes["category"]["bowl"] == pytest.approx(0.2, abs=0.01)
    assert profile.taste(CUP).score > profile.taste(BOWL).score > profile.taste(LAMP).score > profile.taste(BALL).score
    assert profile.taste(CUP).facts == {"category": "mug", "brand": "Alba", "color": "blue"}
    assert profile.taste(BOWL).facts == {"brand": "Alba", "color": "blue"}
    assert profile.taste(BALL).score == 0.0
    assert profile.taste(BALL).facts == {}


def test_what_was_sent_back_speaks_against_its_like() -> None:
    profile = did(("cart", "lamp"), ("remove", "lamp"), ("purchase", "cup"))
    assert "lamp" not in profile.likes["category"]
    assert did(("cart", "lamp"), ("remove", "lamp")).taste(LAMP).score == 0.0


def test_liking_halves_in_thirty_days() -> None:
    profile = did(("purchase", "lamp"), ("purchase", "cup"), days_apart=HALF_LIFE_DAYS)
    assert profile.likes["category"] == {"mug": 1.0, "lamp": pytest.approx(0.5, abs=0.001)}


def test_score_grows_with_what_it_rests_on() -> None:
    one, two = did(("view", "cup")), did(("view", "cup"), ("view", "bowl"))
    assert one.taste(CUP).score == pytest.approx(0.5)
    assert one.taste(CUP).score < two.taste(CUP).score < 1.0


def test_typical_price_is_the_median_of_what_was_wanted() -> None:
    assert did(("view", "cup"), ("view", "lamp"), ("view", "bowl")).typical_price == Decimal(20)
    assert did(("view", "cup"), ("cart", "lamp"), ("purchase", "ball")).typical_price == Decimal(60)


def test_products_no_longer_sold_say_nothing_but_stay_bought() -> None:
    profile = did(("purchase", "gone"))
    assert profile.n_events == profile.n_products == 0
    assert profile.bought == {"gone"}
    assert math.isnan(profile.taste(CUP).score)
    profile = did(("purchase", "gone"), ("purchase", "cup"), ("view", "cup"))
    assert profile.bought == {"gone", "cup"}
    assert (profile.n_events, profile.n_products) == (2, 1)


def test_product_of_which_nothing_is_known_suits_nobody() -> None:
    assert did(("purchase", "cup")).taste(PLAIN).score == 0.0
    assert did(("purchase", "plain")).taste(CUP).score == 0.0


def test_search_alone_says_nothing() -> None:
    event = Event("e1", "ann", "search", None, "cup", NOON, None)
    assert Profile.from_events([event], CATALOGUE, lambda product: product.price) == Profile.empty()
