"""Messages that ask for two things: where to part them, and when the parts are two requests."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import yaml

SURE = 0.5
"""Confidence that each part's intent must have."""

_WANTS = frozenset({
    "search_product", "refine_search", "recommend_for_me", "gift_advice", "similar_products", "set_currency",
    "set_destination", "set_language",
})  # fmt: skip
"""Intents that make or change a list."""

_ASKS = frozenset({
    "ask_landed_cost", "ask_shipping", "ask_offer", "compare_products", "explain_recommendation", "talk_to_human",
})  # fmt: skip
"""Intents that ask something beside it."""

_SETTINGS = frozenset({"set_currency", "set_destination", "set_language"})

_SENTENCE_END = re.compile(r"[.!?。！？؟।;；]+\s*(?=\S)")
_COMMA = re.compile(r"[,，、،]\s*(?=\S)")
_LETTER = re.compile(r"[^\W\d_]")
_WORD = re.compile(r"\w*[^\W\d_]\w*")
_UNSPACED = re.compile(r"[\u0e00-\u0e7f\u3040-\u30ff\u3400-\u9fff]")
_LEAST_WORDS = 2
_LEAST_LETTERS = 6
"""Words and letters below which a part asks for nothing by itself."""


@dataclass(frozen=True, slots=True)
class Requests:
    """Parts messages with the words that connect requests, by language."""

    connectors: Mapping[str, re.Pattern[str]]

    @classmethod
    def load(cls, path: Path) -> "Requests":
        """Read the connectors: language ▸ words."""
        words = yaml.safe_load(path.read_text(encoding="utf-8"))
        return cls({language: _pattern(known) for language, known in words.items()})

    def parted(self, text: str, language: str) -> tuple[str, str] | None:
        """Return the two parts that a message may have, None where it is too short or has nothing to part it at.

        It is parted at the end of a sentence, else at a connecting word, else at a comma; of several such places, at
        the one nearest the middle.
        """
        for pattern in (_SENTENCE_END, self.connectors.get(language), _COMMA):
            found = [(one.start(), one.end()) for one in pattern.finditer(text)] if pattern else []
            places = sorted(found, key=lambda span: abs(span[0] + span[1] - len(text)))
            for start, end in places:
                parts = text[:start].strip(" ,，、،"), text[end:].strip()
                if all(_may_ask(part) for part in parts):
                    return parts
        return None


def are_two(first: tuple[str, float], second: tuple[str, float]) -> bool:
    """Return whether two (intent, confidence) pairs, of the parts in their order, make two requests.

    One part must make or change a list and the other ask something, or both set something different for the whole
    conversation; a search and what narrows it down are one request.
    """
    (one, one_sure), (other, other_sure) = first, second
    if min(one_sure, other_sure) < SURE or one == other:
        return False
    are_apart = (one in _WANTS and other in _ASKS) or (one in _ASKS and other in _WANTS)
    return are_apart or (one in _SETTINGS and other in _SETTINGS)


def _may_ask(part: str) -> bool:
    if len(_LETTER.findall(part)) < _LEAST_LETTERS:
        return False
    return bool(_UNSPACED.search(part)) or len(_WORD.findall(part)) >= _LEAST_WORDS


def _pattern(words: Sequence[str]) -> re.Pattern[str]:
    ordered = sorted(words, key=len, reverse=True)
    if any(_UNSPACED.search(word) for word in words):
        return re.compile(rf"[,，、]?\s*(?:{'|'.join(map(re.escape, ordered))})\s*")
    spelled = (re.escape(word[:-1]) + r"(?=\w)" if word.endswith("…") else re.escape(word) + r"\s+" for word in ordered)
    return re.compile(rf"(?:\s*[,،]\s*|\s+)(?:{'|'.join(spelled)})", re.IGNORECASE)
