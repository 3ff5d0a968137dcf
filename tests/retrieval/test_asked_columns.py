"""Looking up columns of long lists: what is remembered is never older than what is known."""

from retrieval.asked_columns import AskedColumns


def test_same_list_is_looked_up_once_and_another_one_anew() -> None:
    asked = AskedColumns({"茶": 0, "شاي": 1, "ชา": 2, "çay": 3})
    first = asked.of(["çay", "tea", "茶"])
    assert first.tolist() == [3, -1, 0]
    assert asked.of(["çay", "tea", "茶"]) is first
    assert asked.of(["çay", "tea"]).tolist() == [3, -1]
    assert asked.of([]).tolist() == []


def test_product_that_became_known_is_found() -> None:
    known = {"cup": 0}
    asked = AskedColumns(known)
    assert asked.of(["pot", "cup"]).tolist() == [-1, 0]
    known["pot"] = 1
    assert asked.of(["pot", "cup"]).tolist() == [1, 0]


def test_list_changed_by_whoever_gave_it_is_looked_up_again() -> None:
    asked, ids = AskedColumns({"cup": 0, "pot": 1}), ["cup"]
    assert asked.of(ids).tolist() == [0]
    ids[0] = "pot"
    assert asked.of(ids).tolist() == [1]
    ids.append("cup")
    assert asked.of(ids).tolist() == [1, 0]
