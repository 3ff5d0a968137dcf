"""What other processes read of the shop: the words of its catalogue, for the bot."""

import json
import os
from pathlib import Path

from retrieval.catalogue import Catalogue
from retrieval.lexicon import Lexicon

LEXICON_FILE = "lexicon.json"
UNFINISHED_LEXICON = "lexicon.*.tmp"
"""Pattern of the files that a killed process leaves behind."""


def export_lexicon(catalogue: Catalogue, lexicon: Lexicon, cache: Path) -> Path:
    """Write the words by which shoppers name what this catalogue sells, for the bot's entity extractor.

    Categories and departments that the category tree knows come with their words in all its languages, others with
    their English name alone. Replaces a former file in a single step; the bot reads it again when it changes.
    """
    categories = catalogue.categories()
    words = {
        "categories": {name: _words(lexicon, "category", name) for name in categories},
        "departments": {name: _words(lexicon, "department", name) for name in sorted(set(categories.values())) if name},
        "brands": catalogue.brands(),
    }
    path = cache / LEXICON_FILE
    cache.mkdir(parents=True, exist_ok=True)
    text = json.dumps(words, ensure_ascii=False, indent=1)
    if path.is_file() and path.read_text(encoding="utf-8") == text:
        return path
    unfinished = cache / UNFINISHED_LEXICON.replace("*", str(os.getpid()))
    unfinished.write_text(text, encoding="utf-8")
    unfinished.replace(path)
    return path


def _words(lexicon: Lexicon, kind: str, name: str) -> dict[str, list[str]]:
    known = lexicon.words.get(kind, {}).get(name, {})
    words = {language: list(found) for language, found in known.items()}
    words.setdefault("en", [])
    if name not in words["en"]:
        words["en"].insert(0, name)
    return words
