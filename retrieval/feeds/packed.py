"""Opening a feed as a stream of bytes: plain, in gzip or inside a ZIP archive, within limits."""

import gzip
import zipfile
import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO, cast

from retrieval.errors import CatalogError
from retrieval.feeds.rows import CutOffError

CHUNK = 64 * 1024
"""Bytes that are read at a time."""

MAX_EXPANDED = 16 * 2**30
"""Bytes that a packed file may give: some ten million rows."""

MAX_RATIO = 200
"""Bytes that one packed byte may give; feeds reach 5 to 50, bombs 1,000 and more."""

RATIO_FROM = 32 * 2**20
"""Bytes from which the ratio counts: small files of the same few words may be packed very well."""

MAX_MEMBERS = 10_000
"""Files that an archive may hold."""


@dataclass(frozen=True, slots=True)
class FeedFile:
    """A file to read: itself, or `member` of the ZIP archive at `path`. `name` is what rejects call it."""

    name: str
    path: Path
    member: str | None = None

    def chunks(self) -> Iterator[bytes]:
        """Give the unpacked content, CHUNK bytes at a time.

        Raises CatalogError where it expands beyond all measure or cannot be opened, CutOffError where it ends early.
        """
        try:
            with self.path.open("rb") as packed:
                if self.member is not None:
                    yield from self._member(packed)
                elif _is_gzip(packed):
                    with gzip.GzipFile(fileobj=packed) as unpacked:
                        yield from self._limited(unpacked, packed)
                else:
                    while chunk := packed.read(CHUNK):
                        yield chunk
        except (EOFError, zlib.error, gzip.BadGzipFile, zipfile.BadZipFile) as error:
            raise CutOffError(f"the packed file is damaged or cut off ({error})") from error
        except OSError as error:
            raise CatalogError(f"{self.name} cannot be read ({error}): check the path and its permissions.") from error

    def _member(self, packed: BinaryIO) -> Iterator[bytes]:
        with zipfile.ZipFile(packed) as archive:
            info = archive.getinfo(str(self.member))
            if info.compress_type not in (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED):
                raise CatalogError(f"{self.name} is packed in a rare way: unpack it, or pack it by deflate.")
            try:
                with archive.open(info) as unpacked:
                    yield from self._limited(cast(zipfile.ZipExtFile, unpacked), packed)
            except RuntimeError as error:
                raise CatalogError(f"{self.name} cannot be opened ({error}): give it without a password.") from error

    def _limited(self, unpacked: gzip.GzipFile | zipfile.ZipExtFile, packed: BinaryIO) -> Iterator[bytes]:
        n_packed = self.path.stat().st_size if self.member is not None else 0
        n_given = 0
        # `read1` gives what there is before it meets the end of a file that was cut off.
        while chunk := unpacked.read1(CHUNK):
            n_given += len(chunk)
            n_read = n_packed or packed.tell()
            if n_given > MAX_EXPANDED or (n_given > RATIO_FROM and n_given > MAX_RATIO * n_read):
                raise CatalogError(
                    f"{self.name} is a bomb or damaged: {n_read:,} packed bytes gave {n_given:,} so far, allowed are "
                    f"{MAX_RATIO} for one and {MAX_EXPANDED:,} in all. If it is right, unpack it and name the file."
                )
            yield chunk


def feed_files(path: Path, suffixes: tuple[str, ...]) -> list[FeedFile]:
    """Return the files that a path stands for: itself, or those of a folder or archive with one of `suffixes`, by name.

    A `.gz` or `.zip` behind the suffix, and an archive in a folder, count too. Raises CatalogError where an archive
    cannot be opened.
    """
    if not path.is_dir():
        return _opened(path, suffixes) if path.is_file() else []
    wanted = (".zip", *(suffix + packing for suffix in suffixes for packing in ("", ".gz", ".zip")))
    return [
        file
        for inner in sorted(path.iterdir())
        if inner.is_file() and _is_named(inner.name, wanted)
        for file in _opened(inner, suffixes)
    ]


def _opened(path: Path, suffixes: tuple[str, ...]) -> list[FeedFile]:
    try:
        if not zipfile.is_zipfile(path):
            return [FeedFile(path.name, path)]
        with zipfile.ZipFile(path) as archive:
            names = sorted(name for name in archive.namelist() if not name.endswith("/"))
    except (OSError, zipfile.BadZipFile) as error:
        raise CatalogError(f"{path} cannot be opened ({error}): check the file.") from error
    if len(names) > MAX_MEMBERS:
        raise CatalogError(f"{path} holds {len(names):,} files, allowed are {MAX_MEMBERS:,}: unpack it.")
    wanted = [name for name in names if _is_named(name.rsplit("/", 1)[-1], suffixes)]
    if not wanted:
        raise CatalogError(f"{path} holds no file that ends in {', '.join(suffixes)}: it holds {names[:5]}.")
    return [FeedFile(f"{path.name}/{name}", path, name) for name in wanted]


def _is_named(name: str, suffixes: tuple[str, ...]) -> bool:
    return name.casefold().endswith(suffixes) and not name.startswith(".")


def _is_gzip(file: BinaryIO) -> bool:
    start = file.read(2)
    file.seek(0)
    return start == b"\x1f\x8b"
