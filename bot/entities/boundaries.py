"""Where words end in scripts that do not say so."""

import unicodedata
from collections.abc import Collection, Sequence

from bot.entities.tokens import Token

_KOREAN_PARTICLES = frozenset({
    "을", "를", "이", "가", "은", "는", "의", "에", "로", "으로", "와", "과", "도", "만", "요", "랑", "이랑",
    "하고", "에서", "까지", "부터", "에게", "한테", "께", "으로는", "로는", "에는", "에도", "용", "형", "식",
    "짜리", "색", "인", "이나", "나", "이요", "이에요", "예요", "이야", "야", "라고", "처럼", "보다", "밖에", "들",
    "들은", "들이", "들을", "님", "님께", "로요", "으로요", "에요", "입니다", "인가요", "말고", "같은", "같이",
    "으로도", "로도", "좀",
})  # fmt: skip

_CHINESE_BEFORE = frozenset("有要买買件个個双雙款条條只隻是的想给給来來换換找看送")
_CHINESE_AFTER = frozenset("的色吗嗎呢款")

_JAPANESE_AFTER = frozenset("以未")
"""What begins `以下`, `以内`, `以外` and `未満`: the word before it ends there, as in `5000円以下`."""

_SHORT_KATAKANA = 3
"""Katakana words below this length are too often parts of longer ones: Thailand in `タイヤ`, a tyre."""

_THAI_FOLLOWERS = (
    "ที่", "แล้ว", "หน่อย", "ไหม", "มี", "ครับ", "ค่ะ", "คะ", "ราคา",
    "สี", "จาก", "แบบ", "ให้", "ของ", "ยี่ห้อ", "ไม่", "และ",
)  # fmt: skip


def is_whole_word(tokens: Sequence[Token], first: int, last: int, language: str, covered: Collection[int]) -> bool:
    """Whether tokens `[first:last]` can be a word, or some, of their own.

    Words of scripts with spaces always are. `covered` are the tokens already known to be words: what stands
    beside them is not in the middle of something else.
    """
    before, after = _joined(tokens, first), _joined(tokens, last)
    is_begun = not before or (first - 1) in covered
    is_ended = not after or last in covered
    script = tokens[first].script
    if script == "katakana":
        return (is_begun and is_ended) if last - first < _SHORT_KATAKANA else (is_begun or is_ended)
    if script == "hangul":
        return is_begun and (is_ended or _rest(tokens, last) in _KOREAN_PARTICLES)
    if script == "han" and last - first == 1:
        return _is_single_han_word(tokens, first, language, is_begun, is_ended)
    if script == "thai":
        return _is_thai_word(tokens, first, last, is_begun, is_ended)
    return True


def _joined(tokens: Sequence[Token], position: int) -> bool:
    """Whether the token at `position` continues the word of the one before it, as far as the script tells."""
    if not 0 < position < len(tokens):
        return False
    return tokens[position].is_glued and tokens[position].script == tokens[position - 1].script


def _rest(tokens: Sequence[Token], position: int) -> str:
    end = position
    while end < len(tokens) and _joined(tokens, end):
        end += 1
    return "".join(token.text for token in tokens[position:end])


def _is_single_han_word(tokens: Sequence[Token], position: int, language: str, is_begun: bool, is_ended: bool) -> bool:
    follower = tokens[position + 1].text if position + 1 < len(tokens) else ""
    if language == "ja":
        return is_begun and (is_ended or follower in _JAPANESE_AFTER)
    if is_begun and is_ended:
        return True
    leader = tokens[position - 1].text if position else ""
    return (is_begun or leader in _CHINESE_BEFORE) and (is_ended or is_begun or follower in _CHINESE_AFTER)


def _is_thai_word(tokens: Sequence[Token], first: int, last: int, is_begun: bool, is_ended: bool) -> bool:
    """Whether the cut falls between Thai syllables; a word of three letters needs a known neighbour as well."""
    if _is_dependent(tokens, first) or _is_dependent(tokens, last) or (last - first == 1 and not is_begun):
        return False
    if last - first > 3 or is_ended:
        return True
    return _rest(tokens, last).startswith(_THAI_FOLLOWERS)


def _is_dependent(tokens: Sequence[Token], position: int) -> bool:
    if not 0 < position < len(tokens) or tokens[position].script != "thai":
        return False
    letter = tokens[position].text[0]
    return unicodedata.category(letter) == "Mn" or letter in "ะาๅๆ"
