"""Own data as a table: CSV, JSON lines or Parquet, with one row for each rating, choice or event."""

from collections import Counter
from collections.abc import Iterator
from pathlib import Path

from retrieval.behaviour.cleaning import possible
from retrieval.behaviour.event_table import EventTable
from retrieval.behaviour.item_description import Description, item_facts
from retrieval.behaviour.observed import Observed, number_of, observed
from retrieval.behaviour.ratings import interactions_of
from retrieval.behaviour.table_files import Row, columns_of, rows_of
from retrieval.errors import EvaluationError
from retrieval.evaluation.recommending.datasets.dataset import (
    Dataset,
    Intake,
    Progress,
    Scale,
    check_scale,
    heard,
)
from retrieval.recommenders.interactions import Interactions

SCALE: Scale = (0.5, 5.0)
_CHOSEN = 5.0
"""What a row says that names a user and an item and nothing else."""

_TABLES = ("interactions", "events", "ratings")
_ITEMS = ("items", "products")
_ENDINGS = (".csv", ".jsonl", ".parquet")


def read_table(path: Path, scale: Scale = SCALE, progress: Progress = lambda _: None) -> Dataset:
    """Read rows of user and item, and perhaps rating, time and type of event; see `table_files` for their names.

    With a type of event, what a user did with an item becomes one rating (`preferences.ratings_of`). With a rating and
    no type it is taken as it is, brought to 1..5 where `scale` is another one. With neither, each row says that the
    user likes the item. `path` is the file, or a folder with `interactions`, `events` or `ratings`; `items` or
    `products` beside it describe the items. Raises EvaluationError where a column or file is missing.
    """
    check_scale(scale)
    file = _first(path, _TABLES) if path.is_dir() else path
    if file is None or not file.is_file():
        raise EvaluationError(f"{path} holds no interactions, events or ratings as CSV, JSONL or Parquet; name a file")
    columns = columns_of(file)
    missing = [name for name in ("user_id", "product_id") if name not in columns]
    if missing:
        raise EvaluationError(f"{file} has no column that could be {' or '.join(missing)}; name one so")
    read = _read_events if "type" in columns else _read_ratings
    interactions, n_rows, rejects, notes = read(file, scale, "rating" in columns, progress)
    described = dict(_described(_first(file.parent, _ITEMS)))
    facts = item_facts(interactions.item_ids, described)
    return Dataset("csv", interactions, facts, n_rows, rejects, notes)


_Read = tuple[Interactions, int, dict[str, int], tuple[str, ...]]


def _read_ratings(path: Path, scale: Scale, has_rating: bool, progress: Progress) -> _Read:
    intake = Intake(scale)

    def records() -> Iterator[tuple[str, str, float, float]]:
        for row in heard(rows_of(path), "rows", progress):
            if row is None:
                intake.n_rows += 1
                intake.refuse("malformed")
                continue
            rating = row["rating"] if has_rating else _CHOSEN
            record = intake.record(_text(row, "user_id"), _text(row, "product_id"), rating, row.get("ts"))
            if record is not None:
                yield record

    interactions = Interactions.from_records(records())
    notes = () if has_rating else ("no ratings: each row counts as liked",)
    return interactions, intake.n_rows, dict(intake.rejects), notes


def _read_events(path: Path, scale: Scale, has_rating: bool, progress: Progress) -> _Read:  # noqa: ARG001 as above
    rejects: Counter[str] = Counter()

    def events() -> Iterator[Observed]:
        for number, row in enumerate(heard(rows_of(path), "events", progress)):
            found = "malformed" if row is None else observed(_with_rating(row), str(number))
            if isinstance(found, Observed):
                yield found
            else:
                rejects[found] += 1

    table = EventTable.of(events())
    n_rows = len(table) + sum(rejects.values())
    interactions = interactions_of(possible(table, rejects))
    notes = (f"{n_rows - sum(rejects.values())} events made {len(interactions)} ratings",)
    return interactions, n_rows, dict(rejects), notes


def _with_rating(row: Row) -> Row:
    """Return a row whose value is the rating where it has one of its own column."""
    return {**row, "value": row["rating"]} if row.get("rating") and not row.get("value") else row


def _described(path: Path | None) -> Iterator[tuple[str, Description]]:
    for row in rows_of(path) if path is not None else ():
        if row is not None:
            yield (
                _text(row, "product_id"),
                Description(
                    text=" ".join(text for text in (_text(row, "title"), _text(row, "description")) if text),
                    category=_text(row, "category"),
                    brand=_text(row, "brand"),
                    style=_text(row, "style"),
                    price=number_of(row.get("price")),
                ),
            )


def _text(row: Row, name: str) -> str:
    value = row.get(name)
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    return "" if value is None else str(value).strip()


def _first(folder: Path, stems: tuple[str, ...]) -> Path | None:
    paths = (folder / (stem + ending) for stem in stems for ending in _ENDINGS)
    return next((path for path in paths if path.is_file()), None)
