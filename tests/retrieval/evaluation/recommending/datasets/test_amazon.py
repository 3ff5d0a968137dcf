import gzip
import json

import pytest

from retrieval.errors import EvaluationError
from retrieval.evaluation.recommending.datasets.amazon import read_amazon

NEW = [
    {
        "rating": 5.0,
        "asin": "B00YQ6X8EO",
        "parent_asin": "B01PARENT0",
        "user_id": "AGKHLEW2SO",
        "timestamp": 1588687728923,
    },
    {
        "rating": 2.0,
        "asin": "B081TJ8YS3",
        "parent_asin": "B081TJ8YS3",
        "user_id": "AGKHLEW2SO",
        "timestamp": 1588615855070,
    },
]
META = [
    {
        "main_category": "All Beauty", "title": "泡沫洁面乳", "features": ["温和"], "description": ["敏感肌可用"],
        "price": 12.5, "store": "花", "categories": ["Beauty", "Face Wash"], "details": {}, "parent_asin": "B01PARENT0",
    },
    {"title": "Nobody's", "price": "—", "categories": [], "main_category": "Tools", "parent_asin": "B0NOBODY00"},
]  # fmt: skip


def lines(records):
    return "".join(json.dumps(record, ensure_ascii=False) + "\n" for record in records)


def triples(dataset):
    found = dataset.interactions
    return sorted(
        (found.user_ids[user], found.item_ids[item], rating, moment)
        for user, item, rating, moment in zip(found.users, found.items, found.ratings, found.moments, strict=True)
    )


def test_reviews_of_2023_are_read_with_metadata_of_what_was_reviewed(tmp_path):
    (tmp_path / "All_Beauty.jsonl").write_text(lines(NEW), encoding="utf-8")
    (tmp_path / "meta_All_Beauty.jsonl").write_text(lines(META), encoding="utf-8")
    found = read_amazon(tmp_path)
    assert triples(found) == [
        ("AGKHLEW2SO", "B01PARENT0", 5.0, 1588687728.923),
        ("AGKHLEW2SO", "B081TJ8YS3", 2.0, 1588615855.07),
    ]
    row = found.interactions.item_ids.index("B01PARENT0")
    assert found.facts.texts[row] == "泡沫洁面乳 温和 敏感肌可用"
    assert (found.facts.categories[row], found.facts.brands[row]) == ("Face Wash", "花")
    assert found.facts.price_bands[row] == 1
    assert found.notes == ("1 of 2 products have no metadata",)


def test_reviews_of_2018_are_read_packed(tmp_path):
    old = {"reviewerID": "A2SUAM1J3GNN3B", "asin": "0000013714", "overall": 5.0, "unixReviewTime": 1252800000}
    meta = {
        "asin": "0000013714",
        "title": "Hymns",
        "category": ["Books", "Music"],
        "brand": "Ray",
        "price": "$3.20 - $5",
    }
    for name, record in (("Books_5.json.gz", old), ("meta_Books.json.gz", meta)):
        with gzip.open(tmp_path / name, "wt", encoding="utf-8") as file:
            file.write(lines([record]))
    found = read_amazon(tmp_path)
    assert triples(found) == [("A2SUAM1J3GNN3B", "0000013714", 5.0, 1252800000.0)]
    assert (found.facts.categories, found.facts.brands) == (("Music",), ("Ray",))


def test_metadata_of_2014_are_python_literals(tmp_path):
    (tmp_path / "reviews_Books_5.json").write_text(
        lines([{"reviewerID": "A1", "asin": "0000013714", "overall": 4.0, "unixReviewTime": 1252800000}])
    )
    (tmp_path / "meta_Books.json").write_text(
        "{'asin': '0000013714', 'title': \"Hymns\", 'categories': [['Books'], ['Books', 'Songs']], 'price': 3.2}\n"
    )
    assert read_amazon(tmp_path).facts.categories == ("Songs",)


@pytest.mark.parametrize(
    "text",
    [
        "user_id,parent_asin,rating,timestamp\nAGKHLEW2SO,B081TJ8YS3,4.0,1588615855070\n",
        "B081TJ8YS3,AGKHLEW2SO,4.0,1588615855\n",
        "AGKHLEW2SO,B081TJ8YS3,4.0,1588615855\n",
    ],
)
def test_ratings_alone_are_read_in_the_order_of_each_year(tmp_path, text):
    (tmp_path / "ratings.csv").write_text(text)
    (user, item, rating, moment), *_ = triples(read_amazon(tmp_path / "ratings.csv"))
    assert (user, item, rating, int(moment)) == ("AGKHLEW2SO", "B081TJ8YS3", 4.0, 1588615855)


def test_lines_that_cannot_be_used_are_counted(tmp_path):
    bad = [{**NEW[0], "rating": 9}, {**NEW[0], "user_id": ""}, {**NEW[0], "timestamp": 9e13}, {"rating": 3}]
    (tmp_path / "All.jsonl").write_text(lines([NEW[0], *bad]) + "not json\n[1]\n")
    found = read_amazon(tmp_path)
    assert (len(found.interactions), found.n_rows) == (1, 7)
    assert found.rejects == {
        "rating outside the scale": 1,
        "missing id": 2,
        "time in the future": 1,
        "malformed review": 2,
    }


def test_folder_must_hold_one_file_of_reviews(tmp_path):
    with pytest.raises(EvaluationError, match="holds none"):
        read_amazon(tmp_path)
    for name in ("A.jsonl", "B.jsonl"):
        (tmp_path / name).write_text("")
    with pytest.raises(EvaluationError, match=r"A\.jsonl, B\.jsonl"):
        read_amazon(tmp_path)


def test_no_reviews_are_no_interactions(tmp_path):
    (tmp_path / "A.jsonl").write_text("")
    assert len(read_amazon(tmp_path).interactions) == 0
