"""What is recommended to newcomers and to those whose taste is known."""

from collections import Counter
from decimal import Decimal

from retrieval.filters import Filters
from retrieval.finder import View
from retrieval.profile import Profile
from tests.fakes import product
from tests.retrieval.finder.many_products import TODAY, LikedByOthers, finder, ids, many, profile_of, recommend


def test_newcomer_gets_what_is_liked_by_many() -> None:
    rated = [product(name, category=name, rating=rating, n_ratings=n) for name, rating, n in
             (("few", 5.0, 1), ("liked", 4.8, 300), ("disliked", 2.0, 300), ("unrated", None, 0))]  # fmt: skip
    assert ids(recommend(finder(rated)))[:2] == ["liked", "few"]


def test_no_category_comes_a_third_time_before_every_other_had_its_turn() -> None:
    products = [product(f"a{number}", category="a", rating=4.9, n_ratings=100) for number in range(20)]
    products += [product(f"{kind}{number}", category=kind) for kind in "bcd" for number in range(3)]
    found = recommend(finder(products), limit=10)
    counts = [[item.product.category for item in found.items[:8]].count(kind) for kind in "abcd"]
    assert counts == [2, 2, 2, 2]
    assert found.items[8].product.category == "a"
    assert found.total == len(products)


def test_list_is_full_even_without_variety() -> None:
    assert len(recommend(finder([product(f"a{number}", category="a") for number in range(20)])).items) == 10


def test_what_was_seen_is_left_out_and_ids_unknown_here_do_no_harm() -> None:
    found = recommend(finder(many(20)), limit=50, seen=["p001", "p002", "gone"])
    assert not {"p001", "p002"} & set(ids(found))
    assert found.total == 18


def test_taste_leads() -> None:
    products = many(60)
    profile = profile_of(products, ("purchase", "p003"), ("purchase", "p023"), ("purchase", "p043"))
    found = recommend(finder(products), profile)
    best = found.items[0].product
    assert best.category == "kind3"
    assert best.colors == ("black",)


def test_mix_of_categories_follows_taste_and_leaves_room_for_others() -> None:
    """Whoever bought for years in one category and a little in another was shown two of each, like a stranger."""
    products = many(200)
    bought = [f"p{number:03}" for number in (*range(3, 73, 5), *range(1, 26, 5))]
    profile = profile_of(products, *(("purchase", one) for one in bought))
    found = recommend(finder(products), profile, seen=bought, limit=20)
    counts = Counter(item.product.category for item in found.items)
    assert counts["kind3"] in range(11, 16)
    assert counts["kind1"] in range(3, 7)
    assert sum(counts.values()) == len(set(ids(found))) == 20
    by_turns = finder(products).recommend(
        Filters(), "ann", profile, TODAY, 20, frozenset(bought), View(calibration=0.0)
    )
    assert set(Counter(item.product.category for item in by_turns.items).values()) != set(counts.values())


def test_pages_of_calibrated_recommendations_fit_together() -> None:
    products = many(300)
    profile = profile_of(products, ("purchase", "p003"), ("purchase", "p008"), ("view", "p011"))
    made = finder(products)
    whole = ids(recommend(made, profile, limit=260))
    pages = [
        ids(made.recommend(Filters(), "ann", profile, TODAY, 65, frozenset(), View(offset=offset)))
        for offset in range(0, 260, 65)
    ]
    assert [one for page in pages for one in page] == whole
    assert len(set(whole)) == 260


def test_shoppers_alike_lead() -> None:
    assert ids(recommend(finder(many(60), LikedByOthers({"p033": (0.95, 9)}))))[0] == "p033"


def test_price_near_the_usual_one_is_preferred() -> None:
    products = [product(f"p{price}", price=Decimal(price), category=str(price)) for price in (5, 20, 80, 400)]
    profile = Profile(1, 1, {}, Decimal(80), frozenset())
    assert ids(recommend(finder(products), profile)) == ["p80", "p5", "p20", "p400"]
