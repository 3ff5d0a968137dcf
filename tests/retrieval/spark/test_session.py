import sys
from collections.abc import Callable

import pytest

from retrieval.errors import ClusterError
from retrieval.spark.event_rows import entries, event_row
from retrieval.spark.session import spark_session


def test_missing_package_is_named_with_the_command_that_installs_it(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "pyspark.sql", None)
    monkeypatch.setitem(sys.modules, "pyspark.errors", None)
    monkeypatch.setitem(sys.modules, "py4j.protocol", None)
    with pytest.raises(ClusterError, match=r'pip install "crossaisle\[spark\]"'), spark_session("local[2]"):
        pass


ROW = {"event_id": "e1", "user_id": "ann", "type": "purchase", "product_id": "茶", "ts": 1.7e9}


@pytest.mark.parametrize(
    ("row", "wanted"),
    [
        ({**ROW, "event_id": None}, [("", "missing event_id")]),
        ({**ROW, "user_id": None}, [("", "missing user_id")]),
        ({**ROW, "ts": 5.0}, [("", "cannot have been")]),
        ({**ROW, "ts": 1e300}, [("", "cannot have been")]),
        ({**ROW, "type": "view"}, []),
    ],
)
def test_rows_that_are_no_events_of_baskets(row: dict[str, object], wanted: Callable[..., object]) -> None:
    assert list(event_row(row)) == wanted


def test_what_one_shopper_adds_worked_by_hand() -> None:
    (read,) = [event for _, event in event_row(ROW)]
    (other,) = [event for _, event in event_row({**ROW, "event_id": "e2", "type": "addtocart", "product_id": "mug"})]
    assert dict(entries(("ann", [read, other, read]))) == {
        ("total",): 1.0,
        ("left out",): 0,
        ("product", "茶"): 1.0,
        ("product", "mug"): 0.25,
        ("pair", "mug", "茶"): 0.25,
    }
    assert list(entries(("", ["unknown type"]))) == [(("reject", "unknown type"), 1)]
