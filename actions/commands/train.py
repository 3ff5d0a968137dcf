"""`crossaisle train`."""

import subprocess

import click

from actions.cli import LazyGroup
from actions.settings import PROJECT, process_environment
from actions.stack.environments import bot_environment


@click.pass_context
def _train_bot(context: click.Context) -> None:
    if context.invoked_subcommand is not None:
        return
    environment = process_environment(RASA_TELEMETRY_ENABLED="false", PYTHONPATH=str(PROJECT))
    done = subprocess.run([str(bot_environment().python), "-m", "bot.train"], cwd=PROJECT, env=environment, check=False)
    if done.returncode != 0:
        raise click.ClickException("Training the bot failed, as shown above.")


command = LazyGroup(
    "train",
    {
        "data": ("actions.commands.train_data", "Make ready what recommenders learn from."),
        "forget": ("actions.commands.train_forget", "Drop versions that learnt from shoppers who are gone."),
        "fusion": ("actions.commands.train_fusion", "Learn how much each part of the search counts."),
        "profile": ("actions.commands.train_profile", "Learn what shoppers turn to next, for the ranking."),
        "purchase": ("actions.commands.train_purchase", "Learn how probable purchases are, for offers."),
        "ranker": ("actions.commands.train_ranker", "Learn what counts in a list from what shoppers took up."),
        "recommender": ("actions.commands.train_recommender", "Learn from shoppers' events, judge, and let it serve."),
        "rollback": ("actions.commands.train_rollback", "Let the version serve again that served before."),
        "spark": ("actions.commands.train_spark", "Learn on many machines, by Spark."),
        "together": ("actions.commands.train_together", "Release counts of what is bought together, with noise."),
        "versions": ("actions.commands.train_versions", "List the versions of models, and which of them serves."),
    },
    "Train the bot in its own environment, unless nothing that it is trained from has changed.",
    invoke_without_command=True,
    callback=_train_bot,
)
