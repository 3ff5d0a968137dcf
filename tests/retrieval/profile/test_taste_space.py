"""Taste as a product of two vectors."""

from decimal import Decimal

import numpy as np
import pytest

from retrieval.catalogue import Catalogue
from retrieval.events import Event
from retrieval.lists.columns import ListColumns
from retrieval.product import Product
from retrieval.profile import PriceLevels, Profile, Stated, TasteSpace
from tests.fakes import HERE, THERE, product

PRODUCTS = [
    *(
        product(
            f"p{number:02}",
            category=f"kind{number % 5}",
            colors=("红", "أزرق", "ดำ", "yeşil")[number % 4 :][:2],
            brand=f"Brand{number % 3}",
            materials=("cotton", "wool")[: number % 3],
            audience=("women", "men", "unisex", "")[number % 4],
            price=Decimal(5 + number),
            merchant_id="there" if number % 6 == 0 else "here",
            language="ja" if number % 6 == 0 else "de",
            titles={"ja": "もの", "de": "Ding"},
        )
        for number in range(40)
    ),
    product("bare", category="", brand="", department="", colors=()),
]
CATALOGUE = Catalogue.from_products(PRODUCTS, [HERE, THERE], "test")
COLUMNS = ListColumns.of(CATALOGUE, np.array([float(one.price) for one in PRODUCTS]))
LEVELS = PriceLevels.of(COLUMNS, CATALOGUE.rows)
SPACE = TasteSpace.of(CATALOGUE, COLUMNS, LEVELS)
ROWS = np.arange(len(PRODUCTS))


def profile(*done: tuple[str, str], stated: Stated | None = None) -> Profile:
    events = [Event.now("ann", kind, product_id) for kind, product_id in done]
    made = Profile.from_events(events, CATALOGUE, lambda one: one.price, LEVELS)
    return made.with_stated(stated, CATALOGUE.merchants.values()) if stated else made


def named(product_id: str) -> Product:
    return CATALOGUE.get(product_id)


@pytest.mark.parametrize(
    "of",
    [
        profile(("purchase", "p03")),
        profile(("purchase", "p03"), ("view", "p17"), ("cart", "p30"), ("remove", "p30")),
        profile(("purchase", "bare")),
        profile(stated=Stated(categories=("kind2",), audience="women", country="JP", language="ja")),
        profile(("view", "p08"), stated=Stated(departments=("things",), language="de")),
    ],
)
def test_product_of_the_vectors_is_the_taste_of_each_product(of: Profile) -> None:
    vectors = SPACE.product_vectors(ROWS) @ SPACE.shopper_vector(of)
    expected = [of.taste(one, LEVELS.level(one.product_id)).score for one in PRODUCTS]
    assert vectors == pytest.approx(expected)
    assert SPACE.match(of, ROWS) == pytest.approx(expected)
    assert (vectors >= 0).all()
    assert (vectors <= 1).all()


def test_stranger_matches_nothing_in_particular() -> None:
    assert np.isnan(SPACE.match(Profile.empty(), ROWS)).all()
    assert not SPACE.shopper_vector(Profile.empty()).any()
    assert SPACE.match(profile(("view", "p01")), np.array([], dtype=np.int64)).shape == (0,)


def test_what_is_liked_in_price_people_and_material_counts_on_top() -> None:
    bought = profile(("purchase", "p33"), ("purchase", "p37"), ("purchase", "p29"))
    dear, cheap = named("p25"), named("p05")
    assert bought.likes["price"]["high"] == 1.0
    assert bought.taste(dear, 0.9).score > bought.taste(dear, 0.1).score
    assert bought.taste(cheap, None).score < 1.0


def test_what_was_said_leads_until_more_was_done() -> None:
    stated = Stated(categories=("kind2",))
    said = profile(stated=stated)
    assert max(ROWS, key=lambda row: SPACE.match(said, ROWS)[row]) in {2, 7, 12, 17, 22, 27, 32, 37}
    assert said.evidence == 3
    done = [("purchase", f"p{number:02}") for number in (1, 6, 11, 16, 21, 26)]
    assert profile(*done, stated=stated).likes["category"] == {"kind1": 1.0, "kind2": pytest.approx(0.5)}


def test_home_and_language_alone_prefer_what_comes_from_there() -> None:
    from_japan = SPACE.match(profile(stated=Stated(country="JP", language="ja")), ROWS)
    assert from_japan[0] > from_japan[1] == 0.0
