import math
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

import numpy as np
import pytest
from numpy.typing import NDArray

from actions.settings import PROJECT
from retrieval.candidate_ranking import Collaborative
from retrieval.candidates import Candidates
from retrieval.catalogue import Catalogue
from retrieval.encoder import Encoder
from retrieval.errors import UnknownProduct
from retrieval.events import Event
from retrieval.filters import FilterColumns, Filters
from retrieval.finder import ProductFinder, View
from retrieval.findings import Findings
from retrieval.lexicon import Lexicon
from retrieval.lists.duplicates import Groups
from retrieval.lists.shown import NOTHING_SHOWN
from retrieval.lists.sorting import Sort
from retrieval.membership import Search
from retrieval.product import Merchant, Product
from retrieval.profile import Profile
from retrieval.ranking import Weights, mean_rating
from retrieval.understanding import Wishes
from tests.fakes import HERE, THERE, FakeEncoder, NoCollaborative, fused_search, product

TODAY = date(2026, 11, 22)
NOBODY = Profile.empty()
COLORS = ("red", "blue", "green", "black")


class LikedByOthers:
    """Knows a score of some products, and how many shoppers alike like them."""

    def __init__(self, scores: Mapping[str, tuple[float, int]]) -> None:
        self._scores = scores

    def scores_for(self, user_id: str, product_ids: Sequence[str]) -> tuple[NDArray[np.float64], NDArray[np.int64]]:
        known = [self._scores.get(product_id, (math.nan, 0)) for product_id in product_ids]
        scores = np.array([score for score, _ in known], dtype=np.float64)
        return scores, np.array([count for _, count in known], dtype=np.int64)


def finder(
    products: Sequence[Product],
    collaborative: Collaborative | None = None,
    encoders: Mapping[str, Encoder] | None = None,
    groups: Groups | None = None,
    search: Search | None = None,
) -> ProductFinder:
    """Return a finder of these products; HERE sends everywhere but to Russia, THERE to Japan alone."""
    catalogue = Catalogue.from_products(products, [HERE, THERE], "test")
    prices = np.array([float(one.price) for one in products], dtype=np.float64)

    def serves(merchant: Merchant, country: str) -> bool:
        return country == "JP" if merchant.merchant_id == "there" else country != "RU"

    columns = FilterColumns(catalogue, prices, "EUR", lambda amount, *_: amount, serves)
    search = search or fused_search(catalogue, columns, encoders)
    return ProductFinder(catalogue, search, columns, collaborative or NoCollaborative(), Weights, groups)


def many(n: int) -> list[Product]:
    """Return products of five categories in turn, of four colours in turn, and of rising price."""
    return [
        product(
            f"p{number:03}",
            category=f"kind{number % 5}",
            colors=(COLORS[number % 4],),
            brand=f"Brand{number % 3}",
            price=Decimal(5 + number),
            rating=3.0 + (number % 5) / 2 if number % 7 else None,
            n_ratings=number * 3 if number % 7 else 0,
            added=TODAY - timedelta(days=number) if number % 2 else None,
            merchant_id="there" if number % 6 == 0 else "here",
        )
        for number in range(n)
    ]


def find(
    made: ProductFinder, text: str = "Thing", profile: Profile = NOBODY, limit: int = 10, **filters: Any
) -> Findings:
    return made.find(text, "en", Filters(**filters), "ann", profile, TODAY, limit)


def recommend(
    made: ProductFinder, profile: Profile = NOBODY, limit: int = 10, seen: Sequence[str] = (), **filters: Any
) -> Findings:
    return made.recommend(Filters(**filters), "ann", profile, TODAY, limit, frozenset(seen))


def similar(made: ProductFinder, product_id: str, limit: int = 10, **filters: Any) -> Findings:
    return made.similar(product_id, Filters(**filters), "ann", NOBODY, TODAY, limit)


def ids(findings: Findings) -> list[str]:
    return [item.product.product_id for item in findings.items]


