"""What of a text is matched: its words in the forms that other ways of writing them share.

A document is indexed under every term of its words; a query's word is matched by any of them. Terms are

- the folded stem of the word as written, and that of the word without its accents where it differs, so that `chaussees`
  finds `chaussées`; in Vietnamese, whose accents tell words apart, the accented word beside the bare one;
- what was written as one with hyphens or digits, joined: `tshirt` beside `t` and `shirt`, `wh1000xm5` beside its parts;
- of a word of Chinese characters its pairs of characters, and its last, which names the thing: `登山鞋` is a `鞋`;
- of a Korean word of three syllables and more its pairs of syllables, as compounds are written with and without spaces.
"""

import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

import regex

from retrieval.lexical.folding import fold, plain_text
from retrieval.lexical.segmenting import chunks, is_unspaced
from retrieval.lexical.stemming import stem

_HIRAGANA_TO_KATAKANA = {code: code + 0x60 for code in range(0x3041, 0x3097)}
_LONG_VOWEL, _SHORTEST_WITH_LONG_VOWEL = "ー", 4
_HAN = regex.compile(r"^\p{Han}+$")
_NON_LATIN = frozenset({"ar", "hi", "ja", "ko", "ru", "th", "zh"})
_ENGLISH, _KOREAN, _VIETNAMESE = "en", "ko", "vi"
_N_CACHED = 1 << 16
_LONGEST_JOINED = 6


@dataclass(frozen=True, slots=True)
class Word:
    """A word: `surface`, folded but not stemmed; its `terms`, best first; `pieces`, terms of what it is made of."""

    surface: str
    terms: tuple[str, ...]
    pieces: tuple[str, ...] = ()

    @property
    def all_terms(self) -> tuple[str, ...]:
        """The terms that a document with this word is indexed under."""
        return (*self.terms, *self.pieces)


def primary_language(language: str) -> str:
    """Return the language of a BCP 47 code without script and region: texts of one primary language share an index.

    >>> primary_language("zh-Hant")
    'zh'
    """
    return language.split("-")[0]


def analyse(text: str, language: str) -> list[str]:
    """Return the terms under which `text` is indexed, in order, repeats included.

    >>> analyse("Wasserdichte T-Shirts", "de")
    ['wasserdicht', 't', 'shirt', 'tshirt']
    >>> analyse("藍牙耳機", "zh-Hant")
    ['蓝牙', '蓝', '牙', '耳机', '耳', '机']
    """
    primary = primary_language(language)
    return [term for part in parts(text, language) for term in word_of(part, primary).all_terms]


def parts(text: str, language: str) -> Iterator[str]:
    """Give what `word_of` makes the words of a document's `text` of: the parts of each chunk, then the chunk joined."""
    for chunk in chunks(plain_text(text, language), primary_language(language)):
        yield from chunk
        if 1 < len(chunk) <= _LONGEST_JOINED:
            yield "".join(chunk)


def query_chunks(text: str, language: str) -> Iterator[tuple[Word, ...]]:
    """Give the words of a query, chunk by chunk; whether to join any is for the index to say, which knows its terms."""
    primary = primary_language(language)
    for chunk in chunks(plain_text(text, language), primary):
        yield tuple(word_of(part, primary) for part in chunk)


@lru_cache(_N_CACHED)
def word_of(plain: str, primary: str) -> Word:
    """Return the word for a part of a chunk, in a language without script and region."""
    folded = fold(plain)
    if is_unspaced(plain):
        return _unspaced_word(folded)
    if not plain.isalpha() and any(letter.isdigit() for letter in plain):
        return Word(folded, (folded,))
    if primary == _VIETNAMESE:
        return Word(folded, _distinct(unicodedata.normalize("NFC", plain), folded))
    language = _ENGLISH if plain.isascii() and primary in _NON_LATIN else primary
    terms = _distinct(fold(stem(plain, language)), fold(stem(folded, language)))
    return Word(folded, terms, _pairs(terms[0]) if language == _KOREAN else ())


def _unspaced_word(folded: str) -> Word:
    surface = folded.translate(_HIRAGANA_TO_KATAKANA)
    if surface.endswith(_LONG_VOWEL) and len(surface) >= _SHORTEST_WITH_LONG_VOWEL:
        surface = surface[:-1]
    if len(surface) == 1 or not _HAN.match(surface):
        return Word(surface, (surface,))
    if len(surface) == 2:
        return Word(surface, (surface,), tuple(surface))
    return Word(surface, (surface,), (*_pairs(surface), surface[-1]))


def _pairs(word: str) -> tuple[str, ...]:
    """Return each two neighbouring letters of a word of three and more."""
    return tuple(word[at : at + 2] for at in range(len(word) - 1)) if len(word) > 2 else ()


def _distinct(*terms: str) -> tuple[str, ...]:
    return tuple(dict.fromkeys(terms))
