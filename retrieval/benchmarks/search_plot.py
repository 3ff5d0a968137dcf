"""Draw how search grows with the catalogue."""

from pathlib import Path
from typing import Any

from retrieval.errors import ArtifactError


def draw(report: dict[str, Any], path: Path) -> None:
    """Write the growth in a report of `bench search` as a picture (PNG, SVG or PDF by the name's ending).

    Raises ArtifactError where matplotlib is not installed or the file cannot be written.
    """
    try:
        from matplotlib.figure import Figure
    except ImportError as error:
        message = "matplotlib is not installed; run: pip install matplotlib"
        raise ArtifactError(message) from error
    growth = report["growth"]
    figure = Figure(figsize=(6.4, 4.0), layout="constrained")
    axes = figure.add_subplot()
    axes.loglog([one["n"] for one in growth], [one["p50_ms"] for one in growth], marker="o", label="Crossaisle")
    for name, figures in report["systems"].items():
        if name != "ours":
            axes.plot([report["n"]], [figures["p50_ms"]], marker="x", linestyle="none", label=name)
    for one in growth:
        label = f"{one['kind']}, recall {one['recall_at_10']:.3f}"
        axes.annotate(label, (one["n"], one["p50_ms"]), xytext=(0, 9), textcoords="offset points", ha="center")
    axes.set(xlabel=f"vectors of {report['dim']} dimensions", ylabel="median time of a query, ms")
    axes.margins(x=0.2, y=0.25)
    axes.grid(visible=True, which="both", alpha=0.25)
    axes.legend(title="one thread, ten results")
    try:
        figure.savefig(path, dpi=110)
    except (OSError, ValueError) as error:
        raise ArtifactError(
            f"The plot cannot be written to {path} ({error}): give a path that ends in .png."
        ) from error
