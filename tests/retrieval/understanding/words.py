"""The shop's vocabulary with some brands, for tests of understanding."""

from functools import cache

from retrieval.filters import EXCLUSIONS, Filters
from retrieval.lexicon import Lexicon
from retrieval.understanding import Understood, Vocabulary, understand
from tests.conftest import PROJECT

BRANDS = ("Nike Air Max", "Gap", "Wool", "Federkiel & Sohn", "飞步", "Otoha", "LG")


@cache
def vocabulary() -> Vocabulary:
    return Vocabulary.load(PROJECT / "data", Lexicon.load(PROJECT / "data"), BRANDS)


def read(language: str, text: str, base: Filters | None = None) -> Understood:
    return understand(text, language, vocabulary(), base or Filters())


def excluded(language: str, text: str) -> set[str]:
    """Return all that a query rules out."""
    filters = read(language, text).filters
    return {value for name in EXCLUSIONS for value in getattr(filters, name)}
