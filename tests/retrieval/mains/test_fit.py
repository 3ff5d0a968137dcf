from pathlib import Path

import pytest

from retrieval.mains import Appliance, Cause, Mains, Power, Verdict

MAINS = Mains.load(Path(__file__).resolve().parents[3] / "data")


def appliance(
    plugs: str, *ranges: tuple[int, int], watts: float | None = None, hertz: tuple[int, ...] = ()
) -> Appliance:
    return Appliance(Power.MAINS, tuple(plugs), ranges, watts, hertz)


EUROPEAN = appliance("F", (220, 240))
WORLDWIDE = appliance("EF", (100, 240))


@pytest.mark.parametrize(
    ("one", "country", "verdict", "causes"),
    [
        (EUROPEAN, "DE", Verdict.FITS, ()),
        (EUROPEAN, "TR", Verdict.FITS, ()),
        (EUROPEAN, "FR", Verdict.ADAPTER, (Cause.PLUG,)),
        (EUROPEAN, "GB", Verdict.ADAPTER, (Cause.PLUG,)),
        (EUROPEAN, "TH", Verdict.ADAPTER, (Cause.PLUG,)),  # type F goes into Thai sockets, but without an earth
        (EUROPEAN, "AE", Verdict.ADAPTER, (Cause.PLUG,)),
        (EUROPEAN, "US", Verdict.TRANSFORMER, (Cause.VOLTAGE_TOO_LOW, Cause.PLUG)),
        (EUROPEAN, "BR", Verdict.DEPENDS, (Cause.PLACE, Cause.PLUG)),
        (WORLDWIDE, "FR", Verdict.FITS, ()),
        (WORLDWIDE, "JP", Verdict.ADAPTER, (Cause.PLUG,)),
        (WORLDWIDE, "BR", Verdict.ADAPTER, (Cause.PLUG,)),
        (appliance("C", (220, 240)), "CH", Verdict.FITS, ()),
        (appliance("C", (220, 240)), "IT", Verdict.FITS, ()),
        (appliance("C", (220, 240)), "CN", Verdict.ADAPTER, (Cause.PLUG,)),
        (appliance("I", (220, 220)), "AU", Verdict.FITS, ()),
        (appliance("A", (100, 100)), "JP", Verdict.FITS, ()),
        (appliance("A", (100, 100)), "US", Verdict.TRANSFORMER, (Cause.VOLTAGE_TOO_HIGH,)),
        (appliance("A", (100, 100)), "TW", Verdict.TRANSFORMER, (Cause.VOLTAGE_TOO_HIGH,)),  # 110 V: a tenth too much
        (appliance("B", (120, 120)), "JP", Verdict.TRANSFORMER, (Cause.VOLTAGE_TOO_LOW, Cause.PLUG)[:1]),
        (appliance("N", (127, 127), (220, 220)), "BR", Verdict.FITS, ()),
        (appliance("N", (127, 127)), "BR", Verdict.DEPENDS, (Cause.PLACE,)),
        (appliance("G", (220, 240)), "KE", Verdict.FITS, ()),
    ],
)
def test_verdict_names_its_causes(one: Appliance, country: str, verdict: Verdict, causes: tuple[Cause, ...]) -> None:
    found = MAINS.fit(one, country)
    assert (found.verdict, found.causes) == (verdict, causes)


@pytest.mark.parametrize(
    ("watts", "plug", "country", "verdict"),
    [
        (2200, "F", "US", Verdict.WILL_NOT_WORK),  # 2200 W behind a transformer are 18 A at 120 V, of 15 A
        (1800, "F", "US", Verdict.TRANSFORMER),
        (1800, "F", "JP", Verdict.WILL_NOT_WORK),  # 18 A at 100 V, of 15 A
        (3000, "G", "GB", Verdict.FITS),  # rated at 240 V: 12.5 A of 13 A
        (3000, "G", "AU", Verdict.WILL_NOT_WORK),  # 12.5 A of 10 A
        (3000, "G", "CH", Verdict.WILL_NOT_WORK),
        (3000, "G", "CN", Verdict.WILL_NOT_WORK),  # GB/T 1002: 10 A, for type A too
        (3000, "G", "DE", Verdict.ADAPTER),  # of 16 A
        (2000, "C", "PY", Verdict.FITS),  # what sockets of type C give is not recorded
    ],
)
def test_what_draws_more_than_a_socket_gives_will_not_work(
    watts: float, plug: str, country: str, verdict: Verdict
) -> None:
    assert MAINS.fit(appliance(plug, (220, 240), watts=watts), country).verdict is verdict


@pytest.mark.parametrize(
    ("one", "cause"),
    [
        (appliance("F"), Cause.VOLTAGE_UNSTATED),
        (appliance("", (220, 240)), Cause.PLUG_UNSTATED),
        (appliance(""), Cause.VOLTAGE_UNSTATED),
        (Appliance(Power.UNKNOWN), Cause.VOLTAGE_UNSTATED),
    ],
)
def test_what_is_not_stated_is_unknown_never_guessed(one: Appliance, cause: Cause) -> None:
    found = MAINS.fit(one, "DE")
    assert found.verdict is Verdict.UNKNOWN
    assert found.causes[0] is cause


def test_country_without_a_record_is_unknown() -> None:
    found = MAINS.fit(EUROPEAN, "AQ")
    assert (found.verdict, found.causes, found.supply) == (Verdict.UNKNOWN, (Cause.COUNTRY_UNKNOWN,), None)


@pytest.mark.parametrize("power", [Power.LOW_VOLTAGE, Power.NONE])
@pytest.mark.parametrize("country", ["JP", "US", "AQ"])
def test_what_needs_no_socket_fits_everywhere(power: Power, country: str) -> None:
    assert MAINS.fit(Appliance(power), country).verdict is Verdict.FITS


@pytest.mark.parametrize(
    ("hertz", "country", "is_named"),
    [((50,), "US", True), ((50,), "JP", True), ((50, 60), "JP", False), ((), "US", False), ((50,), "DE", False)],
)
def test_frequency_is_named_where_the_country_has_another(hertz: tuple[int, ...], country: str, is_named: bool) -> None:
    found = MAINS.fit(appliance("ABF", (100, 240), hertz=hertz), country)
    assert found.verdict is Verdict.FITS
    assert (Cause.FREQUENCY in found.causes) is is_named
