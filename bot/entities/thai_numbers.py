"""Thai numbers in words, or digits and words mixed: สองพันห้าร้อย, 2 พันห้า. Thai has no spaces between its words."""

import re
from collections.abc import Iterator

_DIGIT_OF = {
    "ศูนย์": 0, "หนึ่ง": 1, "เอ็ด": 1, "สอง": 2, "ยี่": 2, "สาม": 3, "สี่": 4, "ห้า": 5, "หก": 6, "เจ็ด": 7,
    "แปด": 8, "เก้า": 9,
}  # fmt: skip
_UNIT_OF = {"สิบ": 10, "ร้อย": 100, "พัน": 1000, "หมื่น": 10_000, "แสน": 100_000, "ล้าน": 1_000_000}
_LEAST_SHORTENED = 1000
"""The unit from which on the next smaller one can go unsaid: พันห้า is 1,500."""

_WORD = "|".join((*_DIGIT_OF, *_UNIT_OF))
_RUN = re.compile(rf"(?:\d+(?:\.\d+)?\s?)?(?:{_WORD})+")
_PART = re.compile(rf"\d+(?:\.\d+)?|{_WORD}")
_OTHER_WORDS = ("ห้าม", "ห้าง", "หกล้ม", "พันธุ์", "พันธ์", "สองจิตสองใจ")
"""Words that begin as a number does: forbidden, a department store, to tumble, a breed."""

_ALONE = "บาท"
"""What makes an amount of a unit that stands alone: พันบาท is a thousand baht, and พัน to wrap."""


def find_thai_numbers(plain: str) -> Iterator[tuple[float, int, int]]:
    """Yield (value, start, end) of the numbers of ten and more in `plain`, whose digits are ASCII ones.

    >>> list(find_thai_numbers("ไม่เกินสองพันห้าบาท")), list(find_thai_numbers("ห้ามส่งของ"))
    ([(2500.0, 7, 16)], [])
    """
    for run in _RUN.finditer(plain):
        parts = [*_PART.finditer(run.group())]
        while parts and plain.startswith(_OTHER_WORDS, run.start() + parts[-1].start()):
            parts.pop()
        words = [part.group() for part in parts]
        if not any(word in _UNIT_OF for word in words):
            continue
        end = run.start() + parts[-1].end()
        if len(words) > 1 or plain[end:].lstrip().startswith(_ALONE):
            yield _value(words), run.start(), end


def _value(words: list[str]) -> float:
    total, digit, unit = 0.0, None, 1
    for word in words:
        if word in _UNIT_OF:
            unit = _UNIT_OF[word]
            if unit == _UNIT_OF["ล้าน"] and digit is None and total:
                total *= unit
            else:
                total += (1 if digit is None else digit) * unit
            digit = None
        else:
            digit = float(_DIGIT_OF[word]) if word in _DIGIT_OF else float(word)
    return total + (digit or 0) * (unit // 10 if unit >= _LEAST_SHORTENED else 1)
