"""Amazon's reviews and metadata, in the forms of 2014, 2018 and 2023.

McAuley, Targett, Shi and van den Hengel 2015, Image-based recommendations on styles and substitutes,
https://doi.org/10.1145/2766462.2767755; Ni, Li and McAuley 2019, Justifying recommendations using distantly-labeled
reviews, https://doi.org/10.18653/v1/D19-1018; Hou et al. 2024, Bridging language and items for retrieval and
recommendation, https://arxiv.org/abs/2403.03952.
"""

import ast
import csv
import json
import re
from collections.abc import Iterator, Mapping, Sequence
from itertools import chain
from pathlib import Path
from typing import Any

from retrieval.behaviour.item_description import Description, item_facts
from retrieval.behaviour.observed import number_of
from retrieval.errors import EvaluationError
from retrieval.evaluation.recommending.datasets.dataset import Dataset, Intake, Progress, heard, opened
from retrieval.recommenders.interactions import Interactions

SCALE = (1.0, 5.0)
_ENDINGS = (".jsonl", ".json", ".csv")
_META = "meta_"
_ASIN = re.compile(r"(B[0-9A-Z]{9}|[0-9]{9}[0-9X])")
_N_LOOKED_AT = 20
"""Lines of a file without header that are looked at for which column holds the items."""

_LONGEST_TEXT = 2_000
"""Characters kept of a product's text; what follows is seldom about the product."""

Line = tuple[str, str, object, object]
"""User, item, rating and time."""


def read_amazon(path: Path, progress: Progress = lambda _: None) -> Dataset:
    """Read reviews (JSON lines, or ratings as CSV with or without header), and the metadata `meta_…` beside them.

    `path` is the file of reviews or the folder that holds one; any may be packed by gzip. Products are told apart by
    `parent_asin` where there is one. Of the metadata only reviewed products are kept, in the last of their categories.
    Raises EvaluationError where there are no reviews or several files of them.
    """
    reviews = _reviews_file(path)
    intake = Intake(SCALE)
    lines = _ratings(reviews) if ".csv" in reviews.name else _reviews(reviews, intake)
    interactions = Interactions.from_records(
        record for line in heard(lines, "reviews", progress) if (record := intake.record(*line)) is not None
    )
    described: dict[str, Description] = {}
    wanted = set(interactions.item_ids)
    for meta in _meta_files(reviews):
        progress(f"  reading {meta.name}")
        described |= {item_id: one for item_id, one in _described(meta, intake) if item_id in wanted}
    notes = (f"{len(wanted) - len(described)} of {len(wanted)} products have no metadata",) if wanted else ()
    facts = item_facts(interactions.item_ids, described)
    return Dataset("amazon", interactions, facts, intake.n_rows, dict(intake.rejects), notes)


def _reviews_file(path: Path) -> Path:
    if path.is_file():
        return path
    found = sorted(
        file
        for file in (path.iterdir() if path.is_dir() else ())
        if not file.name.startswith(_META) and file.name.removesuffix(".gz").endswith(_ENDINGS)
    )
    if len(found) != 1:
        names = ", ".join(file.name for file in found) or "none"
        raise EvaluationError(f"{path} must hold one file of reviews and holds {names}; name the file itself")
    return found[0]


def _meta_files(reviews: Path) -> list[Path]:
    """Return the metadata that belongs to the reviews, else all that lies beside them."""
    found = sorted(reviews.parent.glob(f"{_META}*"))
    stem = re.sub(r"^(reviews_|ratings_)|(_5)?\.(jsonl?|csv)(\.gz)?$", "", reviews.name)
    return [file for file in found if file.name.removeprefix(_META).split(".")[0] == stem] or found


def _records(path: Path, intake: Intake, what: str) -> Iterator[Mapping[str, Any]]:
    """Yield the objects of a file, one a line: JSON, or Python literals as in 2014; others are counted."""
    with opened(path) as lines:
        for line in lines:
            if not line.strip():
                continue
            try:
                record = json.loads(line)
            except ValueError:
                record = _literal(line)
            if isinstance(record, dict):
                yield record
            else:
                intake.n_rows += 1
                intake.refuse(f"malformed {what}")


def _literal(line: str) -> object:
    try:
        return ast.literal_eval(line.strip())
    except (ValueError, SyntaxError, MemoryError, RecursionError):
        return None


def _reviews(path: Path, intake: Intake) -> Iterator[Line]:
    for record in _records(path, intake, "review"):
        user_id = record.get("user_id") or record.get("reviewerID") or ""
        item_id = record.get("parent_asin") or record.get("asin") or ""
        rating = record.get("rating", record.get("overall"))
        yield str(user_id), str(item_id), rating, record.get("timestamp", record.get("unixReviewTime"))


def _ratings(path: Path) -> Iterator[Line]:
    """Yield the lines of a CSV file: with a header those of 2023, without one user first in 2014 and item in 2018."""
    with opened(path) as lines:
        reader = csv.reader(lines)
        first = [row for row, _ in zip(reader, range(_N_LOOKED_AT), strict=False)]
        if first and "rating" in first[0]:
            header = first.pop(0)
            names = ("user_id", "parent_asin" if "parent_asin" in header else "asin", "rating", "timestamp")
            missing = [name for name in names if name not in header]
            if missing:
                raise EvaluationError(f"{path} has the columns {header}; it needs {', '.join(missing)} too")
            places = [header.index(name) for name in names]
        else:
            places = [1, 0, 2, 3] if _has_items_first(first) else [0, 1, 2, 3]
        for row in chain(first, reader):
            cells = [row[place] if place < len(row) else "" for place in places]
            yield cells[0], cells[1], cells[2], cells[3]


def _has_items_first(rows: Sequence[Sequence[str]]) -> bool:
    n_first, n_second = (
        sum(len(row) > place and bool(_ASIN.fullmatch(row[place])) for row in rows) for place in (0, 1)
    )
    return n_first > n_second


def _described(path: Path, intake: Intake) -> Iterator[tuple[str, Description]]:
    for record in _records(path, intake, "metadata"):
        item_id = str(record.get("parent_asin") or record.get("asin") or "")
        details = record.get("details")
        brand = (
            record.get("brand") or record.get("store") or (details.get("Brand") if isinstance(details, dict) else "")
        )
        texts = [record.get("title"), *_words(record.get("features") or record.get("feature"))]
        texts += _words(record.get("description"))
        categories = _words(record.get("categories") or record.get("category")) or _words(record.get("main_category"))
        yield (
            item_id,
            Description(
                text=" ".join(str(text) for text in texts if text)[:_LONGEST_TEXT],
                category=categories[-1] if categories else "",
                brand=str(brand or "").strip(),
                price=_price(record.get("price")),
            ),
        )


def _words(value: object) -> list[str]:
    """Return the texts of a value: one text, a list, or a list of lists, of which the last counts."""
    if isinstance(value, list):
        if value and isinstance(value[-1], list):
            return _words(value[-1])
        return [str(one).strip() for one in value if str(one).strip()]
    return [value.strip()] if isinstance(value, str) and value.strip() else []


def _price(value: object) -> float | None:
    """Return a price, the lower one of a range such as `$3.20 - $5`; None where there is none."""
    if isinstance(value, int | float):
        return number_of(value)
    found = re.search(r"\d[\d,]*(?:\.\d+)?", value) if isinstance(value, str) else None
    return float(found.group().replace(",", "")) if found else None
