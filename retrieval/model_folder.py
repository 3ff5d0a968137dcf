"""A folder with a built model: written once, in one step, and again where it is missing, older or broken."""

import json
import shutil
import tempfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

from retrieval.errors import EncoderError
from retrieval.manifest import locked

MANIFEST_NAME = "built.json"


def ensure_model(folder: Path, source: str, write: Callable[[Path], None]) -> Path:
    """Return `folder`, holding the model that `write` makes from `source`, a text that names package and version.

    What is there already counts if its manifest names this source and its files have the sizes noted. Otherwise the
    model is written beside it and takes its place; a process killed meanwhile leaves only a hidden folder, which the
    next build removes. Two processes do not build at once. Raises EncoderError where the folder cannot be written.
    """
    if _is_whole(folder, source):
        return folder
    try:
        folder.parent.mkdir(parents=True, exist_ok=True)
        with locked(folder.parent / f".{folder.name}.lock"):
            if not _is_whole(folder, source):
                _build(folder, source, write)
    except OSError as error:
        raise EncoderError(
            f"The model {folder.name} cannot be built in {folder.parent} ({error}): name a cache folder that can be "
            "written and has 600 MB to spare."
        ) from error
    return folder


def _build(folder: Path, source: str, write: Callable[[Path], None]) -> None:
    prefix = f".{folder.name}."
    for left_over in folder.parent.glob(f"{prefix}*.tmp"):
        shutil.rmtree(left_over)
    built = Path(tempfile.mkdtemp(prefix=prefix, suffix=".tmp", dir=folder.parent))
    write(built)
    manifest = {"source": source, "files": _sizes(built)}
    (built / MANIFEST_NAME).write_text(json.dumps(manifest, indent=2) + "\n", encoding="utf-8")
    built.chmod(0o755)
    if folder.exists():
        folder.rename(Path(tempfile.mkdtemp(prefix=prefix, suffix=".tmp", dir=folder.parent)) / "replaced")
    built.rename(folder)
    for replaced in folder.parent.glob(f"{prefix}*.tmp"):
        shutil.rmtree(replaced)


def _is_whole(folder: Path, source: str) -> bool:
    try:
        manifest: Any = json.loads((folder / MANIFEST_NAME).read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return False
    return isinstance(manifest, dict) and manifest == {"source": source, "files": _sizes(folder)}


def _sizes(folder: Path) -> dict[str, int]:
    """Return the size in bytes of each file of the model by its path in the folder."""
    files = (path for path in sorted(folder.rglob("*")) if path.is_file() and path != folder / MANIFEST_NAME)
    return {path.relative_to(folder).as_posix(): path.stat().st_size for path in files}
