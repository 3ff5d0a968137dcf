"""Read the files that Shopify and Google publish their product taxonomies as.

- Shopify: `dist/<locale>/categories.txt` with lines such as `gid://shopify/TaxonomyCategory/ap-1 : Animals > Live
  Animals`, `dist/<locale>/categories.json` or `taxonomy.json`, and tables of tabs with the columns `id`, `depth` and
  one for each locale.
- Google: `taxonomy-with-ids.<locale>.txt` with lines such as `3237 - Animals > Live Animals`.
"""

import json
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from babel import Locale, UnknownLocaleError

from retrieval.errors import CatalogError

FORMATS = ("shopify", "google")
"""Whose taxonomy a file is."""

MAX_BYTES = 200_000_000
"""A larger file is no taxonomy."""

_SHOPIFY_LINE = re.compile(r"gid://shopify/TaxonomyCategory/(\S+)\s*:\s*(\S.*)")
_GOOGLE_LINE = re.compile(r"(\d+)\s+-\s+(\S.*)")
_LOCALE_IN_NAME = re.compile(r"\.([a-z]{2}(?:[-_][A-Za-z]{2,4})?)\.[a-z]+$")
_LOCALE = re.compile(r"[a-z]{2,3}(?:[-_][A-Za-z]{2,4})?")
_OURS = {"zh": "zh-Hans", "zh-CN": "zh-Hans", "zh-SG": "zh-Hans", "zh-TW": "zh-Hant", "zh-HK": "zh-Hant", "nb": "no"}
_SHOWN = 80


@dataclass(frozen=True, slots=True)
class CategoryNames:
    """Names of categories in one language (BCP 47), by the id that the publisher gave them; parents come first."""

    publisher: str
    language: str
    names: Mapping[str, str]


def read_category_names(path: Path, form: str = "", language: str = "") -> list[CategoryNames]:
    """Read a taxonomy's file: one language, or several of a table.

    `form` of FORMATS and `language` (BCP 47) are found from content and path where they are "". Raises CatalogError
    naming the file, and the line where one is wrong, where it cannot be read, has another form, or names no category.
    """
    text = _text(path)
    first = next((line for line in text.splitlines() if line.strip() and not line.startswith("#")), "")
    if not first:
        raise CatalogError(f"{path} is empty: give a taxonomy's file, such as Shopify's categories.txt.")
    if text.lstrip().startswith("{"):
        found = [CategoryNames("shopify", language or _language_of(path), dict(_from_json(path, text)))]
    elif first.split("\t")[0] == "id" and "\t" in first:
        found = list(_from_table(path, text))
    else:
        found = [_from_lines(path, text, language)]
    if form and any(names.publisher != form for names in found):
        raise CatalogError(f"{path} is {found[0].publisher}'s, not {form}'s: leave --format out or correct it.")
    if not any(names.names for names in found):
        raise CatalogError(f"{path} names no category: is it whole?")
    return found


def our_code(locale: str) -> str:
    """Return a publisher's locale as our BCP 47 code: without the country where one form of the language is served.

    >>> our_code("pt-BR"), our_code("zh-CN"), our_code("zh_TW"), our_code("sl-SI")
    ('pt', 'zh-Hans', 'zh-Hant', 'sl')
    """
    dashed = locale.replace("_", "-")
    return _OURS.get(dashed, dashed if dashed in {"zh-Hans", "zh-Hant"} else dashed.split("-")[0].lower())


def _text(path: Path) -> str:
    try:
        if path.stat().st_size > MAX_BYTES:
            raise CatalogError(f"{path} has {path.stat().st_size} bytes, more than any taxonomy: is it the right file?")
        raw = path.read_bytes()
    except OSError as error:
        raise CatalogError(f"{path} cannot be read ({error.strerror}): check the path.") from error
    encoding = "utf-16" if raw[:2] in {b"\xff\xfe", b"\xfe\xff"} else "utf-8-sig"
    try:
        return raw.decode(encoding)
    except UnicodeDecodeError as error:
        line = raw[: error.start].count(b"\n") + 1
        raise CatalogError(f"{path}, line {line}, is not UTF-8: save the file in UTF-8.") from error


def _from_lines(path: Path, text: str, language: str) -> CategoryNames:
    names: dict[str, str] = {}
    publisher = ""
    for number, line in enumerate(text.splitlines(), start=1):
        if not line.strip() or line.startswith("#"):
            continue
        shopify, google = _SHOPIFY_LINE.fullmatch(line.strip()), _GOOGLE_LINE.fullmatch(line.strip())
        found, form = (shopify, "shopify") if shopify else (google, "google")
        if found is None or (publisher and form != publisher):
            raise CatalogError(
                f"{path}, line {number}, is {line.strip()[:_SHOWN]!r}, neither `gid://shopify/TaxonomyCategory/… : "
                "A > B` (Shopify's categories.txt) nor `166 - A > B` (Google's taxonomy-with-ids)."
            )
        publisher = form
        names[found[1]] = _leaf(found[2])
    return CategoryNames(publisher, our_code(language) if language else _language_of(path), names)


def _from_json(path: Path, text: str) -> Iterator[tuple[str, str]]:
    try:
        record = json.loads(text)
    except ValueError as error:
        raise CatalogError(f"{path} is no whole JSON ({error}).") from error
    verticals = record.get("verticals") if isinstance(record, dict) else None
    if not isinstance(verticals, list):
        raise CatalogError(f"{path} has no `verticals`, as Shopify's categories.json and taxonomy.json have.")
    try:
        for vertical in verticals:
            for category in vertical["categories"]:
                yield str(category["id"]).rsplit("/", 1)[-1], str(category["name"]).strip()
    except (KeyError, TypeError) as error:
        raise CatalogError(f"{path} has a category without {error}: is it Shopify's categories.json?") from error


def _from_table(path: Path, text: str) -> Iterator[CategoryNames]:
    header, *lines = text.splitlines()
    columns = header.split("\t")
    rows: list[list[Any]] = []
    for number, line in enumerate(lines, start=2):
        cells = line.split("\t")
        if line.strip() and len(cells) != len(columns):
            raise CatalogError(f"{path}, line {number}, has {len(cells)} cells, its header {len(columns)}.")
        rows += [cells] if line.strip() else []
    for place, column in enumerate(columns):
        if column in {"id", "depth"}:
            continue
        if not _LOCALE.fullmatch(column):
            raise CatalogError(f"{path} has the column {column!r}; besides `id` and `depth` all must be locales.")
        named = {cells[0]: cells[place].strip() for cells in rows if cells[place].strip()}
        yield CategoryNames("shopify", our_code(column), named)


def _leaf(full_name: str) -> str:
    return full_name.rsplit(" > ", 1)[-1].strip()


def _language_of(path: Path) -> str:
    """Return the language that the file's name or its folder says; raises CatalogError where neither does."""
    in_name = _LOCALE_IN_NAME.search(path.name)
    for locale in (in_name[1] if in_name else "", path.resolve().parent.name):
        if _LOCALE.fullmatch(locale) and _is_locale(locale):
            return our_code(locale)
    raise CatalogError(f"Neither the name nor the folder of {path} says its language: name it with --language.")


def _is_locale(code: str) -> bool:
    try:
        Locale.parse(code.replace("_", "-"), sep="-")
    except (UnknownLocaleError, ValueError):
        return False
    return True
