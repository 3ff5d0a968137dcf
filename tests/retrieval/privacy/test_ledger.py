from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime
from pathlib import Path

import pytest
from sqlalchemy import Engine

from retrieval.database import create_engine_for
from retrieval.errors import StoreError
from retrieval.privacy.ledger import PrivacyLedger
from retrieval.shopper_store import ShopperStore

NOW = datetime(2026, 11, 26, tzinfo=UTC)


@pytest.fixture
def engine(tmp_path: Path) -> Engine:
    return create_engine_for(f"sqlite:///{tmp_path / 'shop.db'}")


def test_costs_add_up_and_are_kept(engine: Engine) -> None:
    ledger = PrivacyLedger(engine, budget=3.0)
    assert ledger.balance().spent == 0
    assert ledger.balance().left == pytest.approx(3.0, rel=1e-3)
    first, second = ledger.spend("together", 1.0, NOW), ledger.spend("together", 0.5, NOW)
    assert first > second > 0
    balance = PrivacyLedger(engine, budget=3.0).balance()
    assert 1.0 < balance.spent < 1.5
    assert balance.n_releases == 2
    assert [one.epsilon for one in ledger.releases()] == [1.0, 0.5]
    assert "ε" in balance.text()


def test_budget_refuses_what_goes_over_it_and_says_what_is_left(engine: Engine) -> None:
    ledger = PrivacyLedger(engine, budget=1.0)
    ledger.spend("together", 0.8, NOW)
    with pytest.raises(StoreError, match=r"over the budget of 1; release with ε 0\.5\d\d at most"):
        ledger.spend("together", 0.8, NOW)
    assert ledger.balance().n_releases == 1
    ledger.spend("together", 0.5, NOW)


def test_whole_budget_can_be_spent_at_once_and_then_nothing(engine: Engine) -> None:
    ledger = PrivacyLedger(engine, budget=1.0)
    ledger.spend("together", 1.0, NOW)
    assert ledger.balance().left == 0
    with pytest.raises(StoreError, match="over the budget"):
        ledger.spend("together", 0.1, NOW)


def test_threads_that_spend_at_once_never_spend_more_than_the_budget(engine: Engine) -> None:
    def spend(_: int) -> bool:
        try:
            PrivacyLedger(engine, budget=1.0).spend("together", 0.4, NOW)
        except StoreError:
            return False
        return True

    with ThreadPoolExecutor(4) as threads:
        done = list(threads.map(spend, range(8)))
    balance = PrivacyLedger(engine, budget=1.0).balance()
    assert sum(done) == balance.n_releases > 0
    assert 1.0 - 0.4 < balance.spent <= 1.0


def test_erasing_a_shopper_gives_nothing_back(engine: Engine) -> None:
    ledger, store = PrivacyLedger(engine, budget=1.0), ShopperStore(engine)
    store.set_shopper("ann")
    ledger.spend("together", 0.5, NOW)
    store.erase("ann")
    assert ledger.balance().n_releases == 1


@pytest.mark.parametrize("budget", [0.0, -1.0, float("nan")])
def test_budget_that_is_none_is_refused(engine: Engine, budget: float) -> None:
    with pytest.raises(StoreError, match="give a finite ε over 0"):
        PrivacyLedger(engine, budget)
