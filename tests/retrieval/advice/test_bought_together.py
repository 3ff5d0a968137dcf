import threading
from collections.abc import Sequence

import pytest

from retrieval.advice.bought_together import BoughtTogether
from retrieval.database import create_engine_for
from retrieval.events import Event
from retrieval.shopper_store import PERSONALISATION, ShopperStore
from tests.retrieval.advice.shoppers import Events, add_consented, bought


def everything(_: str) -> bool:
    return True


def baskets(n: int, *product_ids: str, prefix: str = "") -> list[Event]:
    """Return one basket each of `n` shoppers."""
    return [event for number in range(n) for event in bought(f"{prefix}{'-'.join(product_ids)}-{number}", *product_ids)]


def names(found: BoughtTogether, product_id: str, limit: int = 10) -> list[str]:
    return [one.product_id for one in found.companions(product_id, limit, everything)]


def shop(*parts: Sequence[Event]) -> Events:
    return Events([event for part in parts for event in part])


def test_pair_beats_what_everybody_buys() -> None:
    """Bread is in the baskets of everybody, butter in those with the knife: counts alone would name bread first."""
    source = shop(baskets(8, "knife", "butter", "bread"), baskets(2, "knife", "bread"), baskets(90, "bread", "tea"))
    found = BoughtTogether.from_store(source).companions("knife", 10, everything)
    assert [one.product_id for one in found] == ["butter"]
    assert found[0].n_shoppers == 8
    assert found[0].lift == pytest.approx((8 / 10) / (8 / 100))
    assert 1 < found[0].lift_at_least < found[0].lift


@pytest.mark.parametrize(("n", "shown"), [(2, []), (3, ["mug"])])
def test_pair_is_shown_from_three_shoppers_on(n: int, shown: list[str]) -> None:
    source = shop(baskets(n, "tea", "mug"), baskets(60, "jam"))
    assert names(BoughtTogether.from_store(source), "tea") == shown


def test_one_shopper_who_buys_a_pair_often_is_one_shopper() -> None:
    often = [event for day in range(0, 300, 30) for event in bought("ann", "tea", "mug", days=-day)]
    assert names(BoughtTogether.from_store(shop(often, baskets(60, "jam"))), "tea") == []


def test_new_purchase_counts_at_once_and_an_erased_shopper_no_longer() -> None:
    source = shop(baskets(2, "tea", "mug"), baskets(60, "jam"))
    together = BoughtTogether.from_store(source)
    assert names(together, "tea") == []
    source.add(bought("ann", "tea"))
    source.add(bought("ann", "mug"))
    assert names(together, "tea") == ["mug"]
    source.erase("ann")
    assert names(together, "tea") == []


def test_counts_brought_up_to_date_equal_those_counted_anew() -> None:
    source = shop(baskets(5, "tea", "mug"), baskets(30, "jam"))
    together = BoughtTogether.from_store(source)
    for number in range(12):
        source.add(bought(f"u{number}", "tea", "pot", *(["mug"] if number % 2 else [])))
        source.add(bought(f"u{number}", "jam", days=20))
        source.erase(f"u{number - 6}")
        anew = BoughtTogether.from_store(source)
        for product_id in ("tea", "mug", "pot", "jam"):
            assert together.companions(product_id, 9, everything) == anew.companions(product_id, 9, everything)


def test_refusal_of_personalisation_takes_purchases_out() -> None:
    store = ShopperStore(create_engine_for("sqlite://"))
    add_consented(store, [*baskets(3, "tea", "mug"), *baskets(60, "jam")])
    together = BoughtTogether.from_store(store)
    assert names(together, "tea") == ["mug"]
    store.record_consent("tea-mug-0", PERSONALISATION, granted=False)
    assert names(together, "tea") == []
    store.close()


@pytest.mark.parametrize("silent", ["ann", "แอน", "آن", "安", "Ayşegül"])
def test_purchases_count_from_consent_on_and_no_sooner(silent: str) -> None:
    source = Events([*baskets(2, "tea", "mug"), *bought(silent, "tea", "mug"), *baskets(60, "jam")], silent=(silent,))
    together = BoughtTogether.from_store(source)
    assert names(together, "tea") == []
    source.add(bought(silent, "tea", "mug", days=40))
    assert names(together, "tea") == []
    source.consent(silent)
    assert names(together, "tea") == ["mug"]


def test_only_what_is_offered_is_named_and_counted_towards_the_limit() -> None:
    source = shop(*(baskets(9 - place, "tea", name) for place, name in enumerate("abcd")), baskets(200, "jam"))
    together = BoughtTogether.from_store(source)
    found = together.companions("tea", 2, lambda product_id: product_id != "a")
    assert [one.product_id for one in found] == ["b", "c"]


@pytest.mark.parametrize("events", [[], bought("ann", "tea"), bought("ann", "tea", "mug")])
def test_few_or_no_events_give_nothing(events: list[Event]) -> None:
    together = BoughtTogether.from_store(Events(events))
    assert together.companions("tea", 5, everything) == ()
    assert together.companions("never heard of", 5, everything) == ()


def test_threads_may_ask_while_others_buy() -> None:
    source = shop(baskets(3, "tea", "mug"), baskets(60, "jam"))
    together = BoughtTogether.from_store(source)
    failures: list[BaseException] = []

    def run(number: int) -> None:
        try:
            for day in range(20):
                source.add(bought(f"thread-{number}", "tea", "mug", days=-day * 20))
                assert names(together, "tea") == ["mug"]
        except BaseException as error:
            failures.append(error)

    threads = [threading.Thread(target=run, args=(number,)) for number in range(6)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert failures == []
    assert together.companions("tea", 1, everything)[0].n_shoppers == 9
