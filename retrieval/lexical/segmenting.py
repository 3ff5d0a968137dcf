"""Where words begin and end, in scripts with and without spaces.

Chinese, Japanese, Thai and their neighbours are cut by ICU, whose dictionaries know all of them, whatever the language
of the text is said to be. Elsewhere a word is what stands between spaces and punctuation, and is cut once more where
letters meet digits. A `Chunk` keeps together what was written as one: `wh-1000xm5` is `("wh", "1000", "xm", "5")`.
"""

from collections.abc import Iterator

import regex
from icu4py.breakers import WordBreaker

Chunk = tuple[str, ...]

_UNSPACED = r"\p{Han}\p{Hiragana}\p{Katakana}ー\p{Thai}\p{Lao}\p{Khmer}\p{Myanmar}"
_CONNECTED = regex.compile(r"[\p{L}\p{M}\p{N}]+(?:[-'+&._·]?[\p{L}\p{M}\p{N}]+|(?<=\d),\d+)*")
_IS_UNSPACED = regex.compile(rf"[{_UNSPACED}]")
_RUN = regex.compile(rf"[{_UNSPACED}]+|[^{_UNSPACED}]+")
_PART = regex.compile(r"\p{N}+(?:[.,]\p{N}+)*|[\p{L}\p{M}]+")
_THOUSANDS = regex.compile(r"[.,](?=\d{3}(?:\D|$))")
_ELISION = regex.compile(
    r"^(?:[ldjmtscn]|qu|jusqu|lorsqu|puisqu|quelqu|un|all|dall|dell|nell|sull|coll|quest|quell)'(?=\p{L}{2})"
)
_POSSESSIVE = regex.compile(r"'s?$")
_ELIDING, _POSSESSING = frozenset({"fr", "it"}), frozenset({"en"})
_LONGEST_PREFIX = 2


def chunks(text: str, language: str) -> Iterator[Chunk]:
    """Give the chunks of `text`, which comes from `plain_text`, in order.

    >>> list(chunks("wh-1000xm5 für l'été, 3,5mm", "fr"))
    [('wh', '1000', 'xm', '5'), ('für',), ('été',), ('3.5', 'mm')]
    >>> list(chunks("防水登山鞋 t恤", "zh-Hans"))
    [('防水',), ('登山鞋',), ('t', '恤')]
    """
    for match in _CONNECTED.finditer(text):
        word = match.group()
        if word.isalpha() and word.isascii():
            yield (word,)
        elif _IS_UNSPACED.search(word):
            yield from _unspaced(word, language)
        else:
            yield _parts(_bare(word, language))


def is_unspaced(word: str) -> bool:
    """Return whether `word` has a letter of a script that is written without spaces."""
    return _IS_UNSPACED.search(word) is not None


def _bare(word: str, language: str) -> str:
    if "'" in word:
        if language in _ELIDING:
            return str(_ELISION.sub("", word))
        if language in _POSSESSING:
            return str(_POSSESSIVE.sub("", word))
    return word


def _parts(word: str) -> Chunk:
    return tuple(_number(part) if part[0].isdigit() else part for part in _PART.findall(word))


def _number(digits: str) -> str:
    """Return a number with a point before its decimals and nothing between thousands."""
    return str(_THOUSANDS.sub("", digits)).replace(",", ".")


def _unspaced(word: str, language: str) -> Iterator[Chunk]:
    """Cut a word that holds unspaced script; a letter or two before it belong to what follows (`t恤`)."""
    prefix: Chunk = ()
    for run in _RUN.findall(word):
        if not _IS_UNSPACED.search(run):
            if prefix:
                yield prefix
            prefix = _parts(run)
            continue
        for piece in WordBreaker(run, language):
            if len(prefix) == 1 and len(prefix[0]) <= _LONGEST_PREFIX:
                yield (*prefix, piece)
            else:
                if prefix:
                    yield prefix
                yield (piece,)
            prefix = ()
    if prefix:
        yield prefix
