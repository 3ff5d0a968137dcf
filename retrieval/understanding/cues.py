"""The words that say how something in a query is meant: negations, comparators, money, filler."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml

from retrieval.errors import CatalogError


@dataclass(frozen=True, slots=True)
class Cues:
    """The words of data/lexicon that say how something is meant, as in their files."""

    negation: Mapping[str, Mapping[str, Any]]
    fillers: Mapping[str, Sequence[str]]
    amounts: Mapping[str, Mapping[str, Any]]
    comparators: Mapping[str, Mapping[str, Mapping[str, Sequence[str]]]]
    currencies: Mapping[str, Mapping[str, Sequence[str]]]

    @classmethod
    def load(cls, data: Path) -> "Cues":
        """Read the files; raises CatalogError naming the one that cannot be read."""
        folder = data / "lexicon"
        return cls(
            negation=_read(folder / "negation.yml"),
            fillers=_read(folder / "fillers.yml"),
            amounts=_read(folder / "amounts.yml"),
            comparators=_read(folder / "comparators.yml"),
            currencies=_read(folder / "currencies.yml"),
        )


def _read(path: Path) -> Any:
    try:
        with path.open(encoding="utf-8") as file:
            return yaml.load(file, Loader=getattr(yaml, "CSafeLoader", yaml.SafeLoader))  # noqa: S506 safe loaders both
    except (OSError, yaml.YAMLError) as error:
        raise CatalogError(f"{path} cannot be read ({error}): restore it from the project.") from error
