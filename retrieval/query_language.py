"""The language of a query that comes without a conversation: from the command line or the HTTP API.

In a conversation the bot detects languages, with what was said before; here there is only the text.
"""

from collections.abc import Mapping
from functools import cache
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from lingua import LanguageDetector

_SCRIPTS: Mapping[str, tuple[tuple[int, int], ...]] = {
    "ja": ((0x3040, 0x30FF),),
    "ko": ((0xAC00, 0xD7AF), (0x1100, 0x11FF)),
    "th": ((0x0E00, 0x0E7F),),
    "ar": ((0x0600, 0x06FF),),
    "hi": ((0x0900, 0x097F),),
    "zh-Hans": ((0x4E00, 0x9FFF),),
}
_LATIN_AND_CYRILLIC = {
    code.upper(): code for code in ("de", "en", "es", "fr", "id", "it", "nl", "pl", "pt", "ru", "sv", "tr", "vi")
}
_TRADITIONAL = frozenset("個這們來時說對後學會裡還國與點開關於電話買賣錢紅綠藍黃顏麼為無線機燈書筆畫馬車門風飛魚鳥麵")
FALLBACK = "en"


def query_language(text: str) -> str:
    """Return the BCP 47 code of the served language that `text` is most likely in; English where nothing tells.

    >>> query_language("跑鞋"), query_language("ヘッドホン"), query_language("سماعات"), query_language("120 €")
    ('zh-Hans', 'ja', 'ar', 'en')
    """
    for language, ranges in _SCRIPTS.items():
        if any(low <= ord(letter) <= high for letter in text for low, high in ranges):
            is_traditional = language == "zh-Hans" and not _TRADITIONAL.isdisjoint(text)
            return "zh-Hant" if is_traditional else language
    if not any(letter.isalpha() for letter in text):
        return FALLBACK
    found = _detector().detect_language_of(text)
    return _LATIN_AND_CYRILLIC[found.iso_code_639_1.name] if found else FALLBACK


@cache
def _detector() -> "LanguageDetector":
    from lingua import IsoCode639_1, LanguageDetectorBuilder

    codes = [getattr(IsoCode639_1, name) for name in _LATIN_AND_CYRILLIC]
    return LanguageDetectorBuilder.from_iso_codes_639_1(*codes).build()
