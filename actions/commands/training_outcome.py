"""What is printed of a training: the version, what the gate said, and whether it serves now."""

import json

import click

from retrieval.quality.recommender_training import Trained


def show(done: Trained, *, as_json: bool) -> None:
    """Print what came of a training, in lines or as JSON."""
    if as_json:
        version = done.version.as_json()
        figures = {name: version[name] for name in ("kind", "number", "method", "metrics", "lineage")}
        click.echo(json.dumps({**figures, "serves": done.serves, "gate": done.verdict.as_json()}))
        return
    click.echo(f"version {done.version.number}: {done.verdict.reason}")
    click.echo("it serves now" if done.serves else "it does not serve")
