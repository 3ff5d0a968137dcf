"""What the writing of a message says about its language, before any word is read."""

import unicodedata
from collections import Counter
from functools import lru_cache

_BLOCKS = (
    (0x0370, 0x03FF, "greek"),
    (0x0400, 0x052F, "cyrillic"),
    (0x0530, 0x058F, "armenian"),
    (0x0590, 0x05FF, "hebrew"),
    (0x0600, 0x06FF, "arabic"),
    (0x0750, 0x077F, "arabic"),
    (0x0900, 0x097F, "devanagari"),
    (0x0980, 0x09FF, "bengali"),
    (0x0A00, 0x0A7F, "gurmukhi"),
    (0x0A80, 0x0AFF, "gujarati"),
    (0x0B80, 0x0BFF, "tamil"),
    (0x0C00, 0x0C7F, "telugu"),
    (0x0C80, 0x0CFF, "kannada"),
    (0x0D00, 0x0D7F, "malayalam"),
    (0x0D80, 0x0DFF, "sinhala"),
    (0x0E00, 0x0E7F, "thai"),
    (0x0E80, 0x0EFF, "lao"),
    (0x1000, 0x109F, "myanmar"),
    (0x10A0, 0x10FF, "georgian"),
    (0x1100, 0x11FF, "hangul"),
    (0x1200, 0x137F, "ethiopic"),
    (0x1780, 0x17FF, "khmer"),
    (0x1E00, 0x1EFF, "latin"),
    (0x3040, 0x30FF, "kana"),
    (0x3130, 0x318F, "hangul"),
    (0x31F0, 0x31FF, "kana"),
    (0x3400, 0x4DBF, "han"),
    (0x4E00, 0x9FFF, "han"),
    (0xAC00, 0xD7AF, "hangul"),
    (0xF900, 0xFAFF, "han"),
    (0xFB50, 0xFDFF, "arabic"),
    (0xFE70, 0xFEFF, "arabic"),
    (0xFF66, 0xFF9F, "kana"),
)

_ONE_LANGUAGE = {
    "greek": "el", "armenian": "hy", "hebrew": "he", "devanagari": "hi", "bengali": "bn", "gurmukhi": "pa",
    "gujarati": "gu", "tamil": "ta", "telugu": "te", "kannada": "kn", "malayalam": "ml", "sinhala": "si", "thai": "th",
    "lao": "lo", "myanmar": "my", "georgian": "ka", "hangul": "ko", "ethiopic": "am", "khmer": "km", "kana": "ja",
}  # fmt: skip

_TELLING_LETTERS = {
    "latin": (("řěů", "cs"), ("ľĺŕ", "sk"), ("őű", "hu"), ("șț", "ro"), ("øæ", "da")),
    "cyrillic": (("іїєґ", "uk"), ("ў", "be"), ("ѓќѕ", "mk"), ("јљњђћџ", "sr"), ("ыэё", "ru")),
    "arabic": (("ٹڈڑںےھ", "ur"), ("پچژگکی", "fa")),
}


_LETTERS_A_CHARACTER = {"han": 3, "kana": 2, "hangul": 2}
"""How many Latin letters say about as much as one character of these."""


def script_counts(text: str) -> Counter[str]:
    """Count the letters of `text` by script, in Latin letters' worth; digits, signs and emoji are nobody's.

    >>> sorted(script_counts("靴 42 ナイキ").items())
    [('han', 3), ('kana', 6)]
    """
    counts = Counter(script for script in map(_script_of, text) if script)
    return Counter({script: n * _LETTERS_A_CHARACTER.get(script, 1) for script, n in counts.items()})


def languages_of_script(text: str) -> tuple[str, ...]:
    """Return the languages that the script leaves possible, the likeliest first; empty where words must decide.

    A message in several scripts belongs to the one that is not Latin if that has a third of the letters: brands and
    units stay Latin everywhere. Chinese characters without kana leave several languages open, unless some of them are
    written in one of Simplified Chinese, Traditional Chinese and Japanese alone.

    >>> languages_of_script("Nike 운동화"), languages_of_script("红色跑鞋"), languages_of_script("red shoes")
    (('ko',), ('zh-Hans',), ())
    >>> languages_of_script("跑鞋")
    ('zh-Hans', 'zh-Hant')
    """
    counts = script_counts(text)
    n_letters = sum(counts.values())
    if not n_letters:
        return ()
    if counts["kana"] and counts["kana"] + counts["han"] >= n_letters / 3:
        return ("ja",)
    script, n_script = max(
        ((s, n) for s, n in counts.items() if s != "latin"), key=lambda x: x[1], default=("latin", 0)
    )
    if n_script < n_letters / 3:
        script = "latin"
    if script == "han":
        return _languages_of_han(text)
    if script in _ONE_LANGUAGE:
        return (_ONE_LANGUAGE[script],)
    lowered = text.casefold()
    for letters, language in _TELLING_LETTERS.get(script, ()):
        if any(letter in lowered for letter in letters):
            return (language,)
    return ("ar",) if script == "arabic" else ()


def _languages_of_han(text: str) -> tuple[str, ...]:
    fits = Counter(language for character in text for language in _homes_of_han(character))
    best = max(fits.values(), default=0)
    return tuple(language for language in ("zh-Hans", "zh-Hant", "ja") if fits[language] == best)


@lru_cache(maxsize=30_000)
def _homes_of_han(character: str) -> tuple[str, ...]:
    """Return the writing systems that use `character`, by the national character sets that hold it.

    GB 2312 (1980) is the set of Simplified Chinese and Big5 (1984) that of Traditional Chinese. Japanese is level 1 of
    JIS X 0208, up to lead byte 0x98 in Shift JIS: level 2 holds the old forms that Japanese gave up.
    """
    if not 0x3400 <= ord(character) <= 0x9FFF:
        return ()
    homes = []
    if _encoded(character, "gb2312"):
        homes.append("zh-Hans")
    if _encoded(character, "big5"):
        homes.append("zh-Hant")
    if b"" < _encoded(character, "shift_jis") < b"\x99":
        homes.append("ja")
    return tuple(homes)


def _encoded(character: str, codec: str) -> bytes:
    return character.encode(codec, errors="ignore")


@lru_cache(maxsize=30_000)
def _script_of(character: str) -> str | None:
    if not unicodedata.category(character).startswith(("L", "M")):
        return None
    code = ord(character)
    if code < 0x0250:
        return "latin"
    return next((script for first, last, script in _BLOCKS if first <= code <= last), None)
