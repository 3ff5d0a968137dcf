"""What of an offer's budget is held and spent, on SQLite and, where its programs are installed, on PostgreSQL."""

import threading
from collections.abc import Callable, Iterator
from contextlib import suppress
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal

import pytest
from sqlalchemy import Engine, delete

from retrieval.advice.offer_book import Offer, OfferKind
from retrieval.advice.offer_ledger import Grant, OfferLedger
from retrieval.database import create_engine_for, offer_grants, offer_spending, shoppers
from retrieval.errors import StoreError
from retrieval.shopper_store import ShopperStore
from tests.retrieval.test_shopper_store import url

__all__ = ["url"]

NOW = datetime(2026, 11, 22, 12, tzinfo=UTC)
SOON = NOW + timedelta(days=3)
FIVE = Offer("FIVE", OfferKind.AMOUNT, Decimal(5), Decimal("5.00"), "EUR", Decimal("20.00"), Decimal(0), (), (),
             frozenset(), False, date(2026, 1, 1), date(2026, 12, 31), 1, Decimal(0))  # fmt: skip


@pytest.fixture
def engine(url: str) -> Iterator[Engine]:
    engine = create_engine_for(url)
    yield engine
    with engine.begin() as connection:
        connection.execute(delete(offer_grants))
        connection.execute(delete(offer_spending))
        connection.execute(delete(shoppers).where(shoppers.c.user_id.startswith("shopper")))
    engine.dispose()


@pytest.fixture
def ledger(engine: Engine) -> OfferLedger:
    return OfferLedger(engine)


def reserved(ledger: OfferLedger, user_id: str = "shopper", offer: Offer = FIVE, now: datetime = NOW) -> Grant:
    grant = ledger.reserve(offer, user_id, now, now + timedelta(days=3))
    assert grant is not None
    return grant


def left(ledger: OfferLedger, offer: Offer = FIVE, now: datetime = NOW) -> str:
    return ledger.left(offer, now).text()


def test_grant_holds_the_most_that_it_can_cost(ledger: OfferLedger) -> None:
    grant = reserved(ledger)
    assert (grant.code, grant.user_id, grant.reserved.text(), grant.is_redeemed) == ("FIVE", "shopper", "5.00", False)
    assert grant.expires_at == SOON
    assert left(ledger) == "15.00"


def test_asked_again_a_shopper_gets_the_grant_they_hold(ledger: OfferLedger) -> None:
    assert reserved(ledger) == reserved(ledger)
    assert left(ledger) == "15.00"


def test_budget_is_never_exceeded(ledger: OfferLedger) -> None:
    for number in range(4):
        reserved(ledger, f"shopper{number}")
    assert ledger.reserve(FIVE, "shopper9", NOW, SOON) is None
    assert left(ledger) == "0.00"


def test_what_was_not_charged_is_free_again(ledger: OfferLedger) -> None:
    grant = reserved(ledger)
    done = ledger.redeem(FIVE, grant.grant_id, "shopper", Decimal("3.20"), NOW)
    assert done.is_redeemed
    assert left(ledger) == "16.80"
    assert ledger.n_redeemed(FIVE, "shopper") == 1


def test_redeemed_grant_is_not_redeemed_again_and_no_other_given(ledger: OfferLedger) -> None:
    grant = reserved(ledger)
    ledger.redeem(FIVE, grant.grant_id, "shopper", Decimal(5), NOW)
    with pytest.raises(StoreError, match="redeemed already"):
        ledger.redeem(FIVE, grant.grant_id, "shopper", Decimal(5), NOW)
    assert ledger.reserve(FIVE, "shopper", NOW, SOON) is None
    assert ledger.reserve(replace(FIVE, per_shopper=2), "shopper", NOW, SOON) is not None


def test_expired_grant_frees_what_it_held(ledger: OfferLedger) -> None:
    grant = reserved(ledger)
    later = SOON + timedelta(seconds=1)
    assert left(ledger, now=later) == "20.00"
    with pytest.raises(StoreError, match="expired"):
        ledger.redeem(FIVE, grant.grant_id, "shopper", Decimal(5), later)
    assert reserved(ledger, now=later).grant_id != grant.grant_id


def test_released_grant_frees_what_it_held(ledger: OfferLedger) -> None:
    grant = reserved(ledger)
    ledger.release(FIVE, grant.grant_id, "shopper", NOW)
    assert left(ledger) == "20.00"
    with pytest.raises(StoreError, match="expired"):
        ledger.release(FIVE, grant.grant_id, "shopper", NOW)


