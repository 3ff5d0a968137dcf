"""`crossaisle evaluate feedback`."""

import json

import click

from actions.settings import Settings
from retrieval.database import create_engine_for
from retrieval.feedback_store import FeedbackStore
from retrieval.quality.feedback_report import FeedbackReport, Share, feedback_report


@click.command("feedback")
@click.option("--json", "as_json", is_flag=True, help="Print the figures as JSON.")
def command(as_json: bool) -> None:
    """Say how good shoppers find answers: by kind of list, language and version of each model, and why not."""
    store = FeedbackStore(create_engine_for(Settings.from_environment().database_url))
    found = feedback_report(store.all())
    click.echo(json.dumps(_as_json(found), ensure_ascii=False) if as_json else _table(found))


def _as_json(found: FeedbackReport) -> dict[str, object]:
    groups = [{"group": name, "value": value, **_figures(share)} for (name, value), share in found.groups.items()]
    return {"overall": _figures(found.overall), "groups": groups, "reasons": found.reasons}


def _figures(share: Share) -> dict[str, float]:
    return {"n": share.n, "good": share.good, "low": share.low, "high": share.high}


def _table(found: FeedbackReport) -> str:
    lines = [_line("all answers", "", found.overall)]
    lines += [_line(name, value, share) for (name, value), share in found.groups.items()]
    lines += [f"not good: {n} × {reason}" for reason, n in found.reasons.items()]
    return "\n".join(lines)


def _line(name: str, value: str, share: Share) -> str:
    return f"{name:14} {value:24} n {share.n:6}  good {share.good:.3f} ({share.low:.3f} to {share.high:.3f})"
