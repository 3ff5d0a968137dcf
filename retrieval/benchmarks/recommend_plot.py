"""Draw how recommending grows with the catalogue."""

from pathlib import Path
from typing import Any

from retrieval.errors import EvaluationError


def draw(report: dict[str, Any], path: Path) -> None:
    """Write the growth in a report of `bench recommend` as a picture (PNG, SVG or PDF by the name's ending).

    Raises EvaluationError where matplotlib is not installed or the file cannot be written.
    """
    try:
        from matplotlib.figure import Figure
    except ImportError as error:
        raise EvaluationError("matplotlib is not installed; run: pip install matplotlib") from error
    growth = report["growth"]
    figure = Figure(figsize=(6.4, 4.0), layout="constrained")
    axes = figure.add_subplot()
    sizes = [one["n_items"] for one in growth]
    for key, label in (("p50_ms", "Crossaisle, items alike"), ("implicit_p50_ms", "implicit, ALS")):
        axes.loglog(sizes, [one[key] for one in growth], marker="o", label=label)
    axes.set(xlabel="products", ylabel="median time of a recommendation, ms")
    axes.grid(visible=True, which="both", alpha=0.25)
    axes.legend(title="one shopper, one thread, ten products")
    try:
        figure.savefig(path, dpi=110)
    except (OSError, ValueError) as error:
        raise EvaluationError(
            f"The plot cannot be written to {path} ({error}): give a path that ends in .png."
        ) from error
