"""`crossaisle train versions`."""

import json
from typing import Any

import click

from actions.learned.models import kinds, registry
from actions.settings import Settings
from retrieval.quality.lineage import ModelVersion
from retrieval.quality.registry import ModelRegistry


@click.command("versions")
@click.argument("kind", required=False)
@click.option("--json", "as_json", is_flag=True, help="Print versions with their lineage, and all switches, as JSON.")
def command(kind: str | None, as_json: bool) -> None:
    """List the versions of KIND, or of every kind: when, from what data, how good, and which serves."""
    settings = Settings.from_environment()
    found = [registry(settings, one) for one in ([kind] if kind else kinds(settings))]
    if as_json:
        click.echo(json.dumps({one.kind: _figures(one) for one in found}, ensure_ascii=False))
        return
    if not any(one.versions() for one in found):
        click.echo("no version yet: `crossaisle train recommender` makes the first")
    for one in found:
        serving = one.serving()
        for version in one.versions():
            click.echo(_line(version, is_serving=serving is not None and serving.number == version.number))


def _figures(one: ModelRegistry) -> dict[str, Any]:
    serving = one.serving()
    return {
        "serving": serving and serving.number,
        "versions": [version.as_json() for version in one.versions()],
        "switches": [
            {
                "version": switch.version,
                "at": switch.at.isoformat(),
                "reason": switch.reason,
                "rollback": switch.is_rollback,
            }
            for switch in one.switches()
        ],
    }


def _line(version: ModelVersion, *, is_serving: bool) -> str:
    figures = ", ".join(f"{name} {one.mean:.4f}" for name, one in sorted(version.metrics.items())[:3])
    lineage = version.lineage
    return (
        f"{'*' if is_serving else ' '} {version.kind} {version.number}  {version.created_at:%Y-%m-%d %H:%M}  "
        f"{version.method}  {lineage.n_interactions} interactions of {lineage.n_users} shoppers  {figures}\n"
        f"    {version.verdict}"
    )
