"""`crossaisle train data`."""

from actions.cli import LazyGroup

command = LazyGroup(
    "data",
    {
        "clean": ("actions.commands.train_data_clean", "Leave out what cannot be, came twice or no person did."),
        "collect": ("actions.commands.train_data_collect", "Bring events of shoppers who consented together."),
        "features": ("actions.commands.train_data_features", "Describe shoppers, visits and products in numbers."),
        "transform": ("actions.commands.train_data_transform", "Turn events into ratings."),
    },
    "Make ready what recommenders learn from: collect, clean, transform, features.",
)
