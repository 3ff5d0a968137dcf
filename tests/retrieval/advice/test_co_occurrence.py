from collections.abc import Sequence

import numpy as np

from retrieval.advice.baskets import MOST_BASKETS, MOST_PRODUCTS, baskets_of
from retrieval.advice.co_occurrence import CARTED, CoOccurrence, Pair, Share
from retrieval.events import Event
from tests.retrieval.advice.shoppers import bought, did


def share(events: Sequence[Event]) -> Share:
    return Share.of(baskets_of(events))


def counted(*shares: Share) -> CoOccurrence:
    return CoOccurrence.of(iter(shares))


def state(counts: CoOccurrence, product_ids: Sequence[str]) -> object:
    singles = [counts.n_with(product_id) for product_id in product_ids]
    return counts.n_baskets, singles, [counts.pairs_with(product_id) for product_id in product_ids]


def test_counts_worked_by_hand() -> None:
    counts = counted(
        share([*bought("ann", "tea", "mug"), *bought("ann", "tea", "mug", days=30)]),
        share([*bought("bob", "tea"), did("bob", "cart", "mug"), did("bob", "cart", "jam")]),
    )
    assert counts.n_baskets == 3
    assert (counts.n_with("tea"), counts.n_with("mug"), counts.n_with("jam")) == (3, 2 + CARTED, CARTED)
    assert counts.pairs_with("tea") == [Pair("jam", CARTED, 0), Pair("mug", 2 + CARTED, 1)]
    assert counts.pairs_with("mug") == [Pair("jam", CARTED, 0), Pair("tea", 2 + CARTED, 1)]
    assert counts.pairs_with("nothing") == []


def test_shares_taken_out_leave_exactly_what_was_there() -> None:
    random_ = np.random.default_rng(4)
    ids = [f"p{number}" for number in range(8)]
    shares = []
    for number in range(40):
        events: list[Event] = []
        for day in range(0, 60, 20):
            events += bought(f"u{number}", *random_.choice(ids, 3, replace=False).tolist(), days=day)
            events.append(did(f"u{number}", "cart", str(random_.choice(ids)), day * 24 * 60, f"u{number}-{day}"))
        shares.append(share(events))
    counts = counted(*shares)
    for one in shares[20:]:
        counts.take_out(one)
    assert state(counts, ids) == state(counted(*shares[:20]), ids)


def test_what_one_shopper_adds_is_bounded_and_what_is_left_out_counted() -> None:
    baskets = [
        event for number in range(MOST_BASKETS + 5) for event in bought("ann", "tea", "mug", days=number * 30 - 900)
    ]
    counts = counted(share(baskets))
    assert counts.pairs_with("tea") == [Pair("mug", MOST_BASKETS, 1)]
    assert counts.n_left_out == 5
    large = counted(share(bought("bob", *(f"p{number}" for number in range(MOST_PRODUCTS + 1)))))
    assert (large.n_baskets, large.n_left_out, large.pairs_with("p0")) == (0, 1, [])


def test_counts_taken_as_they_are_equal_those_counted() -> None:
    counts = counted(*(share(bought(f"u{number}", "tea", "mug", "jug")) for number in range(4)))
    by_pair = {(first, pair.product_id): (pair.n_baskets, pair.n_shoppers) for first, pair in counts.pairs()}
    assert list(by_pair) == [("jug", "mug"), ("jug", "tea"), ("mug", "tea")]
    again = CoOccurrence.from_counts(counts.n_baskets, counts.by_product(), by_pair)
    assert state(again, ["jug", "mug", "tea"]) == state(counts, ["jug", "mug", "tea"])
