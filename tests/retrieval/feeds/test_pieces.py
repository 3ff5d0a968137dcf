"""Readers of streams against plain ones: wherever the text is cut, the same rows come out."""

import csv
import json
from collections.abc import Callable, Iterator

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from retrieval.errors import CatalogError
from retrieval.feeds.json_items import json_items
from retrieval.feeds.lines import bounded_lines, json_lines
from retrieval.feeds.rows import BadRow, Row
from retrieval.feeds.tables import Table
from retrieval.feeds.xml_items import xml_items
from tests.retrieval.feeds.conftest import SAMPLES

LETTERS = st.text(st.sampled_from('ab"\\{}[],:\n 黑ก€<&>;'), max_size=12)
VALUES = st.recursive(
    st.none() | st.booleans() | st.integers(-5, 5) | LETTERS,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(LETTERS, inner, max_size=3),
    max_leaves=6,
)
OBJECTS = st.dictionaries(LETTERS, VALUES, max_size=4)


def pieces(text: str, n_letters: int) -> Iterator[str]:
    return (text[start : start + n_letters] for start in range(0, len(text), n_letters))


@settings(deadline=None, max_examples=60)
@given(st.lists(OBJECTS, max_size=5), st.integers(1, 40), st.sampled_from([None, 1]))
def test_items_of_an_array_are_those_that_json_reads(rows: list, n_letters: int, indent: int | None) -> None:
    text = json.dumps(rows, ensure_ascii=False, indent=indent)
    found = list(json_items(pieces(text, n_letters)))
    assert [row.record for row in found if isinstance(row, Row)] == rows
    assert len(found) == len(rows)


@settings(deadline=None, max_examples=40)
@given(st.lists(OBJECTS, max_size=4), OBJECTS, st.integers(1, 40))
def test_items_under_a_key_are_found_whatever_stands_around(rows: list, other: dict, n_letters: int) -> None:
    text = json.dumps({"z": other, "products": rows, "y": [other]}, ensure_ascii=False)
    found = list(json_items(pieces(text, n_letters), frozenset({"products"})))
    assert [row.record for row in found if isinstance(row, Row)] == rows


@settings(deadline=None, max_examples=40)
@given(st.lists(st.lists(LETTERS, min_size=3, max_size=3), max_size=4), st.integers(1, 40))
def test_cells_of_a_table_are_those_that_csv_wrote(rows: list[list[str]], n_letters: int) -> None:
    lines: list[str] = []

    class Out:
        def write(self, text: str) -> None:
            lines.append(text)

    writer = csv.writer(Out(), quoting=csv.QUOTE_ALL, lineterminator="\n")
    writer.writerow(["a", "b", "c"])
    writer.writerows(rows)
    found = [row.record for row in Table.open(pieces("".join(lines), n_letters), "x").rows if isinstance(row, Row)]
    assert found == [dict(zip("abc", row, strict=True)) for row in rows if any(row)]


READERS: dict[str, Callable[[Iterator[str]], Iterator[Row | BadRow]]] = {
    "google_de.xml": lambda text: xml_items(text, "x"),
    "google_zh.atom": lambda text: xml_items(text, "x"),
    "shopify_ar.json": lambda text: json_items(text, frozenset({"products"})),
    "group_de.jsonld": lambda text: json_items(text, frozenset({"itemListElement"})),
    "shopify_tr.csv": lambda text: Table.open(text, "x").rows,
    "google_th.tsv": lambda text: Table.open(text, "x").rows,
}


@pytest.mark.parametrize("n_letters", [1, 2, 3, 7, 64, 1000])
@pytest.mark.parametrize("name", READERS)
def test_where_a_feed_is_cut_into_pieces_makes_no_difference(name: str, n_letters: int) -> None:
    text = (SAMPLES / name).read_text(encoding="utf-8")
    assert list(READERS[name](pieces(text, n_letters))) == list(READERS[name](iter([text])))


@settings(deadline=None, max_examples=150)
@given(st.sampled_from(sorted(READERS)), st.integers(0, 4000), st.integers(0, 30), LETTERS, st.integers(1, 200))
def test_damage_anywhere_is_survived_and_told(name: str, start: int, n_lost: int, put: str, n_letters: int) -> None:
    """Some letters are replaced by others: at most the rows that they touch are lost, or the rest is said to be."""
    text = (SAMPLES / name).read_text(encoding="utf-8")
    damaged = text[:start] + put + text[start + n_lost :]
    try:
        found = list(READERS[name](pieces(damaged, n_letters)))
    except CatalogError:
        return
    n_lines = damaged.count("\n") + 1
    assert all(1 <= row.line <= n_lines for row in found)
    assert found


@settings(deadline=None, max_examples=60)
@given(st.lists(st.text(st.sampled_from("ab\u2028\u0085黑 "), max_size=5), max_size=6), st.integers(1, 9))
def test_lines_end_at_newlines_alone(lines: list[str], n_letters: int) -> None:
    found = [line for _, line in bounded_lines(pieces("\n".join(lines), n_letters))]
    assert found == (lines if lines and lines[-1] else lines[:-1])


def test_blank_lines_are_counted_but_not_given() -> None:
    assert [row.line for row in json_lines(iter(['\n{"a": 1}\n  \n', '{"b": 2}']))] == [2, 4]
