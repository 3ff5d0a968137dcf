"""JSON-LD inside of HTML pages."""

import json
from collections.abc import Iterator
from html.parser import HTMLParser

from retrieval.feeds.decoding import NOT_UTF8, is_broken
from retrieval.feeds.listing import Listing
from retrieval.feeds.rows import MAX_ROW, BadRow, too_long
from retrieval.feeds.schema_org import listings
from retrieval.product import Merchant


def schema_org_page(text: Iterator[str], merchant: Merchant, language: str) -> Iterator[Listing | BadRow]:
    """Give the listing of each product that a page describes in <script type="application/ld+json">."""
    reader = _Scripts()
    n_letters = n_found = 0
    for piece in text:
        n_letters += len(piece)
        if n_letters > MAX_ROW:
            yield too_long(1)
            return
        reader.feed(piece)
    reader.close()
    for line, script in reader.scripts:
        if is_broken(script):
            found: list[Listing | BadRow] = [BadRow(line, NOT_UTF8)]
        else:
            found = _found(line, script, merchant, language)
        n_found += len(found)
        yield from found
    if reader.parts is not None:
        yield BadRow(reader.line, "the page is cut off inside a script; the rest of it is lost", True)
    elif not n_found:
        yield BadRow(1, "no Product and no ProductGroup of schema.org in this page")


def _found(line: int, script: str, merchant: Merchant, language: str) -> list[Listing | BadRow]:
    try:
        return list(listings(line, json.loads(script, strict=False), merchant, language))
    except ValueError as error:
        return [BadRow(line, f"not JSON: {error}")]
    except RecursionError:
        return [BadRow(line, "nested absurdly deep")]


class _Scripts(HTMLParser):
    """Collects scripts of JSON-LD with the line that each begins in."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.scripts: list[tuple[int, str]] = []
        self.parts: list[str] | None = None
        self.line = 1

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        kind = (dict(attrs).get("type") or "").casefold().partition(";")[0].strip()
        if tag == "script" and kind == "application/ld+json":
            self.parts, self.line = [], self.getpos()[0]

    def handle_data(self, data: str) -> None:
        if self.parts is not None:
            self.parts.append(data)

    def handle_endtag(self, tag: str) -> None:
        if tag == "script" and self.parts is not None:
            self.scripts.append((self.line, "".join(self.parts)))
            self.parts = None
