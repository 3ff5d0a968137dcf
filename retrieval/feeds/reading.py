"""Reading a merchant's feed into products, one after the other, with a reason for every row that is left out."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from hashlib import blake2b
from pathlib import Path

from retrieval.errors import CatalogError
from retrieval.feeds.formats import SUFFIXES, TABLES, all_suffixes, format_of, listings_of
from retrieval.feeds.mapping import MAPPED_FORMATS, FeedMapping
from retrieval.feeds.packed import FeedFile, feed_files
from retrieval.feeds.rows import BadRow, CutOffError, Reject
from retrieval.feeds.understanding import Understanding
from retrieval.lexicon import Lexicon
from retrieval.product import Product

_LINE_BITS = 40
"""Bits of a place that hold the line; those above hold the file."""


def read_feed(
    path: Path,
    mapping: FeedMapping,
    lexicon: Lexicon,
    progress: Callable[[int], None] | None = None,
    now: datetime | None = None,
) -> Iterator[Product | Reject]:
    """Give each product of a feed, and a Reject for each row that becomes none or repeats an id.

    `path` is a file, or a folder or ZIP archive whose files with a suffix of the format are read in order of name; each
    may be packed by gzip. Memory does not grow with the feed, but for 8 bytes and a place for each id. `progress` is
    called with the number of rows read so far. `now` decides which sale prices count.

    Raises CatalogError before anything is given where there is no feed, or a file lacks columns; later where a file
    turns out to be a bomb or declares entities: what was given until then should not be imported.
    """
    suffixes = SUFFIXES[mapping.format] if mapping.format else all_suffixes()
    files = feed_files(path, suffixes)
    if not files:
        raise CatalogError(f"There is no {mapping.format or 'known'} feed at {path}: check the path.")
    feeds = [_opened(file, mapping) for file in files]
    understanding = Understanding(mapping.merchants, lexicon, mapping.language, now or datetime.now(UTC))
    return _given(feeds, mapping, understanding, progress or (lambda _: None))


@dataclass(frozen=True, slots=True)
class _Feed:
    file: FeedFile
    form: str


def _opened(file: FeedFile, mapping: FeedMapping) -> _Feed:
    """Return a file with its format; raises CatalogError where it cannot be read, or not with this mapping."""
    try:
        form = mapping.format or format_of(file, mapping.encoding)
        if mapping.fields and form in TABLES:
            form = "csv"
        if form in MAPPED_FORMATS and not mapping.fields:
            raise CatalogError(f"{file.name} is {form}, whose fields a mapping must name: see data/mappings/README.md.")
        # Tables say what they hold in their first line: a wrong one is found before a right one is read.
        listings_of(file, form, mapping)
    except CutOffError as error:
        raise CatalogError(f"{file.name} cannot be read, {error}: fetch it anew.") from error
    return _Feed(file, form)


def _given(
    feeds: list[_Feed], mapping: FeedMapping, understanding: Understanding, progress: Callable[[int], None]
) -> Iterator[Product | Reject]:
    seen: dict[bytes, int] = {}
    n_rows = 0
    for n_file, feed in enumerate(feeds):
        name = feed.file.name
        line = 1
        try:
            for listing in listings_of(feed.file, feed.form, mapping):
                n_rows += 1
                line = listing.line
                if isinstance(listing, BadRow):
                    yield Reject(name, line, listing.reason, listing.is_rest_lost)
                else:
                    try:
                        product = understanding.product(listing)
                    except ValueError as error:
                        yield Reject(name, line, str(error))
                    else:
                        digest = _digest(product.product_id)
                        if digest in seen:
                            yield _repeated(product, name, line, feeds, seen[digest])
                        else:
                            seen[digest] = n_file << _LINE_BITS | line
                            yield product
                progress(n_rows)
        except CutOffError as error:
            yield Reject(name, line, f"behind this row {error}; the rest of the file is lost", True)


def _digest(product_id: str) -> bytes:
    """Return what is kept of an id: among a million, two are confused in one feed of 37 million."""
    return blake2b(product_id.encode("utf-8", "surrogatepass"), digest_size=8).digest()


def _repeated(product: Product, name: str, line: int, feeds: list[_Feed], first: int) -> Reject:
    file = feeds[first >> _LINE_BITS].file.name
    where = f"line {first & (1 << _LINE_BITS) - 1}" + (f" of {file}" if file != name else "")
    return Reject(name, line, f"the id {product.product_id!r} stood in an earlier row already, {where}")
