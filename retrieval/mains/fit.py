"""Whether an appliance works on the mains of a country, and why not."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import Enum

from retrieval.mains.appliance import Appliance, Power
from retrieval.mains.supply import PlugType, Supply


class Verdict(Enum):
    """What it comes to, from best to worst; `UNKNOWN` where the seller or the records do not say enough."""

    FITS = "fits"
    ADAPTER = "adapter"  # the plug does not go into the sockets; all else is right
    DEPENDS = "depends"  # the country has several voltages, and it is made for some of them
    TRANSFORMER = "transformer"
    WILL_NOT_WORK = "will_not_work"
    UNKNOWN = "unknown"


class Cause(Enum):
    """Why a verdict is not "fits"."""

    PLUG = "plug"
    VOLTAGE_TOO_HIGH = "voltage_too_high"  # the mains has more than it is made for
    VOLTAGE_TOO_LOW = "voltage_too_low"
    PLACE = "place"
    OVERLOAD = "overload"  # it draws more than a socket gives
    FREQUENCY = "frequency"
    PLUG_UNSTATED = "plug_unstated"
    VOLTAGE_UNSTATED = "voltage_unstated"
    COUNTRY_UNKNOWN = "country_unknown"


@dataclass(frozen=True, slots=True)
class Fit:
    """A verdict with its causes, the gravest first. `limit` is what a socket gives at most, in watts, where known."""

    verdict: Verdict
    causes: tuple[Cause, ...] = ()
    supply: Supply | None = None
    limit: float | None = None


def fit(appliance: Appliance, supply: Supply | None, plug_types: Mapping[str, PlugType]) -> Fit:
    """Judge an appliance on the mains of a country (None: not known).

    What runs on a battery, on USB or without electricity fits everywhere. A voltage fits where it differs from the
    rated range by less than a tenth, the width within which IEC 60038 lets a supply vary. What draws more than the
    strongest household socket gives will not work, with a transformer neither. A plug goes into its own socket and
    those that its type fits; where such sockets are not the rule an adapter is needed.
    """
    if appliance.power in {Power.NONE, Power.LOW_VOLTAGE}:
        return Fit(Verdict.FITS, (), supply)
    if supply is None:
        return Fit(Verdict.UNKNOWN, (Cause.COUNTRY_UNKNOWN,))
    plug = _plug_cause(appliance, supply, plug_types)
    is_other_hertz = bool(appliance.hertz) and not set(supply.hertz) <= set(appliance.hertz)
    named = ((Cause.PLUG, plug is Cause.PLUG), (Cause.FREQUENCY, is_other_hertz))
    also = tuple(cause for cause, holds in named if holds)
    amperes = _amperes(supply, plug_types)
    limit = None if amperes is None else amperes * max(supply.voltages)
    found = [_voltage_cause(appliance, volts) for volts in supply.voltages]
    if amperes is not None and _current(appliance, supply, all(found)) > amperes:
        return Fit(Verdict.WILL_NOT_WORK, (Cause.OVERLOAD, *also), supply, limit)
    if not appliance.ranges:
        return Fit(Verdict.UNKNOWN, (Cause.VOLTAGE_UNSTATED, *also), supply, limit)
    wrong = next((cause for cause in found if cause), None)
    if wrong and all(found):
        return Fit(Verdict.TRANSFORMER, (wrong, *also), supply, limit)
    if wrong:
        return Fit(Verdict.DEPENDS, (Cause.PLACE, *also), supply, limit)
    if plug is Cause.PLUG_UNSTATED:
        return Fit(Verdict.UNKNOWN, (plug, *also), supply, limit)
    return Fit(Verdict.ADAPTER if plug else Verdict.FITS, also, supply, limit)


def _voltage_cause(appliance: Appliance, volts: int) -> Cause | None:
    """Return what is wrong with a voltage; in tenths of whole volts, so that 110 V is too much for 100 V."""
    if not appliance.ranges:
        return Cause.VOLTAGE_UNSTATED
    if any(9 * low < 10 * volts < 11 * high for low, high in appliance.ranges):
        return None
    return Cause.VOLTAGE_TOO_HIGH if volts > max(high for _, high in appliance.ranges) else Cause.VOLTAGE_TOO_LOW


def _plug_cause(appliance: Appliance, supply: Supply, plug_types: Mapping[str, PlugType]) -> Cause | None:
    if not appliance.plugs:
        return Cause.PLUG_UNSTATED
    sockets = set(supply.plugs)
    goes_in = any(sockets & ({letter} | plug_types[letter].fits) for letter in appliance.plugs if letter in plug_types)
    return None if goes_in else Cause.PLUG


def _amperes(supply: Supply, plug_types: Mapping[str, PlugType]) -> float | None:
    """Return what the strongest of a country's usual sockets gives, None where that is not known."""
    if supply.amperes is not None:
        return supply.amperes
    known = [plug_types[letter].amperes for letter in supply.plugs if letter in plug_types]
    return max((amperes for amperes in known if amperes is not None), default=None)


def _current(appliance: Appliance, supply: Supply, is_wrong: bool) -> float:
    """Return what an appliance draws from the socket, in amperes; 0 where its power is not stated.

    Power is rated at the highest voltage of the range; behind a transformer it is drawn at that of the country.
    """
    highest = max((high for _, high in appliance.ranges), default=0)
    return (appliance.watts or 0) / (max(supply.voltages) if is_wrong or not highest else highest)
