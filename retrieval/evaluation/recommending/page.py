"""The report as one HTML file that needs nothing beside itself."""

from datetime import date
from pathlib import Path

from jinja2 import Environment, FileSystemLoader, StrictUndefined

from retrieval.errors import EvaluationError
from retrieval.evaluation.recommending.plots import MEASURES, estimate_of, plots_of, shown
from retrieval.evaluation.recommending.report import RecommendReport

_TEMPLATE = "page.html.jinja"


def page_of(report: RecommendReport, day: date) -> str:
    """Return the page: a table of all figures, and a plot with its own table for each measure.

    Nothing is loaded from elsewhere and no script runs; plots are described for those who do not see them.
    """
    environment = Environment(
        loader=FileSystemLoader(Path(__file__).parent), autoescape=True, undefined=StrictUndefined, trim_blocks=True
    )
    rows = [
        (model, [shown(estimate_of(report, place, measure.key).mean) for measure in MEASURES])
        for place, model in enumerate(report.models)
    ]
    return environment.get_template(_TEMPLATE).render(
        report=report, rows=rows, measures=MEASURES, plots=plots_of(report), day=day.isoformat(), shown=shown
    )


def write_page(report: RecommendReport, path: Path, day: date) -> None:
    """Write the page; raises EvaluationError where the file cannot be written."""
    try:
        path.write_text(page_of(report, day), encoding="utf-8")
    except OSError as error:
        raise EvaluationError(f"the page cannot be written to {path} ({error}); name another file") from error
