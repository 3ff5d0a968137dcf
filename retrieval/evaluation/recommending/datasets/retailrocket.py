"""The clicks of Retailrocket, as published on Kaggle in 2016 (retailrocket/ecommerce-dataset)."""

import csv
from collections import Counter
from collections.abc import Iterator, Mapping
from pathlib import Path

from retrieval.behaviour.cleaning import possible
from retrieval.behaviour.event_table import EventTable
from retrieval.behaviour.item_description import Description, item_facts
from retrieval.behaviour.observed import Observed, number_of, observed
from retrieval.behaviour.ratings import interactions_of
from retrieval.errors import EvaluationError
from retrieval.evaluation.recommending.datasets.dataset import Dataset, Progress, first_there, heard, opened

_CATEGORY, _PRICE = "categoryid", "790"
"""Properties that are read: the one that is not hashed, and the one that everybody takes for the price."""

_PROPERTIES = ("item_properties.csv", "item_properties_part1.csv", "item_properties_part2.csv")
_COLUMNS = ("timestamp", "visitorid", "event", "itemid")


def read_retailrocket(path: Path, progress: Progress = lambda _: None) -> Dataset:
    """Read a folder with `events.csv` and, where they are there, `item_properties…csv` and `category_tree.csv`.

    Views, carts and purchases become ratings as the shop's own events do (`preferences.ratings_of`). An item's category
    is its latest, its style the categories above that, its price its latest. Raises EvaluationError without events.
    """
    folder = path if path.is_dir() else path.parent
    events = first_there(folder, ("events.csv",)) if path.is_dir() else path
    if events is None or not events.is_file():
        raise EvaluationError(f"{path} holds no events.csv; name the folder of Retailrocket")
    rejects: Counter[str] = Counter()
    table = EventTable.of(heard(_events(events, rejects), "events", progress))
    n_rows = len(table) + sum(rejects.values())
    interactions = interactions_of(possible(table, rejects))
    parents = _parents(folder)
    latest = _latest_properties(folder, set(interactions.item_ids), progress)
    described = {
        item_id: Description(
            category=own.get(_CATEGORY, ""),
            style=" ".join(_above(own.get(_CATEGORY, ""), parents)),
            price=number_of(own.get(_PRICE, "").removeprefix("n")),
        )
        for item_id, own in latest.items()
    }
    facts = item_facts(interactions.item_ids, described)
    notes = (f"{n_rows - sum(rejects.values())} events made {len(interactions)} ratings",)
    return Dataset("retailrocket", interactions, facts, n_rows, dict(rejects), notes)


def _events(path: Path, rejects: Counter[str]) -> Iterator[Observed]:
    with opened(path) as lines:
        reader = csv.DictReader(lines)
        missing = [name for name in _COLUMNS if name not in (reader.fieldnames or ())]
        if missing:
            raise EvaluationError(f"{path} has the columns {reader.fieldnames}; it needs {', '.join(missing)} too")
        for number, row in enumerate(reader):
            record = {
                "user_id": row["visitorid"],
                "type": row["event"],
                "product_id": row["itemid"],
                "ts": row["timestamp"],
            }
            found = observed(record, str(number))
            if isinstance(found, Observed):
                yield found
            else:
                rejects[found] += 1


def _parents(folder: Path) -> dict[str, str]:
    """Return the category above each that has one."""
    path = first_there(folder, ("category_tree.csv",))
    if path is None:
        return {}
    with opened(path) as lines:
        return {row["categoryid"]: row["parentid"] for row in csv.DictReader(lines) if row.get("parentid")}


def _above(category: str, parents: Mapping[str, str]) -> list[str]:
    """Return the categories above one, the nearest first; a circle ends where it closes."""
    found: list[str] = []
    above = parents.get(category, "")
    while above and above not in found:
        found.append(above)
        above = parents.get(above, "")
    return found


def _latest_properties(folder: Path, wanted: set[str], progress: Progress) -> dict[str, dict[str, str]]:
    """Return the last value of each property that is read, by item."""
    latest: dict[str, dict[str, tuple[float, str]]] = {}
    for name in _PROPERTIES:
        path = first_there(folder, (name,))
        if path is None:
            continue
        with opened(path) as lines:
            for row in heard(csv.DictReader(lines), f"lines of {name}", progress):
                if row["property"] not in {_CATEGORY, _PRICE} or row["itemid"] not in wanted:
                    continue
                own = latest.setdefault(row["itemid"], {})
                moment = number_of(row["timestamp"]) or 0.0
                if row["property"] not in own or moment >= own[row["property"]][0]:
                    own[row["property"]] = moment, row["value"] or ""
    return {item_id: {name: value for name, (_, value) in own.items()} for item_id, own in latest.items()}
