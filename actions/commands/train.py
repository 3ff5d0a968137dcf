"""`crossaisle train`."""

import click

from actions.cli import LazyGroup
from actions.settings import PROJECT, process_environment
from actions.stack.errors import StackError
from actions.stack.training import train_bot


@click.pass_context
def _train_bot(context: click.Context) -> None:
    if context.invoked_subcommand is not None:
        return
    try:
        train_bot(process_environment(RASA_TELEMETRY_ENABLED="false", PYTHONPATH=str(PROJECT)))
    except StackError as error:
        raise click.ClickException(str(error)) from error


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
        "vectors": ("actions.commands.train_vectors", "Encode the examples that the bot is about to learn from."),
        "versions": ("actions.commands.train_versions", "List the versions of models, and which of them serves."),
    },
    "Train the bot in its own environment, unless nothing that it is trained from has changed.",
    invoke_without_command=True,
    callback=_train_bot,
)
