"""Scores from shoppers alike: as of the last event, whoever it came from."""

import threading
from collections.abc import Callable, Collection, Iterator, Sequence
from collections.abc import Set as AbstractSet
from datetime import UTC, datetime, timedelta
from pathlib import Path

import numpy as np
import pytest

from retrieval.collaborative import SETTINGS, SHRINKAGE, CollaborativeScores
from retrieval.database import create_engine_for
from retrieval.errors import StoreError
from retrieval.events import Event
from retrieval.neighbours import UserNeighbours
from retrieval.preferences import ratings_of
from retrieval.ratings import Ratings
from retrieval.shopper_store import PERSONALISATION, ShopperStore

NOON = datetime(2026, 5, 4, 12, tzinfo=UTC)


class FakeSource:
    """Events in memory; all consented but the `silent`; `is_broken` makes reading fail, as a database may."""

    def __init__(self) -> None:
        self.silent: set[str] = set()
        self.is_broken = False
        self.n_reads = 0
        self._events: dict[str, list[Event]] = {}
        self._listeners: list[Callable[[str], None]] = []

    def add(self, user_id: str, product_id: str, rating: float) -> None:
        own = self._events.setdefault(user_id, [])
        at = NOON + timedelta(minutes=len(own))
        own.append(Event(f"{user_id}-{len(own)}", user_id, "rate", product_id, rating, at, None))
        for listener in self._listeners:
            listener(user_id)

    def erase(self, user_id: str) -> None:
        self._events.pop(user_id, None)
        for listener in self._listeners:
            listener(user_id)

    def events_of(self, user_id: str) -> Sequence[Event]:
        if self.is_broken:
            raise StoreError("the database failed")
        self.n_reads += 1
        return tuple(self._events.get(user_id, ()))

    def events_by_shopper(self) -> Iterator[tuple[str, Sequence[Event]]]:
        yield from [(user_id, tuple(own)) for user_id, own in self._events.items()]

    def consenting(self, user_ids: Collection[str] | None = None) -> AbstractSet[str]:
        return set(self._events if user_ids is None else user_ids) - self.silent

    def consent(self, user_id: str) -> None:
        self.silent.discard(user_id)
        for listener in self._listeners:
            listener(user_id)

    def subscribe(self, listener: Callable[[str], None]) -> None:
        self._listeners.append(listener)


def crowd(n_shoppers: int = 30, n_products: int = 25, seed: int = 1) -> FakeSource:
    """Shoppers who have rated about a third of the products, at random."""
    random = np.random.default_rng(seed)
    source = FakeSource()
    for shopper in range(n_shoppers):
        for product in np.flatnonzero(random.random(n_products) < 0.35):
            source.add(f"u{shopper}", f"p{product}", float(random.integers(2, 11)) / 2)
    return source


PRODUCTS = [f"p{product}" for product in range(27)]


def plain(source: FakeSource, user_id: str) -> tuple[np.ndarray, np.ndarray]:
    """The same scores the plain way: all ratings gathered anew, and one prediction."""
    triples = [
        (other, product_id, rating)
        for other, events in source.events_by_shopper()
        if other not in source.silent
        for product_id, rating in ratings_of(events).items()
    ]
    model = UserNeighbours.fit(Ratings.from_triples(triples), SETTINGS)
    found = model.predict_for(ratings_of(source.events_of(user_id)), PRODUCTS, [user_id])
    n = found.n_neighbours
    return np.where(n > 0, (found.ratings - 1) / 4 * n / (n + SHRINKAGE), np.nan), n


def assert_up_to_date(scores: CollaborativeScores, source: FakeSource, user_id: str) -> None:
    found, n_liking = scores.scores_for(user_id, PRODUCTS)
    expected, n_neighbours = plain(source, user_id)
    assert np.allclose(found, expected, rtol=0, atol=1e-9, equal_nan=True)
    assert (n_liking <= n_neighbours).all()


def test_scores_are_the_prediction_mapped_and_shrunk() -> None:
    source = crowd()
    scores = CollaborativeScores.from_store(source)
    for shopper in range(30):
        assert_up_to_date(scores, source, f"u{shopper}")
    found, _ = scores.scores_for("u0", PRODUCTS)
    assert np.nanmin(found) >= 0
    assert np.nanmax(found) <= 1
    assert np.isnan(found[-2:]).all(), "nobody rated these"


