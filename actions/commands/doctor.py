"""`crossaisle doctor`."""

import json
import shutil
from collections.abc import Callable
from datetime import UTC, datetime

import click

from actions.assembly import assemble
from actions.commands.standings import standings_text
from actions.intake.tariff_codes import tariff_codes
from actions.learned.models import kinds, registry
from actions.settings import PROJECT, Settings
from actions.stack.environments import bot_environment, find_python
from actions.stack.errors import StackError
from actions.stack.processes import answers
from retrieval.catalogue import Catalogue
from retrieval.database import create_engine_for
from retrieval.errors import RetrievalError
from retrieval.privacy.ledger import PrivacyLedger, releases_of
from retrieval.tariff.nomenclature import Nomenclature


@click.command("doctor")
@click.option("--json", "as_json", is_flag=True, help="Print the findings as JSON.")
@click.pass_context
def command(context: click.Context, as_json: bool) -> None:
    """Check Pythons, disk, environments, shop, database, models, privacy and services; exit 1 if one fails.

    Services that are not started are told, and are no failure.
    """
    settings = Settings.from_environment()
    checks: dict[str, Callable[[], str]] = {
        "CPython 3.10": lambda: find_python(("3.10",)),
        "bot environment": _bot_environment,
        "disk": lambda: f"{shutil.disk_usage(PROJECT).free / 1024**3:.1f} GB free",
        "shop": lambda: _shop(settings),
        "HS codes": lambda: _hs_codes(settings),
        "models": lambda: _models(settings),
        "privacy": lambda: _privacy(settings),
    }
    findings: list[dict[str, object]] = []
    for name, check in checks.items():
        try:
            findings.append({"check": name, "ok": True, "finding": check()})
        except (StackError, RetrievalError) as error:
            findings.append({"check": name, "ok": False, "finding": str(error)})
    for name, url in {
        "shop's server": f"http://{settings.host}:{settings.port}/health",
        "bot": f"{settings.bot_url}/",
        "page": f"http://{settings.host}:{settings.page_port}/",
    }.items():
        findings.append({"check": name, "ok": True, "finding": "answers" if answers(url) else "not started"})
    if as_json:
        click.echo(json.dumps(findings))
    else:
        for one in findings:
            click.echo(f"{'ok  ' if one['ok'] else 'FAIL'}  {one['check']}: {one['finding']}")
    context.exit(0 if all(one["ok"] for one in findings) else 1)


def _bot_environment() -> str:
    if not bot_environment().is_built():
        raise StackError("The bot's environment is missing or older than requirements/bot.txt: run `make setup`.")
    return str(bot_environment().folder)


def _shop(settings: Settings) -> str:
    shop = assemble(settings, lambda: datetime.now(UTC).date())
    return f"{len(shop.catalogue)} products of {shop.catalogue.source}, rates of {shop.prices.rates.latest}"


def _hs_codes(settings: Settings) -> str:
    """Say which nomenclature codes are checked against, and what those of the catalogue are worth."""
    nomenclature, codes = Nomenclature.load(settings.cache), tariff_codes(settings, Catalogue.load(settings.cache))
    against = nomenclature.source if nomenclature.is_whole else "nothing (`crossaisle import hs FILE` brings a table)"
    worth = standings_text(dict(codes.standings))
    return f"{worth}; checked against {against}; {codes.n_proposed} headings proposed"


def _models(settings: Settings) -> str:
    """Say which version of each kind serves, every file of it checked."""
    said = []
    for kind in kinds(settings):
        versions = registry(settings, kind)
        serving = versions.serving()
        if serving is not None:
            versions.model_folder(serving.number)
        said.append(f"{kind}: {f'version {serving.number} ({serving.method})' if serving else 'none serves'}")
    return ", ".join(said) or "none trained yet"


def _privacy(settings: Settings) -> str:
    """Say what releases of counts have spent; before the first, the package that makes them need not be there."""
    engine = create_engine_for(settings.database_url)
    if not releases_of(engine):
        return f"no counts released, ε {settings.privacy_budget:g} to spend"
    return PrivacyLedger(engine, settings.privacy_budget).balance().text()
