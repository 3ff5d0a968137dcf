from decimal import Decimal
from typing import Any

import pytest

from actions.wording.measures import Measure, measures_of, shown, weight_of, worded
from retrieval.product import Product


def product(weight_kg: float | None = None, **attributes: Any) -> Product:
    return Product("x", "m", "en", {"en": "Thing"}, Decimal(1), "EUR", weight_kg=weight_kg, attributes=attributes)


def said(country: str, language: str, **attributes: Any) -> str:
    (measure,) = measures_of(product(**attributes))
    return shown(measure, country, language)


@pytest.mark.parametrize(
    ("attributes", "text"),
    [
        ({"height_cm": 40}, "15.7 in (40 cm)"),  # 40 / 2.54 = 15.748
        ({"thickness_mm": 5}, "0.2 in (5 mm)"),  # 5 / 25.4 = 0.197
        ({"cable_m": 1.2}, "3.9 ft (1.2 m)"),  # 1.2 / 0.3048 = 3.937
        ({"size_cm": "140x200"}, "55.1 × 78.7 in (140 × 200 cm)"),
        ({"length_cm": "100-120"}, "39.4–47.2 in (100–120 cm)"),
        ({"capacity_l": 1.7}, "1.8 qt (1.7 L)"),  # 1.7 / 0.946352946 = 1.796
        ({"capacity_l": 0.5}, "16.9 fl oz (0.5 L)"),  # 500 / 29.5735 = 16.907
        ({"capacity_l": 24}, "24 L"),
        ({"volume_ml": 50}, "1.7 fl oz (50 mL)"),
        ({"net_weight_g": 150}, "5.3 oz (150 g)"),  # 150 / 28.3495 = 5.291
        ({"net_weight_g": 500}, "1.1 lb (500 g)"),  # 500 / 453.592 = 1.102
        ({"weight_each_kg": 11.3}, "24.9 lb (11.3 kg)"),
        ({"comfort_temp_c": -12}, "10°F (-12°C)"),  # -12 * 9 / 5 + 32 = 10.4
        ({"screen_in": 6.3}, "6.3 in"),
        ({"height_in": 10}, "10 in"),
    ],
)
def test_measures_in_the_united_states_have_the_sellers_beside_them(attributes: dict[str, Any], text: str) -> None:
    assert said("US", "en", **attributes) == text


@pytest.mark.parametrize(
    ("attributes", "text"),
    [
        ({"height_cm": 40}, "40 cm"),
        ({"capacity_l": 1.7}, "1,7 l"),
        ({"height_in": 10}, "25,4 cm (10 in)"),
        ({"weight_lb": 5}, "2,3 kg (5 lb)"),  # 5 * 0.45359237 = 2.268
        ({"volume_fl_oz": 16}, "473,2 ml (16 fl oz)"),  # 16 * 29.5735 = 473.176
        ({"comfort_temp_f": 14}, "-10 °C (14 °F)"),
    ],
)
def test_measures_elsewhere_are_metric(attributes: dict[str, Any], text: str) -> None:
    assert said("DE", "de", **attributes).replace("\xa0", " ") == text


def test_temperature_has_its_own_countries() -> None:
    """CLDR has Puerto Rico measure in metres and degrees Fahrenheit, Myanmar in inches and degrees Celsius."""
    assert said("PR", "en", comfort_temp_c=20) == "68°F (20°C)"
    assert said("PR", "en", height_cm=40) == "40 cm"
    assert said("MM", "en", comfort_temp_c=20) == "20°C"
    assert said("MM", "en", height_cm=40) == "15.7 in (40 cm)"


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("zh-Hans", "15.7英寸 (40厘米)"),
        ("ar", "15.7 بوصة (40 سم)"),
        ("th", "15.7 นิ้ว (40 ซม.)"),
        ("tr", "15,7 inç (40 cm)"),
        ("ru", "15,7 дюйм. (40 см)"),
    ],
)
def test_units_and_figures_are_those_of_the_language(language: str, text: str) -> None:
    assert said("US", language, height_cm=40) == text


def test_country_that_is_not_known_leaves_the_sellers_units() -> None:
    assert said("", "en", height_cm=40) == "40 cm"


@pytest.mark.parametrize(
    "attributes",
    [{"height_cm": True}, {"height_cm": "tall"}, {"pieces": 3}, {"height": "boot"}, {"size": "A5"}, {"case_mm": 38}],
)
def test_what_is_no_measure_is_left_out(attributes: dict[str, Any]) -> None:
    assert measures_of(product(**attributes)) == ()


def test_weight_is_a_measure_where_it_is_stated() -> None:
    weight = weight_of(product(weight_kg=1.2))
    assert weight == Measure("weight", (Decimal("1.2"),), "mass-kilogram")
    assert shown(weight, "US", "en") == "2.6 lb (1.2 kg)"
    assert weight_of(product()) is None


@pytest.mark.parametrize("language", ["en", "ar", "th", "tr", "zh-Hans", "hi"])
def test_range_keeps_both_its_figures(language: str) -> None:
    """Arabic has a word for two metres, which has no figure in it."""
    for low, high in ((1, 2), (220, 240), (0, 1)):
        text = worded((low, high), "length-meter", language)
        assert f"{low}–{high}" in text
