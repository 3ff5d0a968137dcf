"""Drawing what an evaluation of the understanding found."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from retrieval.errors import EvaluationError

_MEASURES = (
    ("intent_accuracy", "intents", "#c0392b"),
    ("entity_f1", "entities F1", "#d08a1d"),
    ("language_accuracy", "language, sentences", "#3b7dd8"),
    ("word_accuracy", "language, words", "#8fb8ee"),
    ("pair_accuracy", "language, pairs", "#5e98e0"),
    ("conversation_accuracy", "language, in a conversation", "#1d4f91"),
    ("out_of_scope_recall", "out of scope found", "#2a9d6f"),
    ("false_alarms", "taken for out of scope", "#8c6d31"),
)
"""Measures, how they are called, and their colours."""


@dataclass(frozen=True, slots=True)
class LanguageFigures:
    """The measures of one language by name, each between 0 and 1, None where nothing was judged."""

    language: str
    measures: Mapping[str, float | None]


def draw(figures: Sequence[LanguageFigures], split: str, path: Path) -> None:
    """Write a picture of all measures by language to `path`.

    Raises EvaluationError where matplotlib is missing or the file cannot be written.
    """
    try:
        from matplotlib.backends.backend_agg import FigureCanvasAgg
        from matplotlib.figure import Figure
    except ImportError as error:
        raise EvaluationError(f"Drawing needs matplotlib ({error}): run `pip install matplotlib`.") from error
    rows = figures[::-1]
    figure = Figure(figsize=(9, 2.0 + 0.32 * len(rows)), layout="constrained")
    FigureCanvasAgg(figure)
    axes = figure.add_subplot()
    for name, label, colour in _MEASURES:
        places = [(row.measures.get(name), place) for place, row in enumerate(rows)]
        known = [(value, place) for value, place in places if value is not None]
        if known:
            values, heights = zip(*known, strict=True)
            axes.scatter(values, heights, s=26, label=label, color=colour, zorder=3)
    axes.set_yticks(range(len(rows)), [row.language for row in rows])
    axes.set_xlim(-0.02, 1.02)
    axes.set_xlabel(f"share of the {split} split, or F1")
    axes.grid(axis="x", alpha=0.3)
    axes.legend(ncols=4, loc="lower center", bbox_to_anchor=(0.5, 1.0), frameon=False, fontsize=8)
    try:
        figure.savefig(path, dpi=110)
    except (OSError, ValueError) as error:
        raise EvaluationError(f"The picture cannot be written to {path} ({error}): name another file.") from error
