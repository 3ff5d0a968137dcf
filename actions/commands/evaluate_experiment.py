"""`crossaisle evaluate experiment`."""

import json
from datetime import UTC, datetime

import click

from actions.learned.models import EXPERIMENTS
from actions.settings import Settings
from retrieval.database import create_engine_for
from retrieval.quality.experiment_outcomes import outcomes_of
from retrieval.quality.experiment_report import ExperimentReport, experiment_report
from retrieval.quality.experiments import Experiments
from retrieval.quality.exposures import ExposureLog


@click.command("experiment")
@click.argument("name")
@click.option("--json", "as_json", is_flag=True, help="Print the figures as JSON.")
@click.pass_context
def command(context: click.Context, name: str, as_json: bool) -> None:
    """Say how the experiment NAME of data/experiments stands; look as often as you like, the errors are bounded.

    Exit 1 where shoppers are not divided as declared, or a metric that must not suffer has suffered.
    """
    experiment = Experiments.load(EXPERIMENTS).named(name)
    log = ExposureLog(create_engine_for(Settings.from_environment().database_url))
    found = experiment_report(experiment, outcomes_of(experiment, log.participants(name), datetime.now(UTC)))
    click.echo(json.dumps(found.as_json(), ensure_ascii=False) if as_json else _table(found))
    is_amiss = any(guard.is_harmed for one in found.compared for guard in one.guards)
    context.exit(1 if found.is_broken or is_amiss else 0)


def _table(found: ExperimentReport) -> str:
    one = found.experiment
    shoppers = ", ".join(f"{variant} {n}" for variant, n in found.n_by_variant.items())
    lines = [
        f"{one.name} ({'on' if one.is_enabled else 'off'}): {shoppers}",
        f"divided as declared: {'NO' if found.is_broken else 'yes'} (p {found.mismatch_p_value:.2g})",
    ]
    lines += [f"left out: {n} {reason}" for reason, n in found.left_out.items()]
    for compared in found.compared:
        lines.append(f"{compared.variant} beside {one.variants[0].name}: {compared.state}")
        for name, each in compared.differences.items():
            guard = next((guard for guard in compared.guards if guard.metric == name), None)
            said = "decides" if name == one.primary else ""
            if guard:
                said = "HARMED" if guard.is_harmed else "cleared" if guard.is_cleared else "open"
            lines.append(
                f"  {name:14} n {each.n:6}  {each.first_mean:.4f} {each.second_mean:.4f}  {each.estimate:+.4f} "
                f"({each.low:+.4f} to {each.high:+.4f})  p {each.p_value:.3g}  {said}"
            )
    return "\n".join(lines)
