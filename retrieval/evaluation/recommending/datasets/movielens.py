"""MovieLens in each of the forms in which GroupLens has published it.

Harper and Konstan 2015, The MovieLens datasets: history and context, https://doi.org/10.1145/2827872.
"""

import csv
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

from retrieval.behaviour.age import age_band
from retrieval.behaviour.item_description import Description, item_facts
from retrieval.errors import EvaluationError
from retrieval.evaluation.recommending.datasets.dataset import Dataset, Intake, Progress, first_there, heard, opened
from retrieval.recommenders.interactions import Interactions

SCALE = (0.5, 5.0)
_UNKNOWN_GENRES = {"(no genres listed)", "unknown", ""}
_LATIN = "latin-1"
_COLUMNS = ("userId", "movieId", "rating", "timestamp")
_FIRST_GENRE = 5
"""The column of `u.item` from which on there is a flag for each genre."""


def read_movielens(path: Path, progress: Progress = lambda _: None) -> Dataset:
    """Read a folder of MovieLens: `ratings.csv`, `ratings.dat` (1M, 10M) or `u.data` (100K), and what lies beside it.

    A movie's genres, as words, are its style, and the rarest of them its category, as it says the most; its text is
    title and genres. Users of 100K and 1M have facts. Movies that nobody rated are items too. Raises EvaluationError
    where there are no ratings.
    """
    folder = path if path.is_dir() else path.parent
    ratings = first_there(folder, ("ratings.csv", "ratings.dat", "u.data")) if path.is_dir() else path
    if ratings is None or not ratings.is_file():
        raise EvaluationError(f"{path} holds none of ratings.csv, ratings.dat and u.data; name a folder of MovieLens")
    movies = dict(_movies(folder))
    intake = Intake(SCALE)
    interactions = Interactions.from_records(
        (
            record
            for cells in heard(_ratings(ratings), "ratings", progress)
            if (record := _checked(cells, intake)) is not None
        ),
        item_ids=tuple(movies),
        facts=dict(_users(folder)),
    )
    facts = item_facts(interactions.item_ids, _descriptions(movies))
    return Dataset("movielens", interactions, facts, intake.n_rows, dict(intake.rejects))


def _checked(cells: Sequence[str], intake: Intake) -> tuple[str, str, float, float] | None:
    if len(cells) != len(_COLUMNS):
        intake.n_rows += 1
        intake.refuse("malformed")
        return None
    return intake.record(cells[0].strip(), cells[1].strip(), cells[2], cells[3])


def _ratings(path: Path) -> Iterator[Sequence[str]]:
    """Yield user, movie, rating and time of each line."""
    with opened(path) as lines:
        if ".csv" not in path.name:
            separator = "\t" if path.name.startswith("u.data") else "::"
            yield from (line.rstrip("\r\n").split(separator) for line in lines if line.strip())
            return
        reader = csv.reader(lines)
        header = next(reader, [])
        missing = [name for name in _COLUMNS if name not in header]
        if missing:
            raise EvaluationError(f"{path} has the columns {header}; it needs {', '.join(missing)} too")
        places = [header.index(name) for name in _COLUMNS]
        yield from ([row[place] for place in places] if len(row) == len(header) else [] for row in reader)


def _movies(folder: Path) -> Iterator[tuple[str, tuple[str, tuple[str, ...]]]]:
    """Yield id, title and genres of each movie."""
    if (path := first_there(folder, ("movies.csv",))) is not None:
        with opened(path) as lines:
            for row in csv.DictReader(lines):
                yield row["movieId"].strip(), (row["title"] or "", _genres((row["genres"] or "").split("|")))
    elif (path := first_there(folder, ("movies.dat",))) is not None:
        with opened(path, _LATIN) as lines:
            for cells in (line.rstrip("\r\n").split("::") for line in lines if line.count("::") == 2):
                yield cells[0], (cells[1], _genres(cells[2].split("|")))
    elif (path := first_there(folder, ("u.item",))) is not None:
        with opened(path, _LATIN) as lines:
            names = _genre_names(folder)
            for cells in (line.rstrip("\r\n").split("|") for line in lines if "|" in line):
                flags = zip(names, cells[_FIRST_GENRE:], strict=False)
                yield cells[0], (cells[1], _genres([name for name, flag in flags if flag == "1"]))


def _genre_names(folder: Path) -> list[str]:
    path = first_there(folder, ("u.genre",))
    if path is None:
        return []
    with opened(path, _LATIN) as lines:
        return [line.split("|")[0].strip() for line in lines if "|" in line]


def _genres(names: Sequence[str]) -> tuple[str, ...]:
    return tuple("-".join(name.split()) for name in names if name.strip() not in _UNKNOWN_GENRES)


def _descriptions(movies: Mapping[str, tuple[str, tuple[str, ...]]]) -> dict[str, Description]:
    n_of = Counter(genre for _, genres in movies.values() for genre in genres)
    return {
        movie_id: Description(
            text=" ".join((title, *genres)),
            category=min(genres, key=lambda genre: (n_of[genre], genre), default=""),
            style=" ".join(genres),
        )
        for movie_id, (title, genres) in movies.items()
    }


def _users(folder: Path) -> Iterator[tuple[str, Mapping[str, str]]]:
    """Yield id and facts of each user; the region is the first digit of the American postal code."""
    if (path := first_there(folder, ("users.dat",))) is not None:
        order, separator = ("id", "gender", "age", "occupation", "postal"), "::"
    elif (path := first_there(folder, ("u.user",))) is not None:
        order, separator = ("id", "age", "gender", "occupation", "postal"), "|"
    else:
        return
    with opened(path, _LATIN) as lines:
        for line in lines:
            cells = dict(zip(order, line.rstrip("\r\n").split(separator), strict=False))
            if len(cells) == len(order):
                postal = cells["postal"].strip()[:1]
                facts = {
                    "age_band": age_band(cells["age"]),
                    "gender": cells["gender"].strip().lower(),
                    "region": postal if postal.isdigit() else "",
                    "occupation": cells["occupation"].strip(),
                }
                yield cells["id"], {name: fact for name, fact in facts.items() if fact}
