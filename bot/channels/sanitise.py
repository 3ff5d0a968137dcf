"""Make what comes from outside safe to hand to Rasa. Nothing here knows Rasa."""

import re
import unicodedata
import uuid
from collections.abc import Callable, Mapping
from typing import Any

LONGEST_TEXT = 2000
"""Characters of a message that are read; the rest is cut off."""

LONGEST_SENDER = 200

_FORBIDDEN = frozenset("\u061c\u200b\u200e\u200f\u2060\ufeff\ufff9\ufffa\ufffb") | frozenset(
    chr(code) for code in (*range(0x202A, 0x202F), *range(0x2066, 0x206A))
)
"""Marks that change the direction of what follows, and ones that nobody sees."""

_LOCALE = re.compile(r"[A-Za-z]{2,3}(?:[-_][A-Za-z0-9]{2,8}){0,3}")
_TOKEN = re.compile(r"[\w-]{2,}\.[\w-]{2,}\.[\w-]{2,}", re.ASCII)
_LONGEST_TOKEN = 4096
_SESSION = re.compile(r"[A-Za-z0-9_-]{20,128}")
_LEAST_DISTINCT = 8


class BadInput(ValueError):
    """A request that is not what the contract says. The message is for the client's developer."""


def clean_text(value: Any) -> str:
    r"""Return `value` as a message's text: "" for None, without what Rasa or a page could stumble over.

    Composed (NFC), on one line, at most `LONGEST_TEXT` characters; no control characters, lone surrogates or direction
    overrides. A leading `/` goes, since Rasa would take what follows for an intent and its entities.

    Raises `BadInput` for anything but a string or None.

    >>> clean_text(' /greet{"name": 1}'), clean_text("a\x00b\n c"), clean_text(None)
    ('greet{"name": 1}', 'ab c', '')
    """
    if value is None:
        return ""
    if not isinstance(value, str):
        raise BadInput(f"message must be a string, not {_json_type(value)}.")
    shown = "".join(" " if c.isspace() else c for c in value[: 4 * LONGEST_TEXT] if c.isspace() or _is_allowed(c))
    text = " ".join(unicodedata.normalize("NFC", shown).split())
    return _cut(text.lstrip("/ ").strip())


def clean_sender(value: Any) -> str:
    """Return the conversation's id; a new unguessable one for None and "", so that nobody shares a conversation.

    Raises `BadInput` for anything but a string of up to `LONGEST_SENDER` printable characters.
    """
    if value is None or value == "":
        return uuid.uuid4().hex
    if not isinstance(value, str):
        raise BadInput(f"sender must be a string, not {_json_type(value)}.")
    if len(value) > LONGEST_SENDER or not value.isprintable() or not value.strip():
        raise BadInput(f"sender must be 1 to {LONGEST_SENDER} printable characters.")
    return value


def clean_session(value: Any) -> str:
    """Return a session id that cannot be guessed: `value` if it looks like one, else a new one.

    At least 20 letters, digits, `-` and `_` with eight different ones among them, as any UUID has: whoever knows the
    id of a session can read along.
    """
    is_fine = isinstance(value, str) and bool(_SESSION.fullmatch(value)) and len(set(value)) >= _LEAST_DISTINCT
    return value if is_fine else uuid.uuid4().hex


def clean_metadata(value: Any) -> dict[str, str]:
    """Return the known keys of `value` that are well-formed: locale, country, currency, identity_token.

    Raises `BadInput` for anything but an object or None.

    >>> clean_metadata({"locale": "de-AT", "country": "at", "currency": 3, "role": "admin"})
    {'locale': 'de-AT', 'country': 'AT'}
    """
    if value is None:
        return {}
    if not isinstance(value, Mapping):
        raise BadInput(f"metadata must be an object, not {_json_type(value)}.")
    return {
        key: read(value[key]) for key, read in _READERS.items() if isinstance(value.get(key), str) and read(value[key])
    }


def _code(n_letters: int) -> Callable[[str], str]:
    def read(value: str) -> str:
        return value.upper() if len(value) == n_letters and value.isascii() and value.isalpha() else ""

    return read


def _locale(value: str) -> str:
    return value if _LOCALE.fullmatch(value) else ""


def _identity_token(value: str) -> str:
    return value if len(value) <= _LONGEST_TOKEN and _TOKEN.fullmatch(value) else ""


_READERS: Mapping[str, Callable[[str], str]] = {
    "locale": _locale,
    "country": _code(2),
    "currency": _code(3),
    "identity_token": _identity_token,
}


def _is_allowed(character: str) -> bool:
    return unicodedata.category(character) not in {"Cc", "Cs", "Cn", "Co"} and character not in _FORBIDDEN


def _cut(text: str) -> str:
    """Return at most `LONGEST_TEXT` characters of `text`, ending at a space where one is near."""
    if len(text) <= LONGEST_TEXT:
        return text
    end = text.rfind(" ", LONGEST_TEXT - 100, LONGEST_TEXT)
    return text[: end if end > 0 else LONGEST_TEXT]


def _json_type(value: Any) -> str:
    names = {bool: "a boolean", int: "a number", float: "a number", list: "a list", dict: "an object", str: "a string"}
    return names.get(type(value), "null" if value is None else type(value).__name__)
