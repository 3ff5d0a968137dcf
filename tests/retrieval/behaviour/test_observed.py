from datetime import UTC, datetime

import pytest

from retrieval.behaviour.observed import Observed, moment_of, number_of, observed

GOOD = {"user_id": "ann", "type": "view", "product_id": "cup", "ts": 1_500_000_000}


def test_record_of_the_contract_is_read():
    found = observed({**GOOD, "event_id": "e1", "session_id": "s", "value": 2}, "other")
    assert found == Observed("e1", "ann", "view", "cup", 2.0, 1_500_000_000.0, "s")


@pytest.mark.parametrize(
    ("given", "expected"),
    [
        ("click", "view"), ("addtocart", "cart"), ("Add_To_Cart", "cart"), ("transaction", "purchase"),
        ("remove_from_cart", "remove"), ("RATE", "rate"),
    ],
)  # fmt: skip
def test_types_of_other_shops_are_understood(given, expected):
    assert observed({**GOOD, "type": given}, "1").type == expected


@pytest.mark.parametrize("words", ["Kopfhörer", "青い茶碗", "سماعات", "หูฟังไร้สาย", "kulaklık"])
def test_words_of_a_search_are_kept_in_any_script(words):
    for name in ("words", "value"):
        found = observed({"user_id": "ann", "type": "search", name: words}, "1")
        assert (found.value, found.product_id) == (words, None)


def test_numbers_of_tables_are_ids_without_their_point():
    found = observed({**GOOD, "user_id": 7.0, "product_id": 12, "session_id": float("nan")}, "row-1")
    assert (found.user_id, found.product_id, found.session_id, found.event_id) == ("7", "12", None, "row-1")


@pytest.mark.parametrize(
    ("change", "reason"),
    [
        ({"user_id": ""}, "missing user_id"),
        ({"user_id": None}, "missing user_id"),
        ({"product_id": " "}, "missing product_id"),
        ({"user_id": "a\x07"}, "unusable user_id"),
        ({"product_id": "x" * 201}, "unusable product_id"),
        ({"type": "sneeze"}, "unknown type"),
        ({"type": None}, "unknown type"),
        ({"ts": "soon"}, "unreadable time"),
        ({"ts": float("inf")}, "unreadable time"),
        ({"value": "many"}, "value is no number"),
        ({"value": "nan"}, "value is no number"),
    ],
)
def test_record_that_cannot_be_read_says_why(change, reason):
    assert observed({**GOOD, **change}, "1") == reason


@pytest.mark.parametrize(
    ("given", "expected"),
    [
        (None, 0.0), ("", 0.0), (0, 0.0), (1433221332117, 1433221332.117), ("1433221332", 1433221332.0),
        ("2026-11-22T12:00:00+01:00", datetime(2026, 11, 22, 11, tzinfo=UTC).timestamp()),
        (datetime(2026, 11, 22), datetime(2026, 11, 22, tzinfo=UTC).timestamp()),
        ("yesterday", None), ([], None),
    ],
)  # fmt: skip
def test_times_are_read_in_all_their_forms(given, expected):
    assert moment_of(given) == expected


@pytest.mark.parametrize("given", [None, "", "x", "inf", float("nan"), []])
def test_what_is_no_number_is_none(given):
    assert number_of(given) is None
