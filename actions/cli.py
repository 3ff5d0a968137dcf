"""The command line `crossaisle`."""

import importlib
import sys
from typing import Any

import click

from actions.settings import SettingsError
from retrieval.errors import RetrievalError

_COMMANDS = {
    "bench": ("actions.commands.bench", "Measure this project beside others, in one run."),
    "doctor": ("actions.commands.doctor", "Check that everything needed is there and well."),
    "evaluate": ("actions.commands.evaluate", "Judge quality on data that nothing was trained on."),
    "import": ("actions.commands.import_", "Take products from a merchant's feed."),
    "index": ("actions.commands.index", "Embed the catalogue for search."),
    "landed-cost": ("actions.commands.landed_cost", "Work out what goods cost to a door abroad."),
    "recommend": ("actions.commands.recommend", "Recommend products to a shopper."),
    "search": ("actions.commands.search", "Search the catalogue in any language."),
    "shoppers": ("actions.commands.shoppers", "Show or erase what is kept of shoppers."),
    "train": ("actions.commands.train", "Train the bot, or what searches and recommends."),
}


class LazyGroup(click.Group):
    """A group that imports a command's module only when it is called, so that `--help` does not wait for models."""

    def __init__(self, name: str, modules: dict[str, tuple[str, str]], help_text: str, **options: Any) -> None:
        super().__init__(name, help=help_text, **options)
        self._modules = modules

    def list_commands(self, ctx: click.Context) -> list[str]:  # noqa: ARG002 click's name
        """Return the names of the commands."""
        return sorted(self._modules)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:  # noqa: ARG002 click's name
        """Import and return a command, None where there is none of this name."""
        if cmd_name not in self._modules:
            return None
        command: click.Command = importlib.import_module(self._modules[cmd_name][0]).command
        return command

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:  # noqa: ARG002 click's name
        """List the commands from their one-line texts, without importing them."""
        with formatter.section("Commands"):
            formatter.write_dl([(name, self._modules[name][1]) for name in sorted(self._modules)])


group = LazyGroup(
    "crossaisle", _COMMANDS, "Crossaisle, a multilingual shop assistant for stores that sell across borders."
)


def main() -> None:
    """Run the command line: exit 0 fine, 1 failed with one clear sentence, 2 wrong usage."""
    try:
        done = group.main(standalone_mode=False)
    except click.ClickException as error:
        error.show()
        sys.exit(error.exit_code)
    except (click.Abort, KeyboardInterrupt):
        sys.exit(1)
    except (RetrievalError, SettingsError) as error:
        click.echo(str(error), err=True)
        sys.exit(1)
    sys.exit(done if isinstance(done, int) else 0)  # click hands over what a command exits with, and does not raise it


if __name__ == "__main__":
    main()
