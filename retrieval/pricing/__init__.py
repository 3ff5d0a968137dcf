"""Prices to the door: money, exchange rates, carriage and cross-border rules.

The function `landed_cost` is imported from `retrieval.pricing.landed_cost`, the module whose name it bears.
"""

from retrieval.pricing.consignment import Item
from retrieval.pricing.landed_cost import LandedCost, Line, Note
from retrieval.pricing.money import Money
from retrieval.pricing.rates import Converted, ExchangeRates
from retrieval.pricing.rule import Rule, Source
from retrieval.pricing.rules import Rules
from retrieval.pricing.shipping import Quote, may_ship, quote_shipping
from retrieval.pricing.terms import Buyer, Due, Incoterm

__all__ = [
    "Buyer",
    "Converted",
    "Due",
    "ExchangeRates",
    "Incoterm",
    "Item",
    "LandedCost",
    "Line",
    "Money",
    "Note",
    "Quote",
    "Rule",
    "Rules",
    "Source",
    "may_ship",
    "quote_shipping",
]
