"""Read the numbers of a message, in the digits, separators and multipliers of its language."""

import re
import unicodedata
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise

from bot.entities.names import babel_locale
from bot.entities.spoken_numbers import Vocabulary, find_spoken
from bot.entities.thai_numbers import find_thai_numbers
from bot.entities.tokens import Token

_EAST_ASIAN = frozenset({"zh-Hans", "zh-Hant", "ja"})
_DIGIT_OF = {c: i for i, c in enumerate("〇一二三四五六七八九")} | {"零": 0, "两": 2, "兩": 2, "二": 2}
_UNIT_OF = {"十": 10, "百": 100, "千": 1000, "仟": 1000, "佰": 100}
_MYRIAD_OF = {"万": 10_000, "萬": 10_000, "亿": 10**8, "億": 10**8}

_HAN_NUMBER = re.compile("[0-9.,〇零一二两兩三四五六七八九十百佰千仟万萬亿億]+")
_NUMBER = re.compile(r"\d+(?:[.,'’\u00a0\u202f\u2009 ]\d+)*")
_LIST = re.compile(r"\d\d?(?:,\d\d?){2,}")
"""Several numbers with no space between them: 1,2,3 is no number."""

_SINO_KOREAN = {c: i for i, c in enumerate("영일이삼사오육칠팔구")}
_KOREAN_NUMBER = re.compile(
    "(?<![가-힣])(?:[일이삼사오육칠팔구십백천만]+ )?[일이삼사오육칠팔구십백천만]{2,}"
    "(?=\\s?(?:원|유로|달러|엔|위안|이하|미만|이상|까지))"
)

_LEAST_SHORTENED = 100
"""The unit from which on the next smaller one can go unsaid."""

_HALF = "ruoi"
"""Vietnamese for half of the unit before it, as tokens are folded: 2 triệu rưỡi."""

_LONGEST = 15
"""Characters of a number; longer runs of digits are codes."""

_PLAIN = str.maketrans({"٫": ".", "٬": ",", "．": ".", "，": ","})


@dataclass(frozen=True, slots=True)
class Number:
    """A number and its slice of the message. `is_word` where it is written in letters, `digits` as typed in ASCII."""

    value: float
    start: int
    end: int
    digits: str
    is_word: bool = False

    @property
    def plain(self) -> int | float:
        """The value as an int where it is whole."""
        return int(self.value) if self.value == int(self.value) else self.value


def find_numbers(text: str, tokens: tuple[Token, ...], language: str, words: Vocabulary) -> list[Number]:
    """Return the numbers of `text`, left to right, without overlaps.

    `words` has the language's number words and multipliers. Where a separator can mean
    both, three digits after it are thousands if the language groups by it: 1.299 is large in German and small in
    English.
    """
    plain = ascii_digits(text)
    found = list(_east_asian(plain)) if language in _EAST_ASIAN else []
    if language == "th":
        found += [Number(value, start, end, "") for value, start, end in find_thai_numbers(plain)]
    if language == "ko":
        found += [Number(_han_value(_as_han(m.group())), *m.span(), "") for m in _KOREAN_NUMBER.finditer(text)]
    taken = [(number.start, number.end) for number in found]
    for match in _NUMBER.finditer(plain):
        for start, end in _split_groups(plain, match.start(), match.end(), language):
            is_new = not any(first < end and start < last for first, last in taken)
            if is_new and end - start <= _LONGEST:
                found.append(Number(_value(plain[start:end], language), start, end, plain[start:end]))
    found.extend(_written_out(tokens, words, found))
    numbers = _multiplied(sorted(found, key=lambda n: n.start), tokens, words.multipliers)
    return _with_halves_and_tenths(numbers, tokens) if language == "vi" else numbers


def ascii_digits(text: str) -> str:
    """Return `text`, of the same length, with the digits and separators of all scripts as ASCII ones."""
    return "".join(
        str(unicodedata.decimal(c)) if not c.isascii() and c.isdecimal() else c for c in text.translate(_PLAIN)
    )


def _split_groups(plain: str, start: int, end: int, language: str) -> Iterator[tuple[int, int]]:
    """Yield the slices of one number each in a run of digits and separators, such as 1 299,00 or 20,30 or 50 2."""
    parts = [match.span() for match in re.finditer(r"\d+", plain[start:end])]
    if _LIST.fullmatch(plain[start:end]):
        yield from ((start + a, start + b) for a, b in parts)
        return
    first = 0
    for i in range(1, len(parts) + 1):
        if i < len(parts) and _belongs(plain[start:end], parts[first : i + 1], language):
            continue
        yield start + parts[first][0], start + parts[i - 1][1]
        first = i


def _belongs(run: str, parts: list[tuple[int, int]], language: str) -> bool:
    """Whether the last of `parts` continues the number of those before."""
    separator = run[parts[-2][1] : parts[-1][0]]
    n_digits = parts[-1][1] - parts[-1][0]
    if separator in {".", ","}:
        earlier = {run[a[1] : b[0]] for a, b in pairwise(parts[:-1])}
        return "." not in earlier or separator != "." or n_digits == 3
    is_group = n_digits == 3 and parts[0][1] - parts[0][0] <= 3
    return is_group and (separator != " " or _group_symbol(language).isspace())


@lru_cache(maxsize=64)
def _group_symbol(language: str) -> str:
    return babel_locale(language).number_symbols["latn"]["group"]


