"""A taxonomy as it is kept in the cache folder: what names in many languages mean in English."""

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from retrieval.errors import ArtifactError
from retrieval.taxonomy.keys import key_of, keys_in
from retrieval.understanding.tokens import Token
from retrieval.understanding.words import is_whole_word

TAXONOMY_FILE = "taxonomy.jsonl"
FORMAT_VERSION = 1
"""Grows with the form of the file and of its keys."""

_SHORTEST = 3
"""Letters of the shortest name in a script with spaces that counts in a query."""


@dataclass(frozen=True, slots=True)
class Named:
    """Tokens `[first:last]` of a query, and what they mean in English."""

    first: int
    last: int
    english: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Taxonomy(Mapping[str, str]):
    """English names of categories by their names in `languages` (BCP 47, with the number of categories in each).

    As a mapping it gives the English name for a name in whichever language has it. A language's names are read from the
    file when they are first asked for.
    """

    path: Path | None
    sources: tuple[str, ...]
    languages: Mapping[str, int]
    english: tuple[str, ...]
    _places: Mapping[str, int]
    _phrases: dict[str, Mapping[str, list[int]]] = field(default_factory=dict)

    @classmethod
    def empty(cls) -> "Taxonomy":
        """Return a taxonomy without names."""
        return cls(None, (), {}, (), {})

    @classmethod
    def load(cls, cache: Path) -> "Taxonomy":
        """Open the taxonomy of a cache folder, an empty one where none was imported.

        Raises ArtifactError for a file that is damaged or of another format version.
        """
        path = cache / TAXONOMY_FILE
        if not path.is_file():
            return cls.empty()
        try:
            with path.open("rb") as file:
                header = json.loads(file.readline())
                if header["format"] != FORMAT_VERSION:
                    raise ArtifactError(
                        f"{path} has format {header['format']}, not {FORMAT_VERSION}: run `crossaisle import taxonomy` "
                        "again, or remove it."
                    )
                places = {}
                for language in sorted(header["languages"]):
                    places[language] = file.tell()
                    if not file.readline().endswith(b"\n"):
                        raise ValueError(f"the names in {language} are cut off")
            return cls(path, tuple(header["sources"]), header["languages"], tuple(header["english"]), places)
        except (ValueError, KeyError, TypeError) as error:
            raise ArtifactError(
                f"{path} cannot be read ({error}): run `crossaisle import taxonomy` again, or remove it."
            ) from error

    def __getitem__(self, name: str) -> str:
        for language in self._order():
            meant = self._of(language).get(key_of(name, language))
            if meant:
                return self.english[meant[0]]
        raise KeyError(name)

    def __iter__(self) -> Iterator[str]:
        return iter(dict.fromkeys(key for language in self._order() for key in self._of(language)))

    def __len__(self) -> int:
        return sum(1 for _ in self)

    def __bool__(self) -> bool:
        return bool(self.languages)

    def named_in(self, tokens: Sequence[Token], language: str) -> list[Named]:
        """Return the names of categories among `tokens` of a query, left to right, the longest of those that overlap.

        Names in the query's language and in English count.
        """
        found: list[Named] = []
        covered: set[int] = set()
        codes = [code for code in dict.fromkeys((language, "en")) if code in self._places]
        for code in codes:
            phrases = self._of(code)
            for first, last, key in keys_in(tokens, code):
                meant = phrases.get(key)
                is_free = meant and covered.isdisjoint(range(first, last))
                if meant and is_free and _is_name(tokens, first, last, language, covered):
                    found.append(Named(first, last, tuple(self.english[target] for target in meant)))
                    covered.update(range(first, last))
        return sorted(found, key=lambda named: named.first)

    def _order(self) -> list[str]:
        return sorted(self._places, key=lambda language: (language != "en", language))

    def _of(self, language: str) -> Mapping[str, list[int]]:
        if language not in self._phrases and self.path is not None:
            with self.path.open("rb") as file:
                file.seek(self._places[language])
                record: dict[str, Any] = json.loads(file.readline())
            self._phrases[language] = record["phrases"]
        return self._phrases.get(language, {})


def _is_name(tokens: Sequence[Token], first: int, last: int, language: str, covered: set[int]) -> bool:
    if any(token.is_apart for token in tokens[first + 1 : last]):
        return False
    part = tokens[first:last]
    is_long = len(part) > 1 or len(part[0].text) >= _SHORTEST or part[0].script not in {"latin", "digit"}
    return is_long and is_whole_word(tokens, first, last, language, covered)
