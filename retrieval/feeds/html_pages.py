"""JSON-LD inside of HTML pages."""

import json
from collections.abc import Iterator

from retrieval.feeds.decoding import NOT_UTF8, is_broken
from retrieval.feeds.listing import Listing
from retrieval.feeds.markup import Script, scripts
from retrieval.feeds.rows import MAX_ROW, BadRow, too_long
from retrieval.feeds.schema_org import listings
from retrieval.product import Merchant


def schema_org_page(text: Iterator[str], merchant: Merchant, language: str) -> Iterator[Listing | BadRow]:
    """Give the listing of each product that a page describes in <script type="application/ld+json">."""
    pieces: list[str] = []
    n_letters = 0
    for piece in text:
        pieces.append(piece)
        n_letters += len(piece)
        if n_letters > MAX_ROW:
            yield too_long(1)
            return
    n_found = 0
    for script in scripts("".join(pieces)):
        if script.kind == "application/ld+json":
            found = _found(script, merchant, language)
            n_found += len(found)
            yield from found
    if not n_found:
        yield BadRow(1, "no Product and no ProductGroup of schema.org in this page")


def _found(script: Script, merchant: Merchant, language: str) -> list[Listing | BadRow]:
    if script.is_cut_off:
        return [BadRow(script.line, "the page is cut off inside a script; the rest of it is lost", True)]
    if is_broken(script.content):
        return [BadRow(script.line, NOT_UTF8)]
    try:
        return list(listings(script.line, json.loads(script.content, strict=False), merchant, language))
    except ValueError as error:
        return [BadRow(script.line, f"not JSON: {error}")]
    except RecursionError:
        return [BadRow(script.line, "nested absurdly deep")]
