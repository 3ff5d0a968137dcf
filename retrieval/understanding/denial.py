"""Whether a product's text speaks of something or only says that it is not there."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from retrieval.understanding.tokens import normalised, plain

_UNSPACED = frozenset({"zh-Hans", "zh-Hant", "ja", "th"})
_COMPOUNDING = frozenset({"de", "nl", "sv"})
_SHORTEST_IN_COMPOUND = 5
"""Letters from which a word is found within a longer one: sugar in Rohrzucker, but no salt in Salzburg."""

_ENDINGS = {
    "ru": r"[а-яё]{0,3}", "pl": r"[a-z]{0,3}", "tr": r"[a-z]{0,6}", "hi": "", "ko": r"[가-힣]{0,2}", "en": "(?:s|es)?",
    "de": "(?:s|n|en|es|er|e)?", "nl": "(?:s|en)?", "sv": "(?:et|en|er|n|t|s)?", "fr": "(?:s|x)?", "es": "(?:s|es)?",
    "pt": "(?:s|es)?", "it": "[aeio]?", "id": "(?:nya)?",
}  # fmt: skip
_ARTICLES = {"ar": "(?:و|ف)?(?:ال|بال|لل|ب|ل)?"}

_WORDS_BETWEEN = 3
"""Words that may stand between a denial and what it denies: "without any added sugar"."""

_LETTERS_BETWEEN = 6
"""Characters that may, in scripts without spaces."""

_LOOK = 60
"""Characters before a word that are looked at."""

_NEVER: re.Pattern[str] = re.compile(r"(?!)")


@dataclass(frozen=True, slots=True)
class Denials:
    """Patterns of one language over `plain` text: what denies the word after it, or the one before it."""

    language: str
    before: re.Pattern[str]
    after: re.Pattern[str]
    no_denial: re.Pattern[str]

    @classmethod
    def of(cls, language: str, negation: Mapping[str, Any]) -> "Denials":
        """Compile the patterns of a language from its part of data/lexicon/negation.yml."""
        before = _any_of((*negation.get("without", ()), *negation.get("not", ())))
        glued = _any_of(negation.get("prefixes", ()))
        after = _any_of((*negation.get("missing", ()), *negation.get("unlike", ())))
        suffixes = _any_of(negation.get("suffixes", ()))
        no_denial = _any_of(negation.get("never", ()))
        if language in _UNSPACED:
            between = rf"[^。，、．,.!?！？；;:：\s]{{0,{_LETTERS_BETWEEN}}}"
            return cls(
                language,
                re.compile(rf"(?:{before}|{glued}){between}$"),
                re.compile(rf"(?:{suffixes})|{between}?(?:{after})"),
                re.compile(no_denial),
            )
        between = rf"(?:[\s,]+[^\s.,;:!?]+){{0,{_WORDS_BETWEEN}}}"
        return cls(
            language,
            re.compile(rf"(?:(?<![^\W_])(?:{before}){between}[\s-]+|(?<![^\W_])(?:{glued})-?)$"),
            re.compile(rf"[\s-]?(?:{suffixes})(?![^\W_])|{between}\s+(?:{after})(?![^\W_])"),
            re.compile(rf"(?<![^\W_])(?:{no_denial})(?![^\W_])"),
        )

    def speaks_of(self, word: re.Pattern[str], text: str) -> bool:
        """Whether plain `text` has `word` somewhere without denying it."""
        return any(not self._is_denied(text, *match.span()) for match in word.finditer(text))

    def _is_denied(self, text: str, start: int, end: int) -> bool:
        if self.after.match(text, end):
            return True
        window = text[max(0, start - _LOOK) : start]
        found = self.before.search(window)
        return found is not None and not self.no_denial.match(window, found.start())


def word_pattern(words: Iterable[str], language: str, others: Iterable[str] = ()) -> re.Pattern[str]:
    """Return what finds one of `words` of a language in plain text, in their inflected forms too.

    `others` are words of other meanings: the wool in Baumwolle, cotton, is none.

    >>> bool(word_pattern(["Zucker"], "de").search("mit rohrzucker"))
    True
    >>> bool(word_pattern(["salt"], "en").search("made of basalt"))
    False
    """
    alternatives = []
    longer = [plain(normalised(other)) for other in others]
    for word in dict.fromkeys(plain(normalised(one)) for one in words):
        if not word or (len(word) == 1 and language not in _UNSPACED):
            continue
        spelled = re.escape(word).replace(r"\ ", r"[\s-]")
        if language in _UNSPACED:
            alternatives.append(spelled)
        elif language in _COMPOUNDING and len(word) >= _SHORTEST_IN_COMPOUND:
            heads = {other[: -len(word)] for other in longer if other.endswith(word) and other != word}
            not_within = "".join(f"(?<!{re.escape(head)})" for head in sorted(heads))
            alternatives.append(not_within + spelled + _ENDINGS[language])
        else:
            start, end = _ARTICLES.get(language, ""), _ENDINGS.get(language, "")
            if language == "tr":
                end = rf"(?!s[iu]z){end}"
            alternatives.append(rf"(?<![^\W_]){start}{spelled}{end}(?![^\W_])")
    return re.compile("|".join(alternatives)) if alternatives else _NEVER


def _any_of(phrases: Iterable[str]) -> str:
    kept = sorted({plain(normalised(str(phrase))) for phrase in phrases}, key=lambda phrase: (-len(phrase), phrase))
    return "|".join(re.escape(phrase).replace(r"\ ", r"\s+") for phrase in kept if phrase) or "(?!)"
