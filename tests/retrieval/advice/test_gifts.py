from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from retrieval.advice.gifts import Gifts, GiftWish
from retrieval.advice.occasion_book import OccasionBook
from retrieval.advice.recipients import Recipients
from retrieval.filters import Filters
from retrieval.findings import Findings
from retrieval.product import Product
from tests.retrieval.advice.small_catalogue import DATA, GIFTS, searching, thing

TODAY = date(2026, 11, 22)
BOOK, RECIPIENTS = OccasionBook.load(DATA), Recipients.load(DATA)


def gifts_of(products: tuple[Product, ...]) -> Gifts:
    parts = searching(products)
    return Gifts(parts.finder, parts.asking, BOOK, RECIPIENTS)


@pytest.fixture(scope="module")
def gifts() -> Gifts:
    return gifts_of(GIFTS)


def ideas(gifts: Gifts, *, destination: str = "DE", limit: int = 40, filters: dict[str, Any] | None = None,
          **wish: Any) -> Findings:  # fmt: skip
    return gifts.ideas(GiftWish(**wish), Filters(destination=destination, **(filters or {})), TODAY, limit)


def ids(findings: Findings) -> list[str]:
    return [item.product.product_id for item in findings.items]


def test_ideas_are_made_for_the_recipient(gifts: Gifts) -> None:
    found = ideas(gifts, recipient="mother")
    assert found.items
    assert {item.product.audience for item in found.items} <= {"women", "unisex", ""}
    assert "sold-out scarf" not in ids(found)


def test_categories_take_turns(gifts: Gifts) -> None:
    found = ideas(gifts, recipient="mother", occasion="christmas")
    categories = [item.product.category for item in found.items]
    n_different = len(set(categories))
    assert len(set(categories[:n_different])) == n_different >= 4


def test_each_idea_says_for_whom_and_what_it_is(gifts: Gifts) -> None:
    found = {item.product.product_id: item for item in ideas(gifts, recipient="mother", occasion="christmas").items}
    assert found["silk scarf"].reasons[0].kind == "match"
    assert found["silk scarf"].reasons[0].facts == {"recipient": "mother", "occasion": "christmas"}
    assert found["Christmas cards"].reasons[0].facts == {"occasion": "christmas"}
    assert all(item.reasons for item in found.values())


def test_gift_boxes_come_before_and_what_needs_a_size_after(gifts: Gifts) -> None:
    found = ids(ideas(gifts, recipient="mother", occasion="christmas"))
    assert found.index("black tea in a gift box") < found.index("green tea")
    assert found.index("cotton sweater") > found.index("silk scarf")


@pytest.mark.parametrize(
    ("wish", "allowed"),
    [
        ({"recipient": "baby"}, set()),
        ({"recipient": "daughter", "age": 4}, {"bear", "unlabelled duck", "princess doll"}),
        ({"recipient": "son", "age": 11}, {"bear", "unlabelled duck", "racing drone"}),
        ({"recipient": "friend", "age": 2}, set()),
    ],
)
def test_children_get_what_is_made_for_their_age(gifts: Gifts, wish: dict[str, Any], allowed: set[str]) -> None:
    assert set(ids(ideas(gifts, **wish))) == allowed | {"rattle bunny", "pirate socks"}


def test_baby_gets_no_honey_even_where_there_is_nothing_else() -> None:
    assert ideas(gifts_of((thing("honey", "honey", "food"),)), recipient="baby").items == ()


def test_no_alcohol_for_eid_unless_it_is_denied() -> None:
    wine = thing("chocolate with red wine", "chocolate", "food")
    free = thing("chocolate without alcohol", "chocolate", "food")
    found = gifts_of((wine, free, thing("dates", "dates", "food")))
    assert set(ids(ideas(found, recipient="friend", occasion="eid"))) == {"chocolate without alcohol", "dates"}
    assert "chocolate with red wine" in ids(ideas(found, recipient="friend", occasion="christmas"))


def test_no_leather_for_diwali(gifts: Gifts) -> None:
    found = ids(ideas(gifts, destination="IN", recipient="father", occasion="diwali"))
    assert "leather wallet" not in found
    assert found


@pytest.mark.parametrize(("destination", "is_given"), [("CN", False), ("DE", True)])
def test_no_clock_where_it_brings_ill_luck(gifts: Gifts, destination: str, is_given: bool) -> None:
    found = ideas(gifts, destination=destination, recipient="parents", occasion="housewarming")
    assert ("wall clock of oak" in ids(found)) is is_given


def test_clock_that_is_asked_for_is_shown_all_the_same(gifts: Gifts) -> None:
    found = ideas(gifts, destination="CN", recipient="parents", filters={"categories": ("wall clock",)})
    assert ids(found) == ["wall clock of oak"]


def test_budget_is_kept(gifts: Gifts) -> None:
    found = ideas(gifts, recipient="mother", filters={"min_price": Decimal(10), "max_price": Decimal(20)})
    assert found.items
    assert all(10 <= item.product.price <= 20 for item in found.items)
    assert found.given_up == ()


def test_budget_that_nothing_meets_is_given_up_and_the_cheapest_come_first(gifts: Gifts) -> None:
    found = ideas(gifts, recipient="mother", filters={"max_price": Decimal(1)})
    assert found.given_up == ("max_price",)
    assert found.items[0].product.price == min(item.product.price for item in found.items)
    assert {item.product.audience for item in found.items} <= {"women", "unisex", ""}


def test_colour_is_given_up_before_whom_it_is_for(gifts: Gifts) -> None:
    found = ideas(gifts, recipient="mother", filters={"colors": ("purple",)})
    assert found.given_up == ("colors",)
    assert {item.product.audience for item in found.items} <= {"women", "unisex", ""}


@pytest.mark.parametrize(
    ("text", "language"),
    [("a present for a friend who likes cooking", "en"), ("料理が好きな友達へのプレゼント", "ja"),
     ("هدية لصديق يحب الطبخ", "ar"), ("送给喜欢烹饪的朋友", "zh-Hans")],
)  # fmt: skip
def test_interest_comes_first_in_any_language(gifts: Gifts, text: str, language: str) -> None:
    found = ids(ideas(gifts, recipient="friend", text=text, language=language))
    assert set(found[:2]) == {"chef's knife for cooking", "wooden spoon for cooking"}


def test_text_that_names_no_interest_changes_nothing(gifts: Gifts) -> None:
    plain, said = ideas(gifts, recipient="mother"), ideas(gifts, recipient="mother", text="a gift for my mother")
    assert ids(plain) == ids(said)


def test_nothing_for_where_nothing_is_sent(gifts: Gifts) -> None:
    assert ideas(gifts, destination="RU", recipient="mother").items == ()


@pytest.mark.parametrize("wish", [{}, {"recipient": "robot"}, {"occasion": "doomsday"}, {"text": "🎁 ??? \x00"}])
def test_wish_that_says_nothing_known_still_gets_ideas(gifts: Gifts, wish: dict[str, Any]) -> None:
    found = ideas(gifts, **wish)
    assert found.items
    assert {item.product.audience for item in found.items} <= {"unisex", ""}


def test_limit_is_kept_and_the_total_told(gifts: Gifts) -> None:
    assert len(ideas(gifts, limit=3).items) == 3


def test_empty_shop_has_no_ideas() -> None:
    assert ideas(gifts_of((thing("gone", "tea", "food", stock=0),)), recipient="mother").items == ()
