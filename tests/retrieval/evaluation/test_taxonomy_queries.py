from pathlib import Path

import pytest

from retrieval.errors import CatalogError
from retrieval.evaluation.taxonomy_queries import COLUMNS, FILE_NAME, read_taxonomy_task


def table(folder: Path, rows: list[dict[str, str]]) -> Path:
    columns = ["id", "en", *COLUMNS.values()]
    lines = ["\t".join(columns), *("\t".join(row.get(column, "") for column in columns) for row in rows)]
    (folder / FILE_NAME).write_text("\n".join(lines) + "\n", encoding="utf-8")
    return folder


def test_name_asks_for_its_english_one(tmp_path):
    task = table(tmp_path, [{"id": "a", "en": "Teapots", "th": "กาน้ำชา"}, {"id": "b", "en": "Bowls", "tr": "Kâseler"}])
    catalogue, queries = read_taxonomy_task(task)
    assert [product.titles["en"] for product in catalogue] == ["Bowls", "Teapots"]
    found = {
        (query.language, query.text): [catalogue.get(one).titles["en"] for one in query.grades] for query in queries
    }
    assert found == {("th", "กาน้ำชา"): ["Teapots"], ("tr", "Kâseler"): ["Bowls"]}


def test_each_english_name_of_an_ambiguous_one_is_right(tmp_path):
    task = table(tmp_path, [{"id": "a", "en": "Caps", "de": "Mützen"}, {"id": "b", "en": "Hats", "de": "Mützen"}])
    _, queries = read_taxonomy_task(task)
    assert [len(query.grades) for query in queries] == [2]


def test_name_spelled_as_in_english_is_no_query(tmp_path):
    _, queries = read_taxonomy_task(table(tmp_path, [{"id": "a", "en": "Jeans", "de": "Jeans", "fr": "Jean"}]))
    assert [query.language for query in queries] == ["fr"]


def test_sample_is_the_same_each_time(tmp_path):
    task = table(tmp_path, [{"id": str(n), "en": f"Name {n}", "de": f"Wort {n}"} for n in range(50)])
    first, second = (read_taxonomy_task(task, 10)[1] for _ in range(2))
    assert first == second
    assert len(first) == 10


@pytest.mark.parametrize("text", ["", "id\ten\n1\tTeapots\n"])
def test_table_of_another_form_is_refused(tmp_path, text):
    (tmp_path / FILE_NAME).write_text(text)
    with pytest.raises(CatalogError, match="lacks the columns"):
        read_taxonomy_task(tmp_path)


def test_missing_table_is_named(tmp_path):
    with pytest.raises(CatalogError, match=r"names_wide\.tsv cannot be read"):
        read_taxonomy_task(tmp_path)


def test_names_to_learn_from_are_none_that_search_is_judged_by(tmp_path):
    task = table(tmp_path, [{"id": str(n), "en": f"Name {n}", "de": f"Wort {n}"} for n in range(50)])
    judged = {query.text for query in read_taxonomy_task(task, 10)[1]}
    _, queries = read_taxonomy_task(task, 10, 5)
    by_split = {split: {query.text for query in queries if query.split == split} for split in ("test", "dev")}
    assert by_split["test"] == judged
    assert len(by_split["dev"]) == 5
    assert not by_split["dev"] & judged
