"""A shopper's profile: what they like, by what they did."""

import math
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from decimal import Decimal

import numpy as np
import pytest

from retrieval.catalogue import Catalogue
from retrieval.events import Event
from retrieval.product import Merchant, Product
from retrieval.profile import HALF_LIFE_DAYS, SHORT_HALF_LIFE_DAYS, PriceLevels, Profile
from retrieval.profile.profile import RECENT_SHARE

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
BOOT = replace(product("boot", "boots", "", "99", department="shoes"), sizes=("EU 41",))
SOCK = replace(product("sock", "socks", "", "9", department="shoes"), sizes=("EU 39",))
CATALOGUE = Catalogue.from_products(
    [CUP, BOWL, LAMP, BALL, PLAIN, BOOT, SOCK], [Merchant("shop", "Shop", "DE", "de", "EUR")], "test"
)


class Levels(PriceLevels):
    """Knows the level of some products."""

    def __init__(self, levels: dict[str, float]) -> None:
        rows = {product_id: row for row, product_id in enumerate(levels)}
        super().__init__(np.array([*levels.values()], dtype=np.float64), rows)


def event(place: int, type_: str, product_id: str, at: datetime) -> Event:
    return Event(f"e{place}", "ann", type_, product_id, None, at, None)


def profile_of(events: list[Event], now: datetime) -> Profile:
    return Profile.from_events(events, CATALOGUE, lambda product: product.price, now=now)


def did(*things: tuple[str, str], days_apart: float = 0.0, levels: PriceLevels | None = None) -> Profile:
    """Do things with products, one after another, and see what one is taken for."""
    events = [
        event(place, type_, product_id, NOON + timedelta(days=place * days_apart, minutes=place))
        for place, (type_, product_id) in enumerate(things)
    ]
    profile = Profile.from_events(events, CATALOGUE, lambda product: product.price, levels)
    assert profile == Profile.from_events(events[::-1], CATALOGUE, lambda product: product.price, levels)
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


def test_lasting_taste_halves_in_thirty_days_and_recent_taste_in_one() -> None:
    profile = did(("purchase", "lamp"), ("purchase", "cup"), days_apart=HALF_LIFE_DAYS)
    assert profile.lasting["category"] == {"mug": 1.0, "lamp": pytest.approx(0.5, abs=0.001)}
    assert profile.recent["category"] == {"mug": 1.0, "lamp": pytest.approx(0.0, abs=0.001)}
    profile = did(("purchase", "lamp"), ("purchase", "cup"), days_apart=SHORT_HALF_LIFE_DAYS)
    assert profile.recent["category"] == {"mug": 1.0, "lamp": pytest.approx(0.5, abs=0.001)}


def test_blend_is_as_shown_and_fades_while_a_shopper_is_away() -> None:
    """One who bought lamps for long and looks at a cup today is after cups today, and after lamps a month later."""
    events = [event(place, "purchase", "lamp", NOON - timedelta(days=60 - place)) for place in range(3)]
    events += [event(9, "view", "cup", NOON)]
    today = profile_of(events, NOON)
    assert today.recent_share == RECENT_SHARE
    mug = (1 - RECENT_SHARE) * today.lasting["category"]["mug"] + RECENT_SHARE
    lamp = (1 - RECENT_SHARE) * 1 + RECENT_SHARE * today.recent["category"].get("lamp", 0.0)
    assert today.likes["category"]["mug"] == pytest.approx(mug / max(mug, lamp))
    later = profile_of(events, NOON + timedelta(days=30))
    assert later.recent_share == pytest.approx(0.0, abs=1e-6)
    assert later.likes["category"]["mug"] < today.likes["category"]["mug"]


def test_what_was_taken_back_just_now_speaks_against_what_was_liked_for_long() -> None:
    liked = [event(place, "view", "lamp", NOON - timedelta(days=20)) for place in range(3)]
    liked += [event(5, "purchase", "cup", NOON - timedelta(days=20))]
    sent_back = [event(7, "cart", "lamp", NOON), event(8, "remove", "lamp", NOON)]
    before, after = profile_of(liked, NOON), profile_of([*liked, *sent_back], NOON)
    assert "lamp" in before.likes["category"]
    assert "lamp" not in after.likes["category"]


def test_score_grows_with_what_it_rests_on() -> None:
    one, two = did(("view", "cup")), did(("view", "cup"), ("view", "bowl"))
    assert one.taste(CUP).score == pytest.approx(0.5)
    assert one.taste(CUP).score < two.taste(CUP).score < 1.0


def test_typical_price_is_the_median_of_what_was_wanted() -> None:
    assert did(("view", "cup"), ("view", "lamp"), ("view", "bowl")).typical_price == Decimal(20)
    assert did(("view", "cup"), ("cart", "lamp"), ("purchase", "ball")).typical_price == Decimal(60)


def test_price_level_is_a_median_that_one_outlier_hardly_moves() -> None:
    levels = Levels({"cup": 0.4, "bowl": 0.5, "lamp": 0.6, "ball": 1.0})
    three = did(("purchase", "cup"), ("purchase", "bowl"), ("purchase", "lamp"), levels=levels)
    with_outlier = did(("purchase", "cup"), ("purchase", "bowl"), ("purchase", "ball"), levels=levels)
    assert three.price_level == with_outlier.price_level == 0.5
    assert did(("purchase", "cup"), ("purchase", "ball"), levels=levels).price_level is None


def test_sizes_are_of_what_was_bought_and_kept() -> None:
    bought = did(("purchase", "boot"), ("view", "sock"))
    assert [(one.category, one.text) for one in bought.sizes] == [("boots", "EU 41")]
    rated = Event("r", "ann", "rate", "boot", 1.0, NOON + timedelta(hours=1), None)
    returned = profile_of([event(1, "purchase", "boot", NOON), rated], NOON)
    assert returned.sizes == ()


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
    searched = Event("e1", "ann", "search", None, "cup", NOON, None)
    assert Profile.from_events([searched], CATALOGUE, lambda product: product.price) == Profile.empty()
