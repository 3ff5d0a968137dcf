"""Reading the data files of advice."""

from pathlib import Path
from typing import Any

import yaml

from retrieval.errors import CatalogError


def read_yaml(path: Path) -> Any:
    """Return what a YAML file holds, {} for an empty one; raises CatalogError naming the file."""
    try:
        with path.open(encoding="utf-8") as file:
            return yaml.load(file, Loader=getattr(yaml, "CSafeLoader", yaml.SafeLoader)) or {}  # noqa: S506 safe both
    except (OSError, yaml.YAMLError) as error:
        raise CatalogError(f"{path} cannot be read ({error}): restore it from the project.") from error
