"""Taking a published nomenclature into the cache folder."""

import csv
import json
import os
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from retrieval.errors import CatalogError
from retrieval.feeds import Reject
from retrieval.tariff.nomenclature import (
    CHAPTER,
    FORMAT_VERSION,
    HEADING,
    NOMENCLATURE_FILE,
    SUBHEADING,
    Nomenclature,
)

_CODE, _TEXT = "hscode", "description"
_LEAST_HEADINGS = 1000
"""The Harmonized System has over 1,200 headings; a file with fewer is not the whole of it and can refute no code."""


@dataclass(frozen=True, slots=True)
class NomenclatureRead:
    """What a file gave, and the rows that are of no use."""

    nomenclature: Nomenclature
    rejects: tuple[Reject, ...]


def read_nomenclature(path: Path) -> NomenclatureRead:
    """Read a table of codes and texts: CSV in UTF-8 with the columns `hscode` and `description`.

    Rows with two, four or six digits count, other columns are not read. Raises CatalogError where the columns are
    missing, the file cannot be read, or it does not hold the whole Harmonized System.
    """
    texts: dict[str, str] = {}
    rejects: list[Reject] = []
    try:
        for line, code, text in _rows(path):
            digits = code.replace(".", "").strip()
            if not (digits.isascii() and digits.isdigit()) or len(digits) not in {CHAPTER, HEADING, SUBHEADING}:
                rejects.append(Reject(path.name, line, f"{code!r} has not two, four or six digits"))
            elif digits in texts:
                rejects.append(Reject(path.name, line, f"the code {digits} is there twice"))
            elif not text.strip():
                rejects.append(Reject(path.name, line, f"the code {digits} has no text"))
            else:
                texts[digits] = " ".join(text.split())
    except (OSError, UnicodeDecodeError, csv.Error) as error:
        raise CatalogError(f"{path} cannot be read ({error}): give the table as CSV in UTF-8.") from error
    found = Nomenclature(texts, is_whole=True, source=path.name)
    if len(found.headings) < _LEAST_HEADINGS:
        raise CatalogError(
            f"{path} holds {len(found.headings)} headings of four digits, but the Harmonized System has over 1,200: "
            "give the whole table, headings included, as codes are told to exist or not by it."
        )
    return NomenclatureRead(found, tuple(rejects))


def save_nomenclature(nomenclature: Nomenclature, cache: Path) -> Path:
    """Keep a nomenclature in the cache folder in place of a former one, in one step, and return its file."""
    path = cache / NOMENCLATURE_FILE
    cache.mkdir(parents=True, exist_ok=True)
    unfinished = path.with_suffix(f".{os.getpid()}.tmp")
    record = {"format": FORMAT_VERSION, "source": nomenclature.source, "texts": dict(nomenclature.texts)}
    unfinished.write_text(json.dumps(record, ensure_ascii=False, indent=0), encoding="utf-8")
    unfinished.replace(path)
    return path


def _rows(path: Path) -> Iterator[tuple[int, str, str]]:
    with path.open(encoding="utf-8-sig", newline="") as file:
        reader = csv.DictReader(file)
        missing = {_CODE, _TEXT} - set(reader.fieldnames or ())
        if missing:
            raise CatalogError(f"{path} has no column {' and '.join(sorted(missing))}; found {reader.fieldnames}.")
        for row in reader:
            yield reader.line_num, row[_CODE] or "", row[_TEXT] or ""
