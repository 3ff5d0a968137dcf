"""`crossaisle import hs`."""

import json
import time
from pathlib import Path

import click

from actions.commands.standings import standings_text
from actions.intake.tariff_codes import tariff_codes
from actions.settings import Settings
from retrieval.catalogue import FILE_NAME, Catalogue
from retrieval.tariff.nomenclature import Nomenclature
from retrieval.tariff.nomenclature_file import read_nomenclature, save_nomenclature

_N_SHOWN = 20


@click.command("hs")
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--json", "as_json", is_flag=True, help="Print the figures as JSON.")
def command(file: Path, as_json: bool) -> None:
    """Take the codes and texts of the Harmonized System from FILE, instead of those there were.

    FILE is CSV in UTF-8 with the columns `hscode` and `description`, for chapters, headings and subheadings. From then
    on codes of merchants are checked against it, and headings are proposed from all of its headings where merchants
    give no code that exists. Products that are there already are gone through at once; a running shop follows at its
    next start or import.
    """
    settings = Settings.from_environment()
    started = time.perf_counter()
    read = read_nomenclature(file)
    for reject in read.rejects[:_N_SHOWN]:
        click.echo(f"  rejected {reject.file}:{reject.line}: {reject.reason}", err=True)
    save_nomenclature(read.nomenclature, settings.cache)
    figures = {**_sizes(read.nomenclature), "rejected": len(read.rejects)}
    codes = None
    if (settings.cache / FILE_NAME).exists():
        codes = tariff_codes(settings, Catalogue.load(settings.cache))
        figures |= {"standings": dict(codes.standings), "proposed": codes.n_proposed}
    if as_json:
        click.echo(json.dumps({**figures, "seconds": round(time.perf_counter() - started, 2)}))
        return
    click.echo(f"  {figures['headings']} headings and {figures['codes']} codes, {figures['rejected']} rows rejected")
    if codes:
        click.echo(f"  codes of products: {standings_text(dict(codes.standings))}; {codes.n_proposed} proposed")


def _sizes(nomenclature: Nomenclature) -> dict[str, object]:
    return {
        "source": nomenclature.source,
        "codes": len(nomenclature.texts),
        "headings": len(nomenclature.headings),
    }
