"""Did you mean: a query's misspelt words, corrected to words of the shop."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import regex
from numpy.typing import NDArray

from retrieval.catalogue import Catalogue
from retrieval.errors import ArtifactError
from retrieval.lexical.analysis import primary_language
from retrieval.lexical.common_words import CommonWords
from retrieval.lexical.folding import fold, plain_text
from retrieval.lexical.name_lists import joined, split
from retrieval.lexical.segmenting import is_unspaced
from retrieval.lexical.spelling_dictionary import SpellingDictionary, max_distance
from retrieval.lexical.spelling_terms import spelling_key
from retrieval.lexical.spelling_words import WORD, SpellingWords, bare_forms, without_article
from retrieval.lexical.stop_words import stop_words
from retrieval.lexicon import Lexicon
from retrieval.manifest import REMEDY, IndexIdentity, Manifest, open_published, publish
from retrieval.tensor_file import map_arrays, write_arrays

FORMAT_VERSION = 2
MODEL = "spelling"
MAX_WORDS = 64
"""Words of a query that are looked at; further ones stay as they are."""
_CHUNK = regex.compile(r"[\p{L}\p{M}\p{N}][\p{L}\p{M}\p{N}\-'’.]*")
_DIGIT = regex.compile(r"\p{N}")
_ENGLISH, _TURKISH = "en", "tr"
_NAMES = "names"


@dataclass(frozen=True, slots=True)
class Correction:
    """A query with its misspelt words corrected, and each of them with what took its place."""

    query: str
    words: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class Speller:
    """Corrects words that neither the shop nor the language knows to the nearest that the shop uses.

    How far off a word may be depends on its length: below four letters nothing is corrected, up to seven one letter may
    be added, left out, changed or swapped with its neighbour, above that two. In Korean letters are those of which
    syllables are made. Words of Chinese, Japanese and Thai are left as they are: one character is a word or half of one
    there, and what is typed comes from a dictionary already. So are short Vietnamese syllables, as nearly every
    neighbour of one is another. A word that lacks its accents is not misspelt: search folds them.

    Safe to use from threads.
    """

    _dictionaries: Mapping[str, SpellingDictionary]
    _names: frozenset[str]
    _common: CommonWords

    @classmethod
    def build(cls, catalogue: Catalogue, lexicon: Lexicon, common: CommonWords) -> "Speller":
        """Return a speller to the words of `catalogue` and `lexicon`; `common` ones are right though both lack them."""
        words = SpellingWords.of(catalogue, lexicon)
        dictionaries = {
            language: SpellingDictionary.of(frequencies, language)
            for language, frequencies in words.frequencies.items()
        }
        return cls(dictionaries, frozenset(words.names), common)

    @classmethod
    def load(cls, folder: Path, expected: IndexIdentity, common: CommonWords) -> "Speller":
        """Read the speller that `save` put into `folder`.

        Raises ArtifactError saying what is wrong where it is missing, truncated, corrupt, older or foreign.
        """
        return open_published(folder, expected, FORMAT_VERSION, lambda path: cls._read(path, common))

    @classmethod
    def _read(cls, path: Path, common: CommonWords) -> "Speller":
        by_language: dict[str, dict[str, NDArray[Any]]] = {}
        names: frozenset[str] = frozenset()
        for name, values in map_arrays(path).items():
            language, _, part = name.partition("/")
            if name == _NAMES:
                names = frozenset(split(values))
            else:
                by_language.setdefault(language, {})[part] = values
        try:
            dictionaries = {code: SpellingDictionary.from_arrays(arrays) for code, arrays in by_language.items()}
        except (KeyError, ValueError) as error:
            raise ArtifactError(f"{path} lacks a part of a speller ({error}): {REMEDY}.") from error
        return cls(dictionaries, names, common)

    def save(self, folder: Path, identity: IndexIdentity) -> Manifest:
        """Put the speller into `folder` in place of a former one, in one step; the common words are kept elsewhere.

        Raises ArtifactError where the folder cannot be written.
        """
        arrays = {
            f"{language}/{part}": values
            for language, dictionary in self._dictionaries.items()
            for part, values in dictionary.arrays().items()
        }
        arrays[_NAMES] = joined(sorted(self._names))
        return publish(folder, identity, FORMAT_VERSION, lambda path: write_arrays(path, arrays))

    def correct(self, query: str, language: str) -> Correction | None:
        """Return `query` corrected, None where nothing in it is to be.

        A word is left as it is if the shop has it or a form of it, in the query's language, in English or as a brand,
        if it is common, or if there is a digit in what it is written as one with. Capitals are kept.
        """
        changed: list[tuple[str, str]] = []
        pieces: list[str] = []
        end = 0
        for n_read, match in enumerate(_correctable(query)):
            if n_read == MAX_WORDS:
                break
            right = self._corrected(match.group(), language)
            if right is not None:
                changed.append((match.group(), right))
                pieces += (query[end : match.start()], right)
                end = match.end()
        return Correction("".join((*pieces, query[end:])), tuple(changed)) if changed else None

    def _corrected(self, written: str, language: str) -> str | None:
        primary = primary_language(language)
        plain = plain_text(written, language)
        folded = fold(plain)
        bare = without_article(folded, primary)
        dictionary = self._dictionaries.get(primary)
        n_letters_off = max_distance(spelling_key(bare), primary)
        if dictionary is None or not n_letters_off or self._is_known(plain, folded, primary):
            return None
        found = dictionary.nearest(spelling_key(bare), n_letters_off)
        if found is None:
            return None
        article = folded.removesuffix(bare)
        right = article + without_article(found, primary) if article else found
        return _cased_like(written, right, primary)

    def _is_known(self, plain: str, folded: str, primary: str) -> bool:
        if folded in self._names or folded in stop_words(primary):
            return True
        if any(self._common.has(form, primary) for form in bare_forms(folded, primary)):
            return True
        return any(
            self._dictionaries[language].has(plain, folded, language)
            for language in dict.fromkeys((primary, _ENGLISH))
            if language in self._dictionaries
        )


def speller_identity(catalogue: Catalogue) -> IndexIdentity:
    """Return what tells the speller of a catalogue from another's; it has neither vectors nor rows."""
    return IndexIdentity(MODEL, 0, 0, catalogue.fingerprint)


def _correctable(query: str) -> Iterator["regex.Match[str]"]:
    """Give the words of a query that may be misspelt: of spaced scripts, in no chunk with a digit."""
    for chunk in _CHUNK.finditer(query):
        if not _DIGIT.search(chunk.group()):
            for match in WORD.finditer(query, chunk.start(), chunk.end()):
                if not is_unspaced(match.group()):
                    yield match


def _cased_like(written: str, right: str, primary: str) -> str:
    if not written[0].isupper():
        return right
    capitals = right.replace("i", "İ") if primary == _TURKISH else right
    if len(written) > 1 and written.isupper():
        return capitals.upper()
    return capitals[0].upper() + right[1:]
