"""Taking products into the catalogue: the former one serves until the new one and its indexes are whole."""

import shutil
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from actions.intake.building import UNFINISHED_LEXICON, export_lexicon
from actions.intake.rejects_file import RejectsFile
from actions.settings import Settings
from retrieval.catalogue import Catalogue
from retrieval.catalogue_change import Changes, write_changed
from retrieval.catalogue_index import remove_other_indexes, remove_unfinished_indexes
from retrieval.catalogue_writer import FILE_NAME, UNFINISHED, CatalogueWriter, put_in_force
from retrieval.errors import ArtifactError, CatalogError
from retrieval.feeds import Reject
from retrieval.lexicon import Lexicon
from retrieval.product import Merchant, Product

DEMO = "demo"
_STAGING = "importing"
_FEED, _WHOLE = "feed", "whole"
_SUFFIX = " (changed)"


@dataclass(frozen=True, slots=True)
class Intake:
    """A feed as it is read: what it is called, who sells its products, and its rows in order."""

    source: str
    merchants: Mapping[str, Merchant]
    rows: Iterator[Product | Reject]


@dataclass(frozen=True, slots=True)
class Imported:
    """What an import did: the catalogue in force now, the feed's products, and the changes where it was no new one."""

    catalogue: Catalogue
    n_products: int
    changes: Changes | None


def replace_catalogue(
    settings: Settings,
    lexicon: Lexicon,
    intake: Intake,
    rejects: RejectsFile,
    index: Callable[[Catalogue], None] | None,
) -> Imported:
    """Take the products of a feed instead of those there are.

    `index` builds the indexes of the new catalogue before it is put in force; with None that is left for later. Raises
    CatalogError where the feed gives no product or cannot be read to its end: nothing is changed then.
    """
    with _staging(settings.cache) as staging:
        feed = _write_feed(staging / _FEED, intake, rejects)
        _put_in_force(settings, lexicon, feed, staging / _FEED, index)
        return Imported(feed, len(feed), None)


def change_catalogue(
    settings: Settings,
    lexicon: Lexicon,
    intake: Intake | None,
    deleted_ids: Mapping[str, Reject],
    rejects: RejectsFile,
    index: Callable[[Catalogue], None] | None,
) -> Imported:
    """Have the products of a feed replace those of their id or join them, and take those of `deleted_ids` away.

    `deleted_ids` holds with each id the reject that is written where no product has it. Raises as `replace_catalogue`
    does, ArtifactError where there is no catalogue that could be changed; a feed alone may begin one.
    """
    with _staging(settings.cache) as staging:
        present = _present(settings.cache, intake)
        feed = _write_feed(staging / _FEED, intake, rejects) if intake else None
        source = _joined(present.source, intake.source if intake else None)
        changes = write_changed(staging / _WHOLE, present, feed, deleted_ids, source)
        for product_id in changes.unknown_ids:
            rejects.add(deleted_ids[product_id])
        changed = Catalogue.load(staging / _WHOLE)
        _put_in_force(settings, lexicon, changed, staging / _WHOLE, index)
        return Imported(changed, len(feed) if feed else 0, changes)


def _present(cache: Path, intake: Intake | None) -> Catalogue:
    """Return the catalogue in force, an empty one where there is none and a feed begins one."""
    if intake and not (cache / FILE_NAME).exists():
        return Catalogue.from_products([], [], intake.source)
    return Catalogue.load(cache)


@contextmanager
def _staging(cache: Path) -> Iterator[Path]:
    """Give a folder for what is not whole yet, and remove what is left there; a killed import's too, and beside it."""
    staging = cache / _STAGING
    shutil.rmtree(staging, ignore_errors=True)
    for unfinished in (*cache.glob(UNFINISHED), *cache.glob(UNFINISHED_LEXICON)):
        unfinished.unlink(missing_ok=True)
    try:
        yield staging
    finally:
        shutil.rmtree(staging, ignore_errors=True)


def _write_feed(folder: Path, intake: Intake, rejects: RejectsFile) -> Catalogue:
    """Write the products of a feed as a catalogue of their own, and its rejects."""
    with CatalogueWriter(folder, intake.source) as writer:
        for found in intake.rows:
            if isinstance(found, Product):
                writer.add(found)
                continue
            rejects.add(found)
            if found.is_rest_lost:
                raise CatalogError(
                    f"{found.file}:{found.line}: {found.reason}: the feed cannot be read to its end, "
                    "so nothing is changed. Fetch the feed again."
                )
        if not writer.n_products:
            raise CatalogError(
                f"The feed gave no product; {rejects.n_rejects} rows were rejected (see {rejects.path}): "
                "nothing is changed."
            )
        writer.finish(intake.merchants.values())
    return Catalogue.load(folder)


def _put_in_force(
    settings: Settings,
    lexicon: Lexicon,
    catalogue: Catalogue,
    folder: Path,
    index: Callable[[Catalogue], None] | None,
) -> None:
    """Index a catalogue that is whole in `folder`, then have it take the former one's place in one step.

    Whoever is killed before that step leaves the former catalogue with its indexes in force; after it, the new one.
    Where nothing has changed the file stays, so that a running shop need not look at it.
    """
    if index is not None:
        index(catalogue)
    former = _fingerprint(settings.cache)
    if former != catalogue.fingerprint:
        put_in_force(folder / FILE_NAME, settings.cache / FILE_NAME)
    if index is not None:
        remove_other_indexes(settings.cache, catalogue, former)
    else:
        remove_unfinished_indexes(settings.cache)
    export_lexicon(catalogue, lexicon, settings.cache)


def _fingerprint(cache: Path) -> str | None:
    try:
        return Catalogue.load(cache).fingerprint
    except ArtifactError:
        return None


def _joined(present: str, added: str | None) -> str:
    """Return what a changed catalogue's source is called; never as the demo shop, which others may replace.

    >>> _joined("acme", "acme"), _joined("acme", "beta"), _joined("demo", None), _joined("demo (changed)", "demo")
    ('acme', 'acme + beta', 'demo (changed)', 'demo (changed)')
    """
    parts = [part.removesuffix(_SUFFIX) for part in present.split(" + ")]
    joined = present if added is None or added in parts else f"{present} + {added}"
    return joined + _SUFFIX if joined == DEMO else joined