@pytest.mark.parametrize("amount", ["5.01", "-0.01", "1000"])
def test_more_than_is_held_is_not_charged(ledger: OfferLedger, amount: str) -> None:
    grant = reserved(ledger)
    with pytest.raises(StoreError, match=r"holds 5\.00 EUR"):
        ledger.redeem(FIVE, grant.grant_id, "shopper", Decimal(amount), NOW)
    assert left(ledger) == "15.00"


def test_nobody_redeems_the_grant_of_another(ledger: OfferLedger) -> None:
    grant = reserved(ledger)
    for user_id, offer in (("shopper2", FIVE), ("shopper", replace(FIVE, code="OTHER"))):
        with pytest.raises(StoreError, match="holds no grant"):
            ledger.redeem(offer, grant.grant_id, user_id, Decimal(1), NOW)


def test_erased_shopper_leaves_no_grant_but_what_was_spent_stays_spent(ledger: OfferLedger, engine: Engine) -> None:
    store = ShopperStore(engine)
    grant = reserved(ledger)
    reserved(ledger, "shopper2")
    ledger.redeem(FIVE, grant.grant_id, "shopper", Decimal(4), NOW)
    assert [one["code"] for one in store.export("shopper")["offer_grants"]] == ["FIVE"]
    assert store.erase("shopper")["offer_grants"] == 1
    assert left(ledger) == "11.00"
    store.erase("shopper2")
    assert left(ledger) == "16.00"


def test_currency_without_decimals_is_kept_exactly(ledger: OfferLedger) -> None:
    yen = replace(FIVE, code="YEN", currency="JPY", most=Decimal(500), budget=Decimal(1200))
    assert reserved(ledger, offer=yen).reserved.text() == "500"
    assert left(ledger, yen) == "700"


@pytest.mark.parametrize("user_id", ["", "\0", "x" * 201])
def test_id_that_can_be_none_is_refused(ledger: OfferLedger, user_id: str) -> None:
    with pytest.raises(StoreError, match="user_id"):
        ledger.reserve(FIVE, user_id, NOW, SOON)


def beside_each_other(*tasks: Callable[[], None]) -> None:
    failures: list[BaseException] = []

    def run(task: Callable[[], None]) -> None:
        try:
            task()
        except BaseException as error:
            failures.append(error)

    threads = [threading.Thread(target=run, args=(task,)) for task in tasks]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert failures == []


def test_threads_never_exceed_the_budget_together(ledger: OfferLedger) -> None:
    """Sixteen shoppers ask at once for four that there are; those who get one redeem at once, too."""
    granted: list[Grant] = []

    def ask(user_id: str) -> Callable[[], None]:
        def task() -> None:
            grant = ledger.reserve(FIVE, user_id, NOW, SOON)
            if grant is not None:
                granted.append(grant)
                ledger.redeem(FIVE, grant.grant_id, user_id, Decimal(5), NOW)

        return task

    beside_each_other(*(ask(f"shopper{number}") for number in range(16)))
    assert len(granted) == 4
    assert left(ledger) == "0.00"


def test_one_shopper_asking_at_once_gets_one_grant(ledger: OfferLedger) -> None:
    granted: list[int] = []
    beside_each_other(*[lambda: granted.append(reserved(ledger).grant_id)] * 8)
    assert len(set(granted)) == 1
    assert left(ledger) == "15.00"


def test_erasing_beside_reserving_and_redeeming_is_no_deadlock(ledger: OfferLedger, engine: Engine) -> None:
    store = ShopperStore(engine)
    wide = replace(FIVE, budget=Decimal(10_000), per_shopper=1_000)

    def buy() -> None:
        for _ in range(15):
            grant = ledger.reserve(wide, "shopper", NOW, SOON)
            with suppress(StoreError):  # erased, or redeemed by the other thread, in between
                ledger.redeem(wide, grant.grant_id if grant else 0, "shopper", Decimal(1), NOW)

    def erase() -> None:
        for _ in range(15):
            store.erase("shopper")

    beside_each_other(buy, buy, erase)
    spent = Decimal(10_000) - ledger.left(wide, SOON + timedelta(days=1)).amount
    assert 0 <= spent <= 30
