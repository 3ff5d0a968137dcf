"""Price alerts fire once, when the price is there, and are told once."""

from collections.abc import Iterator
from decimal import Decimal
from pathlib import Path

import pytest

from retrieval.alerts.alert import MAX_ALERTS
from retrieval.alerts.price_alerts import PriceAlerts, PriceOf
from retrieval.database import create_engine_for
from retrieval.errors import StoreError
from retrieval.shopper_store import ShopperStore


@pytest.fixture
def alerts(tmp_path: Path) -> Iterator[PriceAlerts]:
    engine = create_engine_for(f"sqlite:///{tmp_path / 'shop.db'}")
    yield PriceAlerts(engine)
    engine.dispose()


def at(**prices: str) -> PriceOf:
    """Return what gives these prices in euros, and none in other currencies or of other products."""
    return lambda product_id, currency: (
        Decimal(prices[product_id]) if currency == "EUR" and product_id in prices else None
    )


def test_alert_fires_at_its_limit_and_not_above(alerts: PriceAlerts) -> None:
    made = alerts.add("anna", "lamp", Decimal("19.90"), "EUR", "de")
    assert alerts.fire(at(lamp="19.91")) == ()
    (fired,) = alerts.fire(at(lamp="19.90"))
    assert (fired.alert_id, fired.price, fired.told_at) == (made.alert_id, Decimal("19.90"), None)
    assert fired.fired_at is not None


def test_alert_fires_once_and_is_told_once(alerts: PriceAlerts) -> None:
    alerts.add("anna", "lamp", Decimal(20), "EUR", "de")
    (fired,) = alerts.fire(at(lamp="15"))
    assert alerts.fire(at(lamp="10")) == ()
    assert alerts.untold("anna") == (fired,) == alerts.untold()
    assert alerts.untold("ben") == ()
    assert alerts.note_told([fired.alert_id]) == 1
    assert alerts.note_told([fired.alert_id]) == 0
    assert alerts.untold() == ()


def test_product_that_is_gone_or_has_no_rate_fires_nothing(alerts: PriceAlerts) -> None:
    alerts.add("anna", "gone", Decimal(20), "EUR", "de")
    alerts.add("anna", "lamp", Decimal(20), "VND", "vi")
    assert alerts.fire(at(lamp="1")) == ()


def test_new_alert_for_a_product_takes_the_place_of_the_one_before(alerts: PriceAlerts) -> None:
    alerts.add("anna", "lamp", Decimal(20), "EUR", "de")
    alerts.add("anna", "lamp", Decimal(10), "EUR", "de")
    assert alerts.fire(at(lamp="15")) == ()
    assert len(alerts.fire(at(lamp="10"))) == 1


def test_one_alert_too_many_takes_the_place_of_the_oldest(alerts: PriceAlerts) -> None:
    for number in range(MAX_ALERTS + 1):
        alerts.add("anna", f"p{number}", Decimal(20), "EUR", "de")
    fired = alerts.fire(lambda _product, _currency: Decimal(1))
    assert [alert.product_id for alert in fired] == [f"p{number}" for number in range(1, MAX_ALERTS + 1)]


def test_erasing_a_shopper_erases_their_alerts(tmp_path: Path) -> None:
    engine = create_engine_for(f"sqlite:///{tmp_path / 'shop.db'}")
    alerts, store = PriceAlerts(engine), ShopperStore(engine)
    alerts.add("anna", "lamp", Decimal(20), "EUR", "de")
    assert store.export("anna")["price_alerts"][0]["product_id"] == "lamp"
    assert store.erase("anna")["price_alerts"] == 1
    assert alerts.fire(at(lamp="1")) == ()
    store.close()


@pytest.mark.parametrize("product_id", ["", "\0", "x" * 500])
def test_id_that_is_none_is_refused(alerts: PriceAlerts, product_id: str) -> None:
    with pytest.raises(StoreError):
        alerts.add("anna", product_id, Decimal(1), "EUR", "de")
