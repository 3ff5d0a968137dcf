from retrieval.advice.baskets import MOST_PRODUCTS, Basket, baskets_of
from tests.retrieval.advice.shoppers import bought, did

DAY = 24 * 60


def basket(*products: str, carted: tuple[str, ...] = ()) -> Basket:
    return Basket(frozenset(products), frozenset(carted))


def test_purchases_of_a_day_are_one_basket_whatever_their_sessions() -> None:
    events = [did("ann", "purchase", "tea", 0, "a"), did("ann", "purchase", "mug", DAY, "b")]
    assert baskets_of(events) == [basket("tea", "mug")]


def test_purchases_further_apart_are_two_baskets() -> None:
    events = [did("ann", "purchase", "tea", 0, "a"), did("ann", "purchase", "mug", DAY + 1, "b")]
    assert baskets_of(events) == [basket("tea"), basket("mug")]


def test_session_holds_a_basket_open_for_two_weeks() -> None:
    events = [did("ann", "purchase", "tea", 0), did("ann", "purchase", "mug", 13 * DAY)]
    assert baskets_of(events) == [basket("tea", "mug")]
    late = [did("ann", "purchase", "tea", 0), did("ann", "purchase", "mug", 15 * DAY)]
    assert len(baskets_of(late)) == 2


def test_missing_sessions_are_not_one_session() -> None:
    events = [did("ann", "purchase", "tea", 0, None), did("ann", "purchase", "mug", 3 * DAY, None)]
    assert len(baskets_of(events)) == 2


def test_cart_counts_until_it_is_bought_or_taken_out() -> None:
    events = [
        did("ann", "cart", "tea"),
        did("ann", "cart", "mug"),
        did("ann", "cart", "jam"),
        did("ann", "remove", "mug", 1),
        did("ann", "purchase", "tea", 2),
    ]
    assert baskets_of(events) == [basket("tea", carted=("jam",))]


def test_order_of_events_given_does_not_matter_and_looks_say_nothing() -> None:
    events = [did("ann", "view", "cup"), *bought("ann", "tea"), *bought("ann", "杯子", days=9)]
    assert baskets_of(events[::-1]) == baskets_of(events) == [basket("tea"), basket("杯子")]


def test_cart_emptied_again_is_no_basket() -> None:
    assert baskets_of([did("ann", "cart", "tea"), did("ann", "remove", "tea", 1)]) == []


def test_basket_of_too_many_products_says_so() -> None:
    ids = [f"p{number}" for number in range(MOST_PRODUCTS + 1)]
    assert baskets_of(bought("ann", *ids))[0].is_too_large
    assert not baskets_of(bought("ann", *ids[1:]))[0].is_too_large
