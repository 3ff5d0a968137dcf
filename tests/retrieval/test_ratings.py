"""Ratings: numbering, duplicates and reading a file."""

from pathlib import Path

import numpy as np
import pytest

from retrieval.errors import StoreError
from retrieval.ratings import Ratings, read_ratings


def test_triples_come_back_in_order_of_arrival() -> None:
    triples = [("b", "y", 1.0), ("a", "x", 2.5), ("b", "x", 3.0), ("c", "z", 0.0)]
    ratings = Ratings.from_triples(triples)
    assert list(ratings.triples()) == triples
    assert ratings.user_ids == ("b", "a", "c")
    assert ratings.item_ids == ("y", "x", "z")
    assert ratings.n_ratings == ratings.matrix.nnz == 4


def test_last_rating_of_a_pair_counts_and_stands_at_its_place() -> None:
    ratings = Ratings.from_triples([("a", "x", 1.0), ("b", "x", 2.0), ("a", "x", 5.0)])
    assert list(ratings.triples()) == [("b", "x", 2.0), ("a", "x", 5.0)]


def test_no_triples_give_an_empty_matrix() -> None:
    ratings = Ratings.from_triples([])
    assert ratings.matrix.shape == (0, 0)
    assert list(ratings.triples()) == []


@pytest.mark.parametrize("value", [float("nan"), float("inf")])
def test_rating_that_is_no_finite_number_is_refused(value: float) -> None:
    with pytest.raises(StoreError, match="give a finite number"):
        Ratings.from_triples([("a", "x", value)])


def test_matrix_agrees_with_a_dense_one() -> None:
    random = np.random.default_rng(3)
    dense = np.zeros((7, 11))
    triples = []
    for place in random.permutation(77)[:40]:
        user, item = divmod(int(place), 11)
        dense[user, item] = random.integers(1, 6)
        triples.append((f"u{user}", f"i{item}", float(dense[user, item])))
    ratings = Ratings.from_triples(triples)
    rows = [int(user_id[1:]) for user_id in ratings.user_ids]
    columns = [int(item_id[1:]) for item_id in ratings.item_ids]
    assert np.array_equal(ratings.matrix.toarray(), dense[np.ix_(rows, columns)])
    assert ratings.matrix.has_sorted_indices


def written(folder: Path, text: str) -> Path:
    path = folder / "ratings.csv"
    path.write_text(text, encoding="utf-8")
    return path


def test_file_is_read_and_each_reject_is_counted_by_reason(tmp_path: Path) -> None:
    path = written(
        tmp_path,
        "userId,movieId,rating,timestamp\n"
        "1,10,4.0,100\n"
        "1,11\n"
        "1,12,4.0,100,extra\n"
        ",10,4.0,100\n"
        "2,10,good,100\n"
        "2,10,nan,100\n"
        "2,10,5.5,100\n"
        "2,10,3.0,soon\n"
        "2,11,3.0,\n",
    )
    read = read_ratings(path)
    assert list(read.ratings.triples()) == [("1", "10", 4.0), ("2", "11", 3.0)]
    assert read.n_rows == 9
    assert read.rejects == {
        "malformed": 2,
        "missing id": 1,
        "not a number": 2,
        "outside the scale": 1,
        "bad timestamp": 1,
    }
    assert read.n_rejected == 7


def test_latest_timestamp_of_a_pair_counts_whatever_the_order_of_lines(tmp_path: Path) -> None:
    path = written(tmp_path, "userId,movieId,rating,timestamp\n1,10,4,200\n1,10,2,100\n1,10,3,200\n")
    assert list(read_ratings(path).ratings.triples()) == [("1", "10", 3.0)]


def test_timestamp_and_order_of_columns_are_free(tmp_path: Path) -> None:
    path = written(tmp_path, "\ufeffrating,userId,movieId\n2.5,1,10\n")
    assert list(read_ratings(path).ratings.triples()) == [("1", "10", 2.5)]


def test_file_without_a_column_is_refused(tmp_path: Path) -> None:
    with pytest.raises(StoreError, match="it needs movieId too"):
        read_ratings(written(tmp_path, "userId,rating\n1,3\n"))


def test_empty_file_is_refused(tmp_path: Path) -> None:
    with pytest.raises(StoreError, match="userId, movieId, rating"):
        read_ratings(written(tmp_path, ""))


def test_absent_file_is_refused(tmp_path: Path) -> None:
    with pytest.raises(StoreError, match="No such file"):
        read_ratings(tmp_path / "none.csv")


def test_file_that_is_not_utf8_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "ratings.csv"
    path.write_bytes(b"userId,movieId,rating\n\xff\xfe,1,2\n")
    with pytest.raises(StoreError, match="not a CSV file in UTF-8"):
        read_ratings(path)
