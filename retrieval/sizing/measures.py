"""What is measured on a body, and what is worn on it."""

from decimal import Decimal
from enum import StrEnum

MM_OF = {"mm": Decimal(1), "cm": Decimal(10), "m": Decimal(1000), "inch": Decimal("25.4")}
"""Millimetres of a unit of length."""

MONTHS_OF = {"year": Decimal(12), "month": Decimal(1)}
"""Months of a unit of age."""

PI = Decimal("3.141592653589793")


class Garment(StrEnum):
    """A kind of thing that is sold in sizes of its own."""

    SHOES = "shoes"
    TOPS = "tops"
    BOTTOMS = "bottoms"
    COLLAR = "collar"
    RING = "ring"
    HAT = "hat"
    GLOVES = "gloves"


class Measure(StrEnum):
    """What is measured: in millimetres, an age in months.

    `chest` is the girth at its fullest, a woman's bust; `finger` the girth of a finger, which is the inner
    circumference of a ring; `hand` the girth of the palm without the thumb; `height` that of the body.
    """

    FOOT = "foot"
    CHEST = "chest"
    WAIST = "waist"
    HIPS = "hips"
    NECK = "neck"
    HEAD = "head"
    FINGER = "finger"
    HAND = "hand"
    HEIGHT = "height"
    AGE = "age"
