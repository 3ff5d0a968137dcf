"""Words brought to a form that their inflections share.

The Snowball stemmers, where there is one, are run until nothing changes, as one run takes one ending. What they miss of
the nouns and adjectives that shoppers write is put right before or after: definite forms in Swedish, vowels that come
and go in Polish and Russian, loan words' plurals, British spellings. Italian and Arabic have light stemmers of their
own, which did better (see measure_analysis.py beside the tests).
"""

import re
import threading
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from functools import cache

import Stemmer

from retrieval.lexical.folding import fold

_SNOWBALL = {
    "de": "german",
    "en": "english",
    "es": "spanish",
    "fr": "french",
    "hi": "hindi",
    "id": "indonesian",
    "nl": "dutch",
    "pl": "polish",
    "pt": "portuguese",
    "ru": "russian",
    "sv": "swedish",
    "tr": "turkish",
}
_MOST_RUNS = 3
_SHORTEST_STEM_OF_MORE_RUNS = {"es": 4, "it": 4, "pt": 4}
_SHORTEST_STEM = 3

_Replacements = Mapping[str, tuple[tuple[str, str], ...]]
_BEFORE: _Replacements = {
    "en": (
        (r"(?<=..)our(?=(?:s|ed|ful|less|ing)?$)", "or"),
        (r"(?<=....)is(?=(?:e|er|ers|ed|ing)$)", "iz"),
        (r"(?<=..[bt])re(?=s?$)", "er"),
        (r"^grey", "gray"),
        (r"^jewell", "jewel"),
        (r"^pyjama", "pajama"),
        (r"^wooll", "wool"),
    ),
    "es": ((r"z$", "c"),),
    "hi": ((r"\u094dस$", ""),),
    "id": ((r"(?<=.....)s$", ""),),
    "nl": ((r"(?<=...)den$", "d"), (r"(?<=....[^s])s$", "")),
    "sv": ((r"(?<=....)an$", "a"), (r"(?<=....[er])na$", ""), (r"(?<=.....)et$", "")),
}
"""Patterns and what takes their place, before the stemmer."""
_AFTER: _Replacements = {
    "pl": ((r"(?<=[^aeiouyąęó])ie?(?=k$)|(?<=[^aeiouyąęó])e(?=[krc]$)", ""),),
    "ru": ((r"(?<=[^аеёиоуыэюя])[оеё](?=[кц]$)", ""),),
    "sv": ((r"(?<=[^aeiouyåäö])e(?=l$)", ""),),
}
"""The same after it."""
_PARTICLES = (
    "가 과 는 도 들 랑 로 를 만 에 와 용 은 을 의 이 인 까지 들은 들을 들의 들이 보다 부터 에게 에서 예요 으로 이고 "
    "이나 이랑 이며 처럼 하고 한테 용으로 이에요 입니다"
)
_SHORTEST_KOREAN_STEM = 2
_ARABIC_PREFIXES = ("وال", "بال", "كال", "فال", "ال", "لل")
_ARABIC_SUFFIXES = ("ها", "ان", "ات", "ون", "ين", "يه", "ه", "ي", "ا")
_ITALIAN_ENDING = re.compile(r"(?<=....)[aeioàèìòé]$")
_ITALIAN_LINK = re.compile(r"(?<=....)[ih]$")
_LOAN_PLURAL = re.compile(r"(?<=......)s$")


class _Stemmers(threading.local):
    """A Snowball stemmer must not serve two threads at once, so each thread has its own."""

    def __init__(self) -> None:
        self.by_language: dict[str, Callable[[str], str]] = {}

    def of(self, language: str) -> Callable[[str], str]:
        if language not in self.by_language:
            self.by_language[language] = Stemmer.Stemmer(_SNOWBALL[language]).stemWord
        return self.by_language[language]


_STEMMERS = _Stemmers()


def stem(word: str, language: str) -> str:
    """Return the stem of `word`, which comes from `plain_text`; the word itself in languages without inflection.

    >>> stem("schuhe", "de"), stem("кроссовок", "ru"), stem("السماعات", "ar"), stem("헤드폰을", "ko")
    ('schuh', 'кроссовк', 'سماع', '헤드폰')
    """
    if language in _SNOWBALL:
        return _snowball(word, language)
    special = {"ar": _arabic, "it": _italian, "ko": _korean}.get(language)
    return special(word) if special else word


def _snowball(word: str, language: str) -> str:
    stemmer = _STEMMERS.of(language)
    shortest = _SHORTEST_STEM_OF_MORE_RUNS.get(language, _SHORTEST_STEM)
    stemmed = stemmer(_replaced(word, _rules(language).before))
    for _ in range(_MOST_RUNS - 1):
        again = stemmer(stemmed)
        if again == stemmed or len(again) < shortest:
            break
        stemmed = again
    return _replaced(stemmed, _rules(language).after)


def _replaced(word: str, rules: Iterable[tuple[re.Pattern[str], str]]) -> str:
    replaced = word
    for pattern, instead in rules:
        replaced = pattern.sub(instead, replaced)
    return replaced


def _arabic(word: str) -> str:
    """Return a word without article, conjunction and endings (Larkey, Ballesteros and Connell 2007, "light10").

    Of broken plurals it knows nothing.
    """
    bare = fold(word)
    prefix = next((prefix for prefix in _ARABIC_PREFIXES if _leaves_a_stem(bare, prefix, bare.startswith)), "")
    bare = bare[len(prefix) :]
    while suffix := next((suffix for suffix in _ARABIC_SUFFIXES if _leaves_a_stem(bare, suffix, bare.endswith)), ""):
        bare = bare[: -len(suffix)]
    return bare


def _leaves_a_stem(word: str, affix: str, is_at: Callable[[str], bool]) -> bool:
    return is_at(affix) and len(word) - len(affix) >= _SHORTEST_STEM


def _italian(word: str) -> str:
    """Return a word without the ending of gender and number."""
    return _ITALIAN_LINK.sub("", _ITALIAN_ENDING.sub("", _LOAN_PLURAL.sub("", word)))


def _korean(word: str) -> str:
    """Return a word without the particle at its end."""
    for particle in _longest_first():
        if word.endswith(particle) and len(word) - len(particle) >= _SHORTEST_KOREAN_STEM:
            return word[: -len(particle)]
    return word


@dataclass(frozen=True, slots=True)
class _Rules:
    before: tuple[tuple[re.Pattern[str], str], ...]
    after: tuple[tuple[re.Pattern[str], str], ...]


@cache
def _rules(language: str) -> _Rules:
    before, after = (
        tuple((re.compile(pattern), instead) for pattern, instead in table.get(language, ()))
        for table in (_BEFORE, _AFTER)
    )
    return _Rules(before, after)


@cache
def _longest_first() -> tuple[str, ...]:
    return tuple(sorted(_PARTICLES.split(), key=len, reverse=True))
