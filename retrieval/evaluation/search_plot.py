"""Drawing what an evaluation of search found."""

from pathlib import Path

from retrieval.errors import EvaluationError
from retrieval.evaluation.search_report import SearchReport

_COLOURS = {
    "random": "#b8b8b8",
    "bm25": "#8c6d31",
    "e5": "#3b7dd8",
    "use": "#2a9d6f",
    "fused": "#d08a1d",
    "full": "#c0392b",
}


def draw(report: SearchReport, path: Path) -> None:
    """Write a picture of nDCG@10 by language and system to `path`, the interval drawn for the last system.

    Raises EvaluationError where matplotlib is missing or the file cannot be written.
    """
    try:
        from matplotlib.backends.backend_agg import FigureCanvasAgg
        from matplotlib.figure import Figure
    except ImportError as error:
        raise EvaluationError(f"Drawing needs matplotlib ({error}): run `pip install matplotlib`.") from error
    languages = report.languages()[::-1]
    figure = Figure(figsize=(8, 1.6 + 0.32 * len(languages)), layout="constrained")
    FigureCanvasAgg(figure)
    axes = figure.add_subplot()
    for system in report.systems:
        found = [report.estimate("ndcg_at_10", language, system) for language in languages]
        means = [one.mean for one in found]
        if system == report.systems[-1]:
            errors = [[one.mean - one.low for one in found], [one.high - one.mean for one in found]]
            axes.errorbar(means, range(len(languages)), xerr=errors, fmt="none", ecolor=_COLOURS[system], alpha=0.5)
        axes.scatter(means, range(len(languages)), s=26, label=system, color=_COLOURS[system], zorder=3)
    axes.set_yticks(range(len(languages)), languages)
    axes.set_xlim(0, 1)
    axes.set_xlabel(f"nDCG@10, {report.data}; bar: 95 % interval")
    axes.grid(axis="x", alpha=0.3)
    axes.legend(ncols=len(report.systems), loc="lower center", bbox_to_anchor=(0.5, 1.0), frameon=False)
    try:
        figure.savefig(path, dpi=110)
    except (OSError, ValueError) as error:
        raise EvaluationError(f"The picture cannot be written to {path} ({error}): name another file.") from error
