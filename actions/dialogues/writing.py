"""Whether a text is in the script of a language."""

import re

_SCRIPTS = {
    "zh-Hans": r"[\u3400-\u9fff]",
    "zh-Hant": r"[\u3400-\u9fff]",
    "ja": r"[\u3040-\u30ff\u3400-\u9fff]",
    "ko": r"[\uac00-\ud7af]",
    "ru": r"[\u0400-\u04ff]",
    "ar": r"[\u0600-\u06ff]",
    "hi": r"[\u0900-\u097f]",
    "th": r"[\u0e00-\u0e7f]",
}
_LATIN = r"[A-Za-z\u00c0-\u024f\u1e00-\u1eff]"

_LEAST = 2
"""Letters of its own script that an answer has at least: titles and brands may be in another one."""


def is_written_in(text: str, language: str) -> bool:
    """Return whether a text has words in the script of `language`, Latin where nothing else is known of it.

    >>> is_written_in("我找到了 5 件商品", "zh-Hans"), is_written_in("I found 5", "th"), is_written_in("", "de")
    (True, False, False)
    """
    return len(re.findall(_SCRIPTS.get(language, _LATIN), text)) >= _LEAST
