"""Where in a row of a feed a value stands."""

import hashlib
from collections.abc import Iterator, Mapping
from typing import Any


def value_at(row: Mapping[str, Any], place: Any) -> Any:
    """Return what stands at a place of a row, None where there is nothing; data/mappings/README.md lists the places.

    >>> value_at({"path": ["Home", "Vases"]}, {"field": "path", "item": -1})
    'Vases'
    >>> value_at({"colours": "red, blue"}, {"field": "colours", "split": ","})
    ['red', 'blue']
    """
    if place is None:
        return None
    if isinstance(place, str):
        return row.get(place)
    if "constant" in place:
        return place["constant"]
    if "digest" in place:
        text = "\x1f".join(str(row.get(field, "")) for field in place["digest"])
        return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()[:12]
    if "item" in place:
        values = _parts(row, place) if "split" in place else row.get(place["field"])
        if not isinstance(values, list) or not values:
            return None
        return values[max(place["item"], -len(values))] if place["item"] < len(values) else values[-1]
    if "split" in place:
        return _parts(row, place)
    if "words" in place:
        value = row.get(place["field"])
        return place["words"].get(value) if isinstance(value, str | int | float) else None
    return {key: value_at(row, part) for key, part in place.items()}


def columns_of(place: Any) -> Iterator[str]:
    """Give the fields of a row that a place needs."""
    if isinstance(place, str):
        yield place
    elif isinstance(place, Mapping) and "digest" in place:
        yield from place["digest"]
    elif isinstance(place, Mapping) and "field" in place:
        yield place["field"]
    elif isinstance(place, Mapping) and "constant" not in place:
        for part in place.values():
            yield from columns_of(part)


def _parts(row: Mapping[str, Any], place: Mapping[str, Any]) -> list[str] | None:
    value = row.get(place["field"])
    if value is None:
        return None
    return [part.strip() for part in str(value).split(place["split"]) if part.strip()]
