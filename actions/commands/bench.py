"""`crossaisle bench`."""

from actions.cli import LazyGroup

command = LazyGroup(
    "bench",
    {
        "cf": ("actions.commands.bench_cf", "Collaborative filtering beside scikit-surprise."),
        "turn": ("actions.commands.bench_turn", "A whole search turn beside a bot that only echoes."),
    },
    "Measure this project beside others, in one run.",
)
