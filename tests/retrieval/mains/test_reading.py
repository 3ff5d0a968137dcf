from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from retrieval.mains import Mains, Power
from retrieval.mains.reading import DUAL_RANGES
from retrieval.product import Product

MAINS = Mains.load(Path(__file__).resolve().parents[3] / "data")
EU = ((220, 240),)
WORLD = ((100, 240),)


def product(text: str = "", hs_code: str | None = "8516.79", **attributes: Any) -> Product:
    titles = {"en": "Thing"}
    return Product("x", "m", "en", titles, Decimal(1), "EUR", {"en": text}, hs_code=hs_code, attributes=attributes)


@pytest.mark.parametrize(
    ("attributes", "plugs", "ranges"),
    [
        ({"voltage": "220-240", "plug": "F"}, "F", EU),
        ({"voltage": "220-240 V", "plug": "Type G (BS 1363)"}, "G", EU),
        ({"voltage": 100, "plug": "A"}, "A", ((100, 100),)),
        ({"Voltage": "AC 100V–240V, 50/60Hz", "Plug Type": "UK plug"}, "G", WORLD),
        ({"voltage": "110/220 V", "plug": "US/EU/UK"}, "ABCEFG", ((110, 110), (220, 220))),
        ({"voltage": "bivolt", "plug": "N"}, "N", DUAL_RANGES),
        ({"input": "100-240 V AC", "plug": "E/F"}, "EF", WORLD),
        ({"Spannung": "230 V", "Steckertyp": "Schuko"}, "F", ((230, 230),)),
        ({"tension_nominale": "220 à 240 V", "type de prise": "E"}, "E", EU),
        ({"额定电压": "220V", "插头类型": "英规"}, "G", ((220, 220),)),
        ({"電圧": "100V", "プラグ": "A"}, "A", ((100, 100),)),
        ({"정격전압": "220V, 60Hz", "플러그": "F"}, "F", ((220, 220),)),
        ({"الجهد": "٢٢٠-٢٤٠ فولت", "نوع القابس": "G"}, "G", EU),
        ({"แรงดันไฟฟ้า": "220-240 โวลต์", "ชนิดปลั๊ก": "O"}, "O", EU),
        ({"gerilim": "220 ila 240 V", "fiş tipi": "F"}, "F", EU),
        ({"напряжение": "220 В", "тип вилки": "евровилка"}, "CEF", ((220, 220),)),
    ],
)
def test_attributes_of_any_language_are_read(
    attributes: dict[str, Any], plugs: str, ranges: tuple[tuple[int, int], ...]
) -> None:
    found = MAINS.appliance(product(**attributes))
    assert (found.power, found.plugs, found.ranges) == (Power.MAINS, tuple(plugs), ranges)


@pytest.mark.parametrize(
    ("text", "plugs", "ranges"),
    [
        ("Works on 100-240 V with a UK plug.", "G", WORLD),
        ("Dual voltage, comes with a type I plug.", "I", DUAL_RANGES),
        ("Für 220 bis 240 Volt mit Schukostecker.", "F", EU),
        ("全电压100～240V，附欧规插头。", "CEF", WORLD),
        ("海外対応、日本の100Vで", "", ((100, 100),)),
        ("يعمل على 220-240 فولت مع قابس بريطاني.", "G", EU),
        ("ใช้ไฟ 220 โวลต์ ปลั๊กไทย", "O", ((220, 220),)),
        ("100 ila 240 V, Avrupa fişi ile.", "CEF", WORLD),
        ("프리볼트, 유럽 플러그", "CEF", DUAL_RANGES),
        ("A kettle in blue, 1.7 litres.", "", ()),
        ("A plus plug and cord cover.", "", ()),
    ],
)
def test_texts_are_read_where_attributes_say_nothing(
    text: str, plugs: str, ranges: tuple[tuple[int, int], ...]
) -> None:
    found = MAINS.appliance(product(text))
    assert (found.power, found.plugs, found.ranges) == (Power.MAINS, tuple(plugs), ranges)


def test_attributes_go_before_texts() -> None:
    found = MAINS.appliance(product("Now 100-240 V with a UK plug", voltage="220-240", plug="F"))
    assert (found.plugs, found.ranges) == (("F",), EU)


@pytest.mark.parametrize(
    ("hs_code", "attributes", "power"),
    [
        ("6109.10", {}, Power.NONE),
        ("9006.40", {"battery_type": "2 AA"}, Power.LOW_VOLTAGE),
        ("8517.13", {"battery_wh": 18.5}, Power.LOW_VOLTAGE),
        ("8504.40", {"input": "USB-C", "power_w": 15}, Power.LOW_VOLTAGE),
        ("8504.40", {"input": "12-24 V car socket"}, Power.LOW_VOLTAGE),
        ("8518.30", {"wireless": False}, Power.LOW_VOLTAGE),
        ("8504.40", {"voltage": "100-240", "plug": "B"}, Power.MAINS),
        ("8516.31", {}, Power.MAINS),
        ("6301.10", {"voltage": "220-240", "plug": "G"}, Power.MAINS),
        ("8528.72", {}, Power.UNKNOWN),
        (None, {}, Power.UNKNOWN),
        (None, {"plug": "G"}, Power.MAINS),
    ],
)
def test_power_is_known_from_facts_or_the_customs_code(
    hs_code: str | None, attributes: dict[str, Any], power: Power
) -> None:
    assert MAINS.appliance(product(hs_code=hs_code, **attributes)).power is power


@pytest.mark.parametrize(
    ("attributes", "text", "watts"),
    [
        ({"power_w": 2200}, "", 2200),
        ({"wattage": "1,200 W"}, "", 1200),
        ({"Leistung": "2,2 kW"}, "", 2200),
        ({}, "A strong 1800 W motor", 1800),
        ({}, "功率1500瓦", 1500),
        ({}, "กำลังไฟ 900 วัตต์", 900),
        ({}, "no figure", None),
    ],
)
def test_power_in_watts_is_read(attributes: dict[str, Any], text: str, watts: float | None) -> None:
    assert MAINS.appliance(product(text, plug="F", voltage="230", **attributes)).watts == watts


def test_frequency_is_read() -> None:
    assert MAINS.appliance(product(plug="A", voltage="100 V, 50/60 Hz")).hertz == (50, 60)
    assert MAINS.appliance(product("60 Hz only", plug="A", voltage="100 V")).hertz == (60,)
