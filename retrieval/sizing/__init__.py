"""Sizes of shoes, clothes, rings, hats and gloves: between countries, and from a measure of the body."""

from retrieval.sizing.chart import Chart, ChartSource
from retrieval.sizing.charts_file import read_charts
from retrieval.sizing.labels import SizeName, read_size
from retrieval.sizing.measures import Garment, Measure
from retrieval.sizing.said import Said, SizeWords, Taken
from retrieval.sizing.scale import Scale, Size
from retrieval.sizing.sizing import Equivalent, Fit, Sizing

__all__ = [
    "Chart",
    "ChartSource",
    "Equivalent",
    "Fit",
    "Garment",
    "Measure",
    "Said",
    "Scale",
    "Size",
    "SizeName",
    "SizeWords",
    "Sizing",
    "Taken",
    "read_charts",
    "read_size",
]