def profile_of(products: Sequence[Product], *events: tuple[str, str]) -> Profile:
    """Return the profile of somebody who did these things, each a type and a product."""
    catalogue = Catalogue.from_products(products, [HERE, THERE], "test")
    done = [Event.now("ann", kind, product_id) for kind, product_id in events]
    return Profile.from_events(done, catalogue, lambda one: one.price)


# --- search


@pytest.mark.parametrize("n", [40, 400])
@pytest.mark.parametrize("text", ["Thing p007", "something else altogether", ""])
def test_ten_come_back_where_ten_meet_the_conditions(n: int, text: str) -> None:
    """However far from the words they are: conditions choose before meaning ranks."""
    found = find(finder(many(n)), text, colors=("red",))
    assert len(found.items) == 10
    assert {item.product.colors for item in found.items} == {("red",)}
    assert found.total == n // 4
    assert found.given_up == ()


def test_all_come_back_where_fewer_meet_the_conditions() -> None:
    found = find(finder(many(400)), categories=("kind1",), colors=("blue",), max_price=Decimal(70))
    assert sorted(ids(found)) == ["p001", "p021", "p041", "p061"]
    assert found.total == 4


def test_nearest_in_meaning_comes_first() -> None:
    found = find(finder(many(60)), "Thing p017", categories=("kind2",))
    assert ids(found)[0] == "p017"


def test_scores_fall_and_lie_between_nought_and_one() -> None:
    products = many(60)
    profile = profile_of(products, ("purchase", "p003"), ("view", "p008"))
    made = finder(products, LikedByOthers({"p004": (0.9, 3)}))
    for found in (find(made, profile=profile, limit=60), find(made, colors=("red",)), similar(made, "p001")):
        scores = [item.score for item in found.items if item.score is not None]
        assert len(scores) == len(found.items) > 0
        assert scores == sorted(scores, reverse=True)
        assert all(0 <= score <= 1 for score in scores)


def test_limit_is_kept_and_each_product_comes_once() -> None:
    made = finder(many(60))
    for limit in (1, 5, 60):
        for found in (find(made, limit=limit, in_stock=True, colors=COLORS), recommend(made, limit=limit)):
            assert len(ids(found)) == len(set(ids(found))) == limit


class Relevances:
    """A search that finds each product as relevant as it is told."""

    def __init__(self, *relevances: float) -> None:
        self._relevances = np.array(relevances, dtype=np.float32)

    def nearest(
        self, text: str, language: str, allowed: NDArray[np.bool_], top_k: int, wishes: Wishes | None = None
    ) -> Candidates:
        rows = np.flatnonzero(allowed)
        rows = rows[np.argsort(-self._relevances[rows], kind="stable")][:top_k]
        return Candidates(rows, self._relevances[rows])

    def similar(self, product_row: int, allowed: NDArray[np.bool_], top_k: int) -> Candidates:
        return self.nearest("", "", allowed, top_k)

    def vectors(self, product_rows: NDArray[np.int64]) -> NDArray[np.float32]:
        return np.ones((len(product_rows), 1), dtype=np.float32)


def tea_and_car() -> ProductFinder:
    """Return a finder to which a tea is relevant and a car is not."""
    products = [product("car", category="car"), product("tea", category="tea")]
    return finder(products, search=Relevances(0.01, 0.9))


def test_without_conditions_only_what_is_near_the_best_is_found() -> None:
    found = find(tea_and_car(), "green tea")
    assert ids(found) == ["tea"]
    assert found.total == 1
    assert found.is_closest
    assert not found.is_narrowed


def test_conditions_given_up_are_named_and_the_rest_is_met() -> None:
    found = find(finder(many(60)), categories=("kind1",), colors=("gold",))
    assert found.given_up == ("colors",)
    assert found.applied == Filters(categories=("kind1",))
    assert {item.product.category for item in found.items} == {"kind1"}


def test_sold_out_products_are_left_out() -> None:
    products = [replace(one, stock=number % 2) for number, one in enumerate(many(20))]
    made = finder(products)
    for found in (find(made, colors=COLORS, limit=50), recommend(made, limit=50), similar(made, "p001", limit=50)):
        assert all(item.product.stock == 1 for item in found.items)


