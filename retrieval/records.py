"""Lists of records in YAML files, and the checks that all kinds of them share, each with the error of its reader."""

from datetime import date
from enum import Enum
from pathlib import Path
from typing import Any, TypeVar

import yaml

from retrieval.errors import RetrievalError

_Member = TypeVar("_Member", bound=Enum)
_LOADER: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


def records_of(path: Path, failure: type[RetrievalError]) -> list[Any]:
    """Read the records of one YAML file, unchecked; raise `failure` where it is not readable or no list."""
    try:
        records = yaml.load(path.read_text(encoding="utf-8"), Loader=_LOADER)  # noqa: S506  a safe loader, in C
    except (OSError, yaml.YAMLError) as error:
        raise failure(f"{path.name}: not readable as YAML ({error}); restore the file") from error
    if not isinstance(records, list):
        raise failure(f"{path.name}: holds {type(records).__name__} instead of a list of records")
    return records


def day_of(value: object, failure: type[RetrievalError]) -> date:
    """Return a value that YAML read as a date; raise `failure` for anything else."""
    if type(value) is not date:
        raise failure(f"{value!r} is not a date; write it like 2026-11-22, without quotes")
    return value


def member_of(kind: type[_Member], value: object, failure: type[RetrievalError]) -> _Member:
    """Return the member of `kind` that has a value; raise `failure` naming those that there are."""
    try:
        return kind(value)
    except ValueError as error:
        known = ", ".join(str(member.value) for member in kind)
        raise failure(f"{value!r} is none of {known}") from error
