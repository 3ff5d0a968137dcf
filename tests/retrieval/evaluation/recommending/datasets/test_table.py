import numpy as np
import pytest

from retrieval.errors import EvaluationError, StoreError
from retrieval.evaluation.recommending.datasets.table import read_table


def file(tmp_path, text, name="ratings.csv"):
    path = tmp_path / name
    path.write_text(text, encoding="utf-8")
    return path


def ratings(dataset):
    found = dataset.interactions
    return {
        (found.user_ids[user], found.item_ids[item]): rating
        for user, item, rating in zip(found.users, found.items, found.ratings.tolist(), strict=True)
    }


@pytest.mark.parametrize(
    "text",
    [
        "user,item,rating\nアン,コップ,4\nbob,jug,2\n",
        "\ufeffUserId;ItemId;Stars;other\nアン;コップ;4;x\nbob;jug;2;y\n",
        "customer_id\tsku\tscore\nアン\tコップ\t4\nbob\tjug\t2\n",
    ],
)
def test_columns_are_found_by_what_people_call_them(tmp_path, text):
    assert ratings(read_table(file(tmp_path, text))) == {("アン", "コップ"): 4.0, ("bob", "jug"): 2.0}


def test_json_lines_are_read(tmp_path):
    text = '{"user_id": 1, "item_id": 2.0, "rating": 4}\n{"user": "b", "sku": "c", "stars": "3"}\n'
    assert ratings(read_table(file(tmp_path, text, "a.jsonl"))) == {("1", "2"): 4.0, ("b", "c"): 3.0}


def test_parquet_is_read_like_csv(tmp_path):
    pa, pq = pytest.importorskip("pyarrow"), pytest.importorskip("pyarrow.parquet")
    table = pa.table({"user": ["a", None], "item": [7, 8], "rating": [4.0, 5.0], "ts": [1.5e9, 1.5e9]})
    pq.write_table(table, tmp_path / "ratings.parquet")
    found = read_table(tmp_path)
    assert ratings(found) == {("a", "7"): 4.0}
    assert found.rejects == {"missing id": 1}


def test_file_that_is_no_parquet_is_refused(tmp_path):
    pytest.importorskip("pyarrow")
    with pytest.raises(StoreError, match="no Parquet file"):
        read_table(file(tmp_path, "user,item\n", "ratings.parquet"))


def test_ratings_of_another_scale_become_one_to_five(tmp_path):
    text = "user,item,rating\na,x,0\na,y,50\na,z,100\na,w,101\n"
    found = read_table(file(tmp_path, text), scale=(0.0, 100.0))
    assert ratings(found) == {("a", "x"): 1.0, ("a", "y"): 3.0, ("a", "z"): 5.0}
    assert found.rejects == {"rating outside the scale": 1}


@pytest.mark.parametrize("scale", [(5.0, 1.0), (1.0, 1.0), (float("nan"), 5.0)])
def test_scale_that_is_none_is_refused(tmp_path, scale):
    with pytest.raises(EvaluationError, match="lowest and its highest"):
        read_table(file(tmp_path, "user,item\na,b\n"), scale)


def test_choices_without_ratings_are_likes(tmp_path):
    found = read_table(file(tmp_path, "user,item,timestamp\na,x,2026-01-02T03:04:05\na,x,2026-01-03\n"))
    assert ratings(found) == {("a", "x"): 5.0}
    assert found.notes == ("no ratings: each row counts as liked",)


def test_events_become_ratings(tmp_path):
    rows = ("a,x,click,,10", "a,x,purchase,,1767225600", "a,y,rate,2,1767225600", "a,z,view,,1767225600")
    text = "\n".join(("user,item,type,rating,ts", *rows))
    found = read_table(file(tmp_path, text))
    assert ratings(found) == {("a", "x"): 5.0, ("a", "y"): 2.0, ("a", "z"): 3.0}
    assert found.rejects == {"time before 2000": 1}


def test_rating_event_outside_the_scale_is_left_out(tmp_path):
    found = read_table(file(tmp_path, "user,item,type,value\na,x,rate,7\na,x,rate,nan\na,x,rate,\n"))
    assert len(found.interactions) == 0
    assert found.rejects == {"rating outside 1 to 5": 2, "value is no number": 1}


def test_items_beside_are_described(tmp_path):
    file(tmp_path, "user,item,rating\na,x,5\na,y,4\n", "interactions.csv")
    file(tmp_path, "item,title,description,category,brand,price\nx,茶碗,青い,mug,Kim,12.5\nunknown,,,,,\n", "items.csv")
    found = read_table(tmp_path)
    assert found.facts.texts == ("茶碗 青い", "")
    assert (found.facts.categories, found.facts.brands) == (("mug", ""), ("Kim", ""))
    assert found.facts.price_bands.tolist() == [1, -1]


def test_rows_of_another_length_are_counted(tmp_path):
    found = read_table(file(tmp_path, "user,item,rating\na,x\n\na,x,5,6\na,x,3\n"))
    assert (found.rejects, found.n_rows) == ({"malformed": 2}, 3)


def test_no_rows_are_no_interactions(tmp_path):
    found = read_table(file(tmp_path, "user,item,rating\n"))
    assert (len(found.interactions), found.interactions.n_items) == (0, 0)


def test_user_who_rates_all_alike_is_kept(tmp_path):
    found = read_table(file(tmp_path, "user,item,rating\na,x,3\na,y,3\n"))
    assert np.ptp(found.interactions.ratings) == 0


def test_missing_column_is_named(tmp_path):
    with pytest.raises(EvaluationError, match="no column that could be product_id"):
        read_table(file(tmp_path, "user,thing\na,b\n"))


def test_absent_file_is_refused(tmp_path):
    with pytest.raises(EvaluationError, match="name a file"):
        read_table(tmp_path / "nothing.csv")


def test_file_in_another_encoding_is_refused(tmp_path):
    path = tmp_path / "a.csv"
    path.write_bytes("user,item\nJosé,x\n".encode("latin-1"))
    with pytest.raises(StoreError, match="UTF-8"):
        read_table(path)