def test_department_alone_narrows_a_search() -> None:
    products = [*many(20), product("odd", department="elsewhere")]
    found = find(finder(products), "nothing like it", departments=("things",), limit=50)
    assert found.total == 20
    assert found.is_narrowed


# --- where it can be sent


@pytest.mark.parametrize("country", ["DE", "RU", "JP"])
def test_what_is_not_sent_there_is_never_shown(country: str) -> None:
    products = many(60)
    served = {"DE": {"here"}, "RU": set(), "JP": {"here", "there"}}[country]
    made = finder(products)
    for filters in ({}, {"colors": ("gold",)}, {"categories": ("none",), "max_price": Decimal(1)}):
        findings = [
            find(made, destination=country, limit=60, **filters),
            recommend(made, destination=country, limit=60),
        ]
        findings.append(similar(made, "p006", destination=country, limit=60))
        for found in findings:
            assert {item.product.merchant_id for item in found.items} == served


def test_nothing_allowed_gives_nothing_up() -> None:
    """Where nothing could be sent to the shopper, every condition was called given up, one sentence each."""
    made = finder(many(20))
    found = find(made, destination="RU", colors=("red",), categories=("kind1",))
    assert (found.items, found.total, found.given_up) == ((), 0, ())
    assert found.applied.colors == ("red",)
    for other in (recommend(made, destination="RU"), similar(made, "p001", destination="RU")):
        assert (other.items, other.total) == ((), 0)


def test_empty_catalogue_gives_nothing() -> None:
    made = finder([])
    assert find(made).items == ()
    assert find(made, colors=("red",)).items == ()
    assert recommend(made).items == ()
    with pytest.raises(UnknownProduct):
        similar(made, "p001")


def test_single_product_is_found_and_has_nothing_like_it() -> None:
    made = finder(many(1))
    assert ids(find(made)) == ids(recommend(made)) == ["p000"]
    assert similar(made, "p000").items == ()


# --- recommendations


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


# --- similar ones


def test_similar_ones_are_of_the_same_kind_and_nearest_first() -> None:
    made = finder([
        product("a", titles={"de": "Becher blau", "en": "blue mug"}, category="mug"),
        product("b", titles={"de": "Becher blau groß", "en": "large blue mug"}, category="mug"),
        product("c", titles={"de": "Etwas", "en": "thing"}, category="mug"),
        product("d", titles={"de": "Becher blau", "en": "blue mug"}, category="other"),
    ])  # fmt: skip
    assert ids(similar(made, "a")) == ["b", "c"]


def test_only_one_of_its_kind_is_like_others() -> None:
    made = finder([*many(10), product("odd", category="odd")])
    found = similar(made, "odd")
    assert len(found.items) == 10
    assert "odd" not in ids(found)


def test_product_without_a_category_is_like_others() -> None:
    made = finder([*many(10), product("bare", category="", department="")])
    assert len(similar(made, "bare").items) == 10


def test_unknown_product_has_no_similar_ones() -> None:
    with pytest.raises(UnknownProduct, match="nothing"):
        similar(finder(many(3)), "nothing")


@pytest.mark.parametrize("names", [("use", "e5"), ("e5", "use"), ("use",)])
def test_product_in_a_language_that_an_encoder_does_not_know_has_similar_ones(names: tuple[str, ...]) -> None:
    """With a product in Swedish alone, that "use" cannot read, asking for similar ones ended in an IndexError."""
    swedish = product("sv", language="sv", titles={"sv": "Sak"})
    known = {"use": frozenset({"de", "en"}), "e5": None}
    made = finder([*many(10), swedish], encoders={name: FakeEncoder(name, known[name]) for name in names})
    assert len(similar(made, "sv").items) == 10
    assert len(similar(made, "p001").items) >= 1


# --- reasons


