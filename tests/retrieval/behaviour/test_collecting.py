from collections import Counter
from datetime import UTC, date, datetime

import pytest

from retrieval.behaviour.collecting import each_once, events_of_file, events_of_store, write_events
from retrieval.behaviour.consents import consenting
from retrieval.database import create_engine_for
from retrieval.errors import StoreError
from retrieval.events import Event
from retrieval.shopper_store import PERSONALISATION, ShopperStore
from tests.retrieval.behaviour.tables import NOW, event

NOON = datetime(2026, 11, 22, 12, tzinfo=UTC)
TODAY = date(2026, 11, 26)


@pytest.fixture
def engine():
    made = create_engine_for("sqlite://")
    store = ShopperStore(made)
    store.add_events(
        [
            Event("1", "ann", "view", "cup", None, NOON, "s"),
            Event("2", "ann", "search", None, "หูฟัง", NOON, None),
            Event("3", "bob", "view", "cup", None, NOON, None),
        ]
    )
    store.record_consent("ann", PERSONALISATION, True)
    return made


def test_events_of_who_consented_come_from_the_store_and_others_are_counted(engine):
    counts = Counter()
    found = list(events_of_store(ShopperStore(engine), consenting(engine, TODAY), counts))
    assert [(one.event_id, one.value, one.moment) for one in found] == [
        ("1", None, NOON.timestamp()),
        ("2", "หูฟัง", NOON.timestamp()),
    ]
    assert counts == {"shopper without consent": 1}


def test_erased_shopper_is_gone(engine):
    ShopperStore(engine).erase("ann")
    assert list(events_of_store(ShopperStore(engine), consenting(engine, TODAY), Counter())) == []


EVENTS = [
    event(event_id="1", session="s"),
    event("أحمد", "search", None, "سماعات", event_id="2"),
    event("ann", "rate", "cup", 4.5, event_id="3", moment=0.0),
]


@pytest.mark.parametrize("name", ["events.csv", "events.parquet", "deep/er/events.csv"])
def test_what_is_written_is_read_back(tmp_path, name):
    if name.endswith("parquet"):
        pytest.importorskip("pyarrow")
    assert write_events(EVENTS, tmp_path / name) == 3
    counts = Counter()
    assert list(events_of_file(tmp_path / name, None, counts)) == EVENTS
    assert not counts


@pytest.mark.parametrize("name", ["none.csv", "none.parquet"])
def test_no_events_are_a_file_without_rows(tmp_path, name):
    if name.endswith("parquet"):
        pytest.importorskip("pyarrow")
    assert write_events([], tmp_path / name) == 0
    assert list(events_of_file(tmp_path / name, None, Counter())) == []


def test_more_events_than_fit_a_batch_are_all_written(tmp_path, monkeypatch):
    pytest.importorskip("pyarrow")
    monkeypatch.setattr("retrieval.behaviour.table_writer._ROWS_AT_ONCE", 10)
    many = (event(f"u{number}", event_id=str(number)) for number in range(25))
    assert write_events(many, tmp_path / "many.parquet") == 25
    assert sum(1 for _ in events_of_file(tmp_path / "many.parquet", None, Counter())) == 25


def test_file_of_shoppers_the_shop_does_not_know_gives_nothing(tmp_path, engine):
    write_events(EVENTS, tmp_path / "e.csv")
    counts = Counter()
    found = list(events_of_file(tmp_path / "e.csv", consenting(engine, TODAY), counts))
    assert {one.user_id for one in found} == {"ann"}
    assert counts == {"shopper without consent": 1}


def test_rows_that_cannot_be_read_are_counted(tmp_path):
    (tmp_path / "e.csv").write_text("user,event,item,ts\nann,view,cup,\nann,view,cup\nann,sneeze,cup,\n,view,cup,\n")
    counts = Counter()
    (found,) = events_of_file(tmp_path / "e.csv", None, counts)
    assert found.event_id == "e.csv-0"
    assert counts == {"malformed row": 1, "unknown type": 1, "missing user_id": 1}


def test_event_sent_twice_counts_once():
    counts = Counter()
    assert list(each_once([EVENTS[0], EVENTS[1], EVENTS[0]], counts)) == EVENTS[:2]
    assert counts == {"event id seen before": 1}


def test_file_that_fails_while_written_leaves_the_former_one(tmp_path):
    path = tmp_path / "e.csv"
    write_events(EVENTS[:1], path)

    def breaking():
        yield EVENTS[1]
        raise StoreError("gone")

    with pytest.raises(StoreError, match="gone"):
        write_events(breaking(), path)
    assert [one.event_id for one in events_of_file(path, None, Counter())] == ["1"]
    assert [file.name for file in tmp_path.iterdir()] == ["e.csv"]


def test_other_endings_are_refused(tmp_path):
    with pytest.raises(StoreError, match=r"\.csv or \.parquet"):
        write_events([], tmp_path / "e.xlsx")


def test_missing_column_is_named(tmp_path):
    (tmp_path / "e.csv").write_text("user,item\nann,cup\n")
    with pytest.raises(StoreError, match="no column that could be type"):
        list(events_of_file(tmp_path / "e.csv", None, Counter()))


def test_absent_file_is_named(tmp_path):
    with pytest.raises(StoreError, match="cannot read"):
        list(events_of_file(tmp_path / "e.csv", None, Counter()))


def test_moments_survive_to_the_fraction(tmp_path):
    write_events([event(moment=NOW + 0.123)], tmp_path / "e.csv")
    (found,) = events_of_file(tmp_path / "e.csv", None, Counter())
    assert found.moment == NOW + 0.123
