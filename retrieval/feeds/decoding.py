"""From the bytes of a feed to its text."""

import codecs
import io
import re
from collections.abc import Iterator

from charset_normalizer import from_bytes

from retrieval.errors import CatalogError
from retrieval.feeds.rows import CutOffError

SAMPLE = 2**20
"""Bytes that are looked at before the encoding is settled."""

_BROKEN = re.compile("[\udc80-\udcff]+")
_CONTROLS = bytes([*range(0x09), 0x0B, 0x0C, *range(0x0E, 0x20), 0x7F])
_CONTROL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f]")
_DECLARED = re.compile(rb"""<\?xml[^>]*?encoding=["']([\w.:-]+)|<meta[^>]*?charset=["']?([\w.:-]+)""", re.IGNORECASE)
_BOMS = ((codecs.BOM_UTF8, "utf-8"), (codecs.BOM_UTF32_LE, "utf-32"), (codecs.BOM_UTF32_BE, "utf-32"),
         (codecs.BOM_UTF16_LE, "utf-16"), (codecs.BOM_UTF16_BE, "utf-16"))  # fmt: skip
_MAX_BROKEN_LINES = 0.01


def text_chunks(chunks: Iterator[bytes], name: str, encoding: str | None = None) -> Iterator[str]:
    r"""Give a feed's text in pieces, with `\n` for every end of line and without control characters.

    The encoding is the one given, else what a byte order mark says, else UTF-16 where every second byte is zero, else
    what an XML or HTML file says of itself, else UTF-8. Bytes that are no UTF-8 become lone surrogates, see
    `is_broken`, so that they cost their row alone. A file that is no UTF-8 throughout raises CatalogError: the many
    encodings of one byte a letter can be guessed but not told apart, and wrong letters would be sold as they are.
    """
    held, cut_off = _sample(chunks)
    known = encoding or _encoding(held, name)
    try:
        decoder = codecs.getincrementaldecoder("utf-8-sig" if _is_utf8(known) else known)
        "a".encode(known)
    except LookupError as error:
        raise CatalogError(f"{name} should be in {known!r}, which is no known encoding: correct it.") from error
    is_utf8 = _is_utf8(known)
    reader = io.IncrementalNewlineDecoder(decoder("surrogateescape" if is_utf8 else "replace"), translate=True)
    for data in _followed(held, chunks):
        if text := reader.decode(data.translate(None, _CONTROLS) if is_utf8 else data):
            yield text if is_utf8 else _CONTROL.sub("", text)
    if cut_off:
        raise cut_off
    if text := reader.decode(b"", final=True):
        yield text


def is_broken(text: str) -> bool:
    r"""Return whether bytes of this text could not be decoded.

    >>> is_broken(b"Caf\xe9".decode("utf-8", "surrogateescape")), is_broken("Café")
    (True, False)
    """
    return not text.isascii() and _BROKEN.search(text) is not None


NOT_UTF8 = "not UTF-8: save the file as UTF-8, or name its encoding in the mapping as in `encoding: cp1252`"
"""Why a broken row is left out."""


def _sample(chunks: Iterator[bytes]) -> tuple[bytes, CutOffError | None]:
    """Return the first bytes, and what is wrong behind them where a packed file ends early."""
    held = b""
    try:
        for chunk in chunks:
            held += chunk
            if len(held) >= SAMPLE:
                break
    except CutOffError as error:
        return held, error
    return held, None


def _encoding(sample: bytes, name: str) -> str:
    for mark, encoding in _BOMS:
        if sample.startswith(mark):
            return encoding
    zeros = [byte == 0 for byte in sample[:4]]
    if zeros in ([False, True] * 2, [True, False] * 2):
        return "utf-16-be" if zeros[0] else "utf-16-le"
    if sample.lstrip()[:1] == b"<" and (declared := _DECLARED.search(sample[:4096])):
        said = (declared[1] or declared[2]).decode("ascii", "replace")
        if not said.casefold().startswith("utf"):
            return said
    _check_utf8(sample, name)
    return "utf-8"


def _check_utf8(sample: bytes, name: str) -> None:
    text = codecs.getincrementaldecoder("utf-8")("surrogateescape").decode(sample)
    broken = list(_BROKEN.finditer(text))
    n_letters = sum(not letter.isascii() for letter in text) - sum(len(match[0]) for match in broken) if broken else 0
    if len(broken) <= n_letters or len(broken) <= _MAX_BROKEN_LINES * text.count("\n"):
        return
    guess = from_bytes(sample[: 64 * 1024]).best()
    likely = guess.encoding if guess else "cp1252"
    raise CatalogError(
        f"{name} is not UTF-8: line {text.count(chr(10), 0, broken[0].start()) + 1} holds the byte "
        f"0x{ord(broken[0][0][0]) - 0xDC00:02X}. Save it as UTF-8, or name its encoding in the mapping; it may be "
        f"`encoding: {likely}`."
    )


def _is_utf8(encoding: str) -> bool:
    return encoding.casefold().replace("_", "-") in {"utf-8", "utf8", "utf-8-sig"}


def _followed(first: bytes, rest: Iterator[bytes]) -> Iterator[bytes]:
    yield first
    yield from rest
