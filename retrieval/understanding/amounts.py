"""The patterns by which amounts of money are found in a language."""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from retrieval.understanding.currencies import CODES, SIGNS
from retrieval.understanding.numbers import HAN, group_symbol, han_value, number_value
from retrieval.understanding.tokens import normalised, plain

LIMITS = ("max", "min", "approx")
_UNSPACED = frozenset({"zh-Hans", "zh-Hant", "ja", "th", "ko"})
_GLUING = frozenset({"tr", "hi"})
"""Languages whose words of money carry endings."""

_DASHES = "-–—~〜～‐‑"
_BETWEEN_WORDS = r"(?:(?:is|of|von|de|di|da|ist|est|es|är|på|около|ca\.?|etwa|about|i|the|den|die|les|los|den)\s+)?"


@dataclass(frozen=True, slots=True)
class AmountPatterns:
    """Regular expressions over `plain` text.

    `ranges` finds two amounts, `before` and `after` one with a comparator (`limits` says which limit that is), `priced`
    one with a currency, `unit` what follows a number that is no price, `sized` a size beside a word for size.
    """

    language: str
    ranges: re.Pattern[str]
    before: re.Pattern[str]
    after: re.Pattern[str]
    priced: re.Pattern[str]
    unit: re.Pattern[str]
    sized: tuple[re.Pattern[str], ...]
    limits: Mapping[str, str]
    codes: Mapping[str, str]
    multipliers: Mapping[str, int]

    @classmethod
    def of(
        cls,
        language: str,
        amounts: Mapping[str, Mapping[str, Any]],
        comparators: Mapping[str, Mapping[str, Mapping[str, Sequence[str]]]],
        currencies: Mapping[str, Mapping[str, Sequence[str]]],
    ) -> "AmountPatterns":
        """Compile the patterns of a language from the words of data/lexicon."""
        multipliers = {_plain(word): int(n) for word, n in amounts["multipliers"].get(language, {}).items()}
        codes = _codes(language, currencies)
        is_spaced = language not in _UNSPACED
        end = r"(?![^\W\d_])" if is_spaced else ""
        number = _number(language, multipliers, end)
        money = _any_of(codes)
        money_end = "" if language in _GLUING else end

        def amount(place: str) -> str:
            before, after = rf"(?:(?P<pre{place}>{money})\s?)?", rf"(?:\s?(?P<post{place}>{money}){money_end})?"
            return rf"(?<![a-z\d.]){before}(?P<n{place}>{number}){after}"

        between = comparators["between"].get(language, {})
        joiner = (
            rf"(?:\s*(?P<dash>[{_DASHES}])\s*|\s*(?P<join>{_any_of(map(_plain, between.get('joiner', ('-',))))})\s*)"
        )
        frame = rf"(?:(?<![^\W\d_])(?P<frame>{_any_of(map(_plain, between.get('before', ())))})\s*)?"
        closing = rf"(?:\s?(?P<close>{_any_of(map(_plain, between.get('after', ())))}))?"
        limits: dict[str, str] = {}
        words: dict[str, list[str]] = {"before": [], "after": []}
        for limit in LIMITS:
            for place, phrases in comparators[limit].get(language, {}).items():
                for phrase in map(_plain, phrases):
                    words[place].append(phrase)
                    limits.setdefault(phrase, limit)
        sizes = _any_of(map(_plain, amounts["sizes"].get(language, ())))
        units = _any_of(map(_plain, (*amounts["units"]["any"], *amounts["units"].get(language, ()))))
        value = r"(?P<size>\d{1,3}(?:[.,]5)?|(?:[2-5]x|x{0,4})[sl]|m)"
        word_start = r"(?<![^\W\d_])" if is_spaced else ""
        compiled = re.compile
        return cls(
            language=language,
            ranges=compiled(frame + amount("1") + joiner + amount("2") + closing),
            before=compiled(
                rf"{word_start}(?P<word>{_any_of(words['before'])})\s*[:=]?\s*{_BETWEEN_WORDS}{amount('1')}"
            ),
            after=compiled(rf"{amount('1')}\s?(?P<word>{_any_of(words['after'])}){end}"),
            priced=compiled(amount("1")),
            unit=compiled(rf"\s?-?(?:{units})(?![^\W\d_])" if is_spaced else rf"\s?-?(?:{units})"),
            sized=(
                compiled(rf"{word_start}(?:{sizes})[\s:=.]*{value}(?![a-z\d])(?!\s?(?:{money}){end})"),
                compiled(rf"(?<![a-z\d.,]){value}[\s.]?(?:{sizes}){end}"),
            ),
            limits=limits,
            codes=codes,
            multipliers=multipliers,
        )

    def value(self, number: str) -> float:
        """Return the value of a number that one of the patterns found."""
        if any(letter in HAN for letter in number):
            return han_value(number.replace(" ", ""))
        if not self.multipliers:
            return number_value(number, self.language)
        pattern = rf"(\d[\d.,' ]*)\s?({_any_of(self.multipliers)})?"
        return sum(
            number_value(digits, self.language) * self.multipliers.get(multiplier, 1)
            for digits, multiplier in re.findall(pattern, number)
        )


def _number(language: str, multipliers: Mapping[str, int], end: str) -> str:
    space = r"| \d{3}(?!\d)" if group_symbol(language).isspace() else ""
    digits = rf"\d+(?:[.,']\d+{space})*"
    if language in {"zh-Hans", "zh-Hant", "ja"}:
        return rf"\d[\d.,]*[{HAN}][\d{HAN}]*|[{HAN}][{HAN}\d]+|{digits}"
    if not multipliers:
        return digits
    times = rf"\s?(?:{_any_of(multipliers)}){end if language != 'ko' else ''}"
    return rf"{digits}(?:{times}(?:\s?{digits}{times})*)?"


def _codes(language: str, currencies: Mapping[str, Mapping[str, Sequence[str]]]) -> dict[str, str]:
    """Return what money is called, in small letters without accents, with what it means most often."""
    codes = {_plain(sign): code for sign, code in SIGNS.items()} | {code.lower(): code for code in CODES}
    for spoken in dict.fromkeys(("en", language)):
        for code, by_language in currencies.items():
            codes.update((_plain(word), str(code)) for word in by_language.get(spoken, ()))
    return codes


def _any_of(phrases: Iterable[str]) -> str:
    """Return an alternation, longer phrases first; one that never matches for none."""
    kept = sorted({phrase for phrase in phrases if phrase}, key=lambda phrase: (-len(phrase), phrase))
    return "|".join(re.escape(phrase).replace(r"\ ", r"\s") for phrase in kept) or r"(?!)"


def _plain(phrase: Any) -> str:
    return plain(normalised(str(phrase)))
