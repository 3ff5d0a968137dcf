"""Plugs, voltage and frequency: what a product needs, what a country has, and whether the two go together."""

from retrieval.mains.appliance import Appliance, Power
from retrieval.mains.fit import Cause, Fit, Verdict, fit
from retrieval.mains.mains import Mains
from retrieval.mains.reading import Reader
from retrieval.mains.supply import PlugType, Supplies, Supply
from retrieval.mains.words import MainsWords

__all__ = [
    "Appliance",
    "Cause",
    "Fit",
    "Mains",
    "MainsWords",
    "PlugType",
    "Power",
    "Reader",
    "Supplies",
    "Supply",
    "Verdict",
    "fit",
]
