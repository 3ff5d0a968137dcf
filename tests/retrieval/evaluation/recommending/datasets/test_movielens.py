from pathlib import Path

import numpy as np
import pytest

from retrieval.errors import EvaluationError
from retrieval.evaluation.recommending.datasets.movielens import read_movielens

RATINGS = "userId,movieId,rating,timestamp\n1,31,2.5,1260759144\n1,7,4.0,1260759179\n2,31,5.0,1260759200\n"
MOVIES = """movieId,title,genres
7,"Sabrina, again (1995)",Comedy|Romance
31,Dangerous Minds (1995),Drama
99,Çöl (2001),Comedy
"""


def folder(tmp_path: Path, **files: str) -> Path:
    for name, text in files.items():
        (tmp_path / name.replace("_", ".")).write_bytes(
            text.encode("latin-1" if name.endswith(("dat", "item")) else "utf-8")
        )
    return tmp_path


def triples(dataset):
    found = dataset.interactions
    return sorted(
        (found.user_ids[user], found.item_ids[item], rating, moment)
        for user, item, rating, moment in zip(found.users, found.items, found.ratings, found.moments, strict=True)
    )


WANTED = [
    ("1", "31", 2.5, 1260759144.0),
    ("1", "7", 4.0, 1260759179.0),
    ("2", "31", 5.0, 1260759200.0),
]


def test_tables_of_today_are_read(tmp_path):
    found = read_movielens(folder(tmp_path, ratings_csv=RATINGS, movies_csv=MOVIES))
    assert triples(found) == WANTED
    assert found.interactions.item_ids == ("7", "31", "99")
    assert found.facts.item_ids == found.interactions.item_ids
    assert found.facts.texts[0] == "Sabrina, again (1995) Comedy Romance"
    assert found.facts.styles[0] == "Comedy Romance"
    assert (found.n_rows, found.rejects) == (3, {})


def test_category_is_the_rarest_genre(tmp_path):
    found = read_movielens(folder(tmp_path, ratings_csv=RATINGS, movies_csv=MOVIES))
    assert found.facts.categories == ("Romance", "Drama", "Comedy")


def test_one_million_form_is_read_with_its_users(tmp_path):
    found = read_movielens(
        folder(
            tmp_path,
            ratings_dat="1::31::3::1260759144\n1::7::4::1260759179\n",
            movies_dat="7::Les Misérables (1995)::Drama|Musical\n31::Dangerous Minds (1995)::Drama\n",
            users_dat="1::F::1::10::48067\n",
        )
    )
    assert triples(found) == [("1", "31", 3.0, 1260759144.0), ("1", "7", 4.0, 1260759179.0)]
    assert found.facts.texts[0] == "Les Misérables (1995) Drama Musical"
    assert found.interactions.facts == {"1": {"age_band": "under-18", "gender": "f", "region": "4", "occupation": "10"}}


def test_hundred_thousand_form_is_read_with_its_users(tmp_path):
    flags = "|".join(["0", "1", "0"])
    (tmp_path / "u.data").write_text("196\t242\t3\t881250949\n")
    (tmp_path / "u.item").write_text(f"242|Kolya (1996)|24-Jan-1997||http://imdb|{flags}\n")
    (tmp_path / "u.genre").write_text("unknown|0\nFilm Noir|1\nWar|2\n")
    (tmp_path / "u.user").write_text("196|49|M|writer|T8H1N\n")
    found = read_movielens(tmp_path)
    assert triples(found) == [("196", "242", 3.0, 881250949.0)]
    assert found.facts.categories == ("Film-Noir",)
    assert found.interactions.facts["196"] == {"age_band": "45-54", "gender": "m", "occupation": "writer"}


def test_file_of_ratings_may_be_named_itself(tmp_path):
    assert triples(read_movielens(folder(tmp_path, ratings_csv=RATINGS) / "ratings.csv")) == WANTED


@pytest.mark.parametrize(
    ("line", "reason"),
    [
        ("1,31", "malformed"),
        (",31,4,1260759144", "missing id"),
        ("1,,4,1260759144", "missing id"),
        ("1,31,good,1260759144", "rating is no number"),
        ("1,31,nan,1260759144", "rating is no number"),
        ("1,31,5.5,1260759144", "rating outside the scale"),
        ("1,31,0,1260759144", "rating outside the scale"),
        ("1,31,4,soon", "unreadable time"),
        ("1,31,4,-5", "unreadable time"),
        ("1,31,4,99999999999", "time in the future"),
    ],
)
def test_line_that_cannot_be_used_is_left_out_and_counted(tmp_path, line, reason):
    found = read_movielens(folder(tmp_path, ratings_csv=f"{RATINGS}{line}\n", movies_csv=MOVIES))
    assert triples(found) == WANTED
    assert (found.n_rows, found.rejects) == (4, {reason: 1})


def test_header_alone_is_no_interaction(tmp_path):
    found = read_movielens(folder(tmp_path, ratings_csv=RATINGS.splitlines()[0], movies_csv=MOVIES))
    assert len(found.interactions) == 0
    assert found.interactions.n_items == 3


def test_folder_without_ratings_is_refused(tmp_path):
    with pytest.raises(EvaluationError, match=r"none of ratings\.csv"):
        read_movielens(tmp_path)


def test_missing_column_is_named(tmp_path):
    with pytest.raises(EvaluationError, match="it needs timestamp too"):
        read_movielens(folder(tmp_path, ratings_csv="userId,movieId,rating\n1,2,3\n"))


def test_real_data_are_read_whole(shared_data):
    found = read_movielens(shared_data / "movielens-latest-small")
    assert (len(found.interactions), found.interactions.n_users, found.interactions.n_items) == (100_004, 671, 9_125)
    assert found.n_rejected == 0
    assert np.unique(found.interactions.ratings).tolist() == [half / 2 for half in range(1, 11)]
