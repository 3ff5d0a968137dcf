"""`crossaisle evaluate dialogue`."""

import json

import click

from actions.dialogues.bot import Bot
from actions.dialogues.evaluation import evaluate_dialogues
from actions.settings import PROJECT, Settings


@click.command("dialogue")
@click.option(
    "--conversations",
    "n_conversations",
    type=click.IntRange(min=0),
    default=500,
    show_default=True,
    help="Conversations of simulated shoppers.",
)
@click.option("--seed", type=int, default=0, show_default=True, help="The same seed gives the same shoppers.")
@click.option("--json", "as_json", is_flag=True, help="Print the figures as JSON.")
@click.option("--url", help="Address of the running bot; without it CROSSAISLE_BOT_URL.")
def command(n_conversations: int, seed: int, as_json: bool, url: str | None) -> None:
    """Talk to the running assistant: scripted conversations, and shoppers with goals, in all languages.

    The stack must run (`make up`) with the demo shop. A shopper succeeds whose product lies in the cart before patience
    ends. Turns are messages until such a product was shown; dead ends are answers after which no shopper can go on.
    """
    settings = Settings.from_environment()

    def tell(line: str) -> None:
        click.echo(f"  {line}", err=True)

    bot = Bot((url or settings.bot_url).rstrip("/"))
    report = evaluate_dialogues(PROJECT, bot, settings.identity_secret, n_conversations, seed, tell)
    click.echo(json.dumps(report.as_json(), ensure_ascii=False) if as_json else report.table())
    if report.failed:
        raise click.ClickException(f"{len(report.failed)} scripts did not go as expected.")
