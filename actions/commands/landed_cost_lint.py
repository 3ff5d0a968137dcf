"""`crossaisle landed-cost lint`."""

import json
from datetime import date, datetime
from pathlib import Path

import click

from retrieval.errors import PricingError
from retrieval.pricing.lint import Finding, Severity, lint
from retrieval.pricing.rules import DATA_FOLDER

_FOLDER = click.Path(exists=True, file_okay=False, path_type=Path)


@click.command("lint")
@click.option("--folder", type=_FOLDER, default=DATA_FOLDER, help="Where the *.yml files of rules are.")
@click.option("--on", type=click.DateTime(["%Y-%m-%d"]), default=None, help="Day to check as of; today if left out.")
@click.option("--json", "as_json", is_flag=True, help="Print the findings as JSON.")
def command(folder: Path, on: datetime | None, as_json: bool) -> int:
    """Check rules: overlaps and gaps, sources, codes and dates; exit 1 on an error, 0 on warnings alone."""
    try:
        findings = lint(on.date() if on else date.today(), folder)
    except PricingError as error:
        raise click.ClickException(str(error)) from error
    n_errors = sum(found.severity is Severity.ERROR for found in findings)
    if as_json:
        counts = {"errors": n_errors, "warnings": len(findings) - n_errors}
        click.echo(json.dumps({**counts, "findings": [_record(found) for found in findings]}, ensure_ascii=False))
    else:
        for found in findings:
            click.echo(f"{found.severity.value}: {' '.join(filter(None, (found.file, found.rule_id)))}: {found.text}")
        click.echo(f"{n_errors} errors, {len(findings) - n_errors} warnings")
    return 1 if n_errors else 0


def _record(found: Finding) -> dict[str, str]:
    return {"severity": found.severity.value, "file": found.file, "rule_id": found.rule_id, "text": found.text}
