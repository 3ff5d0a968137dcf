"""Taking a message of several questions apart: "may I return it, and who pays?"."""

import re
from functools import cache

_MARKS = r"[?？؟!！,，、،;；.。\n]+"
"""Marks at which a clause may end."""

_SPACED = frozenset({"ja", "th", "zh"})
"""Languages that write a space between clauses, and none between words."""

_AND = {
    "de": "und",
    "en": "and",
    "es": "y",
    "fr": "et",
    "hi": "और",
    "id": "dan",
    "it": "e",
    "ko": "그리고",
    "nl": "en",
    "pl": "i|a",
    "pt": "e",
    "ru": "и|а",
    "sv": "och",
    "tr": "ve",
    "vi": "và",
}
"""What joins two questions, as a word of its own."""


_IF = re.compile(r"(?:if|wenn|falls|si|se|als|jeśli|если|om|nếu|kalau|jika|अगर)\b|ถ้า|إذا|如果|もし", re.IGNORECASE)
"""How a condition begins, which asks for nothing by itself."""


def clauses(question: str, language: str) -> tuple[str, ...]:
    """Return the parts of a message in `language` (BCP 47) that may ask for something, in order.

    A message that there is nothing to take apart of is one part; conditions are left out.

    >>> clauses("May I return it, and who pays?", "en")
    ('May I return it', 'who pays')
    >>> clauses("คืนสินค้าได้ไหม ใครจ่ายค่าส่ง", "th")
    ('คืนสินค้าได้ไหม', 'ใครจ่ายค่าส่ง')
    >>> clauses("هل يمكنني إرجاعه ومن يدفع؟", "ar")
    ('هل يمكنني إرجاعه', 'من يدفع')
    >>> clauses("Kann ich den Zoll zurückbekommen, wenn ich es zurückschicke?", "de")
    ('Kann ich den Zoll zurückbekommen',)
    """
    parts = (part.strip() for part in _ends(language.split("-")[0]).split(question))
    return tuple(part for part in parts if part and not _IF.match(part))


@cache
def _ends(language: str) -> re.Pattern[str]:
    """Return what stands between clauses of a language."""
    if language in _SPACED:
        return re.compile(rf"{_MARKS}|\s+")
    if language == "ar":  # "and" is a letter before a word; before a question word it joins questions
        return re.compile(rf"{_MARKS}|\sو(?=(?:من|هل|كم|متى|كيف|ما|ماذا|أين)\b)")
    word = _AND.get(language)
    return re.compile(rf"{_MARKS}|(?<!\w)(?:{word})(?!\w)" if word else _MARKS, re.IGNORECASE)
