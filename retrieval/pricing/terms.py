"""Who buys, and on which terms the goods are sent."""

from enum import Enum


class Buyer(Enum):
    """Who buys. Where a rule differs for a business, its figure is unknown unless recorded for one."""

    CONSUMER = "consumer"
    BUSINESS = "business"

    __hash__ = object.__hash__  # rules are looked up by buyer all the time, and Enum's own hash is slow


class Incoterm(Enum):
    """Terms of delivery. Source: International Chamber of Commerce, Incoterms 2020."""

    DAP = "DAP"  # delivered at place: the buyer pays duty and import tax, mostly at the door
    DDP = "DDP"  # delivered duty paid: the seller pays them, and the buyer has paid the seller


class Due(Enum):
    """When the shopper pays a cost."""

    ORDER = "order"
    DOOR = "door"
