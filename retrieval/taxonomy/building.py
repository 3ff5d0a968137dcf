"""Make a taxonomy out of the names that publishers give."""

import json
import os
import re
from collections.abc import Iterable, Sequence
from pathlib import Path

from retrieval.errors import CatalogError
from retrieval.taxonomy.formats import CategoryNames
from retrieval.taxonomy.keys import key_of
from retrieval.taxonomy.taxonomy import FORMAT_VERSION, TAXONOMY_FILE, Taxonomy

_ENGLISH = "en"
_MOST_MEANINGS = 2
"""A name that more categories than this share in a language says nothing: "accessories"."""

_SHORTEST_PART = 3
_SHORTEST_UNSPACED_PART = 2
_SEPARATORS = re.compile(r"\s*(?:[,،、;；/・]|(?<=\S)\s*[&＆]\s*(?=\S))\s*")
_AND = {
    "en": "and", "de": "und", "fr": "et", "es": "y|e", "it": "e|ed", "pt": "e", "nl": "en", "pl": "i|oraz", "ru": "и",
    "tr": "ve", "hi": "और|व", "th": "และ", "vi": "và", "id": "dan", "sv": "och", "ko": "및", "zh-Hans": "和|与",
    "zh-Hant": "和|與", "ja": "および",
}  # fmt: skip
_UNSPACED = frozenset({"zh-Hans", "zh-Hant", "ja", "th"})


def build_taxonomy(found: Iterable[CategoryNames], sources: Sequence[str], cache: Path) -> Taxonomy:
    """Join the languages by category and keep them in the `cache` folder, in place of a former taxonomy.

    Every language's names are joined to the English ones of the same publisher. Raises CatalogError where there are no
    English names, or a language shares no category with them.
    """
    given = list(found)
    targets: dict[str, int] = {}
    phrases: dict[str, dict[str, list[int]]] = {}
    counts: dict[str, int] = {}
    for publisher in dict.fromkeys(names.publisher for names in given):
        own = [names for names in given if names.publisher == publisher]
        english = {id_: name for names in own if names.language == _ENGLISH for id_, name in names.names.items()}
        if not english:
            raise CatalogError(f"The English names of {publisher}'s taxonomy are missing: give its English file too.")
        for names in own:
            shared = {id_: name for id_, name in names.names.items() if id_ in english}
            if not shared:
                raise CatalogError(
                    f"The names in {names.language} share no id with the English ones of {publisher}'s taxonomy: give "
                    "files of one version."
                )
            counts[names.language] = counts.get(names.language, 0) + len(shared)
            meanings = phrases.setdefault(names.language, {})
            for id_, name in shared.items():
                _add(meanings, targets, name, english[id_], names.language)
                if id_.isdigit() and names.language == _ENGLISH:
                    _put(meanings, targets, id_, english[id_])
    kept = {
        language: {key: meant for key, meant in meanings.items() if len(meant) <= _MOST_MEANINGS}
        for language, meanings in phrases.items()
    }
    _save(cache, sources, counts, list(targets), kept)
    return Taxonomy.load(cache)


def split_name(name: str, language: str) -> list[str]:
    """Return the kinds that a name lists, itself alone where it lists none.

    >>> split_name("Hats, Caps & Scarves", "en"), split_name("Fahrräder, E-Bikes", "de"), split_name("Vases", "en")
    (['Hats', 'Caps', 'Scarves'], ['Fahrräder', 'E-Bikes'], ['Vases'])
    """
    bare = re.sub(r"[(（].*?[)）]", " ", name)
    word = _AND.get(language, "")
    space = r"\s*" if language in _UNSPACED else r"\s+"
    joined = re.sub(f"{space}(?:{word}){space}", ",", bare) if word else bare
    pieces = _SEPARATORS.split(joined)
    shortest = _SHORTEST_UNSPACED_PART if language in {*_UNSPACED, "ko"} else _SHORTEST_PART
    parts = [part.strip() for part in pieces if part.strip()]
    return parts if parts and all(len(part) >= shortest for part in parts) else [bare.strip() or name]


def _add(meanings: dict[str, list[int]], targets: dict[str, int], name: str, english: str, language: str) -> None:
    """Put down a name as a whole and by its parts, each with the English part in its place where they are as many."""
    _put(meanings, targets, key_of(name, language), english)
    parts, englishes = split_name(name, language), split_name(english, _ENGLISH)
    if parts == [name]:
        return
    for place, part in enumerate(parts):
        _put(
            meanings, targets, key_of(part, language), englishes[place] if len(parts) == len(englishes) > 1 else english
        )


def _put(meanings: dict[str, list[int]], targets: dict[str, int], key: str, english: str) -> None:
    target = targets.setdefault(english, len(targets))
    known = meanings.setdefault(key, []) if key else []
    if key and target not in known:
        known.append(target)


def _save(
    cache: Path,
    sources: Sequence[str],
    counts: dict[str, int],
    targets: list[str],
    phrases: dict[str, dict[str, list[int]]],
) -> None:
    cache.mkdir(parents=True, exist_ok=True)
    path = cache / TAXONOMY_FILE
    unfinished = path.with_suffix(f".{os.getpid()}.tmp")
    header = {"format": FORMAT_VERSION, "sources": list(sources), "languages": counts, "english": targets}
    with unfinished.open("w", encoding="utf-8") as file:
        for record in (header, *({"language": language, "phrases": own} for language, own in sorted(phrases.items()))):
            file.write(json.dumps(record, ensure_ascii=False, separators=(",", ":")) + "\n")
        file.flush()
        os.fsync(file.fileno())
    unfinished.replace(path)
