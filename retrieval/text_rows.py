"""The texts of a catalogue that encoders embed: a row for each language of each product."""

import hashlib
from array import array
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import overload

import numpy as np
from numpy.typing import NDArray

from retrieval.catalogue import Catalogue

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


@dataclass(frozen=True, slots=True)
class CatalogueTexts(Sequence[str]):
    """The texts of text rows, read from the catalogue one by one: all of them take gigabytes in a large one."""

    _catalogue: Catalogue
    _product_rows: NDArray[np.int64]
    _language_names: tuple[str, ...]
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
        return product.text(self._language_names[self._language_codes[row]])
