"""`crossaisle evaluate`."""

from actions.cli import LazyGroup

command = LazyGroup(
    "evaluate",
    {
        "nlu": ("actions.commands.evaluate_nlu", "Language, intent and entities of utterances never trained on."),
        "search": ("actions.commands.evaluate_search", "Whether the right products come first, in every language."),
    },
    "Judge quality on data that nothing was trained on.",
)
