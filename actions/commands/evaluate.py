"""`crossaisle evaluate`."""

from actions.cli import LazyGroup

command = LazyGroup(
    "evaluate",
    {
        "dialogue": ("actions.commands.evaluate_dialogue", "Whether shoppers get what they want by talking."),
        "drift": ("actions.commands.evaluate_drift", "Whether what comes in has moved away from what came before."),
        "experiment": ("actions.commands.evaluate_experiment", "How an experiment with variants stands, at any time."),
        "feedback": ("actions.commands.evaluate_feedback", "How good shoppers find the answers, and why not."),
        "hs": ("actions.commands.evaluate_hs", "Whether the headings proposed for customs are the right ones."),
        "lists": ("actions.commands.evaluate_lists", "How varied, new, fair and true to taste the shop's lists are."),
        "nlu": ("actions.commands.evaluate_nlu", "Language, intent and entities of utterances never trained on."),
        "privacy": ("actions.commands.evaluate_privacy", "What counts with noise are still worth, at each ε."),
        "recommend": ("actions.commands.evaluate_recommend", "Whether recommenders foretell what shoppers like."),
        "search": ("actions.commands.evaluate_search", "Whether the right products come first, in every language."),
    },
    "Judge quality on data that nothing was trained on.",
)