def assert_true(found: Findings, profile: Profile, liked: Mapping[str, tuple[float, int]]) -> set[str]:
    """Check every reason against its product, and return the kinds met."""
    kinds = set()
    for item in found.items:
        one = item.product
        assert len({reason.kind for reason in item.reasons}) == len(item.reasons) <= 3
        for reason in item.reasons:
            kinds.add(reason.kind)
            facts = reason.facts
            if reason.kind in {"match", "your_taste"}:
                assert facts
                assert set(facts) <= {"category", "color", "material", "brand"}
                assert facts.get("category", one.category) == one.category
                assert facts.get("brand", one.brand) == one.brand
                assert facts.get("color", one.colors[0]) in one.colors
            elif reason.kind == "similar_shoppers":
                assert facts == {"n": liked[one.product_id][1]}
                assert liked[one.product_id][1] > 0
            elif reason.kind == "popular":
                assert facts == {"rating": one.rating, "n": one.n_ratings}
                assert one.rating is not None
                assert one.rating > 3.8
            elif reason.kind == "new":
                assert one.added is not None
                assert (TODAY - one.added).days <= 60
            else:
                assert reason.kind == "price_fit"
                assert profile.typical_price is not None
                assert profile.typical_price / 2 <= one.price <= profile.typical_price * 2
    return kinds


@pytest.mark.parametrize(
    "events",
    [(), (("view", "p003"),), (("purchase", "p003"), ("cart", "p017"), ("remove", "p030"), ("view", "p041")),
     tuple(("view", f"p{number:03}") for number in range(0, 60, 3))],
)  # fmt: skip
@pytest.mark.parametrize(
    "filters",
    [{}, {"colors": ("red",)}, {"categories": ("kind1", "kind3"), "brands": ("brand1",)}, {"max_price": Decimal(30)}],
)
def test_reasons_say_only_what_is_true(events: tuple[tuple[str, str], ...], filters: dict[str, Any]) -> None:
    products = many(60)
    profile = profile_of(products, *events)
    liked = {f"p{number:03}": (number / 60, number % 4) for number in range(0, 60, 2)}
    made = finder(products, LikedByOthers(liked))
    kinds = assert_true(find(made, profile=profile, limit=60, **filters), profile, liked)
    kinds |= assert_true(recommend(made, profile, limit=60, **filters), profile, liked)
    assert "match" in kinds or not set(filters) & {"colors", "categories"}


def test_every_kind_of_reason_is_given_where_it_is_true() -> None:
    products = [
        replace(one, rating=4.9, n_ratings=500, added=TODAY) if one.product_id == "p007" else one for one in many(60)
    ]
    profile = profile_of(products, ("purchase", "p007"), ("purchase", "p019"))
    made = finder(products, LikedByOthers({"p007": (0.9, 4)}))
    found = recommend(made, profile, limit=60)
    (item,) = [item for item in found.items if item.product.product_id == "p007"]
    assert [reason.kind for reason in item.reasons] == ["similar_shoppers", "your_taste", "popular"]


def test_score_that_nobody_likes_is_no_reason() -> None:
    """Neighbours may carry a score without one of them liking the product: "Liked by 0 shoppers" was said."""
    found = recommend(finder(many(10), LikedByOthers({"p004": (0.9, 0)})))
    assert ids(found)[0] == "p004"
    assert "similar_shoppers" not in {reason.kind for item in found.items for reason in item.reasons}


def test_taste_that_cannot_be_named_is_no_reason() -> None:
    """A liking for a department alone left the sentence of the reason with nothing to name, and the turn failed."""
    bare = [product(f"b{number}", category="", brand="", department="things") for number in range(5)]
    profile = profile_of(bare, ("purchase", "b0"), ("purchase", "b1"), ("purchase", "b2"))
    assert profile.taste(bare[4]).score > 0.5
    found = recommend(finder(bare), profile)
    assert "your_taste" not in {reason.kind for item in found.items for reason in item.reasons}


def test_conditions_given_up_are_no_reason() -> None:
    found = find(finder(many(60)), categories=("kind1",), colors=("gold",))
    for item in found.items:
        for reason in item.reasons:
            assert "color" not in reason.facts


# --- orders and pages


def pages(made: ProductFinder, text: str, size: int, sort: Sort = Sort.RELEVANCE, **filters: Any) -> list[Findings]:
    """Return the pages of a list up to the first empty one."""
    found = []
    for offset in range(0, 5000, size):
        page = made.find(text, "en", Filters(**filters), "ann", NOBODY, TODAY, size, View(offset, sort))
        found.append(page)
        if not page.items:
            return found
    raise AssertionError("the list does not end")


