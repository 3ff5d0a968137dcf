"""HTML as it stands in feeds: taken apart in one pass, whatever is wrong with it.

The parser of the standard library goes over the rest of the text again for every tag that is never closed: 100,000
letters can keep it busy for hours.
"""

import html
import re
from collections.abc import Iterator
from dataclasses import dataclass

_TAG = re.compile(r"<(/?[a-zA-Z][\w:-]*)((?:[^<>\"']++|\"[^\"]*+\"|'[^']*+')*+)>|<[!?][^<>]*+>")
_TYPE = re.compile(r"""\btype\s*=\s*["']?\s*([^"'\s;>]+)""", re.IGNORECASE)
_MARKUP = re.compile(r"<[a-zA-Z/!?]|&(?:#\d+|#x[\da-fA-F]+|[a-zA-Z]\w*);")
_UNSEEN = frozenset({"script", "style"})
"""Elements whose content is no text of a description."""
_INLINE = frozenset({"a", "b", "i", "em", "strong", "span", "u", "sub", "sup", "small", "font", "mark", "s"})


@dataclass(frozen=True, slots=True)
class Script:
    """A script of a page: its type, the line (1-based) of its tag, and whether its end tag is missing."""

    kind: str
    line: int
    content: str
    is_cut_off: bool


@dataclass(frozen=True, slots=True)
class _Token:
    """A piece of markup: text where `name` is "", else a tag, with what stands inside where that is `_UNSEEN`."""

    at: int
    text: str
    name: str = ""
    content: str = ""
    is_cut_off: bool = False


def plain_text(markup: str) -> str:
    """Return text without tags, comments and what is never shown, with blanks as a browser shows them.

    >>> plain_text("<p>Soft &amp; warm</p><ul><li>wool</li></ul><script>x()</script>")
    'Soft & warm wool'
    """
    if not _MARKUP.search(markup):
        return markup
    parts = []
    for token in _tokens(markup):
        if not token.name:
            parts.append(token.text)
        elif token.name.removeprefix("/") not in _INLINE:
            parts.append(" ")
    return " ".join(html.unescape("".join(parts)).split())


def scripts(page: str) -> Iterator[Script]:
    """Give the scripts of a page that are no part of a comment."""
    for token in _tokens(page):
        if token.name == "script" and (kind := _TYPE.search(token.text)):
            yield Script(kind[1].casefold(), page.count("\n", 0, token.at) + 1, token.content, token.is_cut_off)


def _tokens(markup: str) -> Iterator[_Token]:
    at = 0
    while (start := markup.find("<", at)) >= 0:
        if start > at:
            yield _Token(at, markup[at:start])
        if markup.startswith("<!--", start):
            end = markup.find("-->", start)
            if end < 0:
                return
            at = end + len("-->")
        elif tag := _TAG.match(markup, start):
            at = tag.end()
            name = (tag[1] or "!").casefold()
            if name in _UNSEEN:
                closing = re.compile(f"</{name}", re.IGNORECASE).search(markup, at)
                end = closing.start() if closing else len(markup)
                yield _Token(start, tag[0], name, markup[at:end], closing is None)
                at = end
            else:
                yield _Token(start, tag[0], name)
        else:
            yield _Token(start, "<")
            at = start + 1
    yield _Token(at, markup[at:])
