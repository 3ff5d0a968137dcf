"""What is said of plugs and voltage: whole sentences, short remarks, and the payload."""

from collections.abc import Sequence
from typing import Any

from actions.wording import values
from actions.wording.measures import worded
from actions.wording.texts import Line
from retrieval.mains import Appliance, Cause, Fit, Power, Supply, Verdict

WARNED_OF = frozenset({Verdict.DEPENDS, Verdict.TRANSFORMER, Verdict.WILL_NOT_WORK})
"""Verdicts that a shopper should know before they buy: an adapter costs little, these may make a product useless."""

_VOLT, _HERTZ, _WATT = "electric-volt", "frequency-hertz", "power-watt"


def fit_lines(title: str, appliance: Appliance, fit: Fit, country: str, language: str) -> list[Line]:
    """Return the sentences on whether a product works in a country, the verdict first."""
    facts = {"title": values.plain(title), "country": values.country(country)}
    if appliance.power is Power.NONE:
        return [Line("mains_no_electricity", {"title": facts["title"]})]
    if appliance.power is Power.LOW_VOLTAGE:
        return [Line("mains_no_plug", {"title": facts["title"]})]
    if fit.supply is None:
        return [*stated_lines(title, appliance, language), Line("mains_country_unknown", {"country": facts["country"]})]
    rated = {"rated": _rated(appliance, language), "supply": _volts(fit.supply.voltages, language)}
    plugs = {"plugs": _letters(appliance.plugs), "sockets": _letters(fit.supply.plugs)}
    lines = [_verdict(appliance, fit, {**facts, **rated, **plugs}, language)]
    if Cause.PLUG in fit.causes and fit.verdict in WARNED_OF - {Verdict.WILL_NOT_WORK}:
        lines.append(Line("mains_also_adapter", plugs))
    if Cause.FREQUENCY in fit.causes and fit.verdict is not Verdict.WILL_NOT_WORK:
        hertz = {"rated": _hertz(appliance.hertz, language), "supply": _hertz(fit.supply.hertz, language)}
        lines.append(Line("mains_frequency", hertz))
    return lines


def stated_lines(title: str, appliance: Appliance, language: str) -> list[Line]:
    """Return the sentence with what the seller states of plug and voltage, whatever the country."""
    facts = {"title": values.plain(title)}
    if appliance.power is Power.NONE:
        return [Line("mains_no_electricity", facts)]
    if appliance.power is Power.LOW_VOLTAGE:
        return [Line("mains_no_plug", facts)]
    if appliance.plugs and appliance.ranges:
        both = {"plugs": _letters(appliance.plugs), "rated": _rated(appliance, language)}
        return [Line("mains_stated", {**facts, **both})]
    if appliance.plugs:
        return [Line("mains_stated_plug", {**facts, "plugs": _letters(appliance.plugs)})]
    if appliance.ranges:
        return [Line("mains_stated_voltage", {**facts, "rated": _rated(appliance, language)})]
    return [Line("mains_stated_nothing", facts)]


def supply_lines(supply: Supply, country: str, language: str) -> list[Line]:
    """Return the sentences on a country's sockets and voltage, with their source."""
    facts = {
        "sockets": _letters(supply.plugs),
        "supply": _volts(supply.voltages, language),
        "frequency": _hertz(supply.hertz, language),
        "country": values.country(country),
    }
    return [Line("mains_supply", facts), source_line(supply)]


def source_line(supply: Supply) -> Line:
    """Return the sentence that names the source of a country's record."""
    facts = {"source": values.plain(supply.source.title), "date": values.day(supply.source.checked_on)}
    return Line("mains_source", facts)


def note(appliance: Appliance, fit: Fit) -> Line:
    """Return a verdict as a short remark in a column that names the country."""
    has_plug = appliance.power in {Power.MAINS, Power.UNKNOWN}
    return Line(f"mains_note_{fit.verdict.value}" if has_plug else "mains_note_no_plug", {})


def remark(fit: Fit, country: str) -> Line:
    """Return a verdict other than "fits" as a short remark on a card."""
    return Line(f"mains_remark_{fit.verdict.value}", {"country": values.country(country)})


def as_payload(appliance: Appliance, fit: Fit | None) -> dict[str, Any]:
    """Return what is stated and what it comes to; `verdict` is null without a country."""
    return {
        "power": appliance.power.value,
        "plugs": list(appliance.plugs),
        "voltages": [list(one) for one in appliance.ranges],
        "power_w": appliance.watts,
        "frequencies": list(appliance.hertz),
        "verdict": fit.verdict.value if fit else None,
        "causes": [cause.value for cause in fit.causes] if fit else [],
    }


def supply_payload(supply: Supply | None) -> dict[str, Any] | None:
    """Return a country's record with its source, None where it is not known."""
    if supply is None:
        return None
    source = supply.source
    return {
        "plugs": list(supply.plugs),
        "also": list(supply.also),
        "voltages": list(supply.voltages),
        "frequencies": list(supply.hertz),
        "source": {"title": source.title, "url": source.url, "checked_on": source.checked_on.isoformat()},
    }


def _verdict(appliance: Appliance, fit: Fit, facts: dict[str, values.Value], language: str) -> Line:
    watts = {} if appliance.watts is None else {"power": values.plain(worded((appliance.watts,), _WATT, language))}
    match fit.verdict:
        case Verdict.WILL_NOT_WORK:
            limit = values.plain(worded((fit.limit or 0,), _WATT, language))
            return Line("mains_overload", {**facts, **watts, "limit": limit})
        case Verdict.TRANSFORMER:
            return Line("mains_transformer_power" if watts else "mains_transformer", {**facts, **watts})
        case Verdict.UNKNOWN:
            is_plug = Cause.PLUG_UNSTATED in fit.causes
            key = "mains_plug_unstated" if is_plug else "mains_voltage_unstated"
            return Line(key if appliance.plugs or appliance.ranges else "mains_unstated", facts)
        case _:
            return Line(f"mains_{fit.verdict.value}", facts)


def _letters(plugs: Sequence[str]) -> values.Value:
    return values.listing([values.plain(letter) for letter in plugs])


def _rated(appliance: Appliance, language: str) -> values.Value:
    ranges = [(low,) if low == high else (low, high) for low, high in appliance.ranges]
    return values.listing([values.plain(worded(one, _VOLT, language)) for one in ranges])


def _volts(voltages: Sequence[int], language: str) -> values.Value:
    return _either(voltages, _VOLT, language)


def _hertz(hertz: Sequence[int], language: str) -> values.Value:
    return _either(hertz, _HERTZ, language)


def _either(figures: Sequence[int], unit: str, language: str) -> values.Value:
    """Return figures one of which applies, such as 127/220 V."""
    return values.plain(worded(figures, unit, language, "/"))
