"""The texts of a catalogue that encoders embed: a row for each language of each product."""

import hashlib
import os
import zipfile
from array import array
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, overload

import numpy as np
from numpy.typing import NDArray

from retrieval.catalogue import Catalogue
from retrieval.errors import ArtifactError
from retrieval.manifest import REMEDY

FILE_NAME = "texts.npz"
_DIGEST_BYTES = 16


@dataclass(frozen=True, slots=True)
class TextRows:
    """Rows in the catalogue's order, and within a product in order of language.

    `product_rows` (n_rows,) gives each text's product, `language_names` the languages there are, sorted,
    `language_codes` (n_rows,) int32 the place of each text's language among them, `texts` the text itself, made when it
    is asked for.
    """

    product_rows: NDArray[np.int64]
    language_names: tuple[str, ...]
    language_codes: NDArray[np.int32]
    texts: Sequence[str]

    @classmethod
    def of(cls, catalogue: Catalogue) -> "TextRows":
        """Return the text rows of a catalogue, in one pass over its products."""
        codes_by_name: dict[str, int] = {}
        product_rows, found = array("q"), array("i")
        for row, product in enumerate(catalogue):
            for language in sorted(product.titles):
                product_rows.append(row)
                found.append(codes_by_name.setdefault(language, len(codes_by_name)))
        names = tuple(sorted(codes_by_name))
        places = np.zeros(len(names), dtype=np.int32)
        for place, name in enumerate(names):
            places[codes_by_name[name]] = place
        rows = np.array(product_rows, dtype=np.int64)
        codes = places[np.array(found, dtype=np.int64)]
        return cls(rows, names, codes, CatalogueTexts(catalogue, rows, names, codes))

    @classmethod
    def load(cls, folder: Path, catalogue: Catalogue) -> "TextRows":
        """Read the text rows of `catalogue` that `save` put into `folder`, without a pass over its products.

        Raises ArtifactError where they are missing, damaged or cannot be this catalogue's.
        """
        names, rows, codes, _ = _arrays(folder, ("language_names", "product_rows", "language_codes", "digests"))
        if rows.max(initial=-1) + 1 != len(catalogue) or codes.max(initial=-1) >= names.size:
            raise ArtifactError(f"The text rows in {folder} are not those of {len(catalogue)} products: {REMEDY}.")
        texts = CatalogueTexts(catalogue, rows, tuple(names.tolist()), codes)
        return cls(rows, texts.language_names, codes, texts)

    def save(self, folder: Path) -> None:
        """Put the text rows, with the digests of the texts, into `folder`; raises ArtifactError where that fails."""
        path = folder / FILE_NAME
        unfinished = path.with_suffix(f".{os.getpid()}.tmp")
        try:
            folder.mkdir(parents=True, exist_ok=True)
            with unfinished.open("wb") as file:
                np.savez(
                    file,
                    language_names=np.array(self.language_names, dtype=np.str_),
                    product_rows=self.product_rows,
                    language_codes=self.language_codes,
                    digests=self.digests(),
                )
            unfinished.replace(path)
        except OSError as error:
            raise ArtifactError(f"{path} cannot be written ({error}): give a folder that can be.") from error

    def __len__(self) -> int:
        return len(self.product_rows)

    @property
    def languages(self) -> NDArray[np.str_]:
        """The language of each text, (n_rows,); made anew each time, so ask once."""
        return np.array(self.language_names, dtype=np.str_)[self.language_codes]

    def in_languages(self, languages: frozenset[str] | None) -> NDArray[np.bool_]:
        """Return which rows are in one of `languages`, all of them for None."""
        is_wanted = np.array([languages is None or name in languages for name in self.language_names], dtype=bool)
        return is_wanted[self.language_codes]

    def covers(self, rows: NDArray[np.bool_], n_products: int) -> bool:
        """Return whether each of `n_products` products has one of the rows of this mask."""
        is_covered = np.zeros(n_products, dtype=bool)
        is_covered[self.product_rows[rows]] = True
        return bool(is_covered.all())

    def digests(self) -> NDArray[np.bytes_]:
        """Return a digest of each text, (n_rows,) of 16 bytes, which can be sorted and compared; reads every product.

        It is BLAKE2b: equal digests, equal texts.
        """
        found = bytearray()
        for text in self.texts:
            found += hashlib.blake2b(text.encode(errors="surrogatepass"), digest_size=_DIGEST_BYTES).digest()
        return np.frombuffer(bytes(found), dtype=f"S{_DIGEST_BYTES}")


def saved_digests(folder: Path) -> NDArray[np.bytes_]:
    """Return what `TextRows.digests` gave for the text rows in `folder`; raises ArtifactError as `TextRows.load`."""
    (digests,) = _arrays(folder, ("digests",))
    return digests


def _arrays(folder: Path, names: Sequence[str]) -> list[NDArray[Any]]:
    """Read arrays that `TextRows.save` wrote; the archive checks its CRC."""
    path = folder / FILE_NAME
    try:
        with path.open("rb") as file, np.load(file, allow_pickle=False) as archive:
            return [archive[name] for name in names]
    except (OSError, EOFError, ValueError, KeyError, zipfile.BadZipFile) as error:
        raise ArtifactError(f"{path} cannot be read ({error}): {REMEDY}.") from error


@dataclass(frozen=True, slots=True)
class CatalogueTexts(Sequence[str]):
    """The texts of text rows, read from the catalogue one by one: all of them take gigabytes in a large one."""

    _catalogue: Catalogue
    _product_rows: NDArray[np.int64]
    language_names: tuple[str, ...]
    _language_codes: NDArray[np.int32]

    def __len__(self) -> int:
        return len(self._product_rows)

    @overload
    def __getitem__(self, row: int) -> str: ...
    @overload
    def __getitem__(self, row: slice) -> Sequence[str]: ...
    def __getitem__(self, row: int | slice) -> str | Sequence[str]:
        rows = range(len(self))[row]
        return self._text(rows) if isinstance(rows, int) else tuple(self._text(each) for each in rows)

    def __iter__(self) -> Iterator[str]:
        """Give all texts in order, in one pass over the products."""
        for product in self._catalogue:
            for language in sorted(product.titles):
                yield product.text(language)

    def _text(self, row: int) -> str:
        product = self._catalogue.products[int(self._product_rows[row])]
        return product.text(self.language_names[self._language_codes[row]])
