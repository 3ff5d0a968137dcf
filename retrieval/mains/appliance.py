"""What a product says of the electricity it runs on."""

from dataclasses import dataclass
from enum import Enum

LOWEST_MAINS, HIGHEST_MAINS = 90, 260
"""Volts between which a figure is that of household mains: 100 V less a tenth to 240 V and nearly a tenth more."""


class Power(Enum):
    """Where a product has its electricity from."""

    MAINS = "mains"
    LOW_VOLTAGE = "low_voltage"  # a battery, USB, or the socket of a car
    NONE = "none"
    UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True)
class Appliance:
    """The stated facts of a product; what its seller does not state is empty or None.

    `plugs` are letters of IEC World Plugs, several where the plug is made for several or others come with it. `ranges`
    are pairs of the lowest and highest rated voltage, in volts; `watts` is the rated power; `hertz` the frequencies.
    """

    power: Power
    plugs: tuple[str, ...] = ()
    ranges: tuple[tuple[int, int], ...] = ()
    watts: float | None = None
    hertz: tuple[int, ...] = ()
