"""`crossaisle import taxonomy`."""

import json
import time
from pathlib import Path

import click

from actions.settings import Settings
from retrieval.errors import CatalogError
from retrieval.taxonomy import FORMATS, build_taxonomy, read_category_names

_FILE_NAMES = ("*/categories.txt", "categories.txt", "taxonomy-with-ids.*.txt")
"""What is read of a folder: Shopify's `dist`, or Google's files beside each other."""


@click.command("taxonomy")
@click.argument("files", nargs=-1, required=True, type=click.Path(exists=True, path_type=Path))
@click.option("--format", "form", type=click.Choice(FORMATS), help="Whose files they are; their content tells as well.")
@click.option("--language", default="", help="BCP 47 code of the one FILE, where neither its name nor folder says it.")
@click.option("--json", "as_json", is_flag=True, help="Print the figures as JSON.")
def command(files: tuple[Path, ...], form: str | None, language: str, as_json: bool) -> None:
    """Take the names of product categories in many languages from FILES, instead of those there were.

    FILES are Shopify's categories.txt, categories.json or taxonomy.json, its names as a table of tabs, Google's
    taxonomy-with-ids.<locale>.txt, or folders of them; each is one language, except a table, and one must be English.
    Names in feeds and in queries are understood by them. The project's own words come first.
    """
    started = time.perf_counter()
    paths = [path for given in files for path in _files_of(given)]
    if language and len(paths) > 1:
        raise click.UsageError("--language is for a single file; the names or folders of several say their languages.")
    found = []
    for path in paths:
        found += read_category_names(path, form or "", language)
        click.echo(f"  {path} read", err=True)
    taxonomy = build_taxonomy(found, [path.name for path in paths], Settings.from_environment().cache)
    if as_json:
        seconds = round(time.perf_counter() - started, 2)
        click.echo(json.dumps({"languages": dict(taxonomy.languages), "sources": taxonomy.sources, "seconds": seconds}))
        return
    named = ", ".join(f"{code} {n}" for code, n in sorted(taxonomy.languages.items()))
    click.echo(f"  names of categories by language: {named}")


def _files_of(path: Path) -> list[Path]:
    if path.is_file():
        return [path]
    found = sorted({one for pattern in _FILE_NAMES for one in path.glob(pattern)})
    if not found:
        raise CatalogError(f"{path} holds none of {', '.join(_FILE_NAMES)}: name the files themselves.")
    return found
