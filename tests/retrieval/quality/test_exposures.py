from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from sqlalchemy import Engine

from retrieval.database import create_engine_for
from retrieval.events import Event
from retrieval.feedback_store import FeedbackStore, Opinion
from retrieval.quality.experiment_outcomes import OPEN, TWO_VARIANTS, UNKNOWN_VARIANT, outcomes_of
from retrieval.quality.experiments import Assignment, Experiment, Variant
from retrieval.quality.exposures import Exposure, ExposureLog
from retrieval.shopper_store import PERSONALISATION, ShopperStore

NOON = datetime(2026, 5, 4, 12, tzinfo=UTC)
LATER = NOON + timedelta(days=30)
CONTROL, LEARNED = Assignment("one", "control"), Assignment("one", "learned")
ONE = Experiment(
    "one", "recommendations", True, (0.0, 1.0), (Variant("control", 0.5), Variant("learned", 0.5)), "click",
    {"purchase": 0.01}, 7, 0.05, 1000, {}, "1", None, None,
)  # fmt: skip


@pytest.fixture
def engine(tmp_path: Path) -> Engine:
    return create_engine_for(f"sqlite:///{tmp_path / 'shop.db'}")


@pytest.fixture
def store(engine: Engine) -> ShopperStore:
    return ShopperStore(engine)


@pytest.fixture
def log(engine: Engine) -> ExposureLog:
    return ExposureLog(engine)


def did(store: ShopperStore, user_id: str, type_: str, product_id: str | None, hours: float) -> None:
    at = NOON + timedelta(hours=hours)
    store.add_events([Event(f"{user_id} {type_} {hours}", user_id, type_, product_id, None, at, None)])


def outcomes(log: ExposureLog, now: datetime = LATER) -> dict[str, dict[str, float]]:
    found = outcomes_of(ONE, log.participants("one"), now)
    users = sorted((one.exposures[0].at, one.user_id) for one in log.participants("one"))
    assert len(users) == len(found.variants)
    return {
        user_id: {name: values[place] for name, values in found.metrics.items()}
        for place, (_, user_id) in enumerate(users)
    }


def test_exposures_come_back_by_shopper_with_what_they_did(store, log, engine):
    for user_id in ("zoë", "ann", "张伟"):
        log.record(user_id, [CONTROL], ["cup", "jug"], NOON)
    log.record("ann", [CONTROL], ["hat"], NOON + timedelta(hours=1))
    did(store, "张伟", "view", "cup", 2)
    did(store, "nobody", "view", "cup", 2)
    FeedbackStore(engine).record(Opinion("ann", None, None, 1, NOON))
    found = {one.user_id: one for one in log.participants("one")}
    assert set(found) == {"zoë", "ann", "张伟"}
    assert found["ann"].exposures == (
        Exposure("control", NOON, ("cup", "jug")),
        Exposure("control", NOON + timedelta(hours=1), ("hat",)),
    )
    assert [deed.type for deed in found["张伟"].deeds] == ["view"]
    assert [(deed.type, deed.value) for deed in found["ann"].deeds] == [("feedback", 1)]
    assert list(log.participants("another")) == []


def test_nothing_assigned_leaves_no_trace(store, log):
    assert not log.record("ann", [], ["cup"], NOON)
    assert store.shopper("ann") is None


def test_shopper_who_refuses_is_not_logged_and_the_refusal_erases_the_log(store, log):
    assert log.record("ann", [CONTROL], ["cup"], NOON)
    store.record_consent("ann", PERSONALISATION, granted=False)
    assert list(log.participants("one")) == []
    assert not log.record("ann", [CONTROL], ["cup"], NOON)


def test_exposures_are_exported_and_erased_with_the_shopper(store, log):
    log.record("ann", [CONTROL, Assignment("other", "a")], ["cup"], NOON)
    assert [row["experiment"] for row in store.export("ann")["exposures"]] == ["one", "other"]
    assert store.erase("ann")["exposures"] == 2
    assert list(log.participants("one")) == []


def test_old_exposures_are_forgotten(log):
    log.record("ann", [CONTROL], ["cup"], NOON)
    assert log.forget_old(NOON + timedelta(days=364)) == 0
    assert log.forget_old(NOON + timedelta(days=366)) == 1


def test_click_is_on_what_was_shown_after_it_was_shown(store, log):
    for user_id in ("shown", "before", "other", "late", "searched"):
        log.record(user_id, [CONTROL], ["cup"], NOON)
    did(store, "shown", "view", "cup", 1)
    did(store, "before", "view", "cup", -1)
    did(store, "other", "view", "hat", 1)
    did(store, "late", "view", "cup", 24 * 7)
    did(store, "searched", "search", None, 1)
    clicks = {user_id: found["click"] for user_id, found in outcomes(log).items()}
    assert clicks == {"shown": 1, "before": 0, "other": 0, "late": 0, "searched": 0}


def test_product_of_a_later_list_counts_from_then_on(store, log):
    for user_id in ("early", "after"):
        log.record(user_id, [CONTROL], ["cup"], NOON)
        log.record(user_id, [CONTROL], ["hat"], NOON + timedelta(hours=5))
    did(store, "early", "view", "hat", 1)
    did(store, "after", "view", "hat", 6)
    assert {user_id: found["click"] for user_id, found in outcomes(log).items()} == {"early": 0, "after": 1}


def test_any_purchase_within_the_window_counts_and_none_outside(store, log):
    for user_id, hours in (("bought", 100), ("earlier", -1), ("late", 24 * 7 + 1)):
        log.record(user_id, [CONTROL], ["cup"], NOON)
        did(store, user_id, "purchase", "hat", hours)
    assert {user_id: found["purchase"] for user_id, found in outcomes(log).items()} == {
        "bought": 1, "earlier": 0, "late": 0,
    }  # fmt: skip


def test_satisfaction_is_defined_for_everybody(log, engine):
    start = datetime.now(UTC) - timedelta(hours=1)
    for user_id, opinions in (("good", (1,)), ("bad", (-1,)), ("torn", (1, -1)), ("silent", ())):
        log.record(user_id, [CONTROL], ["cup"], start)
        for value in opinions:
            FeedbackStore(engine).record(Opinion(user_id, None, None, value, datetime.now(UTC)))
    found = outcomes(log, start + timedelta(days=8))
    assert {user_id: one["satisfaction"] for user_id, one in found.items()} == {
        "good": 1, "bad": 0, "torn": 0.5, "silent": 0.5,
    }  # fmt: skip


def test_shoppers_who_cannot_be_counted_are_counted_by_reason(log):
    log.record("fresh", [LEARNED], ["cup"], LATER - timedelta(days=1))
    log.record("done", [CONTROL], ["cup"], NOON)
    log.record("both", [CONTROL], ["cup"], NOON)
    log.record("both", [LEARNED], ["cup"], NOON)
    log.record("gone", [Assignment("one", "dropped")], ["cup"], NOON)
    found = outcomes_of(ONE, log.participants("one"), LATER)
    assert found.left_out == {OPEN: 1, TWO_VARIANTS: 1, UNKNOWN_VARIANT: 1}
    assert found.variants.tolist() == [0]
    assert found.all_variants.tolist() == [1, 1]


def test_shoppers_stand_in_the_order_in_which_they_came(log):
    for number, user_id in enumerate(("zoë", "ann", "mia")):
        log.record(user_id, [LEARNED if number == 1 else CONTROL], ["cup"], NOON + timedelta(minutes=number))
    assert outcomes_of(ONE, log.participants("one"), LATER).variants.tolist() == [0, 1, 0]
