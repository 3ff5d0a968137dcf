"""`crossaisle bench`."""

from actions.cli import LazyGroup

command = LazyGroup(
    "bench",
    {
        "cf": ("actions.commands.bench_cf", "Collaborative filtering beside scikit-surprise."),
        "embed": ("actions.commands.bench_embed", "Pace of embedding beside SentenceTransformer."),
        "import": ("actions.commands.bench_import", "Memory and time of importing a feed of a million rows."),
        "landed-cost": ("actions.commands.bench_landed_cost", "Landed costs a second, and what a list's totals add."),
        "long-talk": ("actions.commands.bench_long_talk", "Turn 200 of a conversation beside the first turns."),
        "recommend": ("actions.commands.bench_recommend", "Recommending beside scikit-surprise and implicit."),
        "search": ("actions.commands.bench_search", "Vector search beside FAISS, hnswlib and usearch."),
        "turn": ("actions.commands.bench_turn", "A whole search turn beside a bot that only echoes."),
    },
    "Measure this project beside others, in one run.",
)
