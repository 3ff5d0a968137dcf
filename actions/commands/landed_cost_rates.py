"""`crossaisle landed-cost rates`: take newer exchange rates from a file of the European Central Bank's."""

import json
from datetime import date
from pathlib import Path

import click

from actions.settings import Settings
from retrieval.pricing.rates import ExchangeRates
from retrieval.pricing.rates_file import FILE_NAME, keep_rates, read_rates


@click.command("rates")
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path), required=False)
@click.option("--json", "as_json", is_flag=True, help="Print the figures as JSON.")
def command(file: Path | None, as_json: bool) -> None:
    """Keep the rates of FILE, the bank's eurofxref-hist.zip, its CSV or the XML; without it, say which are used.

    A running shop takes them over within seconds, a stopped one at its start.
    """
    folder = Settings.from_environment().cache
    found: dict[str, object] = {}
    if file is not None:
        read = read_rates(file, date.today(), ExchangeRates.load(kept=folder / FILE_NAME).per_euro)
        kept = keep_rates(read, folder)
        found = {"n_days_read": len(read.rates), "n_days_new": kept.n_new, "rejected": dict(read.rejects)}
    rates = ExchangeRates.load(kept=folder / FILE_NAME)
    found["latest"] = rates.latest.isoformat()
    if as_json:
        click.echo(json.dumps(found, ensure_ascii=False, indent=2))
        return
    if file is not None:
        click.echo(f"{found['n_days_read']:,} days read, {found['n_days_new']:,} of them new.")
        for reason, count in read.rejects.items():
            click.echo(f"Rejected: {count:,} × {reason}.")
    click.echo(f"The latest rates are of {rates.latest}.")
