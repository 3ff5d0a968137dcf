"""`crossaisle landed-cost`: what something costs to the door, and the rules that say so."""

import click

from actions.cli import LazyGroup

_DEFAULT = "total"


class _Costing(LazyGroup):
    """A group that works out a total where no command is named: `crossaisle landed-cost --price 100 …`."""

    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        """Put the command that works out a total in front of options that belong to no other."""
        is_option = bool(args) and args[0].startswith("-") and args[0] not in ctx.help_option_names
        return super().parse_args(ctx, [_DEFAULT, *args] if is_option else args)


command = _Costing(
    "landed-cost",
    {
        "lint": ("actions.commands.landed_cost_lint", "Check the recorded rules; fails where one is wrong."),
        "rates": ("actions.commands.landed_cost_rates", "Take newer exchange rates from a file of the bank's."),
        "restrictions": ("actions.commands.landed_cost_restrictions", "Say what may be sent where, and why not."),
        "rules": ("actions.commands.landed_cost_rules", "List the rules in force on a day, with their sources."),
        _DEFAULT: ("actions.commands.landed_cost_total", "Work out a total; done too where no command is named."),
    },
    "Work out what goods cost to a door abroad: crossaisle landed-cost --price 100 --currency EUR --origin CN "
    "--destination DE. All options: crossaisle landed-cost total --help.",
)