@pytest.mark.parametrize("sort", list(Sort))
@pytest.mark.parametrize(
    ("text", "filters"),
    [("Thing p017", {"categories": ("kind1", "kind2")}), ("Thing p017", {}), ("", {"max_price": Decimal(300)}),
     ("", {"colors": COLORS})],
)  # fmt: skip
def test_pages_joined_are_the_list(sort: Sort, text: str, filters: dict[str, Any]) -> None:
    made = finder(many(650))
    (whole,) = [made.find(text, "en", Filters(**filters), "ann", NOBODY, TODAY, 5000, View(sort=sort))]
    assert whole.total == len(whole.items) == len(set(ids(whole)))
    for size in (7, 60, 100):
        found = pages(made, text, size, sort, **filters)
        assert [one for page in found for one in ids(page)] == ids(whole)
        assert {page.total for page in found} == {whole.total}


def test_more_than_a_hundred_belong_to_a_list_by_conditions_alone() -> None:
    found = find(finder(many(650)), "Thing p017", limit=5000, categories=("kind1", "kind2"))
    assert len(found.items) == found.total == 260
    scores = [item.score or 0 for item in found.items]
    assert scores == sorted(scores, reverse=True)


@pytest.mark.parametrize(
    ("sort", "figure"),
    [
        (Sort.PRICE, lambda one: one.price),
        (Sort.PRICE_DOWN, lambda one: -one.price),
        (Sort.RATING, lambda one: -mean_rating(one) if one.rating else math.inf),
        (Sort.NEWEST, lambda one: -one.added.toordinal() if one.added else math.inf),
    ],
)
def test_whole_list_is_sorted_not_only_its_first_hundred(sort: Sort, figure: Any) -> None:
    products = many(650)
    made = finder(products)
    found = made.find("Thing p300", "en", Filters(departments=("things",)), "ann", NOBODY, TODAY, 5000, View(sort=sort))
    figures = [figure(item.product) for item in found.items]
    assert figures == sorted(figures)
    assert set(ids(found)) == {one.product_id for one in products}


def test_list_goes_on_after_what_was_shown_whatever_happened_meanwhile() -> None:
    products = many(400)
    shown, seen = NOTHING_SHOWN, []
    for step in range(100):
        profile = profile_of(products, ("view", f"p{step * 3:03}"))
        current = [one for one in products if int(one.product_id[1:]) % 50 != step]
        found = finder(current).find(
            "Thing p017", "en", Filters(colors=("red",)), "ann", profile, TODAY, 7, View(shown=shown)
        )
        if not found.items:
            break
        seen += ids(found)
        shown = shown.with_products(ids(found))
    assert len(seen) == len(set(seen))
    assert len(seen) >= 96


def test_page_beyond_the_end_is_empty_and_keeps_the_total() -> None:
    found = finder(many(60)).find("x", "en", Filters(colors=("red",)), "", NOBODY, TODAY, 10, View(offset=1000))
    assert (found.items, found.total) == ((), 15)


@pytest.mark.parametrize("text", ["", " ", "?!", "—"])
def test_price_alone_lists_what_it_allows_the_best_liked_first(text: str) -> None:
    found = find(finder(many(60)), text, limit=60, max_price=Decimal(30))
    assert found.total == len(found.items) == 26
    assert not found.is_closest
    assert found.items[0].product.rating == 5.0


# --- the same thing twice


def in_colours() -> list[Product]:
    phones = [
        product(f"x{number}-{color}", brand="Nova", language="en", price=Decimal(100 + number),
                titles={"en": f"Nova phone {number} - {color.title()}"}, colors=(color,))
        for number in range(40) for color in COLORS
    ]  # fmt: skip
    return [*phones, product("case", titles={"de": "Hülle", "en": "Phone case"}, price=Decimal(9))]


@pytest.fixture(scope="module")
def grouped() -> ProductFinder:
    products = in_colours()
    catalogue = Catalogue.from_products(products, [HERE, THERE], "test")
    lexicon = Lexicon.load(PROJECT / "data")
    return finder(products, groups=Groups.of(catalogue, np.array([float(one.price) for one in products]), lexicon))


