"""The texts of every locale file, the parts of an entry, and a text without what cannot be seen."""

import re
from collections.abc import Mapping
from pathlib import Path

import pytest

from actions.wording.texts import Entry, Texts
from retrieval.lexicon import Lexicon

FOLDER = Path(__file__).resolve().parents[3] / "actions" / "locales"
LEXICON = Lexicon({}, {})
TEXTS = Texts.load(FOLDER, LEXICON)
ENGLISH = {key: TEXTS.entry("en", key) for key in TEXTS.keys("en")}

every_language = pytest.mark.parametrize("language", TEXTS.languages)


def placeholders(text: str) -> set[str]:
    return set(re.findall(r"\{(\w+)\}", text))


def is_button(entry: Entry) -> bool:
    return isinstance(entry, Mapping) and "title" in entry


def parts(entry: Entry) -> dict[str, str]:
    """Return the strings of an entry: by plural category, by part of a button, or the only one under ""."""
    return dict(entry) if isinstance(entry, Mapping) else {"": entry}


def plain(text: str) -> str:
    """Return `text` with ordinary spaces, none before a percent sign, and without marks of direction."""
    spaced = re.sub("[\N{NO-BREAK SPACE}\N{NARROW NO-BREAK SPACE}]", " ", text)
    marks = "\N{LEFT-TO-RIGHT MARK}\N{RIGHT-TO-LEFT MARK}\N{ARABIC LETTER MARK}"
    isolates = "\N{FIRST STRONG ISOLATE}\N{POP DIRECTIONAL ISOLATE}"
    return re.sub(f"[{marks}{isolates}]", "", spaced).replace(" %", "%")
