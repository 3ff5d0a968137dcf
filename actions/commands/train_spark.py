"""`crossaisle train spark`."""

from actions.cli import LazyGroup

command = LazyGroup(
    "spark",
    {
        "als": ("actions.commands.train_spark_als", "Learn factors by alternating least squares from ratings."),
        "together": ("actions.commands.train_spark_together", "Count what is bought together in events."),
    },
    "Learn on many machines, by Spark, from Parquet files that `crossaisle train data` writes.",
)
