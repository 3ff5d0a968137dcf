"""Thumbs and reasons, and what an older database lacks for them."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pytest
from sqlalchemy import Engine, create_engine, text

from retrieval.database import create_engine_for
from retrieval.errors import StoreError
from retrieval.feedback_store import DislikeReason, FeedbackStore, Opinion
from retrieval.shopper_store import ShopperStore

NOON = datetime(2026, 11, 26, 12, tzinfo=UTC)
BAD = Opinion("ann", "s1", "q1", -1, NOON, "search", "th", models={"recommender": "3 hybrid"})

OLD = (
    """CREATE TABLE shoppers (user_id VARCHAR(200) PRIMARY KEY, created_at DATETIME NOT NULL, country VARCHAR(2),
       language VARCHAR(35), currency VARCHAR(3), attributes JSON NOT NULL)""",
    """CREATE TABLE feedback (feedback_id INTEGER PRIMARY KEY, user_id VARCHAR(200), session_id VARCHAR(200),
       query_id VARCHAR(200), value INTEGER NOT NULL, at DATETIME NOT NULL)""",
    "INSERT INTO feedback VALUES (1, NULL, 's1', 'q1', -1, '2026-11-26 12:00:00.000000')",
)
"""What a database held before opinions had reasons."""


@pytest.fixture
def engine(tmp_path: Path) -> Iterator[Engine]:
    made = create_engine_for(f"sqlite:///{tmp_path}/shop.db")
    yield made
    made.dispose()


def test_opinion_is_kept_with_the_models_that_made_the_answer(engine: Engine) -> None:
    store = FeedbackStore(engine)
    store.record(BAD)
    assert list(store.all()) == [BAD]
    assert ShopperStore(engine).export("ann")["feedback"][0]["models"] == {"recommender": "3 hybrid"}


def test_reason_goes_to_the_last_thumb_down_of_the_conversation_once(engine: Engine) -> None:
    store = FeedbackStore(engine)
    for opinion in (BAD, replace(BAD, query_id="q2"), replace(BAD, value=1), replace(BAD, session_id="s2")):
        store.record(opinion)
    assert store.give_reason("s1", DislikeReason.PRICE)
    assert not store.give_reason("s1", DislikeReason.UNCLEAR)
    assert not store.give_reason("s3", DislikeReason.PRICE)
    assert [(one.query_id, one.reason) for one in store.all()] == [("q1", ""), ("q2", "price"), ("q1", ""), ("q1", "")]


@pytest.mark.parametrize("value", [0, 2, -5])
def test_opinion_is_good_or_bad(engine: Engine, value: int) -> None:
    with pytest.raises(StoreError, match="give 1 for good or -1 for bad"):
        FeedbackStore(engine).record(replace(BAD, value=value))


def test_erasing_a_shopper_erases_their_opinions(engine: Engine) -> None:
    FeedbackStore(engine).record(BAD)
    assert ShopperStore(engine).erase("ann")["feedback"] == 1
    assert list(FeedbackStore(engine).all()) == []


def test_older_database_gets_the_columns_that_have_come_since(tmp_path: Path) -> None:
    url = f"sqlite:///{tmp_path}/old.db"
    old = create_engine(url)
    with old.begin() as connection:
        for statement in OLD:
            connection.execute(text(statement))
    old.dispose()
    engine = create_engine_for(url)
    store = FeedbackStore(engine)
    assert list(store.all()) == [Opinion(None, "s1", "q1", -1, NOON)]
    assert store.give_reason("s1", DislikeReason.QUALITY)
    engine.dispose()