@pytest.mark.parametrize("sort", list(Sort))
def test_each_thing_comes_once_with_its_versions(grouped: ProductFinder, sort: Sort) -> None:
    found = pages(grouped, "Nova phone", 7, sort, departments=("things",))
    listed = [item for page in found for item in page.items]
    assert found[0].total == len(listed) == 41
    for item in listed:
        if item.product.product_id == "case":
            assert item.variants == ()
        else:
            own = item.product.product_id.split("-")[0]
            assert {one.product_id for one in item.variants} == {f"{own}-{color}" for color in COLORS}


def test_version_shown_is_one_that_meets_the_conditions(grouped: ProductFinder) -> None:
    found = find(grouped, "Nova phone", limit=50, colors=("green",))
    assert found.total == 40
    assert {item.product.colors for item in found.items} == {("green",)}


def test_what_is_the_same_thing_as_one_shown_does_not_come_again(grouped: ProductFinder) -> None:
    shown = NOTHING_SHOWN.with_products(["x1-red", "x2-blue"])
    found = grouped.find("phone", "en", Filters(departments=("things",)), "", NOBODY, TODAY, 50, View(shown=shown))
    assert not {one.split("-")[0] for one in ids(found)} & {"x1", "x2"}
    assert len(found.items) == 39
    assert found.total == 41


def test_similar_ones_are_other_things(grouped: ProductFinder) -> None:
    found = similar(grouped, "x1-red", limit=50)
    assert not {one for one in ids(found) if one.startswith("x1-")}
    assert len({one.split("-")[0] for one in ids(found)}) == len(found.items)


def test_similar_ones_are_near_in_price_where_they_are_as_alike() -> None:
    same = {"titles": {"de": "Becher", "en": "mug"}, "category": "mug"}
    made = finder([
        product("a", price=Decimal(20), **same), product("b", price=Decimal(400), **same),
        product("c", price=Decimal(22), **same), product("d", price=Decimal(60), **same),
    ])  # fmt: skip
    assert ids(similar(made, "a")) == ["c", "d", "b"]


def test_versions_are_those_that_can_be_offered(grouped: ProductFinder) -> None:
    assert {one.product_id for one in grouped.variants("x1-red", Filters())} == {f"x1-{color}" for color in COLORS}
    assert grouped.variants("x1-red", Filters(destination="RU")) == ()
    assert grouped.variants("case", Filters()) == ()
    with pytest.raises(UnknownProduct):
        grouped.variants("none", Filters())


# --- counts


def counts_of(found: Findings, name: str) -> dict[str, int]:
    (facet,) = [facet for facet in found.facets if facet.name == name]
    return {count.value: count.count for count in facet.counts}


def test_each_facet_is_counted_without_its_own_condition() -> None:
    view = View(facets=("color", "category", "brand"))
    filters = Filters(colors=("red",), categories=("kind0",), max_price=Decimal(204))
    found = finder(many(400)).find("", "en", filters, "", NOBODY, TODAY, 5, view)
    assert found.total == 10
    assert counts_of(found, "color") == dict.fromkeys(COLORS, 10)
    assert counts_of(found, "category") == {f"kind{number}": 10 for number in range(5)}
    assert sum(counts_of(found, "brand").values()) == 10


def test_facets_of_what_comes_closest_count_just_that() -> None:
    found = tea_and_car().find("tea", "en", Filters(), "", NOBODY, TODAY, 5, View(facets=("category",)))
    assert counts_of(found, "category") == {"tea": 1}


def test_facets_count_things_not_versions(grouped: ProductFinder) -> None:
    filters = Filters(departments=("things",))
    found = grouped.find("", "en", filters, "", NOBODY, TODAY, 5, View(facets=("color", "brand", "price")))
    assert counts_of(found, "color") == dict.fromkeys(COLORS, 40)
    assert counts_of(found, "brand") == {"Nova": 40}
    (bands,) = [facet for facet in found.facets if facet.name == "price"]
    assert sum(count.count for count in bands.counts) == 41