def test_own_event_counts_at_the_next_call() -> None:
    source = crowd()
    scores = CollaborativeScores.from_store(source)
    before, _ = scores.scores_for("u0", PRODUCTS)
    source.add("u0", "p3", 1.0)
    source.add("u0", "p4", 5.0)
    after, _ = scores.scores_for("u0", PRODUCTS)
    assert not np.allclose(before, after, equal_nan=True)
    assert_up_to_date(scores, source, "u0")


def test_brand_new_shopper_is_scored_from_their_second_product_on() -> None:
    source = crowd()
    scores = CollaborativeScores.from_store(source)
    assert np.isnan(scores.scores_for("new", PRODUCTS)[0]).all()
    source.add("new", "p1", 5.0)
    assert np.isnan(scores.scores_for("new", PRODUCTS)[0]).all(), "one product in common is no common taste"
    source.add("new", "p2", 4.0)
    assert not np.isnan(scores.scores_for("new", PRODUCTS)[0]).all()
    assert_up_to_date(scores, source, "new")


def test_event_of_another_shopper_counts_at_the_next_call() -> None:
    """Ann and Bob like the same: what Bob buys is scored for Ann, and when he rates it 1, nobody likes it any more."""
    source = FakeSource()
    for user_id in ("ann", "bob"):
        for product_id, rating in (("cup", 5.0), ("pot", 4.0), ("jug", 2.0)):
            source.add(user_id, product_id, rating)
    scores = CollaborativeScores.from_store(source)
    assert np.isnan(scores.scores_for("ann", ["tray"])[0]).all()
    source.add("bob", "tray", 5.0)
    liked, n_liking = scores.scores_for("ann", ["tray"])
    assert liked[0] > 0
    assert n_liking.tolist() == [1]
    source.add("bob", "tray", 1.0)
    disliked, n_liking = scores.scores_for("ann", ["tray"])
    assert disliked[0] < liked[0]
    assert n_liking.tolist() == [0]
    source.erase("bob")
    assert np.isnan(scores.scores_for("ann", ["tray"])[0]).all()


def test_any_number_of_changes_gives_what_gathering_anew_gives() -> None:
    """More shoppers change than the small matrix holds, so that both are gathered anew on the way, more than once."""
    source = crowd(60)
    scores = CollaborativeScores.from_store(source)
    random = np.random.default_rng(2)
    for step in range(120):
        user_id = f"u{random.integers(70)}"
        if random.random() < 0.1:
            source.erase(user_id)
        else:
            source.add(user_id, f"p{random.integers(27)}", float(random.integers(2, 11)) / 2)
        if step % 5 == 0:
            assert_up_to_date(scores, source, user_id)
            assert_up_to_date(scores, source, f"u{random.integers(70)}")


def test_only_who_changed_is_read_again() -> None:
    source = crowd()
    scores = CollaborativeScores.from_store(source)
    source.n_reads = 0
    for _ in range(3):
        source.add("u1", "p1", 5.0)
    for _ in range(3):
        scores.scores_for("u0", PRODUCTS)
    assert source.n_reads == 1


def test_change_that_could_not_be_read_is_read_later() -> None:
    source = crowd()
    scores = CollaborativeScores.from_store(source)
    source.add("u0", "p3", 1.0)
    source.is_broken = True
    with pytest.raises(StoreError):
        scores.scores_for("u0", PRODUCTS)
    source.is_broken = False
    assert_up_to_date(scores, source, "u0")


def test_who_never_consented_is_nobodys_neighbour_and_still_has_neighbours() -> None:
    source = crowd()
    source.silent = {"u0", "u1", "u2"}
    scores = CollaborativeScores.from_store(source)
    for shopper in range(5):
        assert_up_to_date(scores, source, f"u{shopper}")
    assert not np.isnan(scores.scores_for("u0", PRODUCTS)[0]).all()
    before, _ = scores.scores_for("u7", PRODUCTS)
    source.add("u1", "p3", 5.0)
    assert np.array_equal(before, scores.scores_for("u7", PRODUCTS)[0], equal_nan=True)
    assert_up_to_date(scores, source, "u1")
    source.consent("u1")
    assert not np.array_equal(before, scores.scores_for("u7", PRODUCTS)[0], equal_nan=True)
    assert_up_to_date(scores, source, "u7")


