import json
from collections.abc import Sequence
from decimal import Decimal
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from actions.settings import PROJECT
from retrieval.catalogue import Catalogue
from retrieval.lexicon import Lexicon
from retrieval.lists.duplicates import Groups
from retrieval.product import Product
from tests.fakes import HERE, THERE, product

SHARED = PROJECT.parent / "shared" / "data" / "bestbuy-products" / "ecommerce.json"


@pytest.fixture(scope="module")
def lexicon() -> Lexicon:
    return Lexicon.load(PROJECT / "data")


def thing(product_id: str, title: str, price: str = "20", **fields: Any) -> Product:
    made: dict[str, Any] = {"brand": "Nova", "titles": {"en": title}, "language": "en", "price": Decimal(price)}
    return product(product_id, **{**made, **fields})


def groups_of(products: Sequence[Product], lexicon: Lexicon) -> Groups:
    catalogue = Catalogue.from_products(products, [HERE, THERE], "test")
    return Groups.of(catalogue, np.array([float(one.price) for one in products]), lexicon)


def together(products: Sequence[Product], lexicon: Lexicon) -> bool:
    return len(set(groups_of(products, lexicon).group_of.tolist())) == 1


def test_versions_in_other_colours_and_sizes_are_one_thing(lexicon: Lexicon) -> None:
    products = [
        thing("a", "Nova X1 64GB - Black"),
        thing("b", "Nova X1 64GB - White", "22"),
        thing("c", "Nova X1 128GB - Black"),
        thing("d", "Nova X1 64GB - Space Gray", merchant_id="there"),
    ]
    groups = groups_of(products, lexicon)
    assert groups.group_of.tolist() == [0, 0, 2, 0]
    assert groups.rows_with(3).tolist() == [0, 1, 3]
    assert groups.rows_with(2).tolist() == [2]


@pytest.mark.parametrize(
    "changes",
    [
        {"brand": "Other"},
        {"category": "else"},
        {"audience": "kids"},
        {"materials": ("wood",)},
        {"price": Decimal("40.01")},
        {"titles": {"de": "Nova X1"}, "language": "de"},
    ],
)
def test_what_differs_in_kind_or_much_in_price_is_another_thing(lexicon: Lexicon, changes: dict[str, Any]) -> None:
    assert not together([thing("a", "Nova X1"), thing("b", "Nova X1", **changes)], lexicon)


def test_titles_that_differ_in_another_language_are_of_two_things(lexicon: Lexicon) -> None:
    pink, night = (
        thing(name, english, titles={"fr": french, "en": english}, colors=(color,))
        for name, french, english, color in (
            ("a", "Casque rose", "Pink headphones", "pink"),
            ("b", "Casque noir", "Night headphones", "black"),
        )
    )
    assert not together([pink, night], lexicon)


def test_without_a_brand_descriptions_must_agree(lexicon: Lexicon) -> None:
    said = {"en": "A rugged backpack of beige canvas with three pockets and a padded back"}
    other = {"en": "Sleek and light, made for the office, it holds a laptop and a bottle"}
    same = [thing(name, "Urban Backpack", brand="", descriptions=said) for name in "ab"]
    assert together(same, lexicon)
    assert not together([same[0], thing("c", "Urban Backpack", brand="", descriptions=other)], lexicon)
    assert not together([thing(name, "Urban Backpack", brand="") for name in "ab"], lexicon)


def test_colour_within_the_title_needs_like_descriptions(lexicon: Lexicon) -> None:
    cat, dog = ({"en": f"A mug with a {animal}, fired twice and signed by hand in {town}"}
                for animal, town in (("sleeping cat", "Kyoto"), ("running greyhound dog", "Lisbon")))  # fmt: skip
    red = thing("a", "Red mug", colors=("red",), descriptions=cat)
    assert together([red, thing("b", "Blue mug", colors=("blue",), descriptions=cat)], lexicon)
    assert not together([red, thing("b", "Blue mug", colors=("blue",), descriptions=dog)], lexicon)


@pytest.mark.parametrize(
    ("language", "green", "black"), [("en", "Green tea", "Black tea"), ("zh-Hans", "绿茶", "黑茶")]
)
def test_colour_of_food_tells_kinds_apart(lexicon: Lexicon, language: str, green: str, black: str) -> None:
    teas = [
        thing(color, title, titles={language: title}, language=language, colors=(color,), department="food")
        for color, title in (("green", green), ("black", black))
    ]
    assert not together(teas, lexicon)


def test_first_of_each_keeps_the_order(lexicon: Lexicon) -> None:
    groups = groups_of([thing("a", "Nova X1 - Red"), thing("b", "Nova X2"), thing("c", "Nova X1 - Blue")], lexicon)
    assert groups.first_of_each(np.array([2, 1, 0])).tolist() == [2, 1]
    assert groups.first_of_each(np.array([], dtype=np.int64)).tolist() == []
    assert Groups.none(3).first_of_each(np.array([2, 1, 0])).tolist() == [2, 1, 0]


def test_groups_kept_are_the_groups_found(lexicon: Lexicon, tmp_path: Path) -> None:
    products = [thing("a", "Nova X1 - Red"), thing("b", "Nova X2"), thing("c", "Nova X1 - Blue")]
    catalogue = Catalogue.from_products(products, [HERE, THERE], "test")
    prices = np.full(3, 20.0)
    found = Groups.load_or_find(tmp_path / "new", catalogue, prices, lexicon)
    again = Groups.load_or_find(tmp_path / "new", catalogue, prices * 0, lexicon)
    assert again.group_of.tolist() == found.group_of.tolist() == [0, 1, 0]
    assert again.members[0].tolist() == [0, 2]


@pytest.mark.parametrize("kept", [np.arange(7).tobytes(), b"", b"\x93NUMPY\x01\x00garbage"])
def test_groups_that_cannot_be_used_are_found_anew(lexicon: Lexicon, tmp_path: Path, kept: bytes) -> None:
    (tmp_path / "groups-1.npy").write_bytes(kept)
    catalogue = Catalogue.from_products([thing("a", "Nova X1")], [HERE, THERE], "test")
    assert Groups.load_or_find(tmp_path, catalogue, np.ones(1), lexicon).group_of.tolist() == [0]


def test_empty_catalogue_has_no_groups(lexicon: Lexicon) -> None:
    assert groups_of([], lexicon).group_of.size == 0


@pytest.mark.skipif(not SHARED.is_file(), reason="needs ../shared/data/bestbuy-products")
def test_real_phones_are_grouped_by_colour_and_never_by_memory_or_carrier(lexicon: Lexicon) -> None:
    rows = [one for one in json.loads(SHARED.read_text(encoding="utf-8")) if one["brand"] == "Apple"]
    products = [
        thing(str(place), row["name"], str(row["price"]), brand="Apple", category=row["categories"][-1])
        for place, row in enumerate(rows)
    ]
    groups = groups_of(products, lexicon)
    titles = [[rows[row]["name"] for row in members.tolist()] for members in groups.members.values()]
    assert sorted(title for group in titles for title in group if "iPhone 7 32GB" in title and "(Verizon)" in title)[
        :2
    ] == ["Apple - iPhone 7 32GB - Black (Verizon)", "Apple - iPhone 7 32GB - Gold (Verizon)"]
    for group in titles:
        for token in ("32GB", "128GB", "64GB", "(Verizon)", "(Sprint)", "(AT&T)"):
            assert len({token in title for title in group}) == 1, group