def _value(digits: str, language: str) -> float:
    """Return the number that `digits` with separators stand for."""
    marks = [character for character in digits if not character.isdigit()]
    cleaned = re.sub(r"[^\d.,]", "", digits)
    if "." in marks and "," in marks:
        decimal = max(".", ",", key=cleaned.rfind)
        cleaned = cleaned.replace("," if decimal == "." else ".", "").replace(decimal, ".")
        return float(cleaned)
    mark = "." if "." in marks else "," if "," in marks else ""
    if not mark:
        return float(cleaned)
    n_last = len(cleaned) - cleaned.rfind(mark) - 1
    is_group = cleaned.count(mark) > 1 or (n_last == 3 and mark == _group_symbol(language)) or n_last > 3
    if n_last == 3 and _group_symbol(language).isspace() and mark == ".":
        is_group = True
    return float(cleaned.replace(mark, "" if is_group else "."))


def _east_asian(plain: str) -> Iterator[Number]:
    """Yield numbers with Chinese numerals: 五百, 1万2千, 三. A lone numeral counts as a word, digits alone are left."""
    for match in _HAN_NUMBER.finditer(plain):
        run = match.group().strip(".,")
        if not run or run.replace(".", "").replace(",", "").isdigit():
            continue
        start = match.start() + match.group().index(run)
        yield Number(_han_value(run), start, start + len(run), "", is_word=len(run) == 1)


def _han_value(run: str) -> float:
    """Return the value of Chinese numerals mixed with digits: a sum of sections, each a multiple of a myriad.

    A lone digit behind hundreds or more counts the next smaller unit, as it is said in shops: 两千五 is 2,500.

    >>> _han_value("1万2千"), _han_value("五百"), _han_value("三十五"), _han_value("两千五"), _han_value("两千零五")
    (12000.0, 500.0, 35.0, 2500.0, 2005.0)
    """
    total, section, digits, unit = 0.0, 0.0, "", 1
    for character in run.replace(",", ""):
        if character in _UNIT_OF:
            unit = _UNIT_OF[character]
            section += float(digits or 1) * unit
            digits = ""
        elif character in _MYRIAD_OF:
            unit = _MYRIAD_OF[character]
            total += (section + float(digits or (0 if section else 1))) * unit
            section, digits = 0.0, ""
        else:
            digits += character if character in "0123456789." else str(_DIGIT_OF[character])
    is_short = len(digits) == 1 and unit >= _LEAST_SHORTENED
    return total + section + float(digits.strip(".") or 0) * (unit // 10 if is_short else 1)


def _as_han(korean: str) -> str:
    hanja = {"십": "十", "백": "百", "천": "千", "만": "万"}
    return "".join(hanja.get(c) or str(_SINO_KOREAN[c]) for c in korean.replace(" ", ""))


def _written_out(tokens: tuple[Token, ...], words: Vocabulary, found: list[Number]) -> Iterator[Number]:
    """Yield the numbers in words that lie in no other number; one word, or one below a hundred, counts as a word."""
    for value, first, last, n_words in find_spoken(tokens, words):
        start, end = tokens[first].start, tokens[last - 1].end
        if not any(number.start < end and start < number.end for number in found):
            yield Number(value, start, end, "", is_word=n_words == 1 or value < 100)


def _multiplied(numbers: list[Number], tokens: tuple[Token, ...], multipliers: Mapping[str, int]) -> list[Number]:
    """Return `numbers` times the multiplier word right after each; 3만 5천 adds up."""
    by_end = {token.end: i for i, token in enumerate(tokens)}
    result: list[Number] = []
    for number in numbers:
        if result and number.start < result[-1].end:
            continue
        while following := _multiplier_behind(number, tokens, by_end, multipliers):
            number = Number(number.value * multipliers[following.text], number.start, following.end, "", False)
        if result and result[-1].value >= 10_000 and number.value < 10_000 <= result[-1].value and not number.is_word:
            gap = number.start - result[-1].end
            if gap <= 1 and result[-1].digits == "" and number.digits == "" and number.value % 1000 == 0:
                number = Number(result[-1].value + number.value, result[-1].start, number.end, "", False)
                result.pop()
        result.append(number)
    return result


def _multiplier_behind(
    number: Number, tokens: tuple[Token, ...], by_end: Mapping[int, int], multipliers: Mapping[str, int]
) -> Token | None:
    position = by_end.get(number.end)
    following = tokens[position + 1] if position is not None and position + 1 < len(tokens) else None
    if following is None or following.text not in multipliers or following.is_apart:
        return None
    is_letter = len(following.text) == 1 and following.script == "latin" and not following.is_glued
    return None if is_letter else following


def _with_halves_and_tenths(numbers: list[Number], tokens: tuple[Token, ...]) -> list[Number]:
    """Return `numbers` with what Vietnamese says behind a unit: 1tr2 is 1,200,000 and 2 triệu rưỡi 2,500,000."""
    following = {left.end: right for left, right in pairwise(tokens)}
    result: list[Number] = []
    for number in numbers:
        last = result[-1] if result else None
        unit = _unit(last) if last else 0
        if last and unit and number.digits and number.value < 10 and number.start - last.end <= 1:
            result[-1] = Number(last.value + number.value * unit / 10, last.start, number.end, "")
            continue
        after = following.get(number.end)
        if after and after.text == _HALF and _unit(number):
            number = Number(number.value + _unit(number) / 2, number.start, after.end, "")
        result.append(number)
    return result


def _unit(number: Number) -> int:
    """Return the thousands or millions that a number was multiplied by, 0 where it was not."""
    is_multiplied = not number.digits and not number.is_word
    return next((unit for unit in (1_000_000, 1000) if is_multiplied and number.value % unit == 0), 0)