def test_few_products_are_scored_as_among_all() -> None:
    source = crowd()
    scores = CollaborativeScores.from_store(source)
    source.add("u3", "p2", 1.0)
    every, n_liking = scores.scores_for("u0", PRODUCTS)
    for asked in ([4], [26, 2, 2, 9], ["never heard of", 11]):
        ids = [one if isinstance(one, str) else PRODUCTS[one] for one in asked]
        places = [26 if isinstance(one, str) else one for one in asked]  # nobody rated the last one
        found, n_found = scores.scores_for("u0", ids)
        assert np.allclose(found, every[places], rtol=0, atol=1e-12, equal_nan=True)
        assert n_found.tolist() == n_liking[places].tolist()


def test_only_the_nearest_of_many_raters_count() -> None:
    """More shoppers than count rate each product, in whole stars, so that many weigh the same."""
    random = np.random.default_rng(5)
    source = FakeSource()
    for shopper in range(150):
        for product in np.flatnonzero(random.random(12) < 0.7):
            source.add(f"u{shopper}", f"p{product}", float(random.integers(1, 6)))
    scores = CollaborativeScores.from_store(source)
    for step in range(60):
        assert_up_to_date(scores, source, f"u{random.integers(150)}")
        if step < 4:
            source.add("u149", f"p{step}", float(random.integers(1, 6)))
    found, n_liking = scores.scores_for("u0", PRODUCTS)
    assert n_liking.max() <= SETTINGS.k
    assert np.isfinite(found[:12]).all()


def test_shopper_who_rated_all_alike_is_scored() -> None:
    source = crowd()
    for product in range(6):
        source.add("flat", f"p{product}", 3.0)
    assert_up_to_date(CollaborativeScores.from_store(source), source, "flat")


def test_no_products_and_no_shoppers() -> None:
    scores = CollaborativeScores.from_store(FakeSource())
    found, n_liking = scores.scores_for("ann", [])
    assert found.shape == n_liking.shape == (0,)
    assert np.isnan(scores.scores_for("ann", ["cup"])[0]).all()


def test_threads_may_ask_while_others_change() -> None:
    source = crowd(20)
    scores = CollaborativeScores.from_store(source)
    failures: list[BaseException] = []

    def ask() -> None:
        try:
            for turn in range(60):
                found, n_liking = scores.scores_for(f"u{turn % 20}", PRODUCTS)
                assert found.shape == n_liking.shape == (27,)
        except BaseException as error:
            failures.append(error)

    threads = [threading.Thread(target=ask) for _ in range(3)]
    for thread in threads:
        thread.start()
    for turn in range(120):
        source.add(f"u{turn % 40}", f"p{turn % 27}", 1.0 + turn % 5)
    for thread in threads:
        thread.join(60)
    assert failures == []
    assert_up_to_date(scores, source, "u5")


def test_store_is_heard_even_when_it_refuses_or_erases(tmp_path: Path) -> None:
    store = ShopperStore(create_engine_for(f"sqlite:///{tmp_path}/shop.db"))
    for user_id in ("ann", "bob"):
        for product_id in ("cup", "pot"):
            store.add_events([Event.now(user_id, "purchase", product_id)])
    store.record_consent("bob", PERSONALISATION, granted=True)
    scores = CollaborativeScores.from_store(store)
    store.add_events([Event.now("bob", "purchase", "tray")])
    assert scores.scores_for("ann", ["tray"])[1].tolist() == [1]
    store.record_consent("bob", PERSONALISATION, granted=False)
    store.add_events([Event.now("bob", "purchase", "tray")])
    assert np.isnan(scores.scores_for("ann", ["tray"])[0]).all()
    store.add_events([Event.now("cid", "purchase", product_id) for product_id in ("cup", "pot", "tray")])
    assert np.isnan(scores.scores_for("ann", ["tray"])[0]).all(), "never asked"
    store.record_consent("cid", "newsletter", granted=True)
    assert np.isnan(scores.scores_for("ann", ["tray"])[0]).all(), "asked for something else"
    store.record_consent("cid", PERSONALISATION, granted=True)
    assert scores.scores_for("ann", ["tray"])[1].tolist() == [1]
    store.erase("cid")
    assert np.isnan(scores.scores_for("ann", ["tray"])[0]).all()
    store.close()
