"""Reading the data files of advice."""

from pathlib import Path
from typing import Any

import yaml

from retrieval.errors import CatalogError


def read_mapping(path: Path) -> dict[str, Any]:
    """Return the entries of a YAML file that holds a mapping, none for an empty one; raises CatalogError naming it."""
    try:
        with path.open(encoding="utf-8") as file:
            found = yaml.load(file, Loader=getattr(yaml, "CSafeLoader", yaml.SafeLoader))  # noqa: S506 safe both
    except (OSError, UnicodeDecodeError, yaml.YAMLError) as error:
        raise CatalogError(f"{path} cannot be read ({error}): restore it from the project.") from error
    if not isinstance(found, dict | None):
        raise CatalogError(f"{path} holds a {type(found).__name__}; it must hold names with their entries.")
    return {str(name): entry for name, entry in (found or {}).items()}
